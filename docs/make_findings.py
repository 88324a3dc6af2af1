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
IMPORT = "intake"  # package of the import, and table of its sentences
CHOSEN = {  # codes of the import that no call names beside their severity
    "warning": ("whole_year_read", "until_missing", "target_of_part", "revised_before"),
    "notice": (
        "macros_unread", "links_unread", "term_read", "read_as_thousands", "read_as_decimal", "range_read", "low_read", "high_read",
        "about_read", "revised",
    ),
}  # fmt: skip
# Warnings whose codes are put together apart from the call.
WARNED = (
    "lineage_unknown",
    "lineage_unknown_near",
    *(f"{what}_differs{how}" for what in ("percent", "growth", "fall") for how in ("", "_one", "_never")),
)
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
    vietnamese = {code: said for text in _catalogues("vi") for code, said in _flat(tomllib.loads(text))}
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
    for text in _catalogues("en"):
        section = prefix = ""
        for line in text.splitlines():
            if line == f"[{IMPORT}]":
                prefix = f"{IMPORT}."
            elif line.startswith("# ") and not line.endswith("."):
                section = ("Import: " if prefix else "") + line.removeprefix("# ")
            elif " = " in line and not line.startswith((NO_FINDING, "#")):
                (code, sentence), *_ = tomllib.loads(line).items()
                yield section, prefix + code, sentence


def severities_by_code() -> dict[str, list[str]]:
    """Every severity that the code gives to a finding; an error where none is named, as `Notes.add` has it.

    A call is taken to concern the codes among its words; within the import those of the import, which it names without prefix.
    """
    codes = {code for _, code, _ in sentences()}
    found: dict[str, set[str]] = {code: set() for code in codes}
    for severity, chosen in CHOSEN.items():
        found.update({f"{IMPORT}.{code}": {severity} for code in chosen})
    found.update({code: {"warning"} for code in WARNED})
    for path in sorted(CODE.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                    words = _words(call)
                    if path.is_relative_to(CODE / IMPORT):
                        words |= {f"{IMPORT}.{word}" for word in words}
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


def _flat(catalogue: dict) -> Iterator[tuple[str, str]]:
    """Codes and sentences, those of the import with their prefix."""
    for code, said in catalogue.items():
        yield from (
            ((f"{code}.{inner}", text) for inner, text in said.items()) if isinstance(said, dict) else [(code, said)]
        )


def _catalogues(language: str) -> list[str]:
    """The files of sentences on findings, each for its topic."""
    folder = CODE / "language" / language
    paths = [*sorted(folder.glob("findings*.toml")), folder / f"{IMPORT}.toml"]
    return [path.read_text(encoding="utf-8") for path in paths]


if __name__ == "__main__":
    PAGE.write_text(findings_page(), encoding="utf-8", newline="\n")
