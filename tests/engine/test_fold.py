"""Restricted units in one row of other units: what is added, and what cannot be worked out."""

import numpy as np
import pandas as pd
import pytest

from forecast.core.measures import Measure
from forecast.engine.project import project
from forecast.language import describe
from tests.make import counts_frame, make_tables, quarters, quotas_frame, units_frame

YEARS = [20, 24, 22, 34, 21, 25, 24, 36, 23, 27, 24, 39, 22]  # 2020-2022 and a quarter


def answer(figures, *quota_rows, units, **settings):
    tables = make_tables(counts_frame(figures), quotas_frame(*quota_rows), units=units_frame(*units))
    found = project(tables, **{"year": "2023", **settings})
    return found.table.set_index("unit"), [finding.code for finding in found.findings if "restricted" in finding.code]


def scaled(factor):
    return quarters(2020, [factor * value for value in YEARS])


CITY = [
    {"unit": "city"}, {"unit": "police", "parent": "city", "restricted": "yes"}, {"unit": "army", "parent": "city", "restricted": "yes"},
    {"unit": "x", "parent": "city"}, {"unit": "y", "parent": "city"},
]  # fmt: skip
FIGURES = {"city": scaled(10), "police": scaled(1), "army": scaled(2), "x": scaled(3), "y": scaled(4)}


def quotas(**values):
    return [{"unit": unit, "year": 2023, "value": value} for unit, value in values.items()]


def test_restricted_units_are_one_row():
    """Police and army are one row with their sum and the sum of their quotas, in every form of the answer."""
    table, notices = answer(FIGURES, *quotas(police=110, army=220, x=330), units=CITY)
    assert list(table.index) == ["__other__", "city", "x", "y"] and notices == ["restricted_folded"]
    assert table.loc["__other__", ["observed", "quota_low"]].tolist() == [66, 330]
    assert table.loc["__other__", "same_period_last_year"] == 69


def test_restricted_units_are_shown_when_asked_for():
    """--show-restricted keeps them apart."""
    table, notices = answer(FIGURES, units=CITY, show_restricted=True)
    assert list(table.index) == ["army", "city", "police", "x", "y"] and notices == []


def test_a_lone_restricted_unit_takes_its_smallest_sibling():
    """With the army open, the police cannot be worked out from the city: the army, the smallest, goes with it."""
    units = [{**unit, "restricted": "yes" if unit["unit"] == "y" else ""} for unit in CITY]
    table, _ = answer(FIGURES, units=units)
    assert list(table.index) == ["__other__", "army", "city", "x"]
    assert table.loc["__other__", "observed"] == 22 * (4 + 1)


def test_a_restricted_unit_alone_is_left_out():
    """Without any unit beside it there is nothing to hide it in."""
    table, notices = answer({"police": scaled(1)}, units=[CITY[1]])
    assert len(table) == 0 and notices == ["restricted_alone"]


def test_all_units_restricted():
    """Where all are restricted there is one row."""
    table, _ = answer({"police": scaled(1), "army": scaled(2)}, units=CITY)
    assert list(table.index) == ["__other__"]


def test_quotas_of_different_kinds_are_not_added():
    """A range and a number have no sum: the fold has its landing alone, and so it has where one quota is missing."""
    ranged = {"unit": "army", "year": 2023, "kind": "range", "low": 200, "high": 240}
    for given in ([*quotas(police=110), ranged], quotas(police=110)):
        table, _ = answer(FIGURES, *given, *quotas(x=1), units=CITY)
        assert table.loc["__other__", "quota_kind"] == "" and table.loc["__other__", "q0.5"] > 66


def test_units_below_a_restricted_one_go_with_it():
    """A department of the police is not shown, and is not counted twice."""
    units = [*CITY, {"unit": "traffic", "parent": "police"}]
    table, _ = answer({**FIGURES, "traffic": scaled(1)}, units=units)
    assert "traffic" not in table.index and table.loc["__other__", "observed"] == 66


