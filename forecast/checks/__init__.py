"""Checks of the figures: each a function of the tables and their latest figures that returns findings.

Table of contents: a new check is one new function and one line here.
"""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace

from forecast.checks.bases import check_printed_bases, check_printed_parts, check_printed_shares
from forecast.checks.children import check_children, check_children_quotas
from forecast.checks.declarations import check_declarations
from forecast.checks.jumps import check_jumps
from forecast.checks.latest import MOST, Latest, latest_figures
from forecast.checks.lineage import (
    check_events_in_life,
    check_figures_after_handing_over,
    check_order_of_events,
    check_shares_of_units,
    check_units_handing_over,
)
from forecast.checks.lives import check_figures_in_life, check_lives, check_quotas_in_life, check_restricted
from forecast.checks.parts import check_part_quotas, check_parts
from forecast.checks.percent import check_printed_percents
from forecast.checks.quota_bases import check_growth, check_rules, check_shares
from forecast.checks.quotas import check_quota_figures, check_quota_repeats, check_quotas_and_counts, check_readings
from forecast.checks.revisions import check_repeats
from forecast.checks.sums import check_periods
from forecast.checks.tellings import check_tellings
from forecast.checks.tree import check_parents, check_units_listed, check_units_once
from forecast.checks.values import check_finite, check_fractions, check_negative_flows, check_ranges
from forecast.core.findings import Finding, placed
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
    check_lives,  # units that open after they close
    check_figures_in_life,  # figures of days on which their unit was not at work
    check_quotas_in_life,  # quotas for years in which their unit is not at work
    check_restricted,  # open units below restricted ones
    check_shares_of_units,  # shares of a reorganised unit that do not add up to one
    check_units_handing_over,  # reorganised units that no other table knows
    check_order_of_events,  # units handed over twice, or in a circle on one day
    check_events_in_life,  # reorganisations of units that are not there on the day
    check_figures_after_handing_over,  # figures of units that are gone, closings without a successor
    check_children,  # children's figures against the parent's
    check_children_quotas,  # children's quotas against the parent's
    check_quota_figures,  # negative quotas, reversed ranges and years
    check_quota_repeats,  # two quotas that nothing tells apart
    check_quotas_and_counts,  # quotas without counts, counts without quota
    check_rules,  # rules that cannot be read, attributes that are missing
    check_shares,  # shares that are percentages, stocks that are unknown
    check_growth,  # factors that are percentages, no year before
    check_readings,  # readings of one ambiguous text
    check_printed_percents,  # printed percentages that contradict the counts
    check_printed_bases,  # printed percentages of a count that stands beside them
    check_printed_shares,  # printed shares of the stock
    check_printed_parts,  # printed percentages of the whole
    check_parts,  # parts larger than their whole
    check_part_quotas,  # quotas of parts larger than those of the whole
    check_tellings,  # one figure told differently by two sources
    check_declarations,  # part_of, and priors on stocks
)

# What concerns the figures of a text among themselves, before they belong to any table.
ARITHMETIC = frozenset(
    {"base_differs", "base_exceeds_stock", "share_differs", "part_differs", "part_exceeds", "part_quota_exceeds"}
    | {f"{what}_differs{how}" for what in ("percent", "growth", "fall") for how in ("", "_one", "_never")}
    | {
        "told_differently",
        "value_twice",
        "parts_differ",
        "parts_exceed",
        "parts_fall_short",
        "falling_cumulative",
        "overlap",
    }
)


def check(
    tables: Tables, *, strict: bool = False, without: Collection[Callable[[Tables, Latest], list[Finding]]] = ()
) -> tuple[Finding, ...]:
    """Everything noticed: what reading found and every check, by file and row; at most a thousand of one code.

    Parameters
    ----------
    strict : take warnings for errors.
    without : checks to leave out.
    """
    latest = latest_figures(tables)
    findings = [*tables.findings, *(finding for one in CHECKS if one not in without for finding in one(tables, latest))]
    findings.sort(key=lambda finding: (finding.file, finding.row or 0))
    kept: Counter[str] = Counter()
    result = []
    for finding in findings:
        kept[finding.code] += 1
        if kept[finding.code] <= MOST:
            result.append(finding)
    if strict:
        result = [
            replace(finding, severity="error") if finding.severity == "warning" else finding for finding in result
        ]
    return placed(result, tables.sheets)


__all__ = ["ARITHMETIC", "CHECKS", "check"]
