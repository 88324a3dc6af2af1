"""One reorganisation applied to the quotas.

Numbers (fixed, range, term) are split and added like figures. Rates and rules (growth, share, stepwise) pass on as they are:
to every part of a unit, and to a union where all its parts have the same; their base is the successor's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from forecast.core.measures import Measure
from forecast.core.periods import Period, year_period
from forecast.engine.recast.allocate import decimals
from forecast.engine.recast.gather import Lives, gather
from forecast.engine.recast.parts import hand_over
from forecast.engine.recast.step import Step

NUMBERS = ("fixed", "range", "term")
AMOUNTS = ["value", "low", "high"]
_RATES = [*AMOUNTS, "share_low", "share_high"]
_ALIKE = ["kind", "basis", "reading", "scope", "of", "rule"]
_YEARS = ["year", "first_year", "last_year"]
_SAME = ["unit", *_YEARS, *_ALIKE]
_LEAST_DECIMALS = 2


@dataclass(frozen=True)
class CarriedQuotas:
    """Quotas after a reorganisation; (unit, years) of those that could not be carried."""

    quotas: pd.DataFrame
    lost: tuple[tuple[str, str], ...] = ()


def carry_quotas(quotas: pd.DataFrame, counted: set[str], measure: Measure, way: tuple[Step, Lives]) -> CarriedQuotas:
    """The quotas of one measure on the other side of a reorganisation.

    A union has a quota where all its parts that are counted have one of the same kind, year and basis. In the year of a
    reorganisation a quota that the successor was given itself stands alone; only where a unit that ends had its own lowered to
    what it should still do, the two add up.

    Parameters
    ----------
    counted : units with figures of the measure.
    way : the step, with all its shares known, and the days at work before it.
    """
    step, lives = way
    concerned = step.codes(quotas["unit"]) >= 0
    if not concerned.any():
        return CarriedQuotas(quotas)
    own = _with_days(quotas[concerned])
    over, late = _over(own, step), (own["set_on"] >= step.on).to_numpy()
    moved = _moved(own, step, over & ~late, over)
    given = over & ~moved & _is_target(own, step)
    must = np.array([unit in counted for unit in step.units])
    carried, lost = [], []
    for sheet in _alike(own[moved]):
        add = _add if sheet["kind"].iloc[0] in NUMBERS else _pass_on
        rows, missing = add(sheet, replace(step, everything=True), lives, must, whole=measure.whole)
        carried.append(rows)
        lost += missing
    kept = over & moved & late & step.leaves[step.codes(own["unit"])]
    sums = _joined([part for part in carried if len(part)], own)
    sums = _beside_given(sums, own[given], add=bool(kept.any()))
    parts = [quotas[~concerned], own[~moved & ~given], sums]
    return CarriedQuotas(_joined([part for part in parts if len(part)], quotas)[list(quotas.columns)], tuple(lost))


def _with_days(own: pd.DataFrame) -> pd.DataFrame:
    """The quotas with the days of their years, as counts have them."""
    term = own["kind"] == "term"
    years = [own[name].where(term, own["year"]).to_numpy(int) for name in ("first_year", "last_year")]
    day = {year: (year_period(year).start, year_period(year).stop) for year in {*years[0].tolist(), *years[1].tolist()}}
    start = np.array([day[year][0] for year in years[0].tolist()], np.int64)
    stop = np.array([day[year][1] for year in years[1].tolist()], np.int64)
    return own.assign(start=start, stop=stop, reported_on=own["set_on"], status="final")


def _over(own: pd.DataFrame, step: Step) -> np.ndarray:
    """(n_rows,) quotas for years that the day falls into."""
    start, stop = own["start"].to_numpy(), own["stop"].to_numpy()
    return (start < step.on) & (stop > step.on) & (not step.everything)


def _is_target(own: pd.DataFrame, step: Step) -> np.ndarray:
    return np.isin(step.codes(own["unit"]), step.target)


def _moved(own: pd.DataFrame, step: Step, early: np.ndarray, over: np.ndarray) -> np.ndarray:
    """(n_rows,) quotas that are handed over: of years before the day (or after it); of its own year all of a unit that is left,
    and those of a unit that goes on which were set before it.
    """
    unit = step.codes(own["unit"])
    hands_over = np.isin(unit, step.source)
    if step.everything:
        return hands_over
    whole = own["stop"].to_numpy() <= step.on if step.forward else own["start"].to_numpy() >= step.on
    return hands_over & (whole | (over & step.leaves[unit]) | (early & ~step.leaves[unit] & step.forward))


def _alike(moved: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The quotas by kind, basis and whatever else tells quotas of one year apart."""
    for _, sheet in moved.groupby(_ALIKE, dropna=False, sort=True):
        yield sheet