def test_only_common_periods_are_added():
    """One tells quarters, the other cumulative months: their sum is known where both give it."""
    cumulative = {**quarters(2020, [2 * value for value in YEARS[:12]]), "2023-01..2023-03": 44}
    late = {**cumulative, "2023-01..2023-06": 90}
    table, _ = answer({**FIGURES, "police": {**scaled(1), "2023Q2": 30, "2023Q3": 30}, "army": late}, units=CITY)
    assert table.loc["__other__", ["observed", "observed_through"]].tolist() == [22 + 30 + 90, "2023-06-30"]


def test_one_fold_under_each_parent():
    """Restricted units of two parents are two rows, named after the parents."""
    units = [{"unit": f"{kind}{city}", "parent": city, "restricted": "yes"} for city in "AB" for kind in ("p", "q")]
    table, _ = answer({row["unit"]: scaled(1) for row in units}, units=units)
    assert list(table.index) == ["__other__:A", "__other__:B"]


def test_findings_do_not_name_restricted_units():
    """A notice on the army has its row and no name, and the name is there for who asks for restricted units."""
    tables = make_tables(counts_frame(FIGURES), quotas_frame(*quotas(police=110, x=330)), units=units_frame(*CITY))
    told, named = (project(tables, year="2023", show_restricted=shown).findings for shown in (False, True))
    lacking = [finding.row for finding in told if finding.code == "counts_without_quota"]
    assert lacking == [finding.row for finding in named if finding.code == "counts_without_quota"] and lacking
    sentences = " ".join(describe(finding, "vi") for finding in told)
    assert "army" not in sentences and "Các đơn vị khác" in sentences
    assert "army" in " ".join(describe(finding, "vi") for finding in named)


MEASURES = (
    Measure("m", declared=True),
    Measure("part", part_of="m", declared=True),
    Measure("members", kind="stock", declared=True),
)


@pytest.mark.parametrize(
    "drawn",
    [
        {"kind": "share", "share_low": 0.03, "share_high": 0.04, "of": "members"},
        {"kind": "growth", "value": 1.05},
        {"kind": "stepwise", "rule": "workers: 0=1, 50=2, +30=1", "scope": "each"},
    ],
    ids=lambda quota: quota["kind"],
)
def test_quotas_drawn_with_their_base_beside_a_fold(drawn):
    """A restricted unit's share, growth or rule has no sum: the fold has its landing, the open units keep theirs, parts included."""
    whole = {"city": scaled(20), "police": scaled(2), "army": scaled(4), "x": scaled(6), "y": scaled(8)}
    counts = [counts_frame(whole), counts_frame(FIGURES, measure="part")]
    counts.append(counts_frame({unit: {"2021": 6000} for unit in FIGURES if unit != "city"}, measure="members"))
    rows = [{**drawn, "unit": unit, "year": 2023} for unit in ("city", "police", "army", "x")]
    parts = [{"unit": unit, "year": 2023, "value": 60} for unit in ("police", "army", "x")]
    quota_rows = pd.concat([quotas_frame(*rows), quotas_frame(*parts, measure="part")], ignore_index=True)
    units = units_frame(*CITY).assign(workers="80")
    tables = make_tables(pd.concat(counts, ignore_index=True), quota_rows, units=units, measures=MEASURES)
    table = project(tables, year="2023").table.set_index(["measure", "unit"])
    assert table.loc[("m", "__other__"), "quota_kind"] == "" and np.isnan(table.loc[("m", "__other__"), "p_all_met"])
    assert table.loc[("part", "__other__"), "quota_low"] == 120
    row = table.loc[("m", "x")]
    assert row["quota_kind"] == drawn["kind"] and 0 <= row["p_all_met"] <= row["p_met"] <= 1
    assert not {"police", "army"} & set(table.index.get_level_values("unit"))
