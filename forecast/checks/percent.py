"""Percentages as a report prints them, against the counts that they are made of: rounded, or cut off, to the places printed.

The counts may carry `printed_percent` (of the quota) and `printed_growth` (on the same period of last year), as text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pandas as pd

from forecast.checks.latest import MOST, Latest, describe_row
from forecast.core.findings import Finding
from forecast.core.panel import Block, build_panel
from forecast.core.periods import Period, parse_period, quarter_of_day, year_period
from forecast.core.tables import Tables

PERCENT, GROWTH = "printed_percent", "printed_growth"
_PRINTED = re.compile(r"([+-]?)(\d+)(?:[.,](\d+))?\s*%?")


def read_percent(text: str) -> tuple[Fraction, int] | None:
    """A printed percentage and its number of decimals; None where the text is not one.

    Examples
    --------
    >>> read_percent("36,8%"), read_percent("vượt 5%")
    ((Fraction(184, 5), 1), None)
    """
    match = _PRINTED.fullmatch(text.strip())
    if not match:
        return None
    digits = len(match[3] or "")
    value = Fraction(int(match[2] + (match[3] or "")), 10**digits)
    return (-value if match[1] == "-" else value), digits


def percent_fits(numerator: float, denominator: float, printed: float | Fraction, digits: int) -> bool:
    """Whether numerator / denominator, in percent, prints so: rounded, either way at a half, or cut off.

    Parameters
    ----------
    printed : [percent]
    digits : decimals printed.

    Examples
    --------
    >>> percent_fits(2241, 9810, 23, 0), percent_fits(2241, 9810, 22, 0), percent_fits(425588, 472869, 102.26, 2)
    (True, True, False)
    """
    if not denominator > 0:
        return False
    unit = Fraction(1, 10**digits)
    exact = 100 * Fraction(str(numerator)) / Fraction(str(denominator))
    shown = printed if isinstance(printed, Fraction) else Fraction(str(printed))
    cut_off = abs(exact) - abs(shown)
    return abs(exact - shown) <= unit / 2 or (0 <= cut_off < unit and exact * shown >= 0)


def fitting_counts(base: float, printed: Fraction, digits: int) -> tuple[int, int]:
    """Least and greatest whole number whose share of a base rounds to a percentage.

    Examples
    --------
    >>> fitting_counts(9810, Fraction(23), 0), fitting_counts(8880, Fraction(1129, 10), 1)
    ((2208, 2305), (10022, 10029))
    """
    half = Fraction(1, 2 * 10**digits)
    low, high = (Fraction(str(base)) * (printed + side) / 100 for side in (-half, half))
    return math.ceil(low), math.floor(high)


def fitting_bases(numerator: float, printed: Fraction, digits: int) -> tuple[int, int]:
    """Least and greatest whole base of which a number is a percentage, rounded.

    Examples
    --------
    >>> fitting_bases(10027, Fraction(1129, 10), 1)
    (8878, 8885)
    """
    half = Fraction(1, 2 * 10**digits)
    low, high = (100 * Fraction(str(numerator)) / (printed + side) for side in (half, -half))
    return math.ceil(low), math.floor(high)


def check_printed_percents(tables: Tables, latest: Latest) -> list[Finding]:
    """Warnings: a printed percent of the quota, or growth, that no figure, quota and way of rounding gives."""
    counts = tables.counts
    findings = []
    for column in (PERCENT, GROWTH):
        if column not in counts:
            continue
        texts = counts[column].fillna("").astype(str).str.strip()
        asked = (texts != "") & counts["value"].notna()
        if column == PERCENT and "printed_base" in counts:  # its base stands beside it: forecast.checks.bases
            asked &= counts["printed_base"].fillna("").astype(str) == ""
        positions = np.flatnonzero(asked.to_numpy())
        if len(positions):
            around = _Around(tables, counts.iloc[positions])
            for position in positions.tolist():
                findings += _judge(tables, position, column, str(texts.iat[position]), around)
    return findings[:MOST]


class _Around:
    """What a printed percentage may be of: the series' figures so far, their quotas, and the year before."""

    def __init__(self, tables: Tables, rows: pd.DataFrame) -> None:
        series = set(zip(rows["unit"], rows["measure"], strict=True))
        self.blocks: dict[tuple[str, str], Block] = {}
        for measure in dict.fromkeys(rows["measure"]):
            units = sorted({unit for unit, name in series if name == measure})
            counts = tables.counts
            wanted = counts[
                (counts["measure"] == measure) & (counts["status"] != "estimate") & counts["unit"].isin(units)
            ]
            newest = wanted.sort_values("reported_on", na_position="first", kind="stable")
            newest = newest.drop_duplicates(["unit", "start", "stop"], keep="last")
            panel = build_panel(newest, measure, units)
            for block in panel.blocks:
                for at, unit in enumerate(block.units.tolist()):
                    alone = Block(block.units[at : at + 1], block.pieces, block.values[[at]], block.spreads[[at]])
                    self.blocks[panel.units[unit], measure] = alone
        self.quotas: dict[tuple[str, str, int], list[float]] = {}
        stated = tables.quotas[tables.quotas["kind"].isin(["fixed", "range"]) & tables.quotas["year"].notna()]
        for row in stated.to_dict("records"):
            key = (str(row["unit"]), str(row["measure"]), int(row["year"]))
            self.quotas.setdefault(key, []).extend(row[name] for name in ("value", "low", "high") if row[name] > 0)

    def so_far(self, series: tuple[str, str], period: Period) -> float:
        """Sum from the start of the year to the end of the period; NaN where it is not known."""
        block, year = self.blocks.get(series), year_period(quarter_of_day(period.stop - 1) // 4)
        return float(block.sum_to(year, period.stop)[0]) if block else np.nan

    def year_before(self, series: tuple[str, str], period: Period) -> tuple[float, float]:
        """Least and greatest figure of the same period a year earlier; NaN where it is not known."""
        block, earlier = self.blocks.get(series), year_before(period)
        if block is None or earlier is None:
            return np.nan, np.nan
        inside = [j for j, piece in enumerate(block.pieces) if all(earlier.contains(run) for run in piece)]
        value = float(block.sum_to(earlier, earlier.stop)[0])
        reach = float(np.sqrt(12) * block.spreads[0, inside].sum() / 2)  # half the width of what is known as a range
        return value - reach, value + reach


def _judge(tables: Tables, position: int, column: str, text: str, around: _Around) -> list[Finding]:
    read = read_percent(text)
    if read is None and ".." in text:  # a bound, "trên 90%"
        return []
    if read is None:
        return [describe_row(tables, position, "percent_unreadable", "warning", column, text=text)]
    row = tables.counts.iloc[position]
    series, value = (str(row["unit"]), str(row["measure"])), float(row["value"])
    period = Period(int(row["start"]), int(row["stop"]))
    printed, digits = read
    shown: dict[str, float | str] = {"printed": text.rstrip("% ") + "%", "value": value}
    if column == PERCENT:
        bases = around.quotas.get((*series, quarter_of_day(period.stop - 1) // 4), [])
        numerators = [number for number in (value, around.so_far(series, period)) if np.isfinite(number)]
        if not bases or any(percent_fits(n, base, printed, digits) for n in numerators for base in bases):
            return []
        nearest = min(
            ((n, base) for n in numerators for base in bases),
            key=lambda pair: abs(100 * pair[0] / pair[1] - float(printed)),
        )
        shown |= {"value": nearest[0], "base": nearest[1], "exact": nearest[0] / nearest[1]}
        return [_unfit(tables, position, column, "percent_differs", shown, (printed, digits))]
    low, high = around.year_before(series, period)
    if not low > 0 or _growth_fits(value, (low, high), printed, digits):
        return []
    change = value / ((low + high) / 2) - 1
    shown |= {"base": (low + high) / 2, "exact": abs(change)}
    code = "fall_differs" if change < 0 else "growth_differs"
    return [_unfit(tables, position, column, code, shown, (printed + 100, digits))]


def _growth_fits(value: float, base: tuple[float, float], printed: Fraction, digits: int) -> bool:
    """Whether some base of a range gives the growth: at either end, or the printed growth lies between them."""
    ends = [100 * (Fraction(str(value)) / Fraction(str(end)) - 1) for end in base]
    return min(ends) <= printed <= max(ends) or any(percent_fits(value - end, end, printed, digits) for end in base)


def _unfit(
    tables: Tables, position: int, column: str, code: str, shown: Mapping[str, float | str], read: tuple[Fraction, int]
) -> Finding:
    low, high = fitting_counts(float(shown["base"]), *read)
    suffix = "" if low < high else "_one" if low == high else "_never"
    would = {"low": low, "high": high} if low <= high else {}
    return describe_row(tables, position, f"{code}{suffix}", "warning", column, **shown, **would)


def year_before(period: Period) -> Period | None:
    """The same period a year earlier, by its name; None where it has none (29 February)."""
    try:
        return parse_period(re.sub(r"\d{4}(?=Q|H|-\d\d|\.\.|$)", _less_one, period.text))
    except ValueError:
        return None


def _less_one(year: re.Match[str]) -> str:
    return str(int(year[0]) - 1)


__all__ = ["check_printed_percents", "fitting_bases", "fitting_counts", "percent_fits", "read_percent", "year_before"]
