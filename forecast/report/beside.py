"""What a report tells beside its lines: terms, sources and single figures, track record, what changed. Values, no words.

The lines and the report itself are `forecast.report.model`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Row = Mapping[str, Any]  # a row of the projection, with the columns of the contract


@dataclass(frozen=True)
class YearStanding:
    """One year of a term: what was to be reached, and what was or is expected.

    Attributes
    ----------
    total : of a year that is over, NaN while it is not known.
    """

    year: int
    quota_low: float
    quota_high: float
    total: float
    expected: float = math.nan
    low: float = math.nan
    high: float = math.nan


@dataclass(frozen=True)
class Term:
    """A target over several years, and the years one by one."""

    row: Row
    years: tuple[YearStanding, ...] = ()


@dataclass(frozen=True)
class Source:
    """One source and the figures that came from it."""

    source: str
    figures: int
    first: str
    last: str
    reported: date | None


@dataclass(frozen=True)
class Figure:
    """One reported figure, as the report counts it."""

    unit: str
    period: str
    value: float
    low: float
    high: float
    reported: date | None
    status: str
    source: str
    note: str


@dataclass(frozen=True)
class TrackRecord:
    """How often warnings were right, as of earlier reports. Given by a backtest; a report without one says nothing of it."""

    warned: int
    warned_missed: int
    missed: int
    missed_warned: int


@dataclass(frozen=True)
class Curve:
    """Reliability: how often targets were met where the chance of it was stated as so much.

    Attributes
    ----------
    basis : of which record: `own_quarters`, `own`, `public_quarters`, `public`.
    stated, observed : chances, rising, and the share that met the target, drawn into a rising curve. 0-1.
    share : of all cases at each chance; they add up to 1.
    cases, groups : how many cases, of how many years (one's own record) or sets of figures (public).
    """

    basis: str
    stated: tuple[float, ...]
    observed: tuple[float, ...]
    share: tuple[float, ...]
    cases: int
    groups: int


@dataclass(frozen=True)
class LastForecast:
    """What the last report expected of a year that is over now, and what came."""

    year: int
    expected: float
    actual: float


@dataclass(frozen=True)
class Change:
    """One unit then and now.

    Attributes
    ----------
    reasons : codes under `store.reason`.
    """

    unit: str
    flag_before: str
    flag_after: str
    chance_before: float = math.nan
    chance_after: float = math.nan
    expected_before: float = math.nan
    expected_after: float = math.nan
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changes:
    """What changed since an earlier run.

    Attributes
    ----------
    run : its number.
    through : day up to which it had figures.
    changes : the top unit's where it moved at all, and those of units whose flag or chance clearly moved; in official order.
    """

    run: int
    through: date | None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Unread:
    """Something that a stored run cannot tell any more: a code under `report_run` and what its sentence needs."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)
