"""Texts of every kind as paragraphs; broken and hostile ones named with a remedy."""

import struct
import zipfile
from pathlib import Path

import pytest

from forecast.intake.sentences.documents import read_document
from forecast.io.notes import Notes
from forecast.language import catalogue

WORD = '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
PARAGRAPH = (
    "<w:p><w:r><w:t>Quý I/2022 kết nạp </w:t></w:r><w:r><w:t>41/200</w:t><w:tab/><w:t>đảng viên.</w:t></w:r></w:p>"
)


def docx(path: Path, body: str = PARAGRAPH, document: str = WORD) -> Path:
    """A Word document with one part, as small as Word would still open it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document.format(body))
    return path


def read(path: Path) -> tuple[list[str] | None, list[str]]:
    """Paragraphs, and the codes of what was noted."""
    notes = Notes()
    return read_document(str(path), notes), [finding.code for finding in notes.findings]


def test_a_word_document(tmp_path: Path) -> None:
    """Runs of one paragraph are one text, cells of tables are paragraphs, deleted words are gone."""
    body = (
        PARAGRAPH
        + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ô</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:del><w:r><w:delText>9</w:delText></w:r></w:del></w:p>"
    )
    assert read(docx(tmp_path / "a.docx", body)) == (["Quý I/2022 kết nạp 41/200 đảng viên.", "Ô", ""], [])


def test_a_page_that_declares_entities_is_refused(tmp_path: Path) -> None:
    """A page with declarations of its own is not read; the plain first line of every page is no such declaration."""
    page = "<!DOCTYPE html{}><html><body><p>Quý I kết nạp 41 đảng viên.</p></body></html>"
    hostile, plain = tmp_path / "hostile.html", tmp_path / "plain.html"
    hostile.write_text(page.format(' [<!ENTITY a SYSTEM "file:///etc/hosts">]'), encoding="utf-8")
    plain.write_text(page.format(""), encoding="utf-8")
    assert read(hostile) == (None, ["text_entities"])
    assert read(plain)[1] == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_plain_text(tmp_path: Path, encoding: str) -> None:
    """Lines are paragraphs, but for those wrapped within a sentence; Windows' line ends are line ends."""
    path = tmp_path / "a.txt"
    path.write_bytes("Quý I kết nạp\r\n41 đảng viên.\r\n\r\nHết.".encode(encoding))
    assert read(path) == (["Quý I kết nạp 41 đảng viên.", "", "Hết."], [])


def test_a_web_page(tmp_path: Path) -> None:
    """Text between blocks is a paragraph, entities are letters, scripts and menus are silent."""
    path = tmp_path / "a.html"
    path.write_text(
        "<html><head><title>x</title></head><nav>Mục 12</nav><p>Kết nạp&nbsp;<b>41</b> đảng viên<p>Hết<script>1</script>"
    )
    assert read(path) == (["Kết nạp 41 đảng viên", "Hết"], [])


def test_a_page_in_its_own_encoding(tmp_path: Path) -> None:
    """What is not UTF-8 is read in the encoding that the page declares."""
    path = tmp_path / "a.htm"
    path.write_bytes('<meta charset="windows-1252"><p>café'.encode("cp1252"))
    assert read(path) == (["café"], [])


def broken(folder: Path) -> dict[str, Path]:
    """One file for each thing that can be wrong, by the code it is noted with."""
    paths = {code: folder / name for code, name in (
        ("text_ending", "a.odt"), ("text_encoding", "tcvn3.txt"), ("text_empty", "scan.txt"), ("text_broken", "half.docx"),
        ("text_encrypted", "old.docx"), ("text_large", "large.txt"), ("file_missing", "none.txt"), ("file_is_folder", "folder.txt"),
        ("text_bomb", "bomb.docx"), ("text_entities", "entities.docx"),
    )}  # fmt: skip
    paths["text_ending"].touch()
    paths["text_encoding"].write_bytes(b"k\xd5t n\xb9p 41 \xae\xb6ng vi\xaan")
    paths["text_empty"].write_text(" \n")
    paths["text_broken"].write_bytes(b"PK\x03\x04" + bytes(50))
    paths["text_encrypted"].write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    paths["text_large"].write_bytes(b" " * (20 * 2**20 + 1))
    paths["file_is_folder"].mkdir()
    docx(paths["text_bomb"], "<w:p/>" * 400_000)
    entity = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b">]><w:document xmlns:w="w"><w:p>&a;</w:p>{}</w:document>'
    docx(paths["text_entities"], "", entity)
    return paths


def test_every_broken_text_is_named(tmp_path: Path) -> None:
    """Each gives its one finding, which both languages have a sentence for, and no text."""
    for code, path in broken(tmp_path).items():
        assert read(path) == (None, [code])
        assert all(code in catalogue(language) for language in ("vi", "en"))


def test_a_part_that_says_it_is_small(tmp_path: Path) -> None:
    """A damaged directory of the archive is a damaged file, not a fault of the program."""
    path = docx(tmp_path / "a.docx")
    raw = bytearray(path.read_bytes())
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 10)
    path.write_bytes(bytes(raw))
    assert read(path) == (None, ["text_broken"])


def test_pdf_without_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pypdf is not installed, the way to install it is told."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    assert read(tmp_path / "a.pdf") == (None, ["text_pdf"])


def test_pdf_with_its_extra(tmp_path: Path) -> None:
    """The lines of a page are its text; what is no PDF is a damaged file."""
    pytest.importorskip("pypdf")
    stream = b"BT /F1 12 Tf 72 720 Td (Q1 2022: the district admitted 41 party members.) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, item in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )
    (tmp_path / "a.pdf").write_bytes(body + end)
    assert "41 party members" in " ".join(read(tmp_path / "a.pdf")[0] or [])
    (tmp_path / "b.pdf").write_bytes(b"no PDF")
    assert read(tmp_path / "b.pdf") == (None, ["text_broken"])
