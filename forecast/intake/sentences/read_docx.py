"""Paragraphs of a Word document, read from its XML in small steps; its size and declarations are looked at first."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from forecast.io.notes import Notes
from forecast.io.workbook_scan import declares_types

MOST_UNPACKED = 64 * 2**20
MOST_TIMES = 250  # unpacked bytes for each packed one
PART = "word/document.xml"
_OLE = b"\xd0\xcf\x11\xe0"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    KeyError,
    ElementTree.ParseError,
)


def docx_paragraphs(path: Path, file: str, notes: Notes) -> list[str] | None:
    """The paragraphs in their order, cells of tables among them; None where the file cannot be read (noted)."""
    with path.open("rb") as stream:
        if stream.read(4) == _OLE:
            notes.add("text_encrypted", file)
            return None
    try:
        with zipfile.ZipFile(path) as archive:
            part = archive.getinfo(PART)
            if part.file_size > MOST_UNPACKED or (
                part.file_size > 2**20 and part.file_size > MOST_TIMES * part.compress_size
            ):
                notes.add("text_bomb", file, size=part.file_size / 2**20)
                return None
            with archive.open(part) as stream:
                if declares_types(stream):
                    notes.add("text_entities", file, part=PART)
                    return None
            with archive.open(part) as stream:
                return _paragraphs(stream)
    except _BROKEN as error:
        notes.add("text_broken", file, reason=str(error).partition("\n")[0] or type(error).__name__)
        return None


def _paragraphs(stream: IO[bytes]) -> list[str]:
    """Texts of the paragraphs; deleted words (of tracked changes) are left out, notes and headers are other parts."""
    found: list[str] = []
    pieces: list[str] = []
    for _, element in ElementTree.iterparse(stream):
        name = element.tag.rpartition("}")[2]
        if name == "t":
            pieces.append(element.text or "")
        elif name in ("tab", "br", "cr"):
            pieces.append(" ")
        elif name == "noBreakHyphen":
            pieces.append("-")
        elif name == "p":
            found.append("".join(pieces))
            pieces.clear()
            element.clear()
    return found
