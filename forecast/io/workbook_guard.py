"""Cheap checks of a workbook before a cell is read: what it is, how large it is unpacked, which sheets it has.

Looking into the XML is `forecast.io.workbook_scan`; reading the cells is `forecast.io.read_workbook`.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

from forecast.core.findings import SheetPlace
from forecast.io.notes import Notes
from forecast.io.open_document_scan import scan_open_document
from forecast.io.workbook_name import OTHER, READ, lock_of
from forecast.io.workbook_scan import Seen, declares_types, scan_sheet

MOST_BYTES = 100 * 2**20  # of the file
MOST_UNPACKED = 512 * 2**20
MOST_ENTRIES = 5_000
MOST_TIMES = 250  # unpacked bytes for each packed one, of what unpacks to over a megabyte
MOST_HOME = 2**24  # bytes of the list of sheets
MOST_CELLS = 8_000_000
_OLE = b"\xd0\xcf\x11\xe0"
_SIGNS = {
    b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"%PDF": "PDF", b"{\\rtf": "RTF",
    b"<html": "HTML", b"<!doctype html": "HTML", b"<table": "HTML",
}  # fmt: skip
_BROKEN = (
    ExpatError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    KeyError,
    ElementTree.ParseError,
)


@dataclass(frozen=True)
class Guarded:
    """A workbook whose outside is in order: its sheets by name, each with its part of the archive.

    Of other kinds than .xlsx the sheets are not known before they are read. `unread` names what stays unread in it: `macros`,
    `links` to other files.
    """

    path: Path
    sheets: Mapping[str, str]
    unread: tuple[str, ...] = ()


def guard_workbook(file: str, notes: Notes, *, kinds: Collection[str] = READ) -> Guarded | None:
    """The workbook, when nothing speaks against opening it; else a note.

    Parameters
    ----------
    kinds : endings that the caller can make something of.

    Raises
    ------
    OSError : the file cannot be read.
    """
    path = Path(file)
    ending = path.suffix.lower()
    if ending in OTHER and ending not in kinds:
        notes.add("workbook_kind", file, ending=path.suffix)
        return None
    if (lock := lock_of(path)) is not None:
        notes.add("workbook_open", file, lock=lock.name)
        return None
    try:
        with path.open("rb") as stream:
            start = stream.read(64)
    except PermissionError:
        notes.add("workbook_locked", file)
        return None
    if kind := _other_kind(start):
        notes.add("workbook_is_other", file, kind=kind)
        return None
    if start[:4] == _OLE and ending != ".xls":
        notes.add("workbook_encrypted", file)
        return None
    if (size := path.stat().st_size) > MOST_BYTES:
        notes.add("workbook_large", file, size=size / 2**20, most=MOST_BYTES // 2**20)
        return None
    if start[:4] == _OLE:
        return _old_workbook(path, notes)
    try:
        with zipfile.ZipFile(path) as archive:
            return _opened(file, archive, notes)
    except _BROKEN as error:
        notes.add("workbook_broken", file, reason=str(error).partition("\n")[0] or type(error).__name__)
        return None


def _other_kind(start: bytes) -> str:
    """What a file begins like that only bears the name of a workbook; "" for what may be one."""
    plain = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((kind for sign, kind in _SIGNS.items() if start.startswith(sign) or plain.startswith(sign)), "")


def note_harm(book: Guarded, sheet: str, seen: Seen, notes: Notes) -> bool:
    """Whether what the XML of a sheet shows forbids to read it; noted."""
    file = str(book.path)
    if seen.declares:
        notes.add("workbook_entities", file, part=book.sheets[sheet])
    elif seen.cells > MOST_CELLS:
        notes.add("sheet_large", f"{file}#{sheet}", cell=seen.corner, n=seen.cells, most=MOST_CELLS)
        notes.sheets[f"{file}#{sheet}"] = SheetPlace(file, sheet)
    else:
        return False
    return True


def scan(book: Guarded, sheet: str) -> Seen:
    """What the XML of one sheet shows.

    Raises
    ------
    zipfile.BadZipFile : the archive is damaged.
    """
    try:
        with zipfile.ZipFile(book.path) as archive:
            with archive.open(book.sheets[sheet]) as stream:
                seen = scan_sheet(stream, MOST_CELLS)
            if seen.cells > MOST_CELLS and not seen.declares:
                with archive.open(book.sheets[sheet]) as stream:
                    seen = scan_sheet(stream, MOST_CELLS, closely=True)
            return seen
    except _BROKEN as error:
        raise zipfile.BadZipFile(str(error)) from error


def _opened(file: str, archive: zipfile.ZipFile, notes: Notes) -> Guarded | None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    swollen = [
        entry
        for entry in entries
        if entry.file_size > 2**20 and entry.file_size > MOST_TIMES * max(entry.compress_size, 1)
    ]
    if unpacked > MOST_UNPACKED or swollen:
        notes.add("workbook_bomb", file, size=unpacked / 2**20)
        return None
    if len(entries) > MOST_ENTRIES:
        notes.add("workbook_entries", file, n=len(entries), most=MOST_ENTRIES)
        return None
    small = [entry for entry in entries if not entry.filename.startswith("xl/worksheets/sheet")]
    for entry in small:
        if entry.filename.endswith((".xml", ".rels")):
            with archive.open(entry) as stream:
                if declares_types(stream):
                    notes.add("workbook_entities", file, part=entry.filename)
                    return None
    if "content.xml" in names:
        return _open_document(file, archive, notes)
    home = archive.getinfo("xl/workbook.xml")
    sheets = _sheets(archive) if home.file_size < MOST_HOME else {}
    if not sheets:
        notes.add("workbook_broken", file, reason="xl/workbook.xml")
        return None
    return Guarded(Path(file), sheets, _unread(names, "xl/vbaProject", "xl/externalLinks/"))


def _open_document(file: str, archive: zipfile.ZipFile, notes: Notes) -> Guarded | None:
    """An .ods, whose sheets all stand in one part."""
    with archive.open("content.xml") as stream:
        extents = scan_open_document(stream, MOST_CELLS)
    for sheet, (cells, corner) in extents.items():
        if cells > MOST_CELLS:
            label = f"{file}#{sheet}"
            notes.add("sheet_large", label, cell=corner, n=cells, most=MOST_CELLS)
            notes.sheets[label] = SheetPlace(file, sheet)
            return None
    return Guarded(Path(file), {}, _unread(archive.namelist(), "Basic/", "\0"))


def _old_workbook(path: Path, notes: Notes) -> Guarded | None:
    """An .xls; what is in it only its reader can tell, who has limits."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        notes.add("workbook_encrypted", str(path))
        return None
    return Guarded(path, {}, ("macros",) if "_VBA_PROJECT".encode("utf-16-le") in content else ())


def _unread(names: Collection[str], macros: str, links: str) -> tuple[str, ...]:
    parts = {"macros": macros, "links": links}
    return tuple(what for what, start in parts.items() if any(name.startswith(start) for name in names))


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name and part of every sheet in the order of the workbook; sheets of charts are left out."""
    targets = {
        link.get("Id", ""): link.get("Target", "")
        for link in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        if link.get("Type", "").endswith("/worksheet")
    }
    sheets = {}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        link = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
        if element.tag.rpartition("}")[2] == "sheet" and link in targets:
            part = posixpath.normpath(posixpath.join("/xl", targets[link])).lstrip("/")
            sheets[element.get("name", "")] = part
    return sheets
