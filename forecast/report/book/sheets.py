"""All sheets of a report's workbook. Writing them is `forecast.io.write_workbook`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from forecast.core.results import Projection
from forecast.core.sheets import Form, Sheet, SheetChart, SheetColumn
from forecast.language.catalogue import catalogue, say
from forecast.report.beside import Row
from forecast.report.blocks import Paragraph, Table
from forecast.report.book.what_if import what_if_sheets
from forecast.report.columns import unit_table
from forecast.report.model import MADE_OF
from forecast.report.model import Report as Model
from forecast.report.pages import tell
from forecast.report.projection_sheet import notes_sheet
from forecast.report.sections.results import has_ranges
from forecast.report.sections.term import term_table, years_words
from forecast.report.voice import ROMAN, Voice
from forecast.report.word.tables import FLAG_SHADES
from forecast.report.words import basis_words, flag_words

UNIT_COLUMNS = (
    "number", "unit", "basis", "quota", "quota_high", "this_period", "observed", "through", "attainment",
    "same_period_last_year", "against_last_year", "remaining", "needed", "usual", "forecast", "lowest", "highest", "probability",
    "chance", "expected_shortfall", "shortfall", "unit_estimate", "flag", "signals", "comment", "evidence_own",
    "evidence_panel", "evidence_plan", "evidence_prior",
)  # fmt: skip


def report_sheets(report: Model, language: str) -> list[Sheet]:
    """Summary, units, quarters, quotas, what-if, term, settings and notes, sources, quantiles."""
    voice = Voice(report, language)
    asking = what_if_sheets(voice)
    terms = [
        _sheet_of(term_table(term, voice), voice, f"{voice.say('sheet.term')} {years_words(term)}")
        for term in report.terms
    ]
    notes = notes_sheet(Projection(pd.DataFrame(), report.findings, report.skipped), report.settings, language)
    sheets = [
        _summary(voice), _units(voice), _quarters(voice), *_quarters_drawn(voice), _quotas(voice), *asking[:1], *_distinct(terms),
        *_made_of(voice), Sheet(voice.say("sheet.assumptions"), notes.columns), _sources(voice), *asking[1:],
    ]  # fmt: skip
    return sheets


def _made_of(voice: Voice) -> list[Sheet]:
    """What every forecast is made of; a row adds up to the forecast in its last column."""
    report = voice.report
    lines = [line for line in report.all_lines if line.unit in report.made_of]
    if not lines:
        return []
    columns = [SheetColumn(voice.heading("unit"), [voice.name(line.unit) for line in lines], "text")]
    for at, name in enumerate(MADE_OF):
        cells = [report.made_of[line.unit][at] for line in lines]
        columns.append(SheetColumn(voice.say(f"made_of.{name}"), cells, _count(voice)))
    columns.append(SheetColumn(voice.heading("forecast"), [line.expected for line in lines], _count(voice)))
    return [Sheet(voice.say("sheet.made_of"), columns, filtered=True)]


def _summary(voice: Voice) -> Sheet:
    """The sentences of the first page, and the years of the top unit with their chart."""
    page = tell(voice.report, voice.language)
    said = [f"{block.lead} {block.text}".strip() for block in page.blocks[:6] if isinstance(block, Paragraph)]
    lines = (*page.below, *said, *page.foot, *((page.marking,) if page.marking else ()))
    top = voice.report.top
    if top is None:
        return Sheet(voice.say("sheet.summary"), (), page.title, lines)
    years = [*sorted(top.past.totals), voice.report.year]
    now = len(years) - 1
    blank = [math.nan] * now
    count = _count(voice)
    columns = (
        SheetColumn(voice.heading("year"), [str(year) for year in years], "text"),
        SheetColumn(voice.say("chart.actual"), [*(top.past.totals[year] for year in years[:-1]), math.nan], count),
        SheetColumn(voice.say("chart.year_to_date"), [*blank, float(top.row["observed"])], count),
        SheetColumn(voice.heading("quota"), [*blank, float(top.row["quota_low"])], count),
        SheetColumn(voice.heading("forecast"), [*blank, top.expected], count),
        SheetColumn(voice.heading("lowest"), [*blank, float(top.row.get("q0.1", math.nan))], count),
        SheetColumn(voice.heading("highest"), [*blank, float(top.row.get("q0.9", math.nan))], count),
    )
    title = voice.say("workbook.landing_chart", year=str(voice.report.year))
    chart = SheetChart(title, 0, range(1, 7), (0, now), (1, 8), bars=2, alt=title)
    return Sheet(voice.say("sheet.summary"), columns, page.title, lines, charts=(chart,))


def _units(voice: Voice) -> Sheet:
    columns = [name for name in UNIT_COLUMNS if name != "quota_high" or has_ranges(voice)]
    table = unit_table("units", "", voice.report.all_lines, columns, voice)
    return _sheet_of(table, voice, voice.say("sheet.units"), held=UNIT_COLUMNS.index("unit") + 1)


def _sheet_of(table: Table, voice: Voice, name: str, held: int = 1) -> Sheet:
    """A table as a sheet, with filters and the flags' colours."""
    columns = []
    for at, column in enumerate(table.columns):
        form: Form = column.form
        cells = [row[at] for row in table.rows]
        colours = flag_colours(voice.language) if column.name == "flag" else {}
        columns.append(SheetColumn(column.heading, cells, form, colours=colours))
    return Sheet(name, columns, filtered=bool(table.units), held=held)


