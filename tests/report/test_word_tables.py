"""Tables in Word: widths of columns, and sections that leave no blank page."""

import io

import docx
import pytest

from forecast.report.blocks import Column, Page, Paragraph, Table
from forecast.report.word.document import docx_bytes
from forecast.report.word.widths import column_widths

UNIT, ATTAINED = Column("unit", "Unit"), Column("attainment", "Attainment (%)", "percent")


def test_no_word_of_a_heading_is_broken():
    """A long unit takes nothing from what the word Attainment needs: some 17 mm in bold letters of 10 points."""
    table = Table("t", "", (UNIT, ATTAINED), (("a very long name " * 20, 0.5),))
    assert column_widths(table, "en", width=60.0, size=10.0)[1] > 17


def test_a_day_stands_on_one_line():
    """30 September 2025 is one word, however narrow the page."""
    from datetime import date

    table = Table("t", "", (Column("through", "To", "day"), UNIT), ((date(2025, 9, 30), "a long name " * 20),))
    assert column_widths(table, "en", width=60.0, size=10.0)[0] > 26


def test_widths_fill_the_page():
    """Whatever the cells hold, the columns together are as wide as the page."""
    for cells in (("", 0.0), ("x" * 500, 0.1), ("a b " * 100, 1234.5)):
        widths = column_widths(Table("t", "", (UNIT, ATTAINED), (cells,)), "vi", width=165.0, size=10.0)
        assert sum(widths) == pytest.approx(165) and min(widths) > 10


def test_few_columns_need_no_page_on_its_side():
    """A table of three columns stays where its heading is."""
    page = Page(
        "en", "Title", (), (), ("foot",), (Paragraph("before"), Table("t", "", (UNIT,) * 3, (("A",) * 3,), wide=True))
    )
    assert len(docx.Document(io.BytesIO(docx_bytes(page, {}))).sections) == 1


def test_what_ends_a_section_takes_no_room():
    """After a table that fills its page the end of the section is no page of its own."""
    wide = Table("t", "", (UNIT,) * 9, (("A",) * 9,), wide=True)
    page = Page("en", "Title", (), (), ("foot",), (Paragraph("before"), wide, Paragraph("after")))
    document = docx.Document(io.BytesIO(docx_bytes(page, {})))
    ends = [paragraph for paragraph in document.paragraphs if paragraph._p.xpath("./w:pPr/w:sectPr")]
    assert len(ends) == 2 and all(end.paragraph_format.line_spacing.pt == 1 and not end.text for end in ends)
    assert ends[1]._p.getprevious().tag.endswith("tbl")
