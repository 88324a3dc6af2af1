"""The bundled press figures, and the admissions prior learned from them."""

import csv
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRESS = ROOT / "datasets" / "press"
PRIORS = ROOT / "forecast" / "priors"
RESTRICTED = re.compile(r"công an|quân sự|quân đội|bộ đội|biên phòng|cảnh sát|dân quân|militia", re.I)
SENSITIVE = re.compile(r"catholic|giáo dân|dân tộc|ethnic", re.I)
TABLES = ["press_facts", "share_of_target"]


def rows(name):
    with (PRESS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def learn(facts, output):
    script = PRESS / "learn_admissions_prior.py"
    subprocess.run([sys.executable, script, "--facts", facts, "--output", output], check=True)
    return output.read_bytes()


def with_percent(folder, percent, **marks):
    """A copy of share_of_target.csv in which the first row with these marks has another percentage."""
    table = rows("share_of_target")
    next(row for row in table if all(row[name] == value for name, value in marks.items()))["pct_of_target"] = percent
    with (folder / "share_of_target.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, table[0])
        writer.writeheader()
        writer.writerows(table)
    return folder


@pytest.mark.parametrize("name", TABLES)
def test_no_restricted_unit_and_no_sensitive_measure(name):
    """Police, army and border guard are left out, and so are measures on religion or ethnic origin."""
    for row in rows(name):
        named = " ".join(row[column] for column in ("unit", "parent", "measure", "note") if column in row)
        assert not RESTRICTED.search(named) and not SENSITIVE.search(named), row


@pytest.mark.parametrize("name", TABLES)
def test_every_row_is_complete_and_holds_no_sentence(name):
    """Each row has every column; notes are short and quote at most three words."""
    for row in rows(name):
        assert None not in row and None not in row.values()
        note = row.get("note", "")
        quoted = re.findall(r'"([^"]+)"', note) + re.findall(r"(?<!\w)'([^']+)'(?!\w)", note)
        assert len(note) <= 180 and all(len(words.split()) <= 3 for words in quoted), note


def test_units_below_province_that_missed_the_year_are_coded():
    """No year-end row of a district, commune or bloc below its target carries a name, an address or a note."""
    full_years = [row for row in rows("share_of_target") if row["year_fraction"] == "1.0"]
    missed = [row for row in full_years if float(row["pct_of_target"]) < 100]
    assert [row["level"] for row in missed] == ["district"]
    coded = [row for name in TABLES for row in rows(name) if row["unit"].startswith("unit-")]
    assert all(row in coded for row in missed)
    assert all(row["url"] == "" and row.get("note", "") == "" for row in coded)


def test_every_address_stands_in_the_source_page():
    """SOURCE.md lists the address of every row, and those of the coded rows, without saying which is which."""
    text = (PRESS / "SOURCE.md").read_text(encoding="utf-8")
    addresses = {row["url"] for name in TABLES for row in rows(name)} - {""}
    assert addresses < set(re.findall(r"^- (http\S.*)$", text, re.M))
    assert not [line for line in text.splitlines() if "http" in line and "unit-0" in line]


def test_the_shipped_prior_is_what_the_script_writes(tmp_path):
    """Anyone who reruns the script gets forecast/priors/admissions.toml byte for byte."""
    assert learn(PRESS, tmp_path / "admissions.toml") == (PRIORS / "admissions.toml").read_bytes()


@pytest.mark.parametrize("fraction", ["0.25", "0.5", "1.0"])
def test_another_figure_gives_another_prior(tmp_path, fraction):
    """Each row that may teach does: changing one changes the file."""
    facts = with_percent(tmp_path, "33.3", year_fraction=fraction, selected_list="0", out="0")
    assert learn(facts, tmp_path / "admissions.toml") != (PRIORS / "admissions.toml").read_bytes()


@pytest.mark.parametrize("marks", [{"selected_list": "1"}, {"out": "1", "year_fraction": "1.0"}])
def test_winners_and_rows_marked_out_teach_nothing(tmp_path, marks):
    """A unit printed because it did best, or a row marked out, may say anything without moving the prior."""
    facts = with_percent(tmp_path, "500", **marks)
    assert learn(facts, tmp_path / "admissions.toml") == (PRIORS / "admissions.toml").read_bytes()


def test_the_prior_is_back_loaded_and_called_a_judgement():
    """The shares rise, stay below an even spread in every quarter, and the file says what it is."""
    prior = tomllib.loads((PRIORS / "admissions.toml").read_text(encoding="utf-8"))
    means = [entry["log_share_mean"] for entry in prior["in_year"]]
    assert [entry["fraction"] for entry in prior["in_year"]] == [0.25, 0.5, 0.75]
    assert all(2.718281828**mean < fraction for mean, fraction in zip(means, [0.25, 0.5, 0.75], strict=True))
    assert means == sorted(means) and prior["kind"] == "judgement"


def test_the_neutral_prior_says_nothing():
    """No shares of the year and no ratio of result to target."""
    prior = tomllib.loads((PRIORS / "neutral.toml").read_text(encoding="utf-8"))
    assert prior == {"version": 1, "kind": "neutral"}
