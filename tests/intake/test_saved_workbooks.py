"""Workbooks that LibreOffice saved, .xls among them, give the same tables as those they were saved from."""

import pytest

from forecast.intake.sheets.assemble import read_sheets
from tests.intake import make_workbooks
from tests.intake.save_with_libreoffice import FILES, SAVED
from tests.intake.test_made_workbooks import counts_of, quotas_of


@pytest.mark.parametrize("layout", FILES)
def test_a_saved_workbook_gives_its_tables(layout: str) -> None:
    """Counts and targets, whatever program wrote the file and in whatever form."""
    made = getattr(make_workbooks, layout)()
    imported = read_sheets([str(SAVED / f"{layout}.{FILES[layout]}")])
    assert (imported.errors, counts_of(imported), quotas_of(imported)) == ((), made.counts, made.quotas)
