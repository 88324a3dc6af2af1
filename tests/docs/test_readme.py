"""README.md and docs/: what they show is what the program does. `make docs` renews them."""

import difflib
import re

import pytest

from docs.make_examples import ROOT, output_of, pages, rewritten
from docs.make_findings import PAGE, findings_page, sentences
from docs.make_pictures import FOLDER, PICTURES, picture

PAGES = {str(page.relative_to(ROOT)): page for page in pages()}


@pytest.mark.parametrize("name", PAGES)
def test_examples_print_what_the_page_shows(name, tmp_path):
    """Every command of a page runs in an empty folder, and prints what stands below it."""
    shown = PAGES[name].read_text(encoding="utf-8")
    now = rewritten(shown, tmp_path)
    changes = difflib.unified_diff(shown.splitlines(), now.splitlines(), "shown", "now", lineterm="", n=0)
    assert shown == now, "run `make docs`:\n" + "\n".join(changes)


def test_the_readme_shows_the_demo(monkeypatch):
    """The first screen of the README is the output of `forecast demo`, to the letter."""
    monkeypatch.delenv("FORECAST_LANG", raising=False)
    code, printed = output_of("forecast demo")
    assert code == 0 and printed in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_begins_with_the_question_and_the_two_commands():
    """What it answers, `make demo` and `make test` stand on the first screen, and a picture below them."""
    first_screen = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:16]
    words = ("quota", "make demo", "make test", "docs/pictures/demo-en.svg")
    assert [word for word in words if word not in "\n".join(first_screen)] == []


@pytest.mark.parametrize("file", PICTURES)
def test_pictures_show_the_output_as_it_is(file, monkeypatch):
    """A picture is drawn anew, byte by byte, from what its command prints now."""
    monkeypatch.delenv("FORECAST_LANG", raising=False)
    drawn = (FOLDER / file).read_text(encoding="utf-8")
    assert drawn == picture(PICTURES[file], file.removesuffix(".svg")), "run `make docs`"


@pytest.mark.parametrize("file", PICTURES)
def test_pictures_ask_for_nothing_from_the_web(file):
    """A picture names no address but that of the SVG format."""
    addresses = re.findall(r"https?://[^\"')\s]+", (FOLDER / file).read_text(encoding="utf-8"))
    assert set(addresses) == {"http://www.w3.org/2000/svg"}


def test_the_page_of_findings_is_current():
    """Every code of the catalogue stands in it, with its severity and both sentences."""
    page = PAGE.read_text(encoding="utf-8")
    assert [code for _, code, _ in sentences() if f"| `{code}` |" not in page] == []
    assert page == findings_page(), "run `make docs`"
