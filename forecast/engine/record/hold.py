"""A flag that was given before is not dropped for noise: it changes once the chance has moved past the cut by a margin."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from forecast.engine.flag import BANDS, Cuts

MARGIN = 0.03  # of P(miss): what another seed or a figure corrected by a percent moves it by (docs/flags.md)
IDENTITY = ("unit", "measure", "year", "quota_kind", "basis", "reading")
EARLIER = (*IDENTITY, "flag", "flag_since", "as_of", "observed_through")


def hold_band(chance: np.ndarray, before: np.ndarray, cuts: Cuts) -> np.ndarray:
    """(n,) position in BANDS of chances of missing, where the units stood at `before` (-1 for unknown).

    Examples
    --------
    >>> hold_band(np.array([0.49, 0.46, 0.52]), np.array([2, 2, 1]), Cuts()).tolist()
    [2, 1, 1]
    """
    limits = np.array([0.0, cuts.watch, cuts.at_risk, cuts.out_of_reach, 1.0])
    known = np.clip(before, 0, len(BANDS) - 1)
    near = (chance >= limits[known] - MARGIN) & (chance < limits[known + 1] + MARGIN)
    return np.where((before >= 0) & near, before, cuts.band(chance))


def since_when(rows: pd.DataFrame, earlier: Mapping[tuple, Mapping[str, str]]) -> list[str]:
    """(n_rows,) since when each row has its flag: the moment of the first answer of the unbroken line of answers.

    Parameters
    ----------
    rows : with their flags as they are now.
    earlier : identity of a row -> the EARLIER columns of the last answer.
    """
    said = []
    for key, flag, moment in zip(identities(rows), rows["flag"], moments(rows), strict=True):
        before = earlier.get(key)
        same = before is not None and before["flag"] == flag != ""
        said.append(str(before["flag_since"] or _moment(before)) if same and before else moment if flag else "")
    return said


def identities(rows: pd.DataFrame) -> list[tuple]:
    """(n_rows,) what tells one row of an answer from the others."""
    columns = [rows[name].fillna("").astype(str).tolist() for name in IDENTITY]
    return list(zip(*columns, strict=True))


def moments(rows: pd.DataFrame) -> list[str]:
    """(n_rows,) the moment that an answer speaks of: `--as-of`, else the last day of figures."""
    return [as_of or through for as_of, through in zip(rows["as_of"], rows["observed_through"], strict=True)]


def _moment(row: Mapping[str, str]) -> str:
    return row["as_of"] or row["observed_through"]


def earlier_answers(table: pd.DataFrame) -> dict[tuple, dict[str, str]]:
    """Identity -> columns EARLIER of an answer that was given before; columns that it lacks are empty."""
    filled = table.reindex(columns=[*EARLIER]).fillna("").astype(str)
    return dict(zip(identities(filled), filled.to_dict("records"), strict=True))  # type: ignore[arg-type]
