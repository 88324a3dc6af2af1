"""What a report is made from: the tables of an office as asked now. A run that a store has kept: `stored_run` beside this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from forecast.cli.commands.progress import ProgressBar
from forecast.cli.commands.project import on_units, read_past
from forecast.cli.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from forecast.core.results import Projection
    from forecast.core.tables import Tables
    from forecast.engine.learn import Learned
    from forecast.engine.prepare import Prepared
    from forecast.report.beside import Unread
    from forecast.store.run_folder import RunFolder


@dataclass(frozen=True)
class Grounds:
    """Tables, answer, and what the answer came from.

    Attributes
    ----------
    projection : as computed or as stored; a file of the table holds this one.
    deeper : the same rows with the report's levels; the projection itself where they cannot be had.
    prepared, learned : of the answer; None and nothing where they cannot be had.
    stated : the settings, as kept beside an answer.
    inputs : every file that must not be written over.
    run : folder of the stored run.
    missing : table -> file that is gone or no longer what it was.
    """

    tables: Tables
    projection: Projection
    deeper: Projection
    prepared: Prepared | None
    learned: Mapping[str, Learned]
    stated: Mapping[str, Any]
    inputs: tuple[str, ...] = ()
    run: RunFolder | None = None
    missing: Mapping[str, str] | None = None

    @property
    def has_levels(self) -> bool:
        """Whether the chance of another target can be told."""
        return has_levels(self.deeper.table)

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What the report has to do without."""
        from forecast.report.beside import Unread

        lost = [Unread("file", {"table": table, "path": path}) for table, path in (self.missing or {}).items()]
        if lost:
            lost.append(Unread("without_figures"))
        if not self.has_levels:
            lost.append(Unread("without_what_if"))
        return tuple(lost)


def has_levels(table: pd.DataFrame) -> bool:
    from forecast.core.results import quantile_column
    from forecast.report.what_if import LEVELS

    return {quantile_column(level) for level in LEVELS} <= set(table.columns)


def with_levels(prepared: Prepared) -> Prepared:
    """The same question, asked with the report's levels too."""
    from forecast.report.what_if import LEVELS

    levels = tuple(sorted({*prepared.ask.quantiles, *LEVELS}))
    return replace(prepared, ask=replace(prepared.ask, quantiles=levels))


def from_files(settings: Settings, language: str) -> Grounds:
    """Read, prepare, learn and answer as the settings ask, with the report's levels and the rows of the measure's parts."""
    from forecast.core.results import Projection
    from forecast.engine.prepare import Ask, prepare
    from forecast.engine.project import finish, learn_all, tell_all
    from forecast.io.read_tables import read
    from forecast.io.refuse_workbooks import refuse_harmful

    refuse_harmful(settings.files)
    tables = on_units(read(**settings.files), settings)
    ask = Ask(**{field.name: getattr(settings, field.name) for field in fields(Ask)})
    prepared = with_levels(prepare(tables, ask, strict=settings.strict, past=read_past(settings)))
    learned = learn_all(prepared)
    with ProgressBar(language) as progress:
        answered = tell_all(replace(prepared, asked=tuple(prepared.cases)), learned, progress)
    projection = Projection(finish(answered.table, prepared), prepared.findings, reasons=answered.reasons)
    return Grounds(tables, projection, projection, prepared, learned, settings.stated, settings.inputs)
