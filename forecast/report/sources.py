"""Where the figures of a report came from: every figure of the vintage that it counts, and the sources summed up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from forecast.core.tables import Tables
from forecast.report.beside import Figure, Source


def list_figures(shown: Tables, measure: str) -> tuple[Figure, ...]:
    """Figures of a measure in the order of the table, estimates among them with their status.

    Parameters
    ----------
    shown : the tables of one vintage, restricted units folded where they are not to be seen.
    """
    counts = shown.counts[shown.counts["measure"] == measure]
    names = ("unit", "period", "value", "low", "high", "reported_on", "status", "source", "note")
    columns = [counts[name].tolist() for name in names]
    return tuple(
        Figure(unit, period, value, low, high, _day(reported), status, source, note)
        for unit, period, value, low, high, reported, status, source, note in zip(*columns, strict=True)
    )


def list_sources(figures: Sequence[Figure]) -> tuple[Source, ...]:
    """One entry per source, in the order in which the sources appear."""
    of_source: dict[str, list[Figure]] = {}
    for figure in figures:
        of_source.setdefault(figure.source, []).append(figure)
    return tuple(
        Source(
            source,
            len(own),
            min((figure.period for figure in own), default=""),
            max((figure.period for figure in own), default=""),
            max((figure.reported for figure in own if figure.reported), default=None),
        )
        for source, own in of_source.items()
    )


def _day(ordinal: float) -> date | None:
    return None if ordinal != ordinal else date.fromordinal(int(ordinal))
