"""The units' own estimates of their years: they stand beside our figure and are scored when the final arrives.

As evidence they enter in `forecast.engine.sharpen`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from forecast.core.panel import build_panel
from forecast.core.periods import year_period
from forecast.core.tables import Tables
from forecast.engine.as_of import Vintage, known_at, seen_at

UnitYear = tuple[str, int]
SCORES = ("unit", "year", "estimate", "reported_on", "final", "error", "error_share", "ours")


def year_estimates(counts: pd.DataFrame) -> pd.DataFrame:
    """Rows that estimate a whole calendar year (columns of the counts, and `year`); "ước 6 tháng" is none of them."""
    rows = counts[(counts["status"] == "estimate") & counts["value"].notna()]
    first = pd.Series(
        [pd.Timestamp.fromordinal(int(day)).year for day in rows["start"]], index=rows.index, dtype="int64"
    )
    spans = [year_period(year) for year in first]
    whole = [
        span.start == start and span.stop == stop
        for span, start, stop in zip(spans, rows["start"], rows["stop"], strict=True)
    ]
    return rows.assign(year=first)[np.array(whole, dtype=bool)]


def latest_estimates(counts: pd.DataFrame) -> dict[tuple[str, str], float]:
    """(unit, year as text) -> the unit's own estimate of its year, the latest reported."""
    rows = year_estimates(counts).sort_values("reported_on", na_position="first", kind="stable")
    return {
        (unit, str(year)): float(value)
        for unit, year, value in zip(rows["unit"], rows["year"], rows["value"], strict=True)
    }


def score_estimates(
    tables: Tables, measure: str, *, vintage: Vintage | None = None, ours: Mapping[UnitYear, float] | None = None
) -> pd.DataFrame:
    """Every past estimate of a year against the final that is known by the vintage.

    Parameters
    ----------
    vintage : what was known then; everything when not given.
    ours : our own forecast of the unit-years at the time, to stand beside them.

    Returns
    -------
    One row per unit, year and report of an estimate, in that order: SCORES. `error` = estimate - final [units of the measure],
    `error_share` = error / final (NaN where the final is 0), `reported_on` as day ordinal, NaN where it is not given.
    A final is the total of the year in its latest revision; a provisional figure counts until it is corrected.
    """
    stated = year_estimates(tables.counts[tables.counts["measure"] == measure])
    stated = stated[seen_at(stated, vintage)].sort_values(["unit", "year", "reported_on"], na_position="first")
    known = known_at(tables, vintage).counts if len(stated) else tables.counts.iloc[:0]
    known = known[(known["measure"] == measure) & (known["status"] != "estimate") & known["unit"].isin(stated["unit"])]
    panel = build_panel(known, measure, sorted(known["unit"].unique()))
    finals = {
        (unit, year): total
        for year in sorted(set(stated["year"].tolist()))
        for unit, total in zip(panel.units, panel.total(int(year)), strict=True)
    }
    final = np.array([finals.get(key, np.nan) for key in zip(stated["unit"], stated["year"], strict=True)], float)
    estimate = stated["value"].to_numpy(float)
    scored = pd.DataFrame(
        {
            "unit": stated["unit"].to_numpy(object),
            "year": stated["year"].to_numpy(np.int64),
            "estimate": estimate,
            "reported_on": stated["reported_on"].to_numpy(float),
            "final": final,
            "error": estimate - final,
            "error_share": (estimate - final) / np.where(final > 0, final, np.nan),
            "ours": [(ours or {}).get(key, np.nan) for key in zip(stated["unit"], stated["year"], strict=True)],
        }
    )
    return scored[np.isfinite(final)].reset_index(drop=True)[[*SCORES]]


def usual_errors(scored: pd.DataFrame, before: int) -> dict[str, tuple[float, int]]:
    """unit -> mean of (estimate - final) / final over its years before one, the last estimate of each, and how many years.

    Examples
    --------
    >>> scored = pd.DataFrame({"unit": ["A", "A"], "year": [2021, 2022], "error_share": [0.10, 0.20]})
    >>> usual_errors(scored, 2023)["A"][1], usual_errors(scored, 2022)["A"]
    (2, (0.1, 1))
    """
    past = scored[(scored["year"] < before) & scored["error_share"].notna()]
    last = past.drop_duplicates(["unit", "year"], keep="last")
    found = last.groupby("unit")["error_share"].agg(["mean", "count"])
    return {
        str(unit): (float(mean), int(n))
        for unit, mean, n in zip(found.index, found["mean"], found["count"], strict=True)
    }


def usual_columns(table: pd.DataFrame, scored: pd.DataFrame) -> pd.DataFrame:
    """The answer's rows with the usual error of their unit's estimates and the number of years behind it."""
    found = {text: usual_errors(scored, int(str(text)[:4])) for text in table["year"].unique().tolist()}
    pairs = [
        found[year].get(unit, (np.nan, 0))
        for unit, year in zip(table["unit"].tolist(), table["year"].tolist(), strict=True)
    ]
    errors, years = np.array(pairs, dtype=float).reshape(-1, 2).T
    return table.assign(unit_estimate_usual_error=errors, unit_estimate_years=years.astype(np.int64))
