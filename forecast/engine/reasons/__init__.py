"""Signs in the figures: into what parts the gap between quota and landing falls, and which of them are worth naming.

history   own figures by years and quarters
level     the level that the last years lead to expect
trend     whether the last years rise or fall
shares    what the quarters usually bring of the year, and how far they stray
usual     the unit's usual year, by its level and by its trend
shapes    which shape a shortfall to date has: all quarters lower, late, or one quarter out of line
settle    level or trend, by all figures together
middle    means, medians and spreads in which an odd figure hardly counts
gap       the parts, which add up to the gap
name      codes, order and thresholds; the table that goes with an answer

The method, and how often a named sign is there without any cause: docs/methods/reasons.md. Signs, never causes.
"""

from forecast.engine.reasons.name import add_codes, name_reasons, no_reasons

__all__ = ["add_codes", "name_reasons", "no_reasons"]
