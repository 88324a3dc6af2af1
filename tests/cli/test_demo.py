"""`forecast demo` and the bundled figures, on the real engine."""

import shutil

import pytest

from forecast.io.datasets import dataset_folder


@pytest.fixture
def copy(tmp_path):
    """A copy of the figures on Hà Nội."""
    return shutil.copytree(dataset_folder("hanoi"), tmp_path / "hanoi")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "vi",
            ["Chỉ tiêu 9.810", "Đã kết nạp 2.241 (22,8%; báo cáo gốc: 23%)", "Còn 7.569", "2.523 (hơn quý I 12,6%)"],
        ),
        ("en", ["Target 9,810", "Admitted so far 2,241 (22.8%; as printed: 23%)", "Remaining 7,569", "12.6% above Q1"]),
    ],
)
def test_the_demo_tells_what_was_reported(run, language, words):
    """The first screen holds the figures of the first quarter of 2023, in the language asked for."""
    outcome = run("demo", "--lang", language)
    assert outcome.code == 0 and outcome.err == ""
    assert [word for word in words if word not in outcome.out] == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_another_first_quarter_changes_every_line_that_hangs_on_it(run, copy, language):
    """With 1241 in the place of 2241 counts, forecast, needs and pace change; what the forecast rests on does not."""
    before = run("demo", "--folder", copy, "--lang", language).out.splitlines()
    text = (copy / "counts.csv").read_text(encoding="utf-8")
    (copy / "counts.csv").write_text(text.replace(",2241,", ",1241,"), encoding="utf-8")
    after = run("demo", "--folder", copy, "--lang", language).out.splitlines()
    changed = [place for place, (first, second) in enumerate(zip(before, after, strict=True)) if first != second]
    assert changed == [1, 2, 3, 4]
    assert {"vi": "chưa khớp với số đếm", "en": "which does not fit the counts"}[language] in after[1]
    assert not any(number in "\n".join(after) for number in ("2.241", "2,241"))


def test_a_copied_data_set_runs_with_its_config(run, tmp_path, monkeypatch):
    """The commands that the first screen names work in the order given."""
    monkeypatch.chdir(tmp_path)
    assert run("datasets", "copy", "hanoi").code == 0
    outcome = run("project", "--config", "hanoi-2023.toml", "--lang", "vi")
    assert outcome.code == 0 and "Dự báo" in outcome.out
    assert run("check", "--config", "hanoi-2023.toml").code == 0


def test_a_copy_never_writes_over_a_file(run, tmp_path):
    """The second copy into a folder is refused and names the file that is there."""
    assert run("datasets", "copy", "hanoi", tmp_path).code == 0
    outcome = run("datasets", "copy", "hanoi", tmp_path)
    assert outcome.code == 2 and "already there" in outcome.err


def test_the_list_names_the_data_sets(run):
    """Each bundled data set has a line with its name and title."""
    lines = run("datasets", "list").out.splitlines()
    assert {line.partition("\t")[0] for line in lines} >= {"hanoi", "press"}


def test_an_unknown_data_set_names_those_there_are(run):
    """A wrong name is answered with the right ones."""
    outcome = run("datasets", "copy", "hanoy")
    assert outcome.code == 2 and "hanoi, press" in outcome.err
