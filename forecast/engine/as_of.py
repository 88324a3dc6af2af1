"""The only door to history: what was known at a vintage, every figure in its latest revision by then."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from forecast.core.periods import parse_period, year_period
from forecast.core.rules import attributes_named
from forecast.core.tables import Tables
from forecast.errors import UsageError

REPORTING_DAYS = 45  # after the end of a period; figures reported later were not known "as of" that period
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Vintage:
    """A moment of knowledge.

    Attributes
    ----------
    text : as the user gave it; "" for everything known.
    day : a date, or the last day of a period (ordinal).
    dated : a date was given: what had been reported by that day; otherwise a period: what ends by then, reported in good time.
    """

    text: str
    day: int
    dated: bool

    @property
    def told_until(self) -> int:
        """The day by which a figure must have been reported."""
        return self.day if self.dated else self.day + REPORTING_DAYS


def parse_vintage(text: str | None) -> Vintage | None:
    """Read `--as-of`: None means everything.

    Raises
    ------
    UsageError : neither a period nor a date.

    Examples
    --------
    >>> parse_vintage("2023Q1").day == date(2023, 3, 31).toordinal()
    True
    """
    if not text:
        return None
    try:
        period = parse_period(text)
    except ValueError as error:
        raise UsageError("bad_as_of", value=text) from error
    return Vintage(text, period.stop - 1, bool(_DAY.fullmatch(text.strip())))


def known_at(tables: Tables, vintage: Vintage | None) -> Tables:
    """The tables with what was known at the vintage, one revision per figure and quota; estimates in their own vintage too."""
    figures = tables.counts[tables.counts[["value", "low", "high"]].notna().any(axis=1)]
    told = figures[seen_at(figures, vintage)]
    today = None if vintage is None else float(vintage.told_until)
    return replace(tables, counts=_latest(told), quotas=_quotas(tables.quotas, vintage), told=told, today=today)


def seen_at(figures: pd.DataFrame, vintage: Vintage | None) -> np.ndarray:
    """(n_rows,) which rows of the counts had been reported by the vintage; an estimate by its own day of report."""
    if vintage is None:
        return np.ones(len(figures), bool)
    stop, reported = figures["stop"], figures["reported_on"]
    if vintage.dated:
        seen = (reported <= vintage.day) | (reported.isna() & (stop <= vintage.day))
    else:
        seen = (stop <= vintage.day + 1) & (reported.isna() | (reported <= vintage.told_until))
    estimate = figures["status"] == "estimate"
    seen |= estimate & (reported <= vintage.told_until)
    return seen.to_numpy(bool)


def _latest(figures: pd.DataFrame) -> pd.DataFrame:
    """The latest revision of every figure."""
    if not figures["reported_on"].notna().any():
        return figures
    figures = figures.assign(is_estimate=figures["status"] == "estimate")
    latest = figures.sort_values("reported_on", na_position="first", kind="stable")
    latest = latest.drop_duplicates(["unit", "measure", "start", "stop", "is_estimate"], keep="last")
    return latest.sort_index().drop(columns="is_estimate")


def _quotas(quotas: pd.DataFrame, vintage: Vintage | None) -> pd.DataFrame:
    set_on = quotas["set_on"]
    if vintage is not None:
        first_years = quotas["first_year"].where(quotas["first_year"].notna(), quotas["year"]).to_numpy(float)
        years, row = np.unique(first_years, return_inverse=True)
        opens = np.array([year_period(int(year)).start if np.isfinite(year) else np.inf for year in years])[row]
        without_date = opens <= vintage.day if vintage.dated else np.ones(len(quotas), bool)
        quotas = quotas[np.where(set_on.isna(), without_date, set_on <= vintage.day)]
    latest = quotas.sort_values("set_on", na_position="first", kind="stable")
    latest = latest.assign(on=attributes_named(latest["rule"]))
    identity = ["unit", "measure", "year", "kind", "of", "on", "basis", "reading", "first_year", "last_year"]
    return latest.drop_duplicates(identity, keep="last").sort_index().drop(columns="on")


def day_text(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
