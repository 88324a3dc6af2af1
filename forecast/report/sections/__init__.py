"""The parts of a report in words: each module makes the blocks of one part from the report's values, in one language.

brief       the first two pages: conclusion, what it takes, units to follow up, questions, checkpoint
results     I. what was reached
outlook     II. where the year ends
follow_up   III and IV. units to follow up, signals, questions
term        V. the years of a term
options     VI. other targets
track       VII. how earlier forecasts did
notes       VIII. method, notes on the figures, sources
"""
