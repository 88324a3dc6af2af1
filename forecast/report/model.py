"""What a report says, without a word of any language: built once from the tables and a projection, then rendered.

Building it is `forecast.report.build`; sentences and tables in a language are `forecast.report.sections`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from forecast.core.findings import Finding
from forecast.core.measures import Measure
from forecast.report.beside import Changes, Curve, Figure, LastForecast, Row, Source, Term, TrackRecord, Unread

Kind = Literal["brief", "long", "midterm"]
MADE_OF = ("known", "own", "panel", "plan", "prior", "fit")
KINDS: tuple[Kind, ...] = ("brief", "long", "midterm")


@dataclass(frozen=True)
class Past:
    """The figures of one unit that its row rests on.

    Attributes
    ----------
    totals : year -> total, for earlier years known in full.
    quarters : year -> four quarters, NaN where not known apart; this year and up to five before.
    path : this year's unbroken run: (day after the last, sum from 1 January), rising.
    partly : of a unit that has only the figures of the units below: sums where some of these have none, for charts alone.
    lacking : year -> how many of them have none; of the years of `partly`.
    """

    totals: Mapping[int, float] = field(default_factory=dict)
    quarters: Mapping[int, tuple[float, ...]] = field(default_factory=dict)
    path: tuple[tuple[int, float], ...] = ()
    partly: Past | None = None
    lacking: Mapping[int, int] = field(default_factory=dict)

    @property
    def drawn(self) -> Past:
        """What charts show: sums of a part of the units below where there are no others."""
        more = self.partly
        if more is None:
            return self
        return Past({**more.totals, **self.totals}, self.quarters, more.path or self.path, None, self.lacking)


@dataclass(frozen=True)
class Signal:
    """Something in the figures that a reader should ask about; never a cause.

    Attributes
    ----------
    code : key of its sentence and of the question that goes with it.
    values : the figures that the sentence needs.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One unit in the report's year.

    Attributes
    ----------
    row : against the assigned quota; without a quota the landing alone.
    others : rows against further quotas of the unit and year.
    depth : 0 for units without a parent in the report.
    points : quantiles of the year's total at the report's levels.
    """

    unit: str
    parent: str
    depth: int
    row: Row
    others: tuple[Row, ...] = ()
    past: Past = Past()
    signals: tuple[Signal, ...] = ()
    points: tuple[float, ...] = ()

    @property
    def flag(self) -> str:
        return str(self.row["flag"])

    @property
    def is_silent(self) -> bool:
        """It has not reported while most have, or never has."""
        return not {"not_reported", "no_history"}.isdisjoint(str(self.row["reasons"]).split(";"))

    @property
    def expected(self) -> float:
        """The forecast that is printed: whole numbers that add up, the mean of the law where there are none."""
        return float(self.row["mean"] if math.isnan(self.row["expected"]) else self.row["expected"])


@dataclass(frozen=True)
class Focus:
    """The units to follow up: those with the largest expected shortfalls, in their official order.

    Attributes
    ----------
    units : ids.
    shortfall : expected shortfalls of these units added up.
    share : of the expected shortfalls of all units that were judged, 0-1; NaN where nothing is expected to be short.
    """

    units: tuple[str, ...] = ()
    shortfall: float = 0.0
    share: float = math.nan


@dataclass(frozen=True)
class Manner:
    """How a report is to look and what is printed beside its figures.

    Attributes
    ----------
    marking : text on every page, as the office gives it.
    replaces : day of the report that this one takes the place of.
    public : small counts and what gives them away are withheld.
    """

    kind: Kind = "long"
    marking: str = ""
    replaces: date | None = None
    public: bool = False


@dataclass(frozen=True)
class Report:
    """Everything that is said, in any language and format.

    Attributes
    ----------
    top : the unit that all others belong to; None where there is none.
    lines : every other unit, in official order.
    silent : ids of units that have not reported while others have.
    parts : rows of measures that are parts of this one, of the top unit.
    figures : every figure that the answer counts, of all units shown.
    keeps : unit -> year to date at the next quarter's end below which its flag worsens, today's where nothing more is asked for; of
        the top unit and those to follow up.
    made_of : unit -> what each of `MADE_OF` brings to its forecast; they add up to it.
    unread : what is left out because the files of a stored run are gone.
    """

    measure: Measure
    year: int
    as_of: str
    names: Mapping[str, str]
    top: Line | None
    lines: tuple[Line, ...]
    levels: tuple[float, ...]
    manner: Manner = Manner()
    focus: Focus = Focus()
    silent: tuple[str, ...] = ()
    parts: tuple[Row, ...] = ()
    part_measures: Mapping[str, Measure] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()
    findings: tuple[Finding, ...] = ()
    skipped: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    figures: tuple[Figure, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    track: TrackRecord | None = None
    curve: Curve | None = None
    last: LastForecast | None = None
    unread: tuple[Unread, ...] = ()
    changes: Changes | None = None
    keeps: Mapping[str, float] = field(default_factory=dict)
    made_of: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    @property
    def all_lines(self) -> tuple[Line, ...]:
        """The top unit first, then all others."""
        return (self.top, *self.lines) if self.top else self.lines

    def line(self, unit: str) -> Line:
        return next(line for line in self.all_lines if line.unit == unit)
