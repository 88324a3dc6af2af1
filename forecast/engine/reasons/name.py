"""Which parts of a gap are worth naming, in which order, and with which numbers.

Sentences are the catalogue's (`sign.CODE`); this is codes and numbers. A further sign (reorganised) is one more `Sign` and code
here, with its sentences there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast.core.panel import Panel
from forecast.core.results import REASON_COLUMNS, ROW_KEY, SIGN_NUMBERS, SIGNS
from forecast.engine.nowcast import Nowcast
from forecast.engine.reasons.gap import PARTS, split_gap
from forecast.engine.reasons.history import read_history
from forecast.engine.reasons.middle import highest
from forecast.engine.reasons.settle import settle_year
from forecast.engine.reasons.shapes import LATE, LOWER, SHOCK, Shape
from forecast.engine.reasons.trend import LEAST_YEARS
from forecast.engine.reasons.usual import Usual

FLAGGED = ("watch", "at_risk", "out_of_reach")  # a unit on track, or without figures, needs no reason
LEAST_PART = 0.05  # of the quota, from which a part is named
ABOVE_BEST = 1.05  # times the best year: a quota that is raised
ABOVE_USUAL = 1.10  # times what the year leads to expect, and last year: a quota above what is usual
PACE = ("never_seen_quarter", "above_usual_pace")
REPORTS = ("late_reporting",)
LATE_FIGURES = 0.02  # by which first figures are usually revised upwards, from which that is named
CODES = ("", *SIGNS)
UNLIKE, FEW = 1.15, 3.0  # times the usual quarter, and by how many, from which the pace needed is named


@dataclass(frozen=True)
class Sign:
    """One code, for the rows in which it is there.

    Attributes
    ----------
    part : of the gap; "" for what follows from the parts and has none of its own.
    there : (n_rows,) whether it is named.
    numbers : those of the sentence, by column of the table of reasons.
    """

    code: str
    part: str
    there: np.ndarray
    numbers: dict[str, np.ndarray]


@dataclass(frozen=True)
class Revised:
    """How first figures become others, (n_rows,) each.

    Attributes
    ----------
    reported, expected : year to date, as reported and as it will stand.
    usual : share by which first figures are usually revised; NaN where that is not known.
    """

    reported: np.ndarray
    expected: np.ndarray
    usual: np.ndarray


@dataclass(frozen=True)
class Rows:
    """The rows of one year that are to be told, as arrays (n_rows,), and what is usual of their units."""

    quota: np.ndarray
    landing: np.ndarray
    needed: np.ndarray
    usual_quarter: np.ndarray
    known: np.ndarray
    usual: Usual
    shape: Shape
    whole: bool
    revised: Revised


def no_reasons() -> pd.DataFrame:
    """A table of reasons without a row."""
    return pd.DataFrame(columns=list(REASON_COLUMNS))


def name_reasons(table: pd.DataFrame, panel: Panel, now: Nowcast | None = None, *, whole: bool) -> pd.DataFrame:
    """The parts of the gap of every flagged row, and what is named of them; columns REASON_COLUMNS.

    Parameters
    ----------
    table : rows of one measure, with their flags; terms and rows without a quota are left out.
    panel : the figures, those of parents among them.
    now : what is expected of them, where any is young.
    """
    years = table["year"].astype(str)
    told = (
        table["flag"].isin(FLAGGED)
        & np.isfinite(table["quota_low"].astype(float))
        & ~years.str.contains("..", regex=False)
    )
    place = {unit: at for at, unit in enumerate(panel.units)}
    tables = []
    for year, asked in table[told].groupby(years[told], sort=False):
        members = np.array([place[unit] for unit in asked["unit"].tolist()])
        tables.append(_tell(asked, _gather(asked, (panel, now), members, year=int(str(year)), whole=whole)))
    return pd.concat(tables).sort_index(kind="stable") if tables else no_reasons()


def add_codes(table: pd.DataFrame, reasons: pd.DataFrame) -> pd.DataFrame:
    """The rows with the codes of their reasons behind those they have, in order.

    Parameters
    ----------
    reasons : of `name_reasons`, whose index is that of the rows.
    """
    joined: dict[int, str] = {}
    named = reasons[reasons["order"] > 0]
    for at, code in zip(named.index.tolist(), named["code"].tolist(), strict=True):
        joined[at] = f"{joined[at]};{code}" if at in joined else code
    codes = dict(zip(table.index.tolist(), table["reasons"].tolist(), strict=True))
    for at, signs in joined.items():
        codes[at] = f"{codes[at]};{signs}" if codes[at] else signs
    return table.assign(reasons=list(codes.values()))


def _gather(
    asked: pd.DataFrame, figures: tuple[Panel, Nowcast | None], members: np.ndarray, *, year: int, whole: bool
) -> Rows:
    panel, now = figures
    history = read_history(panel.cut(np.unique(members).tolist()), year)
    usual, shape = settle_year(history, whole=whole)
    of_rows = np.searchsorted(np.unique(members), members)
    return Rows(
        quota=asked["quota_low"].to_numpy(float),
        landing=asked["mean"].to_numpy(float),
        needed=asked["needed_per_quarter"].to_numpy(float),
        usual_quarter=asked["usual_per_quarter"].to_numpy(float),
        known=history.known[of_rows],
        usual=Usual(**{name: values[of_rows] for name, values in vars(usual).items()}),
        shape=Shape(**{name: values[of_rows] for name, values in vars(shape).items()}),
        whole=whole,
        revised=_revised(panel, now, members, year),
    )


def _revised(panel: Panel, now: Nowcast | None, members: np.ndarray, year: int) -> Revised:
    reported = panel.observed(year)[members]
    if now is None or not now.spread:
        return Revised(reported, reported, np.full(len(members), np.nan))
    return Revised(reported, now.panel.observed(year)[members], now.usual[members])


def _tell(asked: pd.DataFrame, rows: Rows) -> pd.DataFrame:
    """The table of some rows of one year: every part, those named first by size, then what follows from them."""
    parts = split_gap(rows.quota, rows.landing, known=rows.known, usual=rows.usual, shape=rows.shape)
    slots = (*PARTS, *PACE, *REPORTS)  # places of each row, with at most one code each
    contribution = np.full((len(asked), len(slots)), np.nan)
    contribution[:, : len(PARTS)] = np.stack([parts[name] for name in PARTS], axis=1)
    code = np.zeros(contribution.shape, np.int64)
    numbers = np.full((*contribution.shape, len(SIGN_NUMBERS)), np.nan)
    for sign in (*_of_parts(rows, parts), *_of_pace(rows), _of_reports(rows.revised)):
        at = slots.index(sign.part or sign.code)
        code[sign.there, at] = CODES.index(sign.code)
        for name, of in sign.numbers.items():
            numbers[sign.there, at, SIGN_NUMBERS.index(name)] = of[sign.there]
    row, slot = np.nonzero(np.isfinite(contribution) | (code > 0))
    rank = np.where(code[row, slot] == 0, 2, slot >= len(PARTS))  # parts named, what follows from them, parts not named
    size = np.where(rank == 0, -contribution[row, slot], 0.0)
    place = np.lexsort((slot, size, rank, row))
    row, slot, rank = row[place], slot[place], rank[place]
    told = {
        "order": np.where(rank == 2, 0, np.arange(len(row)) - np.searchsorted(row, row) + 1),
        "code": np.array(CODES, dtype=object)[code[row, slot]],
        "part": np.array([*PARTS, *[""] * (len(slots) - len(PARTS))], dtype=object)[slot],
        "contribution": contribution[row, slot],
        **dict(zip(SIGN_NUMBERS, numbers[row, slot].T, strict=True)),
    }
    return asked[list(ROW_KEY)].iloc[row].assign(**told)


def _of_parts(rows: Rows, parts: dict[str, np.ndarray]) -> Iterator[Sign]:
    """The signs that explain a part of the gap, each large enough to be named."""
    usual, kind = rows.usual, rows.shape.kind
    large = {name: part >= LEAST_PART * np.maximum(rows.quota, 1e-9) for name, part in parts.items()}
    told = np.isfinite(rows.known) & np.isfinite(usual.quarters)
    so_far, due = (np.where(told, values, 0.0).sum(1) for values in (rows.known, usual.quarters))
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = {"share": so_far / usual.expected, "base_share": due / usual.expected}
        lower = {"share": 1 - so_far / due}
        above_best, above_usual = rows.quota / usual.best_year, rows.quota / usual.expected
    now = {"value": so_far, "base": due}
    yield Sign("behind_usual_share", "timing", (kind == LATE) & large["timing"], now | shares)
    yield Sign("lower_level", "level", (kind == LOWER) & large["level"], now | lower)
    at = np.maximum(kind - SHOCK, 0)[:, None]
    one = {
        name: np.take_along_axis(of, at, axis=1)[:, 0] for name, of in (("value", rows.known), ("base", usual.quarters))
    }
    yield Sign("shock", "shock", (kind >= SHOCK) & large["shock"], one | {"quarter": at[:, 0] + 1.0})
    falls = {"value": usual.last, "base": usual.reference, "share": 1 - np.exp(usual.slope), "since": usual.since}
    yield Sign("falling", "trend", (usual.slope < 0) & large["trend"], falls)
    raised = large["quota"] & (above_best >= ABOVE_BEST) & (usual.years_known >= LEAST_YEARS)
    yield Sign("quota_raised", "quota", raised, {"value": rows.quota, "base": usual.best_year, "share": above_best - 1})
    with np.errstate(invalid="ignore"):
        above = (above_usual >= ABOVE_USUAL) & ~(rows.quota < ABOVE_USUAL * usual.last) & (usual.slope >= 0)
    numbers = {"value": rows.quota, "base": usual.expected, "share": above_usual - 1}
    yield Sign("quota_above_usual", "quota", large["quota"] & above & ~raised, numbers)


def _of_pace(rows: Rows) -> Iterator[Sign]:
    """What the remaining quarters would have to bring, against what they ever did."""
    best = np.maximum(rows.usual.best_quarter, np.nan_to_num(highest(rows.known)))
    with np.errstate(invalid="ignore"):
        never = (np.ceil(rows.needed - 1e-9) if rows.whole else rows.needed) > best
        above = (rows.needed >= UNLIKE * rows.usual_quarter) & (rows.needed - rows.usual_quarter >= FEW)
    yield Sign("never_seen_quarter", "", never, {"value": rows.needed, "base": best})
    yield Sign("above_usual_pace", "", above & ~never, {"value": rows.needed, "base": rows.usual_quarter})


def _of_reports(revised: Revised) -> Sign:
    """What was told of the year will grow, if first figures are revised as usual."""
    with np.errstate(invalid="ignore"):
        there = (revised.usual >= LATE_FIGURES) & (revised.expected > revised.reported)
    numbers = {"value": revised.expected, "base": revised.reported, "share": revised.usual}
    return Sign("late_reporting", "", there, numbers)
