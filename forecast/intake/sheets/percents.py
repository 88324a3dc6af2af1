"""Percentages and growth beside figures, as printed: kept for the audit, after it is clear whether a cell holds 0.228 or 22.8."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from forecast.intake.sheets.numbers import Numbers
from forecast.intake.sheets.series import Series, Texts
from forecast.io.read_numbers import Form, understand

MOST_SHARE = 3.0  # a column of numbers that are all below it holds shares
_RATIO = 60.0  # a growth column whose median is above it holds this year over last year


def printed_shares(one: Series, numbers: Numbers, first: int) -> dict[str, Texts]:
    """The printed percentages and growths of the figures of a column, as texts in percent, "" where there is none.

    Parameters
    ----------
    first : position of the column's first figure in `numbers`.
    """
    n = len(one)
    said = {kind: np.full(n, "", dtype=object) for kind in ("percent", "growth")}
    said["percent"][:] = numbers.percent[first : first + n]
    for kind, found in said.items():
        texts = one.beside.get(kind)
        if texts is None:
            continue
        place = int(one.beside[f"{kind}_cell"][0]) if n else 0
        values = np.array([_value(text) for text in texts])
        in_cells = one.page.fractions.get(place, frozenset())
        decimals = np.array([int(row) in in_cells for row in one.rows], dtype=bool)
        shares = bool(decimals.any()) and not (np.abs(values[np.isfinite(values)]) > MOST_SHARE).any()
        less = 100.0 if kind == "growth" and _is_ratio(values, shares) else 0.0
        for at in np.flatnonzero(np.isfinite(values)):
            found[at] = _printed(str(texts[at]), float(values[at]), shares=shares, less=less)
    return said


def _is_ratio(values: npt.NDArray[np.float64], shares: bool) -> bool:
    known = values[np.isfinite(values)] * (100 if shares else 1)
    return bool(len(known)) and float(np.median(known)) > _RATIO


def _value(text: str) -> float:
    form, value = understand(str(text).rstrip("% ").lstrip("+"))
    return value if form not in (Form.BAD, Form.MISSING, Form.NOT_FINITE) else np.nan


def _printed(text: str, value: float, *, shares: bool, less: float) -> str:
    """A percentage as text; of a share two decimals, which its own rounding fits."""
    if shares:
        return f"{100 * value - less:.2f}"
    plain = text.rstrip("% ").lstrip("+")
    if not less:
        return plain
    digits = len(plain.replace(",", ".").partition(".")[2])
    return f"{value - less:.{min(digits, 4)}f}"
