"""Number cells of workbooks that lost their thousands: 2.241 typed where the point is the decimal mark.

A declared whole measure is judged by `forecast.checks`; here the others, and quotas, which may have decimals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from forecast.io.notes import Notes
from forecast.io.raw_table import RawTable

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
YEARLY = ("fixed", "range", "term")  # kinds whose figures are counts


def refuse_lost_thousands(
    table: RawTable,
    numbers: Mapping[str, Floats],
    measure: tuple[Sequence[str], npt.NDArray[np.int64]],
    whole: Mapping[str, bool],
    notes: Notes,
) -> Flags:
    """Note, and mark, the number cells of an undeclared measure that look like thousands.

    They do when every number cell with decimals lies between 1 and 1,000, has three decimals at most, and half of them have
    just three: amounts are seldom typed so, while one count in ten ends in a zero that is lost too.
    """
    names, code = measure
    bad = np.zeros(len(table.rows), dtype=bool)
    for column, values in numbers.items():
        marked = table.fractions.get(column)
        for position, name in enumerate(names if marked is not None else ()):
            rows = np.flatnonzero((code == position) & marked & np.isfinite(values))
            if len(rows) and name not in whole and _like_thousands(values[rows]):
                bad[rows] = True
                for row in rows:
                    meant = str(round(1000 * float(values[row])))
                    notes.add(
                        "cell_unclear", table.file, table.rows[row], column, value=float(values[row]), suggestion=meant
                    )
    return bad


def warn_of_small_quotas(
    table: RawTable,
    numbers: Mapping[str, Floats],
    kinds: npt.NDArray[np.object_],
    measure: tuple[Sequence[str], npt.NDArray[np.int64]],
    whole: Mapping[str, bool],
    notes: Notes,
) -> None:
    """Warn of number cells with decimals among the quotas of a whole measure: 9.81 may stand for 9810."""
    names, code = measure
    counted = np.array([whole.get(name, False) for name in names])[code] & np.isin(kinds.astype(str), YEARLY)
    for column, values in numbers.items():
        marked = table.fractions.get(column)
        if marked is not None:
            for row in np.flatnonzero(marked & counted & _shaped(values)):
                meant = str(round(1000 * float(values[row])))
                place = (table.file, int(table.rows[row]), column)
                notes.add("quota_unclear", *place, severity="warning", value=float(values[row]), suggestion=meant)


def _like_thousands(values: Floats) -> bool:
    three = np.abs(100 * values - np.round(100 * values)) > 1e-6
    return bool(_shaped(values).all() and 2 * three.sum() >= len(values))


def _shaped(values: Floats) -> Flags:
    with np.errstate(invalid="ignore"):
        near: Flags = np.abs(1000 * values - np.round(1000 * values)) < 1e-6
        return near & (np.abs(values) > 1) & (np.abs(values) < 1000)
