"""The forms in which `forecast report` writes: the bytes of each file, by its suffix. What they say is `forecast.report`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forecast.cli.commands.report import Dress
    from forecast.core.results import Projection
    from forecast.report.charts.draw import Charts
    from forecast.report.model import Report


@dataclass(frozen=True)
class Issue:
    """A report that is about to be written, with what its forms share."""

    report: Report
    dress: Dress
    projection: Projection
    charts: Charts


def contents(report: Report, dress: Dress, projection: Projection, to: Sequence[str]) -> dict[str, bytes]:
    """Path -> bytes of the file; every chart is made once for all of them."""
    from forecast.report.charts.draw import Charts

    issue = Issue(report, dress, projection, Charts(report))
    return {path: FORMS[Path(path).suffix.lower()](issue, path) for path in dict.fromkeys(to)}


def _html(issue: Issue, path: str) -> bytes:
    from forecast.report.web.page import html_bytes

    return html_bytes(issue.report, issue.dress.language, issue.charts)


def _docx(issue: Issue, path: str) -> bytes:
    from forecast.report.blocks import Picture
    from forecast.report.pages import tell
    from forecast.report.word.document import docx_bytes
    from forecast.report.word.papers import PAPERS

    language, dress = issue.dress.language, issue.dress
    page = tell(issue.report, language)
    names = [block.name for block in page.blocks if isinstance(block, Picture)]
    pictures = {name: issue.charts.draw(name, language, form="png") for name in names}
    paper = PAPERS.get(dress.template, PAPERS["party"])
    return docx_bytes(page, pictures, paper=paper, template=dress.own_template())


def _xlsx(issue: Issue, path: str) -> bytes:
    from forecast.io.write_workbook import workbook_bytes
    from forecast.report.book.sheets import report_sheets

    return workbook_bytes(report_sheets(issue.report, issue.dress.language), issue.dress.language)


def _pdf(issue: Issue, path: str) -> bytes:
    from forecast.io.convert_office import pdf_bytes

    return pdf_bytes(_docx(issue, path), path)


def _csv(issue: Issue, path: str) -> bytes:
    from forecast.io.write_table import csv_text

    return csv_text(issue.projection.table, "excel-vi" if issue.dress.language == "vi" else "machine").encode()


FORMS: dict[str, Callable[[Issue, str], bytes]] = {
    ".html": _html,
    ".docx": _docx,
    ".xlsx": _xlsx,
    ".pdf": _pdf,
    ".csv": _csv,
}
