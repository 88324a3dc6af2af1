"""One scored row per issued run, unit and year: what was said then beside what came.

Only what stands in the run is scored: its quantiles, its quota, its flag. Where the runs are kept is left to `forecast.store`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast.core.periods import parse_years, quarter_of_day, year_period
from forecast.core.results import OTHER_UNITS, quantile_column
from forecast.engine.ask import PLAN_ORDER
from forecast.scores import (
    brier,
    crps_of_levels,
    log_score,
    normal_scores,
    place_of_levels,
    share_within,
)

RANGE = (0.1, 0.9)  # the range that is judged where both its ends were issued, else the widest there is
ROW = (
    "run", "issued", "in_time", "as_of", "measure", "unit", "year", "first_asked", "known_quarters", "quota_kind", "basis", "quota",
    "observed", "expected", "range_low", "range_high", "p_met", "flag", "unit_estimate", "total", "met", "crps", "brier",
    "log_score", "inside", "nominal", "place_score", "place_variance",
)  # fmt: skip

Totals = Mapping[str, Mapping[int, pd.Series]]  # measure -> year -> total of each unit that has one


@dataclass(frozen=True)
class Issued:
    """A finished run.

    Attributes
    ----------
    issued : day on which it was finished, ISO; "" where it is not known.
    year : the years asked about, as asked.
    table : the rows of its answer, as written.
    """

    run: int
    issued: str
    as_of: str
    year: str
    table: pd.DataFrame


def score_issued(issued: Sequence[Issued], totals: Totals, years: Sequence[int] | None = None) -> pd.DataFrame:
    """The rows of all runs whose years are closed, with the columns ROW; the same answer issued twice counts once.

    A row is of the quota that leads for the unit (the assigned one before others, no reading of an ambiguous text before
    any), or of the total where there is none. Rows whose total was known when they were issued are left out: nothing was forecast.

    Parameters
    ----------
    totals : what came; a year and unit without a total is not closed.
    years : those to score, terms by their last year; all of them when not given.

    Notes
    -----
    `crps` is read from the issued quantiles; `inside` is the part of the issued range (its stated share is `nominal`) in which the
    total fell, between 0 and 1 only where the total lies on its end; `place_score` is the mean normal score of the levels
    between which the total fell. A quota with an uncertain base counts as it was printed.
    """
    parts = [_score(run, totals, years) for run in issued]
    rows = pd.concat([part for part in parts if len(part)] or [pd.DataFrame(columns=[*ROW])], ignore_index=True)
    said = [name for name in ROW if name not in ("run", "issued", "in_time")]
    return rows[~rows.duplicated(said)].reset_index(drop=True)


def _score(run: Issued, totals: Totals, years: Sequence[int] | None) -> pd.DataFrame:
    said = _leading(run.table)
    said = said.assign(
        total=[_total(row, totals) for row in zip(said["measure"], said["unit"], said["year"], strict=True)]
    )
    last = said["year"].str[-4:].astype(int)
    said = said[said["total"].notna() & (last.isin(list(years)) if years is not None else True)]
    levels = np.array([float(name[1:]) for name in said.columns if _is_quantile(name)])
    quantiles = said[[*map(quantile_column, levels)]].to_numpy(float)
    ends = [f"{year}-12-31" for year in said["year"].str[-4:]]
    settled = (said["observed_through"] == ends) & (quantiles[:, 0] == quantiles[:, -1])
    open_still = ~settled.to_numpy(bool) & np.isfinite(quantiles).all(1)
    said, quantiles = said[open_still].reset_index(drop=True), quantiles[open_still]
    return said.assign(**_columns(run, said), **_scores(said, quantiles, levels))[[*ROW]] if len(said) else said


def _leading(table: pd.DataFrame) -> pd.DataFrame:
    """One row per measure, unit and year; restricted units that were added up may be others by now and are left out."""
    table = table[~table["unit"].str.startswith(OTHER_UNITS)]
    rank = table["basis"].map({basis: at for at, basis in enumerate(PLAN_ORDER)}).fillna(len(PLAN_ORDER))
    rank = rank + 10 * (table["reading"] != "") + 100 * (table["quota_kind"] == "")
    ranked = table.assign(rank=rank).sort_values("rank", kind="stable").drop_duplicates(["measure", "unit", "year"])
    return ranked.sort_index().drop(columns="rank").reset_index(drop=True)


def _total(row: tuple[str, str, str], totals: Totals) -> float:
    """What came in the years of a row; NaN unless all of them are closed."""
    measure, unit, text = row
    of_year = totals.get(measure, {})
    return float(sum(of_year[year].get(unit, np.nan) if year in of_year else np.nan for year in parse_years(text)))


def _is_quantile(name: str) -> bool:
    return name[:1] == "q" and name[1:].replace(".", "", 1).isdigit()


def _columns(run: Issued, said: pd.DataFrame) -> dict[str, object]:
    years = [parse_years(text) for text in said["year"]]
    return {
        "run": run.run,
        "issued": run.issued,
        "in_time": [bool(run.issued) and run.issued <= f"{span[-1]}-12-31" for span in years],
        "as_of": run.as_of,
        "first_asked": parse_years(run.year)[0],
        "known_quarters": [
            _quarters(through, span[0]) for through, span in zip(said["observed_through"], years, strict=True)
        ],
        "quota": said["quota_low"],
    }


def _quarters(through: str, year: int) -> int:
    """Whole quarters known without a break from the start of a year."""
    if not through:
        return 0
    after = pd.Timestamp(through).toordinal() + 1
    return max(quarter_of_day(after) - quarter_of_day(year_period(year).start), 0)


def _scores(said: pd.DataFrame, quantiles: np.ndarray, levels: np.ndarray) -> dict[str, object]:
    total, quota, p_met = (said[name].to_numpy(float) for name in ("total", "quota_low", "p_met"))
    met = np.where(np.isfinite(quota), (total >= quota - 1e-9).astype(float), np.nan)
    place = place_of_levels(total, quantiles, levels)
    score, variance = normal_scores(place, levels)
    low, high = RANGE if {*RANGE} <= {*levels.tolist()} else (float(levels[0]), float(levels[-1]))
    ends = {f"range_{end}": said[quantile_column(level)] for end, level in (("low", low), ("high", high))}
    return {
        "met": met,
        "crps": crps_of_levels(total, quantiles, levels),
        "brier": brier(p_met, met),
        "log_score": log_score(p_met, met),
        "inside": share_within(place, low, high) if high > low else np.nan,
        "nominal": high - low if high > low else np.nan,
        "place_score": score,
        "place_variance": variance,
        **ends,
    }
