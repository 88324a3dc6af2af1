"""How exactly a figure is printed, so that sums of rounded amounts are not called contradictions."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

COARSE = 1e-6


def last_place(figure: float) -> int:
    """Power of ten of the last decimal that a figure is printed with; whole figures end at the units.

    Examples
    --------
    >>> last_place(20.5), last_place(300.0), last_place(591.6409999999998)
    (-1, 0, -3)
    """
    exponent = Decimal(f"{figure:.12g}").normalize().as_tuple().exponent
    return min(int(exponent), 0)


def rounding(figures: Iterable[float]) -> float:
    """What rounding alone can shift a sum: half a unit in the last printed place of each figure.

    Examples
    --------
    >>> round(rounding([20.5, 30.25]), 3)
    0.055
    """
    return 1.001 * sum(0.5 * 10.0 ** last_place(figure) for figure in figures)
