"""Texts as their paragraphs, from TXT, HTML, DOCX and PDF, each opened with care.

What the paragraphs state is left to `forecast.intake.sentences.statements`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

from forecast.intake.sentences.read_docx import docx_paragraphs
from forecast.intake.sentences.read_pdf import pdf_paragraphs
from forecast.io.notes import Notes

MOST_BYTES = 20 * 2**20  # of a file; a report of a hundred pages has less than one
MOST_LETTERS = 5_000_000
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_SILENT = {"script", "style", "noscript", "template", "nav", "form", "button", "select", "svg", "head"}
_BLOCKS = {
    "p", "div", "br", "li", "ul", "ol", "td", "th", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section",
    "article", "header", "footer", "blockquote", "figcaption", "dt", "dd", "title", "main", "aside",
}  # fmt: skip
# A line that ends in the middle of a sentence, and the next one that goes on in small letters.
_WRAPPED = re.compile(r"(?<=[^\s.!?:;”\"])[ \t]*\n[ \t]*(?=[a-zà-ỹđ0-9(])")

# Two cells of figures beside each other, parted by strokes or tabs.
_ROW = re.compile(r"[|\t]\s*[\d.,]+\s*%?\s*[|\t]\s*[\d.,]+\s*%?\s*(?:[|\t]|$)")


def read_document(file: str, notes: Notes) -> list[str] | None:
    """The paragraphs of a text; None where it cannot be read (noted).

    Empty paragraphs are kept, so that their numbers are those of the file.
    """
    path = Path(file)
    reader = READERS.get(path.suffix.lower())
    if path.is_dir():
        notes.add("file_is_folder", file)
    elif not path.exists():
        notes.add("file_missing", file)
    elif reader is None:
        notes.add("text_ending", file, ending=path.suffix or path.name, accepted=", ".join(READERS))
    else:
        return _guarded(path, file, reader, notes)
    return None


def _guarded(path: Path, file: str, reader: Reader, notes: Notes) -> list[str] | None:
    try:
        if (size := path.stat().st_size) > MOST_BYTES:
            notes.add("text_large", file, size=size / 2**20, most=MOST_BYTES // 2**20)
            return None
        paragraphs = reader(path, file, notes)
    except OSError as error:
        notes.add("text_unreadable", file, reason=error.strerror or str(error))
        return None
    if paragraphs is None:
        return None
    letters = sum(map(len, paragraphs))
    if letters > MOST_LETTERS:
        notes.add("text_large", file, size=letters / 2**20, most=MOST_LETTERS // 2**20)
        return None
    if not any(paragraph.strip() for paragraph in paragraphs):
        notes.add("text_empty", file)
        return None
    return paragraphs


def _txt(path: Path, file: str, notes: Notes) -> list[str] | None:
    text = _decoded(path.read_bytes(), file, notes)
    return None if text is None else unwrapped(text)


def _html(path: Path, file: str, notes: Notes) -> list[str] | None:
    raw = path.read_bytes()
    declared = _CHARSET.search(raw[:4096])
    text = _decoded(raw, file, notes, declared[1].decode("ascii") if declared else "")
    if text is not None and "<!entity" in text.casefold():
        notes.add("text_entities", file, part=path.name)
        return None
    return None if text is None else html_paragraphs(text)


def _decoded(raw: bytes, file: str, notes: Notes, declared: str = "") -> str | None:
    """The text of UTF-8 or UTF-16, or of the encoding that a page declares."""
    encoding = next((name for mark, name in _BOMS if raw.startswith(mark)), "utf-8")
    for name in filter(None, (encoding, declared)):
        try:
            return raw.decode(name).replace("\r\n", "\n").replace("\r", "\n")
        except (UnicodeDecodeError, LookupError):
            continue
    notes.add("text_encoding", file)
    return None


def unwrapped(text: str) -> list[str]:
    """Lines as paragraphs; those that are wrapped in the middle of a sentence are joined.

    Examples
    --------
    >>> unwrapped("Quý I kết nạp\\n9 đảng viên.\\nQuý II kết nạp 8.")
    ['Quý I kết nạp 9 đảng viên.', 'Quý II kết nạp 8.']
    """
    return _WRAPPED.sub(" ", text).split("\n")


class _Page(HTMLParser):
    """Gathers the text between block elements; scripts, menus and forms are silent."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self._pieces: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _BLOCKS:
            self.end_paragraph()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        elif tag in _BLOCKS:
            self.end_paragraph()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._pieces.append(data)

    def end_paragraph(self) -> None:
        text = " ".join("".join(self._pieces).split())
        self._pieces.clear()
        if text:
            self.paragraphs.append(text)


def html_paragraphs(text: str) -> list[str]:
    """The paragraphs of a page.

    Examples
    --------
    >>> html_paragraphs("<p>K&#7871;t n&#7841;p <b>9</b> đảng viên<script>var n = 10</script></p><p>Hết</p>")
    ['Kết nạp 9 đảng viên', 'Hết']
    """
    page = _Page()
    page.feed(text)
    page.close()
    page.end_paragraph()
    return page.paragraphs


def _pdf(path: Path, file: str, notes: Notes) -> list[str] | None:
    text = pdf_paragraphs(path, file, notes)
    return None if text is None else unwrapped(text)


Reader = Callable[[Path, str, Notes], list[str] | None]
READERS: dict[str, Reader] = {
    ".txt": _txt,
    ".html": _html,
    ".htm": _html,
    ".docx": docx_paragraphs,
    ".pdf": _pdf,
}


def table_lines(paragraphs: list[str]) -> int:
    """How many lines of a text are rows of a table, 0 where there are not two: sentences are read, tables are not.

    Examples
    --------
    >>> table_lines(["Đơn vị | Chỉ tiêu | Thực hiện", "Huyện An Sơn | 200 | 41", "Huyện Bình Khê | 95 | 21"])
    2
    """
    lines = [line for paragraph in paragraphs for line in paragraph.split("\n")]
    rows = [line for line in lines if _ROW.search(line)]
    return len(rows) if len(rows) > 1 else 0
