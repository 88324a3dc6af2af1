"""Charts of a report by name, as pictures: the same bytes for the same report.

names       which charts a report has figures for
style       colours, fonts, number axes
landing     results of the years, targets, this year's forecast
path        the year to date against the target
waterfall   from the target to the forecast
heat        each quarter's share against the usual
reliability how often targets were met at each chance stated
term        the years of a term
draw        a chart by its name, as SVG or PNG
"""
