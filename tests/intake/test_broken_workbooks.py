"""Every workbook with something wrong in it is answered with the place and a remedy, in both languages."""

from pathlib import Path

import pytest

from forecast.intake.sheets.assemble import read_sheets
from forecast.intake.sheets.meanings import meaning_of
from forecast.intake.sheets.profile import Profile
from forecast.io import read_workbook
from forecast.language import LANGUAGES, catalogue, describe
from tests.intake.make_broken import BROKEN, Broken

HOSTILE = ("an archive that swells", "entities", "a cell in the last corner", "repeated cells")


def profile_of(broken: Broken) -> Profile | None:
    """A profile that knows the headings given, and no other."""
    headings = broken.said.get("columns")
    if headings is None:
        return None
    meant = {"{period}": "Quý I"}
    return Profile(
        columns={heading: meaning_of((meant.get(heading, heading),)) for heading in headings}, file="profile.toml"
    )


@pytest.mark.parametrize("name", BROKEN)
def test_it_is_named_with_its_place(name: str, tmp_path: Path) -> None:
    """Code, file, sheet and cell of what is wrong."""
    broken = BROKEN[name](tmp_path)
    findings = read_sheets([str(broken.path)], profile_of(broken)).findings
    found = [(finding.code, finding.sheet, finding.cell) for finding in findings]
    assert (broken.code, broken.sheet, broken.cell) in found
    assert all(finding.file == str(broken.path) for finding in findings)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BROKEN)
def test_it_is_said_in_words(name: str, language: str, tmp_path: Path) -> None:
    """Each has a sentence, with its place and every value filled in."""
    broken = BROKEN[name](tmp_path)
    findings = read_sheets([str(broken.path)], profile_of(broken)).findings
    said = next(describe(finding, language) for finding in findings if finding.code == broken.code)
    assert broken.code in catalogue(language) and broken.cell in said and "{" not in said


@pytest.mark.parametrize("name", HOSTILE)
def test_harm_is_refused_before_any_cell_is_read(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files made to harm are refused by their outside: no reader is started for them."""
    started = []
    monkeypatch.setattr(read_workbook, "_in_child", lambda *asked: started.append(asked) or {})
    assert not len(read_sheets([str(BROKEN[name](tmp_path).path)]).tables.counts)
    assert started == []
