"""Signs in the figures: into what parts the gap between quota and landing falls, and which of them are worth naming.

history   own figures by years and quarters
level     the level that the last years lead to expect
usual     the unit's usual year, its trend and its noise
shapes    which shape a shortfall to date has: all quarters lower, late, or one quarter out of line
gap       the parts, which add up to the gap
name      codes, order and thresholds; the table that goes with an answer

The method, and how often a named sign is there without any cause: docs/methods/reasons.md. Signs, never causes.
"""

from forecast.engine.reasons.name import add_codes, name_reasons, no_reasons

__all__ = ["add_codes", "name_reasons", "no_reasons"]
