"""`forecast import --text` and `--accepted`: figures of texts as candidates; accepted candidates as tidy tables."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forecast.cli.commands.messages import finding_lines, print_findings, print_message
from forecast.cli.commands.next_step import say_next
from forecast.cli.commands.output import print_data
from forecast.errors import InputError, UsageError
from forecast.language.catalogue import say

if TYPE_CHECKING:
    from forecast.core.periods import Period
    from forecast.intake.sentences.candidate import Candidate

FORMATS = ("table", "csv", "xlsx")


@dataclass(frozen=True)
class TextSettings:
    """What the options say of texts.

    Attributes
    ----------
    texts, accepted : files to read, or the marked list to write as tables.
    published : day, month or year of the texts.
    unit : of figures for which a text names none.
    sensitive : also parts by ethnic origin or religion.
    """

    texts: Sequence[str] | None = None
    accepted: str | None = None
    published: str | None = None
    unit: str | None = None
    sensitive: bool = False


def import_texts(
    asked: TextSettings, output: str | None, *, form: str | None, csv_style: str | None, language: str
) -> int:
    """List what texts state, or write what was accepted of it."""
    if bool(asked.texts) == bool(asked.accepted):
        raise UsageError("usage.text_or_accepted")
    text, accepted = list(asked.texts or ()), asked.accepted
    if accepted:
        return _write_tables(accepted, output, csv_style or "machine", language)
    form = form or (Path(output).suffix.lstrip(".").lower() if output else "table")
    if form not in FORMATS:
        raise UsageError("usage.bad_option_value", option="--format", value=form, allowed=", ".join(FORMATS))
    if output or form == "xlsx":
        from forecast.io.output_place import check_output

        if not output:
            raise UsageError("usage.file_to_terminal", format=form, option="--output")
        check_output(output, text)
    found = _candidates(text, _day(asked.published), asked.unit or "", sensitive=asked.sensitive, language=language)
    _show(found, form, csv_style or "machine", output, language)
    _tell_audit(found, ", ".join(text), language)
    return 0


def _day(published: str | None) -> Period | None:
    from forecast.core.periods import Period, parse_period
    from forecast.io.read_periods import parse_day

    if not published:
        return None
    try:
        day = parse_day(published)
        return Period(day, day + 1)
    except ValueError:
        try:
            return parse_period(published)
        except ValueError:
            raise UsageError(
                "usage.bad_option_value", option="--published", value=published, allowed="2023-04-07, 2023-04, 2023"
            ) from None


def _candidates(
    files: list[str], published: Period | None, unit: str, *, sensitive: bool, language: str
) -> list[Candidate]:
    from forecast.intake.sentences.candidates import read_candidates
    from forecast.intake.sentences.documents import read_document, table_lines
    from forecast.intake.sentences.words import SENSITIVE
    from forecast.io.notes import Notes

    notes = Notes()
    found: list[Candidate] = []
    for file in files:
        paragraphs = read_document(file, notes)
        if paragraphs is not None:
            rows = read_candidates(paragraphs, published=published, unit=unit, source=Path(file).name, sensitive=True)
            if lines := table_lines(paragraphs):
                notes.add("text_table", file, severity="warning", n=lines)
            if not rows:
                notes.add("text_without_figures", file, severity="warning")
            found += rows
    if any(finding.severity == "error" for finding in notes.findings):
        raise InputError(notes.findings)
    print_findings(notes.findings, language)
    open_ones = [row for row in found if row.measure.partition("_")[2] not in SENSITIVE]
    if not sensitive and len(open_ones) < len(found):
        print_message(say("candidates.withheld", language, n=len(found) - len(open_ones), option="--sensitive"))
    return found if sensitive else open_ones


def _show(found: list[Candidate], form: str, csv_style: str, output: str | None, language: str) -> None:
    from forecast.intake.sentences.listing import candidates_sheet, candidates_text

    if not found and not output and form == "table":  # said already, by a warning for each text
        return
    print_message(
        say("candidates.title", language, file=", ".join(dict.fromkeys(row.source for row in found)), n=len(found))
    )
    if form == "table":
        width = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() and not output else 120
        content: str | bytes = candidates_text(found, language, width=min(width, 160)) if found else ""
    elif form == "csv":
        from forecast.intake.sentences.listing import candidates_table
        from forecast.io.write_table import csv_text

        content = csv_text(candidates_table(found), csv_style)
    else:
        from forecast.io.write_workbook import workbook_bytes

        content = workbook_bytes([candidates_sheet(found, language)], language)
    if output:
        from forecast.io.output_place import write_whole

        write_whole(output, content if isinstance(content, bytes) else content.encode())
        print_message(say("message.written", language, path=output, n=len(found)))
    else:
        print_data(content)
    where = output or "FILE.xlsx"
    print_message(say("candidates.how", language, command=f"forecast import --accepted {where} --output FOLDER"))


def _tell_audit(found: list[Candidate], files: str, language: str) -> None:
    from forecast.intake.sentences.audit import audit

    findings = audit(found, files)
    if findings:
        print_message(say("candidates.audit", language, n=len(findings)))
        for line in finding_lines(findings, language):
            print_message(line)


def _write_tables(accepted: str, output: str | None, csv_style: str, language: str) -> int:
    """Accepted candidates as counts.csv, quotas.csv and measures.csv of a folder that has none of them yet."""
    from forecast.core.periods import parse_period
    from forecast.intake.sentences.accept import tables_csv, tidy_tables
    from forecast.intake.sentences.read_marked import read_marked
    from forecast.io.notes import Notes
    from forecast.io.output_place import write_whole

    if not output:
        raise UsageError("usage.missing_option", option="--output", accepted="FOLDER")
    notes = Notes()
    rows = read_marked(accepted, notes)
    if not rows and not notes.findings:
        notes.add("candidates_none", accepted)
    if any(finding.severity == "error" for finding in notes.findings):
        from forecast.core.findings import placed

        raise InputError(placed(notes.findings, notes.sheets))
    folder = Path(output)
    contents = tables_csv(tidy_tables(rows), csv_style)
    for name in contents:
        if (folder / name).exists():
            raise UsageError("usage.file_exists", path=str(folder / name))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError("usage.output_unwritable", path=output, reason=error.strerror or str(error)) from error
    for name, content in contents.items():
        write_whole(folder / name, content.encode())
    made = tidy_tables(rows)
    print_message(say("candidates.accepted", language, counts=len(made.counts), quotas=len(made.quotas), path=output))
    flows = {row["measure"] for row in made.measures if row["kind"] == "flow"}
    years = [parse_period(row["period"]).last_day.year for row in made.counts if row["measure"] in flows]
    say_next(output, contents, max(years, default=None), language)
    return 0
