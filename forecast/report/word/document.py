"""The whole document: title, parts, tables on their side where they are wide, what stands on every page."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from forecast.report.blocks import Block, Heading, Page, Paragraph, Picture, Table
from forecast.report.word.papers import A4, PAPERS, Paper
from forecast.report.word.parts import add_field, describe_picture, element, end_section, number_headings, same_bytes
from forecast.report.word.tables import add_table

CREATED = datetime(2000, 1, 1)  # always the same, so that files are
_LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
_BLANK_LINES = 3
UPRIGHT = 8  # columns of a table for which an upright page is wide enough


def docx_bytes(
    page: Page, pictures: Mapping[str, bytes], *, paper: Paper = PAPERS["party"], template: bytes | None = None
) -> bytes:
    """The document as it stands in its file.

    Parameters
    ----------
    pictures : PNG of every chart that the page names.
    template : the office's own document, whose paper, styles and text above are kept; else `paper` is followed.
    """
    document = docx.Document(io.BytesIO(template) if template else None)
    writer = _Writer(document, page, paper, own=template is not None)
    writer.prepare()
    writer.write_title()
    blocks = list(page.blocks)
    for at, block in enumerate(blocks):
        writer.turn(_is_wide(blocks[at:]))
        writer.write(block, pictures)
    writer.write_foot()
    content = io.BytesIO()
    document.save(content)
    return same_bytes(content.getvalue())


def _is_wide(blocks: Sequence[Block]) -> bool:
    """Whether a block stands on a page on its side: a wide table of many columns, and the headings right above one."""
    first = next((block for block in blocks if not isinstance(block, Heading)), None)
    return isinstance(first, Table) and first.wide and len(first.columns) > UPRIGHT


class _Writer:
    """Puts blocks at the end of a document."""

    def __init__(self, document: Any, page: Page, paper: Paper, *, own: bool) -> None:
        self.document, self.page, self.paper, self.own = document, page, paper, own
        self.wide, self.pictures = False, 0

    def prepare(self) -> None:
        """Paper, styles, and what the file says of itself."""
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = self.page.title, "", ""
        properties.last_modified_by, properties.revision = "", 1
        properties.created = properties.modified = CREATED
        properties.language = _LANGUAGES[self.page.language]
        styles = self.document.styles
        if not self.own:
            self._lay_out(self.document.sections[0], wide=False)
            self._dress(styles["Normal"], self.paper.size)
            styles["Normal"].paragraph_format.space_after = Pt(6)
        for level, size in ((1, self.paper.size), (2, self.paper.size - 0.5)):
            style = self._style(f"Heading {level}")
            if not self.own:
                self._dress(style, size, bold=True)
                style.paragraph_format.space_before, style.paragraph_format.keep_with_next = Pt(10), True
        self._style("Caption").paragraph_format.keep_with_next = False
        if "Table Grid" not in [style.name for style in styles]:
            styles.add_style("Table Grid", WD_STYLE_TYPE.TABLE)
        number_headings(self.document, styles["Heading 1"])

    def _style(self, name: str) -> Any:
        styles = self.document.styles
        if name not in [style.name for style in styles]:
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        return styles[name]

    def _dress(self, style: Any, size: float, *, bold: bool = False) -> None:
        font = style.font
        font.name, font.size, font.bold, font.italic = self.paper.font, Pt(size), bold, False
        font.color.rgb = RGBColor(0, 0, 0)
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{name}"), None)
        for name in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{name}"), self.paper.font)
        properties.append(element("w:lang", val=_LANGUAGES[self.page.language]))

    def _lay_out(self, section: Any, *, wide: bool) -> None:
        """Paper and margins; on its side the page keeps its margins about the same edges."""
        top, right, bottom, left = self.paper.margins
        short, long = map(Mm, A4)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (long, short) if wide else (short, long)
        margins = (left, bottom, right, top) if wide else (top, right, bottom, left)
        section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, margins)
        section.header_distance = section.footer_distance = Mm(9)

    @property
    def _letters(self) -> tuple[float, float]:
        """Size and stretch of the letters of tables; those of an office's own document may be wide ones."""
        widest = max(paper.stretch for paper in PAPERS.values())
        return self.paper.table_size, widest if self.own else self.paper.stretch

    @property
    def width(self) -> float:
        """Width of the text. [mm]"""
        section = self.document.sections[-1]
        return float((section.page_width - section.left_margin - section.right_margin) / Mm(1))

    def turn(self, wide: bool) -> None:
        """Begin a page on its side, or upright again."""
        if wide == self.wide:
            return
        end_section(self.document)
        section = self.document.sections[-1]
        if self.own:
            section.page_width, section.page_height = section.page_height, section.page_width
            section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        else:
            self._lay_out(section, wide=wide)
        self.wide = wide

    def write_title(self) -> None:
        for at, line in enumerate(self.page.above):
            self._line(line, bold=at == 0, italic=at > 0, centred=True)
        self._line(self.page.title, bold=True, centred=True)
        for line in self.page.below:
            self._line(line, italic=True, centred=True)

    def write_foot(self) -> None:
        """What stands on every page: the marking and the number above, what the figures are not for below."""
        section = self.document.sections[0]
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        head.alignment = foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_field(head, "PAGE")
        if self.page.marking:
            head.add_run(" – " + self.page.marking).bold = True
        run = foot.add_run(" ".join(self.page.foot))
        run.italic, run.font.size = True, Pt(9)

    def write(self, block: Block, pictures: Mapping[str, bytes]) -> None:
        if isinstance(block, Heading):
            self.document.add_paragraph(block.text, style=f"Heading {min(block.level, 2)}")
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Table):
            add_table(self.document, block, self.page.language, width=self.width, letters=self._letters)
            self._line("", size=4)
        elif isinstance(block, Picture):
            self._picture(block, pictures[block.name])

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if block.look == "plain" else None
        if block.lead:
            paragraph.add_run(block.lead + " ").bold = True
        run = paragraph.add_run(block.text)
        if block.look == "note":
            run.font.size = Pt(self.paper.table_size)
        if block.look == "blank":
            run.bold = True
            for _ in range(_BLANK_LINES):
                line = self.document.add_paragraph("\t")
                line.paragraph_format.tab_stops.add_tab_stop(Mm(self.width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)

    def _picture(self, block: Picture, content: bytes) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.alignment, paragraph.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
        shape = paragraph.add_run().add_picture(io.BytesIO(content), width=Mm(min(self.width, 165)))
        self.pictures += 1
        describe_picture(shape, block.alt, self.pictures)
        caption = self.document.add_paragraph(block.caption, style="Caption")
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for run in caption.runs:
            run.font.color.rgb, run.font.size = RGBColor(0, 0, 0), Pt(self.paper.table_size)

    def _line(
        self, text: str, *, bold: bool = False, italic: bool = False, centred: bool = False, size: float | None = None
    ) -> None:
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(text)
        run.bold, run.italic = bold, italic
        run.font.size = Pt(size) if size else None
        paragraph.paragraph_format.space_after = Pt(2)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
