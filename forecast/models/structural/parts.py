"""How much of its quarter a part of it usually brings: months are not alike, and reports end on odd days.

The process runs evenly within a quarter (`rows`); what is learned here brings a unit's parts of quarters onto that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from forecast.core.panel import Block, Panel, Runs
from forecast.core.periods import Period, quarter_of_day, quarter_period, same_day
from forecast.models.short_history import YEARS, Common, Shipped, learn_common, predict_next

Part = tuple[int, int, int, int]  # month and day of the first day, and of the day after the last

EVEN = (0.2, 4.0)  # standard deviation of the log share about an even quarter, and the unit-years that it is worth
LEAST_OPEN = 0.02  # of a quarter that is usual after the parts known


def learn_parts(panel: Panel) -> dict[Part, Common]:
    """What units have in common of the parts of quarters that any of them has told."""
    told = {_name(piece[0]): piece[0] for block in panel.blocks for piece in block.pieces if is_part(piece)}
    learned = {}
    for name, run in told.items():
        history = np.concatenate([_past_shares(block, run) for block in panel.blocks])
        learned[name] = learn_common(history, Shipped(float(np.log(_day_share(run))), *EVEN))
    return learned


def is_part(piece: Runs) -> bool:
    """Whether a piece is one run of days within a quarter, and less than it.

    Examples
    --------
    >>> from forecast.core.periods import parse_period
    >>> is_part((parse_period("2023-04"),)), is_part((parse_period("2023Q2"),)), is_part((parse_period("2023H1"),))
    (True, False, False)
    """
    quarter = quarter_period(quarter_of_day(piece[0].start))
    return len(piece) == 1 and quarter.contains(piece[0]) and piece[0] != quarter


def usual_over_even(block: Block, pieces: Sequence[Runs], learned: Mapping[Part, Common]) -> np.ndarray:
    """(n_pieces, n_units) what each piece usually brings over what it would in an even quarter; 1 but for parts of quarters.

    Parameters
    ----------
    pieces : the block's, then the runs that no figure covers.
    """
    over_even, n_known = np.ones((len(pieces), len(block.units))), len(block.pieces)
    usual: dict[int, np.ndarray] = {}
    for at, piece in enumerate(pieces[:n_known]):
        if is_part(piece) and (common := learned.get(_name(piece[0]))) and common.unit_years:
            share = np.exp(predict_next(_past_shares(block, piece[0]), common).location)
            over_even[at] = share / _day_share(piece[0])
            quarter = quarter_of_day(piece[0].start)
            usual[quarter] = usual.get(quarter, 0.0) + share
    for quarter, share in usual.items():
        left = [at for at, piece in enumerate(pieces[n_known:], n_known) if quarter_of_day(piece[0].start) == quarter]
        even = sum(_day_share(pieces[at][0]) for at in left)
        over_even[left] = np.maximum(1 - share, LEAST_OPEN) / even if left else 1.0
    return over_even


def _name(run: Period) -> Part:
    first, after = date.fromordinal(run.start), date.fromordinal(run.stop)
    return first.month, first.day, after.month, after.day


def _day_share(run: Period) -> float:
    quarter = quarter_period(quarter_of_day(run.start))
    return (run.stop - run.start) / (quarter.stop - quarter.start)


def _past_shares(block: Block, run: Period) -> np.ndarray:
    """(n_units, YEARS) log of the share of the quarter that the same part had in the years before, oldest first."""
    shares = np.full((len(block.units), YEARS), np.nan)
    for column, back in enumerate(range(YEARS, 0, -1)) if block.parts else ():
        past = Period(same_day(run.start, -back), same_day(run.stop, -back))
        quarter = quarter_period(quarter_of_day(past.start))
        part, whole = block.sum_to(past, past.stop), block.sum_to(quarter, quarter.stop)
        known = (part > 0) & (whole > part)
        shares[known, column] = np.log(part[known] / whole[known])
    return shares
