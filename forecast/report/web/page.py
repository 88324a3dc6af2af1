"""The page: one file with its look, its script and its pictures inside, under a policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from forecast.language.catalogue import catalogue, say
from forecast.report.blocks import Block, Column, Heading, Picture, Table, cell_words
from forecast.report.charts.draw import Charts
from forecast.report.model import Report
from forecast.report.pages import tell
from forecast.report.voice import Voice
from forecast.report.web.data import LANGUAGES, page_data

HERE = Path(__file__).parent
_TABLES = ("results", "forecast")  # those of all units


def html_bytes(report: Report, language: str, charts: Charts | None = None) -> bytes:
    """The page as it stands in its file, opened in one language, with the other a button away.

    Parameters
    ----------
    charts : of the report; drawn anew where none are given.
    """
    charts = charts or Charts(report)
    script, style = _part("page.js"), _part("page.css")
    sides = [_side(charts, of, first=of == language) for of in sorted(LANGUAGES, key=lambda of: of != language)]
    text = _frame().render(
        policy=_policy(script, style),
        script=script,
        style=style,
        sides=sides,
        language=language,
        data=page_data(report),
        marking=report.manner.marking,
        top=report.top.unit if report.top else "",
    )
    return text.encode()


def _side(charts: Charts, language: str, *, first: bool) -> dict[str, Any]:
    """Everything that is said in one language."""
    report = charts.report
    page, voice = tell(report, language), Voice(report, language)
    texts = catalogue(language)
    web = {code.removeprefix("report.web."): text for code, text in texts.items() if code.startswith("report.web.")}
    flags = [
        (flag, say(f"flag.{flag}", language)) for flag in dict.fromkeys(line.flag for line in report.lines) if flag
    ]
    parents = dict.fromkeys(line.parent for line in report.lines if line.parent)
    return {
        "language": language,
        "page": page,
        "blocks": [_block(block, charts, language, first=first) for block in page.blocks],
        "contents": [block for block in page.blocks if isinstance(block, Heading) and block.level == 1],
        "web": web,
        "details": voice.say("web.details_of", unit=voice.name(report.top.unit)) if report.top else "",
        "flags": flags,
        "parents": [(parent, voice.name(parent)) for parent in parents] if len(parents) > 1 else [],
    }


def _block(block: Block, charts: Charts, language: str, *, first: bool) -> dict[str, Any]:
    """A block with what the frame needs. Rows of units stand in the page once; the script says them in the other language."""
    kind = type(block).__name__.lower()
    if isinstance(block, Table):
        rows = _rows(block, language) if first or not block.units else ""
        return {"kind": kind, "block": block, "rows": rows, "all": block.name in _TABLES}
    if isinstance(block, Picture):
        svg = charts.draw(block.name, language, outlines=False)
        return {"kind": kind, "block": block, "source": "data:image/svg+xml;base64," + base64.b64encode(svg).decode()}
    return {"kind": kind, "block": block}


def _rows(table: Table, language: str) -> Markup:
    """Rows as markup, every text escaped; in one go, for a page may have thousands."""
    lines = []
    for at, row in enumerate(table.rows):
        unit, flag = (table.units[at], table.flags[at]) if table.units else ("", "")
        about = f' data-unit="{escape(unit)}"' if unit else ""
        about += f' data-flag="{flag}"' if flag else ""
        cells = "".join(_cell(value, column, language, flag) for value, column in zip(row, table.columns, strict=True))
        lines.append(f"<tr{about}>{cells}</tr>")
    return Markup("\n".join(lines))


def _cell(value: Any, column: Column, language: str, flag: str) -> str:
    words = escape(cell_words(value, column.form, language))
    if column.name == "unit":
        return f'<td class="unit"><button type="button" class="unit-link">{words}</button></td>'
    if column.name == "flag" and flag:
        return f'<td class="text"><span class="mark {flag}">{words}</span></td>'
    if column.name == "attainment" and value == value and value is not None:
        return f'<td data-n="{value:.4f}">{words}</td>'
    return f"<td>{words}</td>" if column.form not in ("text", "day") else f'<td class="text">{words}</td>'


def _policy(script: str, style: str) -> str:
    """Nothing but the page's own script and style runs, nothing is loaded, nothing is sent."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@lru_cache
def _part(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


@lru_cache
def _frame() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    frames = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return frames.get_template("page.html")
