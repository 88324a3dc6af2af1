"""How the quotas of one unit belong together: the flag of the assigned one, and the chance of meeting a quota with its sub-targets.

Works on finished rows; each row's own probability is `forecast.engine.attain`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from forecast.core.measures import Measure
from forecast.engine.ask import PLAN_ORDER

N_LEVELS = 2000  # of the shared factor
LARGEST_SHARE = 0.999


def follow_assigned(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of one measure, where other quotas of a unit-year carry the flag of the assigned one, and say so in `reasons`.

    The flag speaks of the unit in the year, and there is one of it; each row keeps its own probability. Terms keep their own flag.
    """
    judged = (rows["quota_kind"] != "") & (rows["quota_kind"] != "term")
    assigned = rows[judged & (rows["basis"] == "assigned") & (rows["reading"] == "")]
    others = rows[judged & ~rows.index.isin(assigned.index)]
    first = assigned.drop_duplicates(["unit", "year"]).set_index(["unit", "year"])
    places = pd.MultiIndex.from_frame(others[["unit", "year"]])
    others = others[places.isin(first.index)]
    if others.empty:
        return rows
    leading = first.loc[pd.MultiIndex.from_frame(others[["unit", "year"]])]
    rows = rows.copy()
    rows.loc[others.index, "flag"] = leading["flag"].to_numpy()
    told = [";".join(filter(None, (reason, "flag_of_assigned"))) for reason in leading["reasons"]]
    rows.loc[others.index, "reasons"] = told
    return rows


def parts_of(name: str, measures: Mapping[str, Measure]) -> Iterator[str]:
    """Measures that are part of a measure, and their parts; those that may only be named (`sensitive`) left out."""
    seen, above = {name}, [name]
    while above:
        whole = above.pop()
        for measure in measures.values():
            if (
                measure.part_of == whole
                and measure.kind == "flow"
                and not measure.sensitive
                and measure.name not in seen
            ):
                seen.add(measure.name)
                above.append(measure.name)
                yield measure.name


def meet_together(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> pd.Series:
    """Chance that each row's quota and all sub-targets of the unit in the same year (or term) are met; NaN without sub-targets.

    A sub-target with several quotas counts with the assigned one; readings of an ambiguous text are left out.
    """
    chance = pd.Series(np.nan, index=rows.index)
    rank = rows["basis"].map({basis: at for at, basis in enumerate(PLAN_ORDER)})
    judged = rows[(rows["quota_kind"] != "") & (rows["reading"] == "")].assign(rank=rank)
    judged = judged.sort_values("rank", kind="stable").drop_duplicates(["unit", "year", "measure"])
    for name in rows["measure"].unique().tolist():
        parts = judged[judged["measure"].isin(set(parts_of(name, measures)))]
        if parts.empty:
            continue
        of_place = {place: group for place, group in parts.groupby(["unit", "year"], sort=False)}
        for row in rows[(rows["measure"] == name) & (rows["quota_kind"] != "")].itertuples():
            group = of_place.get((row.unit, row.year))
            if group is not None:
                share = group["mean"].to_numpy(float) / max(float(row.mean), 1e-9)
                chance[row.Index] = meet_all(float(row.p_met), group["p_met"].to_numpy(float), share)
    return chance


def meet_all(whole: float, parts: np.ndarray, shares: np.ndarray) -> float:
    """Chance that a total and all its parts reach their quotas.

    The total is the shared Gaussian factor and a part's correlation with it is the root of its share: so it is when the parts
    vary on their own, each in proportion to its size. Two parts are taken as related through the total alone.

    Parameters
    ----------
    whole : chance that the total reaches its quota.
    parts : (n_parts,) the same of each part.
    shares : (n_parts,) of each part in the total, 0-1.

    Examples
    --------
    >>> round(meet_all(0.6, np.array([0.7]), np.array([0.05])), 2), round(meet_all(0.6, np.array([0.7]), np.array([0.999])), 2)
    (0.45, 0.6)
    """
    if np.isnan(whole) or np.isnan(parts).any():
        return np.nan
    loading = np.sqrt(np.clip(shares, 0.0, LARGEST_SHARE))
    level = (
        1 - whole + whole * (np.arange(N_LEVELS) + 0.5) / N_LEVELS
    )  # of the factor, where the total reaches its quota
    factor = ndtri(level)
    with np.errstate(invalid="ignore"):
        reach = (ndtri(parts)[:, None] + loading[:, None] * factor) / np.sqrt(1 - loading[:, None] ** 2)
    together = whole * float(np.mean(np.prod(ndtr(reach), axis=0)))
    return float(np.clip(together, max(0.0, whole + parts.sum() - len(parts)), min(whole, parts.min())))