def _add(
    sheet: pd.DataFrame, step: Step, lives: Lives, must: np.ndarray, *, whole: bool
) -> tuple[pd.DataFrame, list[tuple[str, str]]]:
    """Sums of the parts' numbers, one for each day on which they changed; whole numbers of whole measures stay whole."""
    digits = decimals(sheet[AMOUNTS].to_numpy(float))
    per_unit = 10.0 ** (digits if whole and digits == 0 else max(digits, _LEAST_DECIMALS))
    found = gather(hand_over(sheet, step, per_unit), step, lives, running=False, counted=must)
    sums = found.sums
    amounts = {name: np.round(getattr(sums, name) * per_unit) / per_unit for name in AMOUNTS}
    rows = sheet.take(sums.row).assign(
        **amounts, unit=np.array(step.units, object)[sums.target], set_on=np.where(sums.day < 0, np.nan, sums.day)
    )
    lost = [(step.units[unit], Period(start, stop).text) for unit, start, stop in found.lost.tolist()]
    return rows, lost


def _pass_on(
    sheet: pd.DataFrame, step: Step, lives: Lives, must: np.ndarray, *, whole: bool
) -> tuple[pd.DataFrame, list[tuple[str, str]]]:
    """Rates and rules, in their latest form, to units all of whose parts have the same."""
    latest = sheet.sort_values("set_on", na_position="first", kind="stable").drop_duplicates(
        ["unit", *_YEARS], keep="last"
    )
    unit = step.codes(latest["unit"])
    first = step.first_link
    n_links = (first[unit + 1] - first[unit]).astype(int)
    at = np.repeat(np.arange(len(latest)), n_links)
    link = first[unit][at] + np.arange(len(at)) - np.repeat(np.cumsum(n_links) - n_links, n_links)
    handed = latest.take(at).assign(target=step.target[link])
    speaks = np.isin(np.arange(len(step.units)), unit) | must
    needed = np.bincount(step.target[speaks[step.source]], minlength=len(step.units))
    groups = handed.groupby(["target", *_YEARS], dropna=False, sort=True)
    different = (groups[_RATES].nunique(dropna=False) > 1).any(axis=1)
    all_there = groups.size().to_numpy() == needed[different.index.get_level_values("target").to_numpy()]
    good = ~different.to_numpy() & all_there
    last = groups.tail(1).sort_values(["target", *_YEARS])
    rows = last[good].assign(unit=np.array(step.units, object)[last.loc[good, "target"].to_numpy()])
    lost = [
        (step.units[int(row["target"])], Period(int(row["start"]), int(row["stop"])).text)
        for row in last[~good].to_dict("records")
    ]
    return rows.drop(columns="target"), lost


def _beside_given(sums: pd.DataFrame, given: pd.DataFrame, *, add: bool) -> pd.DataFrame:
    """The carried quotas and those given for the year of the reorganisation: added, or one in place of the other."""
    if not len(given) or not len(sums):
        return _joined([part for part in (sums, given) if len(part)], given)
    own_first = given.assign(day=given["set_on"].fillna(-1.0)).groupby(_SAME, dropna=False)["day"].min()
    keys = pd.MultiIndex.from_frame(sums[_SAME])
    day = own_first.reindex(keys).to_numpy(float)
    both = np.isfinite(day)
    if not add:
        before = ~both | (sums["set_on"].fillna(-1.0).to_numpy() < day)
        return _joined([part for part in (sums[before], given) if len(part)], given)
    told = pd.MultiIndex.from_frame(given[_SAME]).isin(keys)
    together = _added_by_day(pd.concat([sums[both].assign(side=0), given[told].assign(side=1)]))
    return _joined([part for part in (sums[~both], given[~told], together) if len(part)], given)


def _added_by_day(rows: pd.DataFrame) -> pd.DataFrame:
    """Of each quota the sum of what was carried and what was given, as it stood after each day."""
    rows = rows.assign(day=rows["set_on"].fillna(-1.0)).sort_values([*_SAME, "day", "side"], kind="stable")
    for name in AMOUNTS:
        figures = [
            rows[name].where(rows["side"] == side).groupby([rows[key] for key in _SAME], dropna=False).ffill()
            for side in (0, 1)
        ]
        known = figures[0].notna() | figures[1].notna()
        rows[name] = (figures[0].fillna(0.0) + figures[1].fillna(0.0)).where(known)
    return rows.drop_duplicates([*_SAME, "day"], keep="last").drop(columns=["day", "side"])


def _joined(parts: list[pd.DataFrame], like: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(parts) if parts else like.iloc[:0]
