"""Writes docs/reference/findings.md from the catalogues and the code: `python -m docs.make_findings`."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import forecast

PAGE = Path(__file__).parent / "reference" / "findings.md"
CODE = Path(forecast.__file__).parent
SEVERITIES = ("error", "warning", "notice")
NO_FINDING = "bad_input"  # the sentence of the exception that carries the findings

HEAD = """\
# Findings

Written by `python -m docs.make_findings` from the catalogues of the program; run that, do not edit this page.

`forecast check` prints all findings at once; `forecast project` prints them with its answer. Each has its file, row (the header is
row 1) and column. An **error** (cần sửa) stops the run: exit code 3 and nothing is written. A **warning** (lưu ý) asks for a look.
A **notice** (ghi chú) says how something was read. The codes stand in `--format csv` and `--format json`, and keep their meaning.
Some codes are an error for whole numbers and a warning for amounts. Findings on the configuration file end with exit code 2.
"""


def findings_page() -> str:
    """The page: a table of codes, severities and sentences for each section of the catalogue."""
    vietnamese = {code: said for text in _catalogues("vi") for code, said in tomllib.loads(text).items()}
    severities, parts = severities_by_code(), [HEAD]
    for section, entries in groupby(sentences(), key=lambda entry: entry[0]):
        rows = [
            f"| `{code}` | {', '.join(severities[code])} | {_cell(sentence)} | {_cell(vietnamese[code])} |"
            for _, code, sentence in entries
        ]
        parts.append(
            f"## {section}\n\n| code | severity | English | tiếng Việt |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
        )
    return "\n".join(parts)


def sentences() -> Iterator[tuple[str, str, str]]:
    """Section, code and English sentence of every finding, in the order of the catalogue."""
    section = ""
    for line in "\n".join(_catalogues("en")).splitlines():
        if line.startswith("# ") and not line.endswith("."):
            section = line.removeprefix("# ")
        elif " = " in line and not line.startswith((NO_FINDING, "#")):
            (code, sentence), *_ = tomllib.loads(line).items()
            yield section, code, sentence


def severities_by_code() -> dict[str, list[str]]:
    """Every severity that the code gives to a finding; an error where none is named, as `Notes.add` has it.

    A call is taken to concern the codes among its words, and the codes of its own function where it names none.
    """
    codes = {code for _, code, _ in sentences()}
    found: dict[str, set[str]] = {code: set() for code in codes}
    for path in sorted(CODE.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                    words = _words(call)
                    for code in words & codes:
                        found[code] |= words & set(SEVERITIES)
    return {code: [one for one in SEVERITIES if one in found[code]] or ["error"] for code in codes}


def _words(call: ast.Call) -> set[str]:
    """The texts among the direct arguments of a call, both arms of a choice included."""
    texts: set[str] = set()
    for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
        arms = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
        texts |= {arm.value for arm in arms if isinstance(arm, ast.Constant) and isinstance(arm.value, str)}
        if isinstance(argument, ast.Name) and argument.id == "severity":
            texts |= {"error", "warning"}
    return texts


def _cell(sentence: str) -> str:
    return sentence.replace("|", "\\|")


def _catalogues(language: str) -> list[str]:
    """The files of sentences on findings, each for its topic."""
    paths = sorted((CODE / "language" / language).glob("findings*.toml"))
    return [path.read_text(encoding="utf-8") for path in paths]


if __name__ == "__main__":
    PAGE.write_text(findings_page(), encoding="utf-8", newline="\n")
