"""The page: one file with its look, its script and its pictures inside, under a policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from forecast.language.catalogue import catalogue, say
from forecast.report.blocks import Block, Heading, Page, Picture, Table, cell_words
from forecast.report.charts.draw import draw
from forecast.report.model import Report
from forecast.report.pages import tell
from forecast.report.voice import Voice
from forecast.report.web.data import LANGUAGES, page_data

HERE = Path(__file__).parent
LARGE = 400  # units from which the second language's tables are left to the script
_TABLES = ("results", "forecast")  # those of all units


def html_bytes(report: Report, language: str) -> bytes:
    """The page as it stands in its file, opened in one language, with the other a button away."""
    script, style = _part("page.js"), _part("page.css")
    sides = [_side(report, of) for of in (language, *(other for other in LANGUAGES if other != language))]
    text = _frame().render(
        policy=_policy(script, style),
        script=script,
        style=style,
        sides=sides,
        language=language,
        data=page_data(report),
        marking=report.manner.marking,
    )
    return text.encode()


def _side(report: Report, language: str) -> dict[str, Any]:
    """Everything that is said in one language."""
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
        "blocks": [_block(block, report, page) for block in page.blocks],
        "contents": [block for block in page.blocks if isinstance(block, Heading) and block.level == 1],
        "web": web,
        "flags": flags,
        "parents": [(parent, voice.name(parent)) for parent in parents] if len(parents) > 1 else [],
    }


def _block(block: Block, report: Report, page: Page) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    if isinstance(block, Table):
        return {"kind": kind, "block": block, "rows": _rows(block, report, page.language), "all": block.name in _TABLES}
    if isinstance(block, Picture):
        svg = draw(report, block.name, page.language, outlines=False)
        return {"kind": kind, "block": block, "source": "data:image/svg+xml;base64," + base64.b64encode(svg).decode()}
    return {"kind": kind, "block": block}


def _rows(table: Table, report: Report, language: str) -> list[dict[str, Any]]:
    """Rows with their words; those of units know their unit and its place."""
    rows = []
    for at, row in enumerate(table.rows):
        cells = [
            {
                "words": cell_words(value, column.form, language),
                "column": column,
                "number": value if isinstance(value, float | int) and value == value else None,
            }
            for column, value in zip(table.columns, row, strict=True)
        ]
        rows.append(
            {
                "cells": cells,
                "unit": table.units[at] if table.units else "",
                "flag": table.flags[at] if table.flags else "",
            }
        )
    return rows


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
