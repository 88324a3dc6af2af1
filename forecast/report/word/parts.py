"""Parts of a Word file that python-docx has no words for: fields, heading numbers, shading, alternative text, fixed bytes."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can name: the same report gives the same bytes


def element(name: str, **attributes: str) -> Any:
    """An element of WordprocessingML.

    Examples
    --------
    >>> element("w:shd", fill="DDE6EE").get(qn("w:fill"))
    'DDE6EE'
    """
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def add_field(paragraph: Any, instruction: str) -> None:
    """A field that Word works out, such as PAGE."""
    run = paragraph.add_run()._r
    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            text = element("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {instruction} "
            run.append(text)
        run.append(element("w:fldChar", fldCharType=kind))


def describe_picture(shape: Any, text: str, number: int) -> None:
    """The text that stands for a picture."""
    properties = shape._inline.docPr
    properties.set("descr", text)
    properties.set("name", f"Picture {number}")
    properties.set("id", str(number))


def number_headings(document: Any, style: Any) -> None:
    """Number the headings of a style I, II, III …"""
    numbering = document.part.numbering_part.element
    taken = [int(found.get(qn("w:abstractNumId"))) for found in numbering.findall(qn("w:abstractNum"))]
    numbers = [int(found.get(qn("w:numId"))) for found in numbering.findall(qn("w:num"))]
    abstract_id, number_id = str(max(taken, default=0) + 1), str(max(numbers, default=0) + 1)
    abstract = element("w:abstractNum", abstractNumId=abstract_id)
    abstract.append(element("w:multiLevelType", val="singleLevel"))
    level = element("w:lvl", ilvl="0")
    for name, value in (
        ("start", "1"),
        ("numFmt", "upperRoman"),
        ("pStyle", style.style_id),
        ("suff", "space"),
        ("lvlText", "%1."),
    ):
        level.append(element(f"w:{name}", val=value))
    abstract.append(level)
    first = numbering.find(qn("w:num"))
    if first is None:
        numbering.append(abstract)
    else:
        first.addprevious(abstract)
    number = element("w:num", numId=number_id)
    number.append(element("w:abstractNumId", val=abstract_id))
    numbering.append(number)
    properties = style.element.get_or_add_pPr()
    numbered = element("w:numPr")
    numbered.append(element("w:numId", val=number_id))
    properties.append(numbered)


def end_section(document: Any) -> None:
    """Begin a section on a new page.

    What ends the one before takes no room: after a table that fills its page it would be a blank one.
    """
    document.add_section(WD_SECTION.NEW_PAGE)
    end = document.paragraphs[-1]
    before = end._p.getprevious()
    if before is not None and before.tag == qn("w:p") and not before.xpath(".//w:t | .//w:drawing | .//w:sectPr"):
        before.getparent().remove(before)
    end.paragraph_format.space_before = end.paragraph_format.space_after = Pt(0)
    end.paragraph_format.line_spacing = Pt(1)


def same_bytes(content: bytes) -> bytes:
    """A zip file with its dates taken out, so that equal contents are equal bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(entry, old.read(name))
    return packed.getvalue()
