"""On the units of which day an answer stands, the tables put there, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from forecast.checks import check
from forecast.core.findings import Finding
from forecast.core.lineage import RECAST
from forecast.core.periods import parse_period, year_period
from forecast.core.tables import Tables
from forecast.engine.as_of import parse_vintage
from forecast.engine.recast.recast import Recast, recast_told
from forecast.errors import InputError, UsageError

REPORTED = "reported"  # every figure stays with the unit that reported it
OPTION = "--units-as-of"
MOST_NAMED = 5


@dataclass(frozen=True)
class RecastShare:
    """How much of the sum of a unit's figures comes from other units, and how much of it by shares that had to be estimated."""

    recast: float
    estimated: float


def choose_day(asked: str | None, tables: Tables, *, years: Sequence[int] = (), as_of: str | None = None) -> int | None:
    """The day on whose units the figures are put; None for leaving each with the unit that reported it.

    Without a wish, where years are asked about and reorganisations are told: the day of `as_of` or the end of the last year,
    whichever is earlier.

    Parameters
    ----------
    asked : a day, a period (its last day), or `reported`.

    Raises
    ------
    UsageError : the wish is none of these.
    """
    if asked == REPORTED:
        return None
    if asked:
        try:
            return parse_period(asked).stop - 1
        except ValueError as error:
            raise UsageError("bad_units_as_of", value=asked) from error
    if not len(tables.lineage) or not years:
        return None
    end, vintage = year_period(max(years)).stop - 1, parse_vintage(as_of)
    return min(end, vintage.day) if vintage else end


def checked_on(tables: Tables, day: int | None, *, strict: bool = False) -> tuple[Tables, tuple[Finding, ...]]:
    """The tables on the units of a day, and everything noticed in them; tables that stand there already are as they were.

    Raises
    ------
    InputError : the tables hold errors; all findings are in it.
    """
    if tables.units_as_of is not None:
        return tables, tables.findings
    findings = check(tables, strict=strict)
    if any(finding.severity == "error" for finding in findings):
        raise InputError(findings)
    if day is None:
        return tables, findings
    done = recast_told(tables, day)
    findings = (*findings, *notices(done, day))
    return done.tables.with_findings(findings), findings


def notices(done: Recast, day: int) -> list[Finding]:
    """What is said of a recast: how many units, how much is estimated, and what could not be carried."""
    if not done.events:
        return []
    file = done.tables.files.get("lineage", "lineage")
    old = {unit for event in done.events for unit in (event.before if event.on <= day else event.after)}
    new = {unit for event in done.events for unit in (event.after if event.on <= day else event.before)}
    counts = done.tables.counts
    rests = counts.loc[counts[RECAST] == "estimated", "unit"].nunique()
    values = {
        "day": date.fromordinal(day),
        "old": len(old),
        "new": len(new),
        "option": f"{OPTION} {REPORTED}",
    }
    code = "reorganised_estimated" if rests else "reorganised"
    found = [Finding(code, "notice", file, None, None, {**values, "estimated": rests} if rests else values)]
    for code, lost in (("reorganised_lost", done.lost), ("reorganised_quotas_lost", done.lost_quotas)):
        if lost:
            units = list(dict.fromkeys(unit for unit, _, _ in lost))
            named = ", ".join(units[:MOST_NAMED]) + (", …" if len(units) > MOST_NAMED else "")
            told = {"n": len(lost), "units": named, "first": f"{lost[0][0]} {lost[0][2]}"}
            found.append(Finding(code, "warning" if code == "reorganised_lost" else "notice", file, None, None, told))
    return found


def recast_history(tables: Tables, measure: str) -> Mapping[str, RecastShare]:
    """Unit -> how much of its figures was recast, and how much rests on estimated shares; units that kept their own are left out.

    For the reason `reorganised` of a row; empty where the tables were not recast.
    """
    if RECAST not in tables.counts:
        return {}
    counts = tables.counts[(tables.counts["measure"] == measure) & (tables.counts["status"] != "estimate")]
    latest = counts.sort_values("reported_on", na_position="first", kind="stable")
    latest = latest.drop_duplicates(["unit", "start", "stop"], keep="last")
    figure = latest["value"].fillna((latest["low"] + latest["high"]) / 2).fillna(0.0).to_numpy(float)
    weight = np.abs(figure) + 1e-9  # so that zeros count where nothing else does
    how = latest[RECAST].to_numpy(object)
    sums = pd.DataFrame(
        {
            "unit": latest["unit"],
            "all": weight,
            "recast": weight * (how != ""),
            "estimated": weight * (how == "estimated"),
        }
    )
    sums = sums.groupby("unit").sum()
    return {
        str(unit): RecastShare(float(recast / all_), float(estimated / all_))
        for unit, all_, recast, estimated in sums.itertuples()
        if recast > 0
    }
