"""Answers for people, drawn from a projection: nothing here reads files or computes a forecast.

projection_table    the table of `forecast project` on a terminal
terminal_table      columns fitted to a terminal
first_screen        the screen of `forecast demo`
scene               the unit, measure, year and quota that it is about
figures             the figures that the first screen adds to a row: shares printed, last full year, quarters known
findings_list       the findings of `forecast check`
model               what a report says, without words; build makes it, with history, focus, signals, sources, terms
what_if             the chance of another quota, off stored quantiles
disclosure          what a public issue withholds
voice, columns, sections, pages     a report in one language, as blocks
charts, web, word, book     these as pictures, a page, a Word document, a workbook's sheets
words               flags, days and periods in the reader's language
"""
