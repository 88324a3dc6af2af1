"""Workbooks that would do harm, at the command line: exit 3 in a moment, before any library is loaded."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from forecast.errors import InputError
from forecast.io.refuse_workbooks import refuse_harmful
from tests.io.workbooks import inline, sheet_of, write_book, write_parts

ROOT = Path(__file__).parents[2]
ROWS = [["unit", "period", "value"], ["A", "2023Q1", 5]]
ENTITIES = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FAR = '<c r="XFD1048576"><v>1</v></c>'


def far(path: Path) -> Path:
    return write_parts(path, sheet_of('<row r="2">' + inline("A2", "A") + FAR + "</row>"))


def bomb(path: Path) -> Path:
    write_book(path, {"counts": ROWS})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", bytes(60 * 2**20))
    return path


def entities(path: Path) -> Path:
    return write_parts(path, sheet_of('<row r="2">' + inline("A2", "&b;") + "</row>", before=ENTITIES))


@pytest.mark.parametrize("make", [far, bomb, entities])
def test_it_is_refused_before_any_library_is_loaded(make, tmp_path):
    """Exit 3 with the file named, and neither numpy nor pandas was waited for."""
    path = make(tmp_path / "book.xlsx")
    script = (
        "import sys\nfrom forecast.cli.app import run\n"
        f"code = run(['project', {str(path)!r}, '--year', '2023', '--lang', 'en'])\n"
        "print(code, {'numpy', 'pandas', 'pyarrow'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split("\n")[-2] == "3 set()" and str(path) in done.stderr


def test_a_named_sheet_is_looked_at_alone(tmp_path):
    """A far cell on a sheet that nobody reads harms nobody."""
    path = far(tmp_path / "book.xlsx")
    with pytest.raises(InputError):
        refuse_harmful({"counts": str(path)})
    refuse_harmful({"counts": f"{path}#another"})


def test_what_is_no_workbook_is_left_to_its_reader(tmp_path):
    """Missing files, tables and damaged workbooks are not spoken of here."""
    (tmp_path / "half.xlsx").write_bytes(b"PK")
    refuse_harmful({"counts": str(tmp_path / "half.xlsx"), "quotas": "none.xlsx", "units": "units.csv"})