def flag_colours(language: str) -> dict[str, str]:
    """Words of a flag and the background of their cells."""
    words = {flag: say(f"flag.{flag}", language) for flag in FLAG_SHADES}
    colours = {words[flag]: f"#{shade}" for flag, shade in FLAG_SHADES.items()}
    return colours | {say("flag.exceeded", language): f"#{FLAG_SHADES['met']}"}


def _quarters(voice: Voice) -> Sheet:
    """A row per unit, a column per quarter from the earliest year known to this one."""
    lines = voice.report.all_lines
    years = sorted({year for line in lines for year in line.past.quarters})
    columns = [SheetColumn(voice.heading("unit"), [voice.name(line.unit) for line in lines], "text")]
    for year in years:
        for at, roman in enumerate(ROMAN):
            cells = [line.past.quarters[year][at] if year in line.past.quarters else math.nan for line in lines]
            columns.append(SheetColumn(voice.heading("quarter_of", roman=roman, year=str(year)), cells, _count(voice)))
    return Sheet(voice.say("sheet.quarters"), columns, filtered=True)


def _quarters_drawn(voice: Voice) -> list[Sheet]:
    """The top unit's quarters, a column per year, drawn: this year as bars, the years before as lines."""
    top, year = voice.report.top, voice.report.year
    if top is None or not top.past.quarters:
        return []
    years = sorted(top.past.quarters, key=lambda of: (of != year, of))
    columns = [SheetColumn(voice.heading("period"), list(ROMAN), "text")]
    columns += [SheetColumn(str(of), list(top.past.quarters[of]), _count(voice)) for of in years]
    title = voice.say("sheet.quarters_drawn")
    bars = int(year in top.past.quarters)
    last = len(ROMAN) - 1
    chart = SheetChart(
        title, 0, range(1, len(columns)), (0, last), (1, len(columns) + 1), bars=bars or len(years), alt=title
    )
    return [Sheet(title, columns, voice.name(top.unit), charts=(chart,))]


def _quotas(voice: Voice) -> Sheet:
    """Every quota of every unit: further bases, readings, terms and parts among them."""
    report = voice.report
    rows: list[Row] = [row for line in report.all_lines for row in (line.row, *line.others) if row["quota_kind"]]
    rows += [term.row for term in report.terms] + list(report.parts)
    keys = {
        "quota": "quota_low", "quota_high": "quota_high", "observed": "observed", "attainment": "attainment",
        "remaining": "remaining", "forecast": "expected", "lowest": "q0.1", "highest": "q0.9", "probability": "p_met",
        "expected_shortfall": "expected_shortfall", "shortfall": "shortfall",
    }  # fmt: skip
    forms: dict[str, Form] = {"attainment": "percent", "probability": "chance"}
    texts: dict[str, list[Any]] = {
        "unit": [voice.name(row["unit"]) for row in rows],
        "measure": [_measure(row, voice) for row in rows],
        "year": [str(row["year"]).replace("..", "–") for row in rows],
        "basis": [basis_words(row, voice.language) for row in rows],
    }
    columns = [SheetColumn(voice.heading(name), cells, "text") for name, cells in texts.items()]
    for name, key in keys.items():
        cells = [float(row.get(key, math.nan)) for row in rows]
        columns.append(SheetColumn(voice.heading(name), cells, forms.get(name, _count(voice))))
    flags = [flag_words(row, voice.language) for row in rows]
    columns.append(SheetColumn(voice.heading("flag"), flags, "text", colours=flag_colours(voice.language)))
    return Sheet(voice.say("sheet.quotas"), columns, filtered=True)


def _measure(row: Row, voice: Voice) -> str:
    measure = voice.report.part_measures.get(row["measure"])
    return measure.label(voice.language) if measure else str(row["measure"])


def _sources(voice: Voice) -> Sheet:
    """Every figure that counts, with its report."""
    figures = voice.report.figures
    texts = catalogue(voice.language)
    cells: dict[str, tuple[Form, list[Any]]] = {
        "unit": ("text", [voice.name(figure.unit) for figure in figures]),
        "period": ("text", [figure.period for figure in figures]),
        "value": (_count(voice), [figure.value for figure in figures]),
        "low": (_count(voice), [figure.low for figure in figures]),
        "high": (_count(voice), [figure.high for figure in figures]),
        "reported": ("day", [figure.reported for figure in figures]),
        "status": ("text", [texts.get(f"report.status.{figure.status}", figure.status) for figure in figures]),
        "source": ("text", [figure.source for figure in figures]),
        "note": ("text", [figure.note for figure in figures]),
    }
    columns = [SheetColumn(voice.heading(name), column, form) for name, (form, column) in cells.items()]
    return Sheet(voice.say("sheet.sources"), columns, filtered=True)


def _count(voice: Voice) -> Form:
    return "count" if voice.whole else "amount"


def _distinct(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Sheets with names of their own: readings of one term share its years."""
    named: dict[str, Sheet] = {}
    for sheet in sheets:
        named.setdefault(sheet.name, sheet)
    return list(named.values())
