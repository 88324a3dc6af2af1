"""The run that a report is compared with, and the runs that tell how last year was forecast."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forecast.cli.commands.grounds import Grounds
from forecast.errors import UsageError

if TYPE_CHECKING:
    from forecast.report.model import Report
    from forecast.store.diff import Side
    from forecast.store.run_folder import RunFolder

PASSED_OVER = ("as_of", "quantiles")  # settings that every later report changes, or that move no figure


def with_history(report: Report, grounds: Grounds, *, since: str | None, store: str | None) -> Report:
    """The report with what changed since an earlier run, and last year's forecast, where a store tells of them.

    A public issue is told alone: an earlier report beside it could give away what it withholds.

    Raises
    ------
    UsageError : `since` names no finished run of the same year.
    """
    from forecast.report.changes import last_forecast, read_changes
    from forecast.store.diff import diff_sides, side_of
    from forecast.store.run_folder import ANSWER

    earlier = find_earlier(report, grounds, since, store)
    if report.manner.public:
        return report
    if earlier is not None:
        before = side_of(earlier)
        moved = diff_sides(_comparable(before), _comparable(_side_now(grounds)))
        report = replace(report, changes=read_changes(report, moved, run=earlier.run, earlier=before.answer))
    place = _store_of(grounds, store)
    folders = _runs(place, report.year - 1, grounds, before=None) if place else []
    return replace(report, last=last_forecast(report.top, report.year, [folder.read(ANSWER) for folder in folders]))


def find_earlier(report: Report, grounds: Grounds, since: str | None, store: str | None) -> RunFolder | None:
    """The run that was named, or the newest one before this of the same year and measure in the store."""
    from forecast.cli.commands.stored_run import find_run

    if since:
        folder = find_run(since, store or (str(grounds.run.store) if grounds.run else None))
        if str(folder.manifest()["ask"]["year"]) != str(grounds.stated["year"]):
            raise UsageError(
                "usage.report_since_other_year", option="--compare", run=str(folder.run), year=str(report.year)
            )
        return folder
    place = _store_of(grounds, store)
    found = _runs(place, report.year, grounds, before=grounds.run) if place else []
    return found[-1] if found else None


def _store_of(grounds: Grounds, store: str | None) -> Path | None:
    return grounds.run.store if grounds.run else Path(store) if store else None


def _runs(store: Path, year: int, grounds: Grounds, *, before: RunFolder | None) -> list[RunFolder]:
    """Finished runs of a year and of the same measure, the newest last."""
    from forecast.store.run_folder import RunFolder
    from forecast.store.runs import open_store

    with closing(open_store(store)) as catalogue:
        records = [record for record in catalogue.runs() if record.finished]
    measure = grounds.stated.get("measure") or ""
    return [
        RunFolder(store, record.run)
        for record in records
        if str(record.asked.get("year")) == str(year) and (record.asked.get("measure") or "") == measure
        and (before is None or record.run < before.run)
    ]  # fmt: skip


def _side_now(grounds: Grounds) -> Side:
    from forecast import __version__
    from forecast.store.diff import Side, side_of
    from forecast.store.series import digest_series

    if grounds.run is not None:
        return side_of(grounds.run)
    assert grounds.prepared is not None and grounds.prepared.known is not None
    return Side(
        grounds.projection.table, digest_series(grounds.prepared.known), asdict(grounds.prepared.ask), __version__
    )


def _comparable(side: Side) -> Side:
    ask: Mapping[str, Any] = {name: setting for name, setting in side.ask.items() if name not in PASSED_OVER}
    return replace(side, ask=ask)
