"""Units against their parent: the children's figures, and their quotas, beside the parent's own."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.checks.latest import MOST, Floats, Ints, Latest, series_text
from forecast.checks.rounding import COARSE, last_place
from forecast.core.findings import Finding
from forecast.core.tables import Tables


def check_children(tables: Tables, latest: Latest) -> list[Finding]:
    """Warnings: the children's figures do not add up to the parent's own of the same period.

    Where some children have not reported, only a sum that already exceeds the parent's figure is noticed.
    """
    if not (tables.units["parent"] != "").any() or not len(latest.position):
        return []
    parent_of = dict(zip(tables.units["unit"].tolist(), tables.units["parent"].tolist(), strict=True))
    code = {unit: position for position, unit in enumerate(latest.units)}
    above = np.array([code.get(parent_of.get(unit, ""), -1) for unit in latest.units], dtype=np.int64)
    summed = _sums(latest, above)
    lives = _lives(tables)
    findings = []
    for index in np.flatnonzero(np.isin(latest.unit, above[above >= 0])).tolist():
        unit, period, value = int(latest.unit[index]), int(latest.period[index]), float(latest.value[index])
        if (unit, int(latest.measure[index]), period) not in summed:
            continue
        total, n = summed[unit, int(latest.measure[index]), period]
        measure, life = latest.measure_at(index), lives[latest.units[unit]]
        expected = int(((life[:, 0] < latest.stops[period]) & (life[:, 1] > latest.starts[period])).sum())
        slack = 1e-9 if measure.whole else 0.5 * (n + 1) * 10.0 ** last_place(value) + COARSE * value
        short = n >= expected and total < value - slack
        over = total > value + slack and (n >= expected or measure.kind == "flow")
        if np.isfinite(value) and (short or over):
            shown = {"sum": total, "value": value, "n": n, "expected": expected}
            findings.append(latest.finding("children_sum", "warning", index, **shown))
    return findings[:MOST]


def _sums(latest: Latest, above: Ints) -> dict[tuple[int, int, int], tuple[float, int]]:
    """Sum and number of the children's figures by parent, measure and period."""
    part = np.flatnonzero((above[latest.unit] >= 0) & np.isfinite(latest.value))
    keyed = pd.DataFrame(
        {
            "parent": above[latest.unit[part]],
            "measure": latest.measure[part],
            "period": latest.period[part],
            "value": latest.value[part],
        }
    )
    grouped = keyed.groupby(["parent", "measure", "period"])["value"].agg(["sum", "count"])
    return {
        (int(parent), int(measure), int(period)): (float(total), int(n))
        for (parent, measure, period), total, n in zip(grouped.index, grouped["sum"], grouped["count"], strict=True)
    }


def _lives(tables: Tables) -> dict[str, Floats]:
    """First and last day of every child, by parent: (n_children, 2)."""
    opened: Floats = np.nan_to_num(tables.units["opened"].to_numpy(dtype=np.float64), nan=-np.inf)
    closed: Floats = np.nan_to_num(tables.units["closed"].to_numpy(dtype=np.float64), nan=np.inf)
    members: dict[str, list[int]] = {}
    for position, parent in enumerate(tables.units["parent"].tolist()):
        members.setdefault(parent, []).append(position)
    return {parent: np.column_stack([opened[rows], closed[rows]]) for parent, rows in members.items()}


def check_children_quotas(tables: Tables, latest: Latest) -> list[Finding]:
    """Notices: the children's fixed quotas do not add up to the parent's (only an excess where some have none)."""
    quotas = tables.quotas
    parents = dict(zip(tables.units["unit"].tolist(), tables.units["parent"].tolist(), strict=True))
    fixed = quotas[(quotas["kind"] == "fixed") & quotas["value"].notna()]
    if not any(parents.values()) or not len(fixed):
        return []
    same = ["measure", "year", "basis", "reading"]
    newest = fixed.sort_values("set_on", na_position="first", kind="stable").drop_duplicates(
        ["unit", *same], keep="last"
    )
    children = newest.assign(unit=newest["unit"].map(parents).fillna(""))
    sums = children[children["unit"] != ""].groupby(["unit", *same])["value"].agg(["sum", "count"]).reset_index()
    both = newest.merge(sums, on=["unit", *same])
    n_children = pd.Series(list(parents.values())).value_counts()
    findings = []
    for _, quota in both.sort_values("row").iterrows():
        unit, total, value = str(quota["unit"]), float(quota["sum"]), float(quota["value"])
        slack = 1e-9 + COARSE * value
        if total > value + slack or (int(quota["count"]) >= int(n_children[unit]) and total < value - slack):
            values = {
                "unit": unit,
                "series": series_text(tables, unit, str(quota["measure"])),
                "year": str(int(quota["year"])),
                "sum": total,
                "value": value,
            }
            file = tables.files.get("quotas", "quotas")
            findings.append(Finding("children_quotas", "notice", file, int(quota["row"]), "value", values))
    return findings[:MOST]
