"""A block made ready for conditioning: rows of what is known and unknown, and the values on both scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from forecast.core.panel import Block, Runs
from forecast.core.periods import SEASONS, Period, quarter_of_day, quarter_period
from forecast.models.short_history import Common
from forecast.models.structural.parts import Part, usual_over_even
from forecast.models.structural.rows import Rows, make_rows
from forecast.models.structural.season import whole_years


@dataclass(frozen=True)
class Arranged:
    """One block on the scales of the process.

    Attributes
    ----------
    known, unknown : rows of the pieces, and of the parts of quarters that the asked years still lack.
    cross : (n_unknown, n_pieces) bridge covariance between them [noise variances].
    first_season : quarter of the year (0-3) of the rows' first quarter.
    size : (n_units,) mean quarterly figure of the latest year; values are divided by it.
    over_even : (n_pieces + n_unknown, n_units) what each row usually brings over what it would in an even quarter.
    linear, log : (n_pieces, n_units) centred values on each scale, as in even quarters.
    log_values : (n_pieces, n_units) logarithms of values over size, for the change of variable.
    positive : (n_units,) no value is zero, so that the log scale exists.
    year_of_unknown : (n_unknown,) calendar year of each unknown row.
    gap_known : years told by their quarters show how far the log of a mean lies above the mean of the logs; `log` has that in it.
    noise : (n_pieces,) variance added to a piece known only as a range [squares of the linear scale].
    """

    block: Block
    known: Rows
    unknown: Rows
    cross: np.ndarray
    first_season: int
    size: np.ndarray
    over_even: np.ndarray
    linear: np.ndarray
    log: np.ndarray
    log_values: np.ndarray
    positive: np.ndarray
    year_of_unknown: np.ndarray
    gap_known: bool
    noise: np.ndarray


def arrange(block: Block, years: Sequence[int], parts: Mapping[Part, Common]) -> Arranged:
    """Rows and scaled values of a block for the years asked for.

    Parameters
    ----------
    parts : what is usual of parts of quarters.
    """
    unknown = unknown_parts(block, years)
    pieces = [*block.pieces, *unknown]
    first = min(piece[0].quarters[0] for piece in pieces)
    last = max(piece[-1].quarters[-1] for piece in pieces)
    rows, n = make_rows(pieces, first, last - first + 1), len(block.pieces)
    length = rows.length[:n]
    size = _size(block.values, length)
    scaled = (block.values / size[:, None]).T
    positive = (scaled > 0).all(0)
    log_values = np.log(np.where(scaled > 0, scaled, 1.0))
    over_even = usual_over_even(block, pieces, parts)
    within_year = _jensen_gap(block.pieces, scaled)
    gap = np.outer(np.clip((length - 1) / (SEASONS - 1), 0.0, 1.0), within_year)
    return Arranged(
        block=block,
        known=Rows(rows.share[:n], rows.bridge[:n, :n]),
        unknown=Rows(rows.share[n:], rows.bridge[n:, n:]),
        cross=rows.bridge[n:, :n],
        first_season=first % SEASONS,
        size=size,
        over_even=over_even,
        linear=scaled / over_even[:n] - length[:, None],
        log=log_values - np.log(over_even[:n]) - np.log(length)[:, None] - gap,
        log_values=log_values,
        positive=positive,
        year_of_unknown=np.array([quarter_of_day(part[0].start) // 4 for part in unknown], int),
        gap_known=bool(whole_years(block.pieces)),
        noise=((block.spreads / size[:, None]) ** 2).mean(0),
    )


def unknown_parts(block: Block, years: Sequence[int]) -> list[Runs]:
    """The runs of the asked years that no figure covers, cut at the ends of quarters."""
    parts: list[Runs] = []
    for year in years:
        for run in block.unknown(year):
            for quarter in run.quarters:
                whole = quarter_period(quarter)
                parts.append((Period(max(run.start, whole.start), min(run.stop, whole.stop)),))
    return parts


def _size(values: np.ndarray, length: np.ndarray) -> np.ndarray:
    from_here = np.cumsum(length[::-1])[::-1]
    start = int(np.flatnonzero(from_here >= SEASONS - 1e-9).max()) if (from_here >= SEASONS - 1e-9).any() else 0
    latest = values[:, start:].sum(1) / length[start:].sum()
    ever = (values.sum(1) + 0.5) / length.sum()
    return np.where(latest > 0, latest, ever)


def _jensen_gap(pieces: Sequence[Runs], scaled: np.ndarray) -> np.ndarray:
    """(n_units,) log of the mean quarter less the mean log quarter, over the unit's own years with four quarters.

    The log scale takes the log of a year's mean for the mean of the logs; this is what that leaves out.
    """
    years = whole_years(pieces)
    if not years:
        return np.zeros(scaled.shape[1])
    with np.errstate(divide="ignore"):
        logs = np.log(np.where(scaled > 0, scaled, 1.0))
        return np.mean([np.log(scaled[year].mean(0) + 1e-300) - logs[year].mean(0) for year in years], axis=0)
