"""Every command is documented and has help in both languages."""

import runpy
import tomllib
from pathlib import Path
from string import Formatter

import pytest
import typer

from forecast.cli.app import command_tree
from forecast.cli.help import walk
from forecast.language.catalogue import LANGUAGES, catalogue

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "commands.md"
NEVER = ("cảnh cáo", "giải tán", "yếu kém", "cần củng cố", "không hoàn thành nhiệm vụ", "xếp hạng", "hạn ngạch")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_option_has_help(language):
    """No command, option or argument is without a sentence of the catalogue."""
    for path, command in walk(command_tree(language)):
        parts = [command, *command.params, command.get_help_option(typer.Context(command))]
        for part in parts:
            assert part.help and not part.help.startswith("help."), (path, part.name)


@pytest.mark.parametrize("path", [path for path, _ in walk(command_tree("en"))], ids=" ".join)
def test_every_command_answers_help(run, path):
    """--help ends with 0 and shows the usage, in the language asked for."""
    assert run(*path, "--help").out.startswith("Usage: forecast")
    outcome = run(*path, "--lang", "vi", "--help") if path and path not in (("datasets",), ("runs",)) else None
    assert outcome is None or (outcome.code == 0 and outcome.out.startswith("Cách dùng: forecast"))


def test_no_arguments_show_the_help(run):
    """`forecast` alone shows what there is."""
    outcome = run()
    assert outcome.code == 0 and "forecast demo" in outcome.out


@pytest.mark.parametrize("name", ["screens.toml", "help.toml"])
def test_both_languages_hold_the_same_sentences(name):
    """A sentence of one language stands in the other too, with the same placeholders."""
    folder = ROOT / "forecast" / "language"
    tables = [tomllib.loads((folder / language / name).read_text(encoding="utf-8")) for language in LANGUAGES]
    assert flat(tables[0]).keys() == flat(tables[1]).keys()
    for code, sentence in flat(tables[0]).items():
        fields = [
            {field for _, field, _, _ in Formatter().parse(text) if field} for text in (sentence, flat(tables[1])[code])
        ]
        assert fields[0] == fields[1] or code == "period.quarter", code


def flat(table, prefix=""):
    """The sentences of a catalogue by their codes."""
    sentences = {}
    for name, item in table.items():
        sentences |= flat(item, f"{prefix}{name}.") if isinstance(item, dict) else {prefix + name: item}
    return sentences


def test_words_that_are_never_said_are_not_in_the_catalogue():
    """The words that language never uses do not stand in any Vietnamese sentence."""
    text = " ".join(catalogue("vi").values()).lower()
    assert [word for word in NEVER if word in text] == []


def test_every_command_is_in_the_reference():
    """The reference page has a heading for every command."""
    page = PAGE.read_text(encoding="utf-8")
    for path, _ in walk(command_tree("en")):
        assert f"## `{' '.join(('forecast', *path))}`" in page


def test_the_reference_is_up_to_date():
    """docs/make_reference.py would write the page that stands there."""
    script = runpy.run_path(str(ROOT / "docs" / "make_reference.py"))
    assert script["reference"]() == PAGE.read_text(encoding="utf-8")
