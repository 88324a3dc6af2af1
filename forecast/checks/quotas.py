"""Quotas: signs, years, repeats, readings, and whether there is something to judge by them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from forecast.checks.latest import MOST, Latest, series_text
from forecast.core.findings import Finding, Severity
from forecast.core.rules import attributes_named
from forecast.core.tables import Tables

SAME = ["unit", "measure", "year", "first_year", "last_year", "kind", "of", "on", "basis", "reading", "set_on"]


def check_quota_figures(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors: a quota below zero or not finite, low above high, first year after the last."""
    quotas = tables.quotas
    findings = []
    for name in ("value", "low", "high"):
        figures = quotas[name].to_numpy(dtype=np.float64)
        for position in np.flatnonzero(figures < 0)[:MOST]:
            findings.append(at_quota(tables, int(position), "quota_negative", "error", name, value=figures[position]))
        for position in np.flatnonzero(np.isinf(figures))[:MOST]:
            text = str(figures[position])
            findings.append(at_quota(tables, int(position), "not_finite", "error", name, text=text))
    low, high = quotas["low"].to_numpy(dtype=np.float64), quotas["high"].to_numpy(dtype=np.float64)
    for position in np.flatnonzero(low > high)[:MOST]:
        values = {"low": float(low[position]), "high": float(high[position])}
        findings.append(at_quota(tables, int(position), "range_reversed", "error", "low", **values))
    first, last = (quotas[name].to_numpy(dtype=np.float64) for name in ("first_year", "last_year"))
    for position in np.flatnonzero(first > last)[:MOST]:
        years = {"first": str(int(first[position])), "last": str(int(last[position]))}
        findings.append(at_quota(tables, int(position), "years_reversed", "error", "first_year", **years))
    return findings


def check_quota_repeats(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors: two quotas that nothing tells apart."""
    quotas = tables.quotas.assign(on=attributes_named(tables.quotas["rule"]))
    repeated = quotas.duplicated(SAME).to_numpy()
    if not repeated.any():
        return []
    first = quotas.groupby(SAME, dropna=False, sort=False)["row"].transform("min").to_numpy()
    return [
        at_quota(tables, int(position), "quota_twice", "error", "value", first_row=str(int(first[position])))
        for position in np.flatnonzero(repeated)[:MOST]
    ]


def check_readings(tables: Tables, latest: Latest) -> list[Finding]:
    """Notices: quotas that are readings of one ambiguous text; each is judged in a row of its own."""
    quotas = tables.quotas
    read = quotas[quotas["reading"] != ""]
    findings = []
    for _, group in read.groupby(["unit", "measure"], sort=False):
        readings = list(dict.fromkeys(group["reading"].tolist()))
        position = int(group.index[0])
        findings.append(
            at_quota(tables, position, "readings", "notice", "reading", n=len(readings), readings="; ".join(readings))
        )
    return findings[:MOST]


def check_quotas_and_counts(tables: Tables, latest: Latest) -> list[Finding]:
    """Warnings: a quota of a unit that reports nothing; a unit without quota where others have one."""
    quotas, counts = tables.quotas, tables.counts
    if not len(quotas) or not len(counts):  # nothing was read of one of them: said elsewhere
        return []
    stated = counts["value"].notna() | counts["low"].notna() | counts["high"].notna()
    counted = counts.loc[stated, ["unit", "measure", "row"]]
    counted = counted[counted["measure"].isin(quotas["measure"].unique())].drop_duplicates(["unit", "measure"])
    first = np.flatnonzero(~quotas.duplicated(["unit", "measure"]).to_numpy())
    line = _lines(tables)
    judged, counting = _series(quotas.iloc[first], line), _series(counted, line)
    heard, asked = set(counting), set(judged)
    unheard = [position for position, pair in zip(first.tolist(), judged, strict=True) if pair not in heard]
    findings = [at_quota(tables, at, "quota_without_counts", "warning", "unit") for at in unheard[:MOST]]
    file, unasked = tables.files.get("counts", "counts"), [pair not in asked for pair in counting]
    for unit, measure, row in counted[unasked].head(MOST).itertuples(index=False):
        values = {"unit": str(unit), "measure": str(measure), "series": series_text(tables, str(unit), str(measure))}
        findings.append(Finding("counts_without_quota", "warning", file, int(row), "unit", values))
    return findings


def _series(table: pd.DataFrame, line: Mapping[str, str]) -> list[tuple[str, str]]:
    """(unit, measure) of each row, each unit by the first of its line."""
    pairs = zip(table["unit"].tolist(), table["measure"].tolist(), strict=True)
    return [(line.get(unit, unit), measure) for unit, measure in pairs]


def _lines(tables: Tables) -> dict[str, str]:
    """Unit -> the first of those that it hands over to or takes from, at whatever remove: what one was asked, another may count."""
    n_links = len(tables.lineage)
    if not n_links:
        return {}
    at, units = pd.factorize(pd.concat([tables.lineage["from_unit"], tables.lineage["to_unit"]]))
    links = coo_array((np.ones(n_links), (at[:n_links], at[n_links:])), shape=(len(units), len(units)))
    line = connected_components(links, directed=False)[1]
    first = np.unique(line, return_index=True)[1]
    return dict(zip(units.tolist(), units[first[line]].tolist(), strict=True))


def at_quota(
    tables: Tables, position: int, code: str, severity: Severity, column: str, **values: float | str
) -> Finding:
    """A finding at one row of the quotas; `series` names the unit, and the measure where there are several."""
    quotas = tables.quotas
    unit, measure = (str(quotas[name].iat[position]) for name in ("unit", "measure"))
    stated, first, last, row = (
        float(quotas[name].to_numpy(np.float64)[position]) for name in ("year", "first_year", "last_year", "row")
    )
    year = f"{stated:.0f}" if np.isfinite(stated) else f"{first:.0f}..{last:.0f}"
    known = {"unit": unit, "measure": measure, "series": series_text(tables, unit, measure), "year": year}
    plain = {name: float(value) if isinstance(value, float) else value for name, value in values.items()}
    return Finding(code, severity, tables.files.get("quotas", "quotas"), int(row), column, {**known, **plain})
