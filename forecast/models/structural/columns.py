"""Units as columns, always computed in the same shapes: a unit's figures do not depend, to the last bit, on its neighbours.

Libraries of linear algebra choose their order of summation by the shape of what they multiply.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from forecast.core.panel import Block

GROUP = 8  # columns; sums over another axis are taken in the same order whatever the number of groups
WIDTH = 32  # columns of one matrix product
SLICE = 256  # units worked on at a time


def slices(block: Block) -> Iterator[Block]:
    """The block in slices of whole groups of units; the last unit is repeated to fill its group.

    Examples
    --------
    >>> from forecast.core.periods import parse_period
    >>> block = Block(np.arange(9), ((parse_period("2023"),),), np.ones((9, 1)), np.zeros((9, 1)))
    >>> [part.units.tolist() for part in slices(block)]
    [[0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 8, 8, 8, 8]]
    """
    for start in range(0, len(block.units), SLICE):
        rows = np.arange(start, min(start + SLICE, len(block.units)))
        yield block.only(np.r_[rows, np.repeat(rows[-1:], -len(rows) % GROUP)])


def times(matrices: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """(n_structures, m, n_units) products of (n_structures, m, n) matrices with (n_structures or 1, n, n_units) columns."""
    n_units = columns.shape[2]
    out = np.empty((len(matrices), matrices.shape[1], n_units))
    for start in range(0, n_units, WIDTH):
        part = np.ascontiguousarray(columns[:, :, start : start + WIDTH])
        missing = WIDTH - part.shape[2]
        if missing:
            part = np.concatenate([part, np.zeros((*part.shape[:2], missing))], axis=2)
        out[:, :, start : start + WIDTH] = (matrices @ part)[:, :, : WIDTH - missing]
    return out
