"""Units that open and close, against their figures and quotas; restricted units above open ones."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from forecast.checks.latest import MOST, Latest, describe_row, series_text
from forecast.core.findings import Finding
from forecast.core.lives import ALWAYS, closing_stop, plant
from forecast.core.periods import Period, year_period
from forecast.core.tables import Tables


def check_lives(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors: a unit that opens after it closes."""
    units, findings = tables.units, []
    opened, closed = (units[name].to_numpy(float) for name in ("opened", "closed"))
    for at in np.flatnonzero(np.isfinite(opened) & np.isfinite(closed))[:MOST]:
        if opened[at] >= closing_stop(closed[at]):
            first, last = _day(opened[at]), _day(closed[at])
            findings.append(_of_unit(tables, int(at), "opened_after_closed", "closed", opened=first, closed=last))
    return findings


def check_figures_in_life(tables: Tables, latest: Latest) -> list[Finding]:
    """Warnings: figures, other than nothing, of days on which their unit was not at work."""
    lives = plant(tables.units).lives
    if not lives:
        return []
    counts, findings = tables.counts, []
    flows = [name for name, measure in tables.measures.items() if measure.kind == "flow"]
    something = (
        (counts[["value", "low", "high"]] > 0).any(axis=1) & counts["unit"].isin(lives) & counts["measure"].isin(flows)
    )
    for position in np.flatnonzero(something.to_numpy()).tolist():
        life, period = lives[str(counts["unit"].iat[position])], _period(counts, position)
        if not life.overlaps(period):
            code, day = _outside(life, period)
            findings.append(describe_row(tables, position, f"figure_{code}", "warning", "value", day=day))
    return findings[:MOST]


def check_quotas_in_life(tables: Tables, latest: Latest) -> list[Finding]:
    """Warnings: quotas for years in which their unit is not at work on any day."""
    lives = plant(tables.units).lives
    quotas, findings = tables.quotas, []
    for position in np.flatnonzero(quotas["unit"].isin(lives).to_numpy()):
        row = quotas.iloc[position]
        first, last = (row["year"], row["year"]) if np.isfinite(row["year"]) else (row["first_year"], row["last_year"])
        if not (np.isfinite(first) and np.isfinite(last) and first <= last):
            continue
        years = Period(year_period(int(first)).start, year_period(int(last)).stop)
        life = lives[row["unit"]]
        if not life.overlaps(years):
            code, day = _outside(life, years)
            series = series_text(tables, str(row["unit"]), str(row["measure"]))
            values = {"unit": str(row["unit"]), "series": series, "year": years.text, "day": day}
            file = tables.files.get("quotas", "quotas")
            findings.append(Finding(f"quota_{code}", "warning", file, int(row["row"]), "year", values))
    return findings[:MOST]


def check_restricted(tables: Tables, latest: Latest) -> list[Finding]:
    """Notices: a unit stated to be open that stands directly below a restricted one, and is folded with it."""
    names, parents, said = (tables.units[name].tolist() for name in ("unit", "parent", "restricted"))
    if not any(said):
        return []
    words = {unit: str(word).lower() for unit, word in zip(names, said, strict=True)}
    return [
        _of_unit(tables, at, "restricted_parent", "restricted", "notice", parent=str(parent))
        for at, (unit, parent) in enumerate(zip(names, parents, strict=True))
        if words[unit] in ("no", "không") and words.get(parent) in ("yes", "có")
    ][:MOST]


def _outside(life: Period, period: Period) -> tuple[str, date]:
    """On which side of the days at work a period lies, and the day that says so."""
    if life.start > ALWAYS.start and period.stop <= life.start:
        return "before_opening", _day(life.start)
    return "after_closing", _day(life.stop - 1)


def _period(counts: pd.DataFrame, position: int) -> Period:
    return Period(*(int(counts[name].to_numpy()[position]) for name in ("start", "stop")))


def _day(ordinal: float) -> date:
    return date.fromordinal(int(ordinal))


def _of_unit(tables: Tables, at: int, code: str, column: str, severity: str = "error", **values: object) -> Finding:
    unit, file = str(tables.units["unit"].iat[at]), tables.files.get("units", "units")
    row = int(tables.units["row"].to_numpy()[at])
    return Finding(code, "error" if severity == "error" else "notice", file, row, column, {"unit": unit, **values})
