"""Flags and track record of finished rows, from cut points, a record and the flags that were given before.

Row by row: what a row gets depends on no other row, but for the flag that the other quotas of a unit and year follow.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from forecast.core.periods import SEASONS
from forecast.core.results import TEXT_COLUMNS
from forecast.engine.flag import BANDS, Cuts
from forecast.engine.record.cuts import Wish, choose_cuts
from forecast.engine.record.hold import hold_band, identities, since_when
from forecast.engine.record.record import Record, make_record, size_class
from forecast.engine.record.restate import Restating, learn_restating
from forecast.engine.record.shipped import shipped_record
from forecast.engine.record.track import FIGURES, track_table

FOLLOWS = "flag_of_assigned"
ASSIGNED = "assigned"


@dataclass(frozen=True)
class Judging:
    """By what the rows of a measure are judged.

    Attributes
    ----------
    year : the first year asked about; the record speaks of no later one.
    track : the table of `track_table`.
    limits : quotas between the thirds of size of one's own record.
    restating : maps of probabilities by known quarters; empty where chances stand as they are.
    earlier : identity of a row -> what the last answer said of it; None where none is given.
    records : what `track` was told from, the nearest first.
    """

    year: int
    cuts: Cuts
    track: pd.DataFrame
    limits: tuple[float, ...] = ()
    restating: tuple[Restating, ...] = ()
    earlier: Mapping[tuple, Mapping[str, str]] | None = field(default=None, repr=False)
    records: tuple[Record, ...] = field(default=(), repr=False)

    def only(self, units: Collection[str]) -> Judging:
        """The same for some units."""
        if self.earlier is None:
            return self
        return replace(self, earlier={key: row for key, row in self.earlier.items() if key[0] in units})


def make_judging(
    wish: Wish,
    measure: str,
    year: int,
    *,
    rows: pd.DataFrame | None = None,
    earlier: Mapping[tuple, Mapping[str, str]] | None = None,
) -> Judging:
    """Judge by a wish, a backtest's rows and the last answer; by the usual cut points and the public record without them."""
    own, maps = _own_record(rows, measure, year) if rows is not None else (None, ())
    records = (own, shipped_record()) if own is not None and len(own.cases.group) else (shipped_record(),)
    cuts = choose_cuts(wish, records)
    return Judging(year, cuts, track_table(records, cuts), own.limits if own else (), maps, earlier, records)


def _own_record(rows: pd.DataFrame, measure: str, year: int) -> tuple[Record, tuple[Restating, ...]]:
    """The record of a backtest, its chances restated where that has helped, and the maps."""
    record = make_record(rows, measure, year)
    maps = learn_restating(record)
    if not maps:
        return record, ()
    quarters, miss = rows["known_quarters"].clip(upper=SEASONS - 1).to_numpy(int), 1 - rows["p_met"].to_numpy(float)
    again = np.choose(quarters, [one.chance(miss) for one in maps])
    return make_record(rows.assign(p_met=1 - again), measure, year), maps


def judge(rows: pd.DataFrame, judging: Judging) -> pd.DataFrame:
    """The rows with `flag`, `flag_since`, `at_risk_from` and the columns FIGURES."""
    rows = _with_flags(rows, judging)
    if judging.earlier is not None:
        rows = rows.assign(flag_since=since_when(rows, judging.earlier))
    return _with_record(rows, judging)


def _with_flags(rows: pd.DataFrame, judging: Judging) -> pd.DataFrame:
    """Flags by the cut points, but none changed by less than the margin."""
    if judging.earlier is None and judging.cuts == Cuts():
        return rows
    follows = rows["reasons"].str.split(";").map(lambda codes: FOLLOWS in codes).to_numpy(bool)
    judged = rows["flag"].isin(BANDS).to_numpy() & ~follows
    before = np.full(len(rows), -1)
    if judging.earlier is not None:
        said = [judging.earlier.get(key, {}).get("flag", "") for key in identities(rows)]
        before = np.array([BANDS.index(flag) if flag in BANDS else -1 for flag in said], int)
    chance = 1 - rows["p_met"].to_numpy(float)
    band = hold_band(np.where(judged, chance, 0.0), before, judging.cuts)
    flags = np.where(judged, np.array(BANDS, object)[band], rows["flag"].to_numpy(object))
    return _follow(rows.assign(flag=flags), follows)


def _follow(rows: pd.DataFrame, follows: np.ndarray) -> pd.DataFrame:
    """The rows whose flag is that of the assigned quota take it over."""
    if not follows.any():
        return rows
    leads = rows[(rows["basis"] == ASSIGNED) & (rows["reading"] == "") & ~follows & (rows["quota_kind"] != "term")]
    flag_of = {(unit, year): flag for unit, year, flag in zip(leads["unit"], leads["year"], leads["flag"], strict=True)}
    flags = [
        flag_of.get((unit, year), flag) if borrowed else flag
        for unit, year, flag, borrowed in zip(rows["unit"], rows["year"], rows["flag"], follows, strict=True)
    ]
    return rows.assign(flag=flags)


def _with_record(rows: pd.DataFrame, judging: Judging) -> pd.DataFrame:
    """The track record of each row's flag; none for terms, later years and flags that no chance decided."""
    told = rows["flag"].isin(BANDS).to_numpy() & (rows["year"] == str(judging.year)).to_numpy()
    quarters = known_quarters(rows["observed_through"], judging.year)
    told &= quarters < SEASONS
    size = size_class(rows["quota_low"].to_numpy(float), judging.limits)
    band = rows["flag"].map({flag: at for at, flag in enumerate(BANDS)}).fillna(0).to_numpy(int)
    place = (np.minimum(quarters, SEASONS - 1) * 3 + np.minimum(size, 2)) * len(BANDS) + band
    found = judging.track[[*FIGURES]].iloc[place].reset_index(drop=True).set_axis(rows.index)
    empty = {name: "" if name in TEXT_COLUMNS else np.nan for name in FIGURES}
    columns = {name: found[name].where(told, empty[name]) for name in FIGURES}
    judged = rows["flag"].isin(BANDS)
    return rows.assign(at_risk_from=np.where(judged, judging.cuts.at_risk, np.nan), **columns)


def known_quarters(through: pd.Series, year: int) -> np.ndarray:
    """(n_rows,) whole quarters of a year that are known without a break, from the last days of figures.

    Examples
    --------
    >>> known_quarters(pd.Series(["2023-03-31", "2023-08-15", "", "2022-12-31"]), 2023).tolist()
    [1, 2, 0, 0]
    """
    days = {day: int(day[5:7]) - (day[8:] < "28") if day[:4] == str(year) else 0 for day in through.unique()}
    return through.map(days).to_numpy(int) // 3
