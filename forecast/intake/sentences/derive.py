"""What follows from a figure and its percentage: the target, last year's count, the stock, as every whole number that fits.

The arithmetic of printed percentages is `forecast.checks.percent`; only exact counts and exact percentages are taken.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any

import numpy as np

from forecast.checks.percent import fitting_bases, year_before
from forecast.core.periods import parse_period
from forecast.intake.sentences.percents import Percent
from forecast.intake.sentences.stated import Statement

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def fitting(value: float, percent: float, digits: int) -> tuple[float, float, str] | None:
    """Least and greatest whole base of which a count is the percentage, rounded or else cut off; None where there is none.

    Examples
    --------
    >>> fitting(288, 35.34, 2), fitting(80, 94.11, 2), fitting(3, 99.0, 0)
    ((815.0, 815.0, '288 / 35.34%'), (85.0, 85.0, '80 / 94.11% (cut off)'), None)
    """
    printed = Fraction(f"{percent:.{digits}f}")
    unit = Fraction(1, 10**digits)
    if printed <= unit / 2:
        return None
    shown = f"{value:.0f} / {percent:.{digits}f}%"
    low, high = fitting_bases(value, printed, digits)
    if low <= high:
        return float(low), float(high), shown
    exact = 100 * Fraction(str(value))
    low, high = math.floor(exact / (printed + unit)) + 1, math.floor(exact / printed)
    return (float(low), float(high), f"{shown} (cut off)") if low <= high else None


def target_of(value: float, percent: Percent) -> dict[str, Any] | None:
    """The target of which a count is the percentage."""
    return _known(fitting(value, percent.value, percent.figure.digits))


def earlier_count(
    statement: Statement, percent: Percent | None, known: dict[str, Any] | None = None
) -> dict[str, Any] | None:
    """The count of the period that growth, or a difference, refers to."""
    if percent is not None and statement.figure is not None:
        found = fitting(statement.figure.value, 100 + percent.value, percent.figure.digits)
        known = _known(found, f"{statement.figure.value:.0f} / (100% {percent.value:+.{percent.figure.digits}f}%)")
    if known is None or not statement.when.period:
        return None
    if statement.when.term:
        first, last = statement.when.term
        return {**known, "period": f"{2 * first - last + 1}..{first}", "scope": "term"}
    said = _YEAR.findall(percent.base if percent else "")
    earlier = year_before(parse_period(statement.when.period))
    if earlier is None or (said and int(said[0]) != earlier.first_day.year):
        return None
    return {**known, "period": earlier.text}


def stock_before(statement: Statement, percent: Percent) -> dict[str, Any] | None:
    """The stock of members of which a count is the percentage; only where the text says of when."""
    if statement.figure is None:
        return None
    base, year = percent.base.lower(), statement.when.year
    said = _YEAR.findall(base)
    if re.search("cuối năm|end of", base) and (said or year):
        day = f"{said[0] if said else (year or 0) - 1}-12-31"
    elif re.search("đầu năm|early|beginning|start of", base) and (said or year):
        day = f"{(int(said[0]) if said else year or 0) - 1}-12-31"
    else:
        return None
    known = _known(fitting(statement.figure.value, percent.value, percent.figure.digits))
    return known and {**known, "measure": "members", "period": day, "scope": "period"}


def _known(found: tuple[float, float, str] | None, shown: str = "") -> dict[str, Any] | None:
    if found is None:
        return None
    low, high, arithmetic = found
    derived = shown or arithmetic
    if low == high:
        return {"value": low, "low": np.nan, "high": np.nan, "derived": derived}
    return {"value": np.nan, "low": low, "high": high, "derived": derived}
