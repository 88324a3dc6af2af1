"""Quotas that depend on something else: rules on attributes, shares of stocks, growth over last year."""

from __future__ import annotations

from difflib import get_close_matches

import numpy as np
import pandas as pd

from forecast.checks.latest import MOST, Latest
from forecast.checks.quotas import at_quota
from forecast.core.findings import Finding
from forecast.core.periods import year_period
from forecast.core.rules import Rule, parse_rule, parse_size
from forecast.core.tables import UNITS, Tables

LEAST_GROWTH, MOST_GROWTH = 0.2, 5.0  # outside these a factor is a percentage, or a change written for a factor


def check_rules(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors: a rule that cannot be read, an attribute that is no number or no column. Warnings: units without the attribute."""
    stepwise = np.flatnonzero((tables.quotas["kind"] == "stepwise").to_numpy())
    if not len(stepwise):
        return []
    attributes = [str(name) for name in tables.units.columns if name not in (*UNITS, "row")]
    findings: list[Finding] = []
    rules: dict[int, Rule] = {}
    texts = tables.quotas["rule"].tolist()
    for position in stepwise.tolist():
        text = str(texts[position])
        if not text:
            continue  # said when reading
        try:
            rules[position] = parse_rule(text)
        except ValueError:
            findings.append(at_quota(tables, position, "bad_rule", "error", "rule", text=text))
            continue
        name = rules[position].attribute
        if name not in attributes:
            near = get_close_matches(name, attributes, n=1, cutoff=0.6)
            code = "rule_attribute_suggest" if near else "rule_attribute_unknown"
            shown = {"name": name, "present": ", ".join(attributes) or "–", **({"suggestion": near[0]} if near else {})}
            findings.append(at_quota(tables, position, code, "error", "rule", **shown))
            del rules[position]
    return [*findings, *_sizes(tables, rules)][:MOST]


def _sizes(tables: Tables, rules: dict[int, Rule]) -> list[Finding]:
    """What is wrong with the cells that the rules need."""
    findings: list[Finding] = []
    told: set[tuple[str, str]] = set()  # of a unit and attribute once, whatever the years
    lines = {unit: at for at, unit in enumerate(tables.units["unit"].tolist())}
    file = tables.files.get("units", "units")
    units = tables.quotas["unit"].tolist()
    cells = {name: tables.units[name].tolist() for name in {rule.attribute for rule in rules.values()}}
    for position, rule in rules.items():
        if len(findings) >= MOST:
            break
        line = lines.get(units[position], -1)
        cell = str(cells[rule.attribute][line]) if line >= 0 else ""
        try:
            unknown = np.isnan(parse_size(cell))
        except ValueError:
            if (units[position], rule.attribute) not in told:
                row = int(tables.units["row"].to_numpy()[line])
                shown = {"text": cell, "suggestion": "".join(filter(str.isdigit, cell)) or "120"}
                findings.append(Finding("size_not_number", "error", file, row, rule.attribute, shown))
                told.add((units[position], rule.attribute))
            continue
        if unknown and (units[position], rule.attribute) not in told:
            told.add((units[position], rule.attribute))
            findings.append(at_quota(tables, position, "size_missing", "warning", "rule", name=rule.attribute))
    return findings


def check_shares(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors: shares above 1 or reversed, and `of` that is no stock. Warnings: units whose stock was never stated."""
    quotas = tables.quotas
    shares = np.flatnonzero((quotas["kind"] == "share").to_numpy())
    if not len(shares):
        return []
    findings = []
    stocks = [measure.name for measure in tables.measures.values() if measure.kind == "stock"]
    stated = tables.counts[tables.counts["measure"].isin(quotas["of"].unique())]
    stated = stated[stated[["value", "low", "high"]].notna().any(axis=1) & (stated["status"] != "estimate")]
    have = set(zip(stated["unit"], stated["measure"], strict=True))
    lows, highs = (quotas[name].to_numpy(float) for name in ("share_low", "share_high"))
    units, names = quotas["unit"].tolist(), quotas["of"].tolist()
    for position in shares.tolist():
        low, high, of = float(lows[position]), float(highs[position]), str(names[position])
        for name, share in (("share_low", low), ("share_high", high)):
            if share > 1:
                less = f"{share / 100:.6g}"
                findings.append(
                    at_quota(tables, position, "share_percent", "error", name, value=share, suggestion=less)
                )
            elif share < 0:
                findings.append(at_quota(tables, position, "quota_negative", "error", name, value=share))
        if low > high:
            findings.append(at_quota(tables, position, "range_reversed", "error", "share_low", low=low, high=high))
        if of and of not in tables.measures:
            known = ", ".join(stocks or tables.measures)
            findings.append(at_quota(tables, position, "share_of_unknown", "error", "of", name=of, known=known))
        elif of and of not in stocks:
            findings.append(at_quota(tables, position, "share_of_flow", "error", "of", name=of))
        elif of and (units[position], of) not in have:
            have.add((units[position], of))  # said once, whatever the years
            findings.append(at_quota(tables, position, "stock_unknown", "warning", "of", name=of))
        if len(findings) >= MOST:
            break
    return findings


def check_growth(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors: a factor that is a percentage. Warnings: no figure of any year before."""
    quotas = tables.quotas
    growth = quotas[(quotas["kind"] == "growth") & quotas["value"].notna()]
    if growth.empty:
        return []
    findings = []
    stated = tables.counts[tables.counts[["value", "low", "high"]].notna().any(axis=1)]
    first = stated.groupby(["unit", "measure"])["start"].min()
    starts = first.reindex(pd.MultiIndex.from_frame(growth[["unit", "measure"]])).to_numpy(float)
    places = quotas.index.get_indexer(growth.index)
    for position, value, year, start in zip(places, growth["value"], growth["year"], starts, strict=True):
        if not LEAST_GROWTH <= value <= MOST_GROWTH and value >= 0:
            factor = value / 100 if value > 50 else 1 + value / (100 if value > 1 else 1)
            shown = f"{factor:.6g}"
            findings.append(
                at_quota(tables, int(position), "growth_percent", "error", "value", value=value, suggestion=shown)
            )
        elif not start < year_period(int(year)).start:
            before = str(int(year) - 1)
            findings.append(at_quota(tables, int(position), "growth_without_base", "warning", "value", before=before))
    return findings[:MOST]
