"""`forecast report`: one answer, built once as a report and written in as many forms as asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from forecast.cli.commands import options
from forecast.cli.commands.messages import print_findings, print_message
from forecast.cli.settings import Settings, option_name, settings_from
from forecast.errors import UsageError
from forecast.language.catalogue import say

if TYPE_CHECKING:
    from forecast.cli.commands.grounds import Grounds
    from forecast.report.model import Manner, Report


@options.taking(options.of_tables, options.of_time, options.of_model, options.of_flags, options.of_manner)
def report(
    context: typer.Context,
    source: options.Source = None,
    store: options.OfStore = None,
    compare: options.Compare = None,
    to: options.To = None,
    kind: options.Kind = None,
    template: options.Template = None,
    marking: options.Marking = None,
    replaces: options.Replaces = None,
    public: options.Public = False,
) -> int:
    """Files to answer to report; nothing is written unless everything could be made."""
    language = context.obj.language
    dress = Dress(language, kind or "long", marking or "", _day(replaces), public, template or "party")
    dress.check()
    grounds = ground(context.params, lambda inputs: _places(to or [], inputs, public=public), language)
    for lost in grounds.unread:
        print_message(say(f"report_run.{lost.code}", language, **lost.values))
    if public and grounds.missing:
        raise UsageError("usage.report_public_unread", option="--public")
    print_findings(grounds.projection.findings, language)
    from forecast.cli.commands.report_deeper import with_curve, with_explanation, with_keeps
    from forecast.cli.commands.report_since import with_history

    built = with_history(build(grounds, dress), grounds, since=compare, store=store)
    built = with_explanation(with_keeps(with_curve(built, grounds), grounds), grounds)
    from forecast.cli.commands.report_forms import contents
    from forecast.io.output_place import write_whole

    for path, content in contents(built, dress, grounds.projection, to or []).items():
        write_whole(path, content)
        print_message(say("message.report_written", language, path=path))
    return 4 if grounds.projection.skipped else 0


@dataclass(frozen=True)
class Dress:
    """How the report is to look, as asked on the command line."""

    language: str
    kind: str = "long"
    marking: str = ""
    replaces: date | None = None
    public: bool = False
    template: str = "party"

    def check(self) -> None:
        """Refuse what cannot be used before any work is done."""
        if self.kind not in options.KINDS:
            allowed = ", ".join(options.KINDS)
            raise UsageError("usage.bad_option_value", option="--kind", value=self.kind, allowed=allowed)
        if self.template not in options.PAPERS:
            self.own_template()

    @property
    def manner(self) -> Manner:
        from forecast.report.model import Manner

        return Manner(self.kind, self.marking, self.replaces, self.public)  # type: ignore[arg-type]

    def own_template(self) -> bytes | None:
        """The office's own document; None where one of ours is asked for."""
        if self.template in options.PAPERS:
            return None
        from forecast.io.read_template import read_template

        return read_template(self.template, options.PAPERS)


def ground(asked: Mapping[str, Any], check_places: Callable[[Sequence[str]], None], language: str) -> Grounds:
    """What the report is made from: a stored run, or the tables that are named; places are judged before any work is done."""
    source = str(asked.get("source") or "")
    from forecast.cli.commands import stored_run

    if stored_run.is_run(source):
        for name in stored_run.SHAPING:
            if asked.get(name) is not None:
                raise UsageError("usage.report_run_is_made", option=option_name(name), run=source)
        folder = stored_run.find_run(source, asked.get("store"))
        check_places([str(file["path"]).partition("#")[0] for file in folder.manifest()["inputs"].values()])
        return stored_run.from_run(folder)
    settings = settings_with_source(asked)
    check_places(settings.inputs)
    from forecast.cli.commands.grounds import from_files

    return from_files(settings, language)


def settings_with_source(asked: Mapping[str, Any]) -> Settings:
    """The settings, with the first argument taken as config file or workbook by its name."""
    source, given = str(asked.get("source") or ""), dict(asked)
    if source.lower().endswith(".toml"):
        given["config"] = source
    elif source.lower().endswith((".xlsx", ".xlsm")):
        given["book"] = source
    elif source:
        raise UsageError("usage.report_unknown_input", value=source)
    return settings_from(given, required=("counts", "year"))


def build(grounds: Grounds, dress: Dress) -> Report:
    """The report of the first year and main measure."""
    from forecast.report.build import build_report

    built = build_report(grounds.deeper, grounds.tables, manner=dress.manner, settings=grounds.stated)
    return replace(built, unread=grounds.unread)


def _places(to: Sequence[str], inputs: Sequence[str], *, public: bool) -> None:
    """Judge where to write."""
    from forecast.io.output_place import check_output

    if not to:
        raise UsageError("usage.report_nowhere")
    from forecast.cli.commands.report_forms import FORMS

    allowed = [suffix for suffix in FORMS if not (public and suffix == ".csv")]  # the table holds all that is withheld
    for path in to:
        if Path(path).suffix.lower() not in allowed:
            raise UsageError("usage.report_suffix", value=path, allowed=", ".join(allowed))
        check_output(path, inputs)


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("usage.bad_option_value", option="--replaces", value=text, allowed="2023-04-07") from None
