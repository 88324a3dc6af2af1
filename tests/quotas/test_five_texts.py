"""Every way of setting a target in five public texts, stated in tables and projected.

The texts, by what names their sources in the bundled datasets: the term 2015-2020 of Hà Nội (nhandan-2016-04-21), its programme of
2021 (nhandan-2021-03-17), its year 2021 (phunuthudo-2021), its first quarter of 2023 (kinhtedothi-2023-04-07), and the programme of
Cần Thơ of February 2023. Figures that a text does not give are invented here.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from forecast.core.measures import Measure
from forecast.core.tables import UNITS
from forecast.engine.project import project
from forecast.io.datasets import dataset_folder
from forecast.io.read_tables import read
from tests.make import counts_frame, make_tables, quarters, quotas_frame, typed


@pytest.fixture(scope="module")
def hanoi():
    """The bundled figures on Hà Nội."""
    folder = dataset_folder("hanoi")
    return read(**{name: folder / f"{name}.csv" for name in ("counts", "quotas", "units", "measures")})


def test_a_term_target_of_two_readings(hanoi):
    """Text of 2016: more than 12,000, of every year or of the term; each reading is a row, and the answer says so."""
    projection = project(hanoi, year="2020", measure="admissions")
    rows = projection.table.set_index("reading")
    assert rows.loc["yearly", ["year", "quota_kind", "quota_low"]].tolist() == ["2020", "range", 12000]
    assert rows.loc["term", ["year", "quota_kind", "quota_low"]].tolist() == ["2016..2020", "term", 12000]
    assert rows.loc["yearly", "p_met"] < 0.01 and rows.loc["term", "p_met"] > 0.95
    assert [finding.code for finding in projection.findings if finding.code == "readings"] == ["readings"]


def test_a_reading_is_told_only_beside_its_years(hanoi):
    """Whoever asks about 2023 is not told of the text of 2016."""
    assert "readings" not in {finding.code for finding in project(hanoi, year="2023").findings}


def test_readings_are_no_evidence(hanoi):
    """Without the readings the landing of 2020 is the same to the last digit."""
    without = replace(hanoi, quotas=hanoi.quotas[hanoi.quotas["reading"] == ""].reset_index(drop=True))
    landings = [project(tables, year="2020", measure="admissions").table["q0.5"].iloc[0] for tables in (hanoi, without)]
    assert landings[0] == landings[1]


def test_a_yearly_range_of_a_term(hanoi):
    """Text of March 2021: 9,000 to 10,000 every year from 2021 to 2025, five rows of a range."""
    rows = project(hanoi, year="2021..2025", measure="admissions").table
    ranges = rows[rows["basis"] == "resolution"]
    assert ranges["year"].tolist() == ["2021", "2022", "2023", "2024", "2025"]
    assert (ranges["quota_low"] == 9000).all() and (ranges["quota_high"] == 10000).all()
    assert ranges["p_met"].iloc[0] == 1 and ranges["p_above"].iloc[0] == 1  # 10,027 exceeds the range
    assert ranges["p_met"].iloc[1:].between(0, 1, inclusive="neither").all()


def test_a_fixed_quota_with_attainment(hanoi):
    """Text on 2021: 10,027 against 9,744 is 102.9 %."""
    rows = project(hanoi, year="2021", measure="admissions").table
    row = rows[rows["basis"] == "assigned"].iloc[0]
    assert (row["quota_low"], row["observed"], row["flag"]) == (9744, 10027, "met")
    assert round(100 * row["attainment"], 1) == 102.9


def test_growth_over_a_year_known_as_a_range(hanoi):
    """Text on 2021: +12.9 % on 2020, which is known only from that sentence: the quota is drawn with the range of 2020."""
    growth = quotas_frame({"unit": "hanoi", "year": 2021, "kind": "growth", "value": 1.129}, measure="admissions")
    tables = replace(hanoi, quotas=pd.concat([hanoi.quotas, growth], ignore_index=True))
    rows = project(tables, year="2021", measure="admissions").table
    row = rows[rows["quota_kind"] == "growth"].iloc[0]
    assert row["quota_low"] in (10027, 10028) and 0.2 < row["p_met"] < 0.8


def test_a_year_to_date_with_its_sub_targets(hanoi):
    """Text of April 2023: 2,241 of 9,810, of them 167 of 454 in enterprises; 29 of 69 organisations."""
    rows = project(hanoi, year="2023", as_of="2023-04-07").table
    assigned = rows[rows["basis"] == "assigned"].set_index("measure")
    shown = {name: (row["observed"], row["quota_low"]) for name, row in assigned.iterrows()}
    assert shown == {"admissions": (2241, 9810), "admissions_private": (167, 454), "organisations": (29, 69)}
    assert round(100 * assigned.loc["admissions", "attainment"], 1) == 22.8
    chance, part = assigned.loc["admissions", "p_met"], assigned.loc["admissions_private", "p_met"]
    together = assigned.loc["admissions", "p_all_met"]
    assert max(0, chance + part - 1) <= together <= min(chance, part) and together > chance * part
    assert assigned["p_all_met"].isna().tolist() == [False, True, True]


def test_the_chance_of_all_needs_no_row_of_the_part(hanoi):
    """Asked about admissions alone, the chance of meeting it with its sub-target is the same."""
    asked = {"year": "2023", "as_of": "2023-04-07"}
    alone, among = (project(hanoi, measure=name, **asked).table for name in ("admissions", None))
    assert set(alone["measure"]) == {"admissions"}
    pd.testing.assert_frame_equal(alone, among[among["measure"] == "admissions"])


CITY = Measure("admissions", declared=True), Measure("members", kind="stock", declared=True)


def cantho(*quota_rows, counts, units=()):
    """Tables as the programme of Cần Thơ states them."""
    attributes = sorted({name for row in units for name in row} - {*UNITS})
    return make_tables(
        pd.concat(counts, ignore_index=True),
        quotas_frame(*quota_rows, measure="admissions"),
        units=typed(list(units), (*UNITS, *attributes)),
        measures=CITY,
    )


def test_a_share_of_the_members():
    """Text of Cần Thơ: 3-4 % of the members a year; the 1,600-2,200 it names fit 53,334-55,000 members."""
    share = {"kind": "share", "share_low": 0.03, "share_high": 0.04, "of": "members", "unit": "cantho"}
    tables = cantho(
        *({**share, "year": year} for year in (2022, 2023)),
        counts=[
            counts_frame({"cantho": quarters(2020, [300, 450, 400, 600] * 3)}, measure="admissions"),
            counts_frame({"cantho": {"2021": (53_334, 55_000)}}, measure="members"),
        ],
    )
    rows = project(tables, year="2022..2023", measure="admissions").table.set_index("year")
    assert rows["quota_low"].tolist() == [1626, 1626]
    assert np.allclose(rows["quota_high"], 2166.68)
    assert rows.loc["2022", ["p_met", "flag"]].tolist() == [1, "met"]  # 1,750 is more than 3 % of 55,000
    assert 0 < rows.loc["2023", "p_met"] < 1


def test_the_rules_per_unit():
    """Text of Cần Thơ: cells of private firms by their workers, and one each on average for the hamlet cells of a commune."""
    firms = {"kind": "stepwise", "rule": "workers: 0=1, 50=2, +30=1", "scope": "each", "year": 2026}
    hamlets = {"kind": "stepwise", "rule": "cells: 0=1", "scope": "average", "year": 2026}
    sizes = {"firm 20": "20", "firm 50": "50", "firm 110": "110"}
    tables = cantho(
        *({**firms, "unit": unit} for unit in sizes),
        {**hamlets, "unit": "commune"},
        counts=[
            counts_frame({unit: quarters(2023, [0, 1, 0, 1] * 3) for unit in sizes}, measure="admissions"),
            counts_frame({"commune": quarters(2023, [2, 3, 2, 4] * 3)}, measure="admissions"),
        ],
        units=[*({"unit": unit, "workers": size} for unit, size in sizes.items()), {"unit": "commune", "cells": "9"}],
    )
    rows = project(tables, year="2026", measure="admissions").table.set_index("unit")
    assert rows["quota_low"].to_dict() == {"commune": 9, "firm 110": 4, "firm 20": 1, "firm 50": 2}
    assert rows["p_met"].between(0, 1, inclusive="neither").all()
    assert rows.loc["firm 20", "p_met"] > rows.loc["firm 50", "p_met"] > rows.loc["firm 110", "p_met"]


def test_the_bundled_tables_of_cantho():
    """The programme of Cần Thơ as bundled: share and printed range side by side; rules without sizes have no number, and say so."""
    folder = dataset_folder("cantho")
    tables = read(**{name: folder / f"{name}.csv" for name in ("counts", "quotas", "units", "measures")})
    projection = project(tables, year="2023..2026", measure="admissions")
    rows = projection.table[projection.table["unit"] == "cantho"].set_index(["year", "quota_kind"])
    assert rows.loc[("2023", "range"), ["quota_low", "quota_high"]].tolist() == [1600, 2200]
    assert rows.loc[("2023", "share"), "quota_low"] == 1625  # of 54,166.5, the middle of what the printed range allows
    assert rows.loc[("2026", "share"), "quota_low"] == 1625 and 0 < rows.loc[("2026", "share"), "p_met"] < 1
    rules = projection.table[projection.table["quota_kind"] == "stepwise"]
    assert len(rules) == 2 and rules["quota_low"].isna().all() and (rules["flag"] == "no_data").all()
    assert "size_missing" in {finding.code for finding in projection.findings}


HANOI_TABLES, CANTHO_TABLES = "hanoi", "cantho"
CONSTRUCTS = {
    "Ha Noi 2016: a term of two readings": (HANOI_TABLES, "nhandan-2016-04-21", "2020", {("yearly", "range"), ("term", "term")}),
    "Ha Noi 2021: a yearly range": (HANOI_TABLES, "nhandan-2021-03-17", "2024", {("", "range")}),
    "Ha Noi, the year 2021: a fixed quota": (HANOI_TABLES, "phunuthudo-2021", "2021", {("", "fixed")}),
    "Ha Noi 2023: a quota with sub-targets": (HANOI_TABLES, "kinhtedothi-2023-04-07", "2023", {("", "fixed")}),
    "Can Tho 2023: a share, a range, rules": (CANTHO_TABLES, "cantho-2023-02-14", "2023..2026", {("", "share"), ("", "range"), ("", "stepwise")}),
}  # fmt: skip


@pytest.mark.parametrize("text", CONSTRUCTS)
def test_every_construct_of_every_text_is_bundled_and_projected(text):
    """Each of the five texts stands in the bundled tables, with no row of this test's own, and has an answer by each construct.

    The sizes that its rules are for, which an office fills in, are given here.
    """
    name, source, years, constructs = CONSTRUCTS[text]
    folder = dataset_folder(name)
    tables = read(**{table: folder / f"{table}.csv" for table in ("counts", "quotas", "units", "measures")})
    if "cells" in tables.units:
        sizes = {"chi-bo-ap": ("9", ""), "chi-bo-kinh-te-tu-nhan": ("", "110")}
        filled = [sizes.get(unit, ("", "")) for unit in tables.units["unit"]]
        units = tables.units.assign(cells=[cells for cells, _ in filled], workers=[workers for _, workers in filled])
        tables = replace(tables, units=units)
    quotas = tables.quotas[tables.quotas["source"] == source]
    assert constructs <= set(zip(quotas["reading"], quotas["kind"], strict=True))
    rows = project(replace(tables, quotas=quotas.reset_index(drop=True)), year=years).table
    for reading, kind in constructs:
        answers = rows[(rows["quota_kind"] == kind) & (rows["reading"] == reading)]
        assert len(answers) and answers["p_met"].between(0, 1).all() and np.isfinite(answers["quota_low"]).all()
        assert (answers["q0.1"] <= answers["q0.9"]).all() and (answers["flag"] != "").all()


def test_the_bundled_rules_with_sizes():
    """The bundled rules of Cần Thơ ask 9 of nine hamlet cells and 4 of a firm of 110 workers."""
    folder = dataset_folder("cantho")
    tables = read(**{name: folder / f"{name}.csv" for name in ("counts", "quotas", "units", "measures")})
    sized = tables.units.assign(cells=["", "9", ""], workers=["", "", "110"])
    rows = project(replace(tables, units=sized), year="2026", measure="admissions").table
    rules = rows[rows["quota_kind"] == "stepwise"].set_index("unit")["quota_low"].to_dict()
    assert rules == {"chi-bo-ap": 9, "chi-bo-kinh-te-tu-nhan": 4}


def test_the_growth_of_2021_is_in_the_bundled_tables(hanoi):
    """+12.9 % on 2020 is the bundled range of 2020, whose every number grows by that to 10,027; the law of 2020 lies in it."""
    row = project(hanoi, year="2020", measure="admissions").table.iloc[0]
    assert 8870 < row["q0.1"] <= row["q0.9"] < 8893
    assert round(100 * (10_027 / row["q0.5"] - 1), 1) == 12.9
