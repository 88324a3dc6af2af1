"""Checks of the figures: each a function of the tables and their latest figures that returns findings.

Table of contents: a new check is one new function and one line here.
"""

from collections import Counter
from collections.abc import Callable

from forecast.checks.children import check_children, check_children_quotas
from forecast.checks.declarations import check_declarations
from forecast.checks.jumps import check_jumps
from forecast.checks.latest import MOST, Latest, latest_figures
from forecast.checks.quotas import check_quota_figures, check_quota_repeats, check_quotas_and_counts, check_readings
from forecast.checks.revisions import check_repeats
from forecast.checks.sums import check_periods
from forecast.checks.tree import check_parents, check_units_listed, check_units_once
from forecast.checks.values import check_finite, check_fractions, check_negative_flows, check_ranges
from forecast.core.findings import Finding
from forecast.core.tables import Tables

CHECKS: tuple[Callable[[Tables, Latest], list[Finding]], ...] = (
    check_finite,  # infinite figures
    check_negative_flows,  # a flow below zero
    check_fractions,  # a fraction where the measure is declared whole
    check_ranges,  # low above high, a figure outside its own range
    check_repeats,  # two rows for one unit, measure, period and vintage
    check_periods,  # overlaps that do not nest, parts against their whole, falling cumulatives
    check_jumps,  # ten times, or a tenth of, the usual
    check_units_once,  # a unit listed twice
    check_parents,  # circles, and parents that are not listed
    check_units_listed,  # counted units that the units table does not know
    check_children,  # children's figures against the parent's
    check_children_quotas,  # children's quotas against the parent's
    check_quota_figures,  # negative quotas, reversed ranges and years
    check_quota_repeats,  # two quotas that nothing tells apart
    check_quotas_and_counts,  # quotas without counts, counts without quota
    check_readings,  # readings of one ambiguous text
    check_declarations,  # part_of, and priors on stocks
)


def check(tables: Tables) -> tuple[Finding, ...]:
    """Everything noticed: what reading found and every check, by file and row; at most a thousand of one code."""
    latest = latest_figures(tables)
    findings = [*tables.findings, *(finding for one in CHECKS for finding in one(tables, latest))]
    findings.sort(key=lambda finding: (finding.file, finding.row or 0))
    kept: Counter[str] = Counter()
    result = []
    for finding in findings:
        kept[finding.code] += 1
        if kept[finding.code] <= MOST:
            result.append(finding)
    return tuple(result)


__all__ = ["CHECKS", "check"]
