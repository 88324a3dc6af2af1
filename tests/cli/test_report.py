"""`forecast report` and `forecast plot`: what they write, and what they refuse before any work is done."""

from pathlib import Path

import pytest

from forecast.io import convert_office


@pytest.fixture
def config(office: Path) -> Path:
    """A config file for the small office."""
    path = office / "office.toml"
    path.write_text('counts = "counts.csv"\nquotas = "quotas.csv"\nyear = "2023"\nlang = "vi"\n')
    return path


def test_several_forms_at_once(run, config, tmp_path):
    """One call writes page, document, workbook and table, in the language of the config file."""
    paths = [tmp_path / f"r.{suffix}" for suffix in ("html", "docx", "xlsx", "csv")]
    outcome = run("report", config, *(part for path in paths for part in ("--to", path)))
    assert outcome.code == 0 and [path.read_bytes()[:2] for path in paths] == [
        b"<!",
        b"PK",
        b"PK",
        "\ufeff".encode()[:2],
    ]
    assert "Đã ghi" in outcome.err and 'lang="vi"' in paths[0].read_text()


def test_an_option_is_as_good_as_the_config_file(run, office, tmp_path):
    """The tables may be given one by one."""
    outcome = run(
        "report",
        "--counts",
        office / "counts.csv",
        "--quotas",
        office / "quotas.csv",
        "--year",
        2023,
        "--to",
        tmp_path / "r.html",
    )
    assert outcome.code == 0 and "Written" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--to"),
        (("--to", "r.doc"), ".html"),
        (("--to", "r.docx", "--kind", "short"), "brief"),
        (("--to", "r.docx", "--template", "none.docx"), "none.docx"),
        (("--to", "r.docx", "--replaces", "yesterday"), "2023-04-07"),
        (("--to", "missing/r.html"), "missing"),
        (("--to", "r.csv", "--public"), ".html"),
    ],
)
def test_refused_before_any_work(run, config, tmp_path, monkeypatch, arguments, said):
    """A place or a setting that cannot be used ends with 2, says the remedy and writes nothing."""
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.iterdir())
    outcome = run("report", config, *arguments, "--lang", "en")
    assert outcome.code == 2 and said in outcome.err and set(tmp_path.iterdir()) == before


def test_what_is_neither_config_nor_workbook(run):
    """The first argument is refused by its name."""
    outcome = run("report", "run-7", "--to", "r.html")
    assert outcome.code == 2 and "run-7" in outcome.err


def test_pdf_without_an_office(run, config, tmp_path, monkeypatch):
    """Without LibreOffice the user is told what to install, or what to write instead."""
    monkeypatch.setattr(convert_office, "find_office", lambda: None)
    outcome = run("report", config, "--to", tmp_path / "r.pdf", "--lang", "en")
    assert outcome.code == 2 and "LibreOffice" in outcome.err and "FILE.docx" in outcome.err


def test_a_template_of_the_office(run, config, tmp_path):
    """The office's own document keeps its text; the report follows it."""
    import docx

    own = docx.Document()
    own.add_paragraph("CƠ QUAN MẪU")
    own.save(str(tmp_path / "own.docx"))
    assert run("report", config, "--to", tmp_path / "r.docx", "--template", tmp_path / "own.docx").code == 0
    said = [paragraph.text for paragraph in docx.Document(str(tmp_path / "r.docx")).paragraphs]
    assert said[0] == "CƠ QUAN MẪU" and any("PHỤ LỤC" in text for text in said)


def test_plot_one_and_all(run, office, tmp_path):
    """One chart to a file, or every chart in both forms to a folder; a chart that there is none of is refused."""
    for name in ("counts", "quotas"):
        lines = (office / f"{name}.csv").read_text().splitlines()
        (tmp_path / f"one_{name}.csv").write_text("\n".join(line for line in lines if not line.startswith("B")) + "\n")
    given = ("--counts", tmp_path / "one_counts.csv", "--quotas", tmp_path / "one_quotas.csv", "--year", "2023")
    (tmp_path / "charts").mkdir()
    assert run("plot", *given, "--to", tmp_path / "charts").code == 0
    assert run("plot", *given, "--to", tmp_path / "path.svg", "--chart", "path").code == 0
    assert (tmp_path / "path.svg").read_bytes() == (tmp_path / "charts" / "path.svg").read_bytes()
    assert (tmp_path / "charts" / "path.png").read_bytes()[:4] == b"\x89PNG"
    assert run("plot", *given, "--to", tmp_path / "x.svg", "--chart", "waterfall").code == 2
