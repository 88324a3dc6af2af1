"""Series and their numbers as the rows of counts and quotas, each with its source.

What the numbers are is `forecast.intake.sheets.numbers`; the tables of the contract are made in `forecast.intake.sheets.to_tables`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from forecast.core.findings import Finding
from forecast.intake.sheets.numbers import Numbers, Places
from forecast.intake.sheets.percents import printed_shares
from forecast.intake.sheets.registry import Registry
from forecast.intake.sheets.same_period import without_known
from forecast.intake.sheets.series import Series
from forecast.io.workbook_scan import column_letters

_FIGURES = ("unit", "measure", "value", "low", "high", "reported_on", "start", "stop", "at")
_OF_COUNTS = (*_FIGURES, "status", "printed_percent", "printed_growth", "note", "last_year")
_OF_QUOTAS = (*_FIGURES, "first", "last", "kind", "basis", "scope")


def figure_frames(
    series: Sequence[Series], numbers: Numbers, registry: Registry, places: Places
) -> tuple[pd.DataFrame, pd.DataFrame, list[Finding]]:
    """Counts and quotas, and what was told twice in two ways; `at` is the position of the figure, `row` its line in the table."""
    units = _unit_names(series, registry)
    bounds = np.cumsum([0, *(len(one) for one in series)])
    counts, quotas = [], []
    for one, first in zip(series, bounds, strict=False):
        span = slice(first, first + len(one))
        at = np.arange(first, first + len(one))
        said = np.isfinite(numbers.value[span]) | np.isfinite(numbers.low[span]) | np.isfinite(numbers.high[span])
        frame = pd.DataFrame(
            {
                "unit": units[span], "measure": one.measures, "value": numbers.value[span], "low": numbers.low[span],
                "high": numbers.high[span], "reported_on": one.reported_on, "start": one.starts, "stop": one.stops, "at": at,
            }
        )  # fmt: skip
        if one.means == "quota":
            quotas.append(_quota_rows(one, frame[said]))
            continue
        shares = printed_shares(one, numbers, first)
        frame["status"] = "estimate" if one.means == "estimate" else one.beside.get("status", "")
        frame["printed_percent"], frame["printed_growth"] = shares["percent"], shares["growth"]
        frame["note"] = one.beside.get("note", "")
        frame["last_year"] = one.means == "last_year"
        counts.append(frame[said])
        paired = np.isfinite(numbers.target[span])
        if paired.any():
            target = frame[paired].assign(value=numbers.target[span][paired], low=np.nan, high=np.nan)
            year = _years(target["start"])
            quotas.append(_quota_rows(one, target.assign(first=year, last=year)))
    count, findings = without_known(_together(counts, _OF_COUNTS), places)
    quota = _once(_together(quotas, _OF_QUOTAS))
    texts = np.concatenate([one.texts for one in series])
    return _sourced(count, places, texts), _sourced(quota, places, texts), findings


def _together(frames: list[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({name: [] for name in columns})


def _once(quotas: pd.DataFrame) -> pd.DataFrame:
    """Targets that several reports print once, as the first of them has it."""
    ordered = quotas.sort_values("reported_on", kind="stable", na_position="first")
    again = ordered.duplicated([name for name in quotas if name not in ("at", "reported_on", "start", "stop")])
    return quotas[~again.sort_index()]


def _unit_names(series: Sequence[Series], registry: Registry) -> np.ndarray:
    names = np.concatenate([one.units for one in series])
    index, distinct = pd.factorize(names)
    return np.array([registry.known(name) for name in distinct.tolist()], dtype=object)[index]


def _quota_rows(one: Series, frame: pd.DataFrame) -> pd.DataFrame:
    """Targets with their years and kind."""
    if "first" not in frame:
        frame = frame.assign(first=_years(frame["start"]), last=_years(frame["stop"] - 1))
    ranged = frame["value"].isna()
    kind = np.where(frame["first"] != frame["last"], "term", np.where(ranged, "range", "fixed"))
    return frame.assign(kind=kind, basis=one.basis, scope="average" if one.average else "")


def _years(days: pd.Series) -> np.ndarray:
    """(n,) the year of each day."""
    index, distinct = pd.factorize(days.to_numpy(np.int64))
    return np.array([date.fromordinal(day).year for day in distinct.tolist()], dtype=float)[index]


def _sourced(frame: pd.DataFrame, places: Places, texts: np.ndarray) -> pd.DataFrame:
    """The rows with the file, sheet and cell of their figure, and the text as read."""
    at = frame["at"].to_numpy(dtype=np.int64)
    n_pages = len(places.pages)
    index, distinct = pd.factorize(places.column[at] * n_pages + places.page[at])
    columns = [divmod(code, n_pages) for code in distinct.tolist()]
    starts = np.array([f"{places.pages[page].label}!{column_letters(column + 1)}" for column, page in columns], object)
    line, rows = pd.factorize(places.row[at] + 1)
    cells = starts[index] + np.array([str(row) for row in rows.tolist()], object)[line] if len(at) else []
    return frame.assign(
        source=np.array(cells, dtype=object), as_read=texts[at], row=np.arange(len(frame)) + 2
    ).reset_index(drop=True)
