"""Answers for people, drawn from a projection: nothing here reads files or computes a forecast.

projection_table    the table of `forecast project` on a terminal
terminal_table      columns fitted to a terminal
first_screen        the screen of `forecast demo`
scene               the unit, measure, year and quota that it is about
figures             the figures that the first screen adds to a row: shares printed, last full year, quarters known
findings_list       the findings of `forecast check`
words               flags, days and periods in the reader's language
"""
