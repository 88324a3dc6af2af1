"""What should have been reached by the next quarter's end, lest a flag worsen.

keeping     by which chance a flag stands, and which one it would be
quarter     the quarter that is tried, and what is learned as of its end
of_unit     a unit landed again in its tree, with everybody else as known today
of_whole    the unit above all others: its own report, or those of the units below it, made ready from the beginning
find        the least number that keeps the flag, found by trying
"""

from forecast.engine.checkpoint.find import MOST_UNITS, Checkpoint, find_checkpoints

__all__ = ["MOST_UNITS", "Checkpoint", "find_checkpoints"]
