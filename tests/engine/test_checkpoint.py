"""What should be reached by the next quarter's end: the number at which the engine itself changes the flag."""

from dataclasses import replace

import pandas as pd
import pytest

from forecast.core.periods import Period, quarter_start
from forecast.core.results import FLAGS
from forecast.core.tables import Tables
from forecast.engine.case import make_case
from forecast.engine.checkpoint import Checkpoint, find_checkpoints
from forecast.engine.checkpoint.find import _Beginning
from forecast.engine.checkpoint.of_unit import Tried
from forecast.engine.checkpoint.of_whole import WholeLanding
from forecast.engine.learn import Learned, learn
from forecast.engine.prepare import Ask, Prepared, prepare
from forecast.engine.project import answer, answer_all, learn_all
from forecast.models import MODELS
from tests.report.city import found

Known = tuple[Prepared, dict[str, Learned], pd.DataFrame, dict[str, Checkpoint]]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """The invented city after two quarters, and the checkpoints of everyone."""
    prepared = prepare(with_target(found(tmp_path_factory.mktemp("city")).tables), Ask("2025", "admissions", "2025Q2"))
    learned = learn_all(prepared)
    rows = answer_all(prepared, learned)
    rows = rows[rows["year"] == "2025"]
    return prepared, learned, rows, find_checkpoints(prepared, learned, rows, rows["unit"].tolist())


def with_target(tables: Tables) -> Tables:
    """The tables with a target of the whole that may be reached or missed, so that its flag can worsen."""
    quotas = tables.quotas
    own = (quotas["unit"] == "TP") & (quotas["measure"] == "admissions") & (quotas["year"] == 2025)
    return replace(tables, quotas=quotas.assign(value=quotas["value"].where(~own, 700.0)))


def flag_with(known: Known, unit: str, to_date: float) -> str:
    """The flag when everything is made ready anew with the quarter reported."""
    prepared, learned, rows, _ = known
    case, tables, row = prepared.cases["admissions"], prepared.known, rows.set_index("unit").loc[unit]
    assert tables is not None
    counts = tables.counts
    last = counts[(counts["unit"] == unit) & (counts["measure"] == "admissions")].tail(1)
    start = int(last["stop"].iloc[0])
    new = last.assign(period="2025Q3", start=start, stop=start + 92, value=to_date - row["observed"])
    told = replace(tables, counts=pd.concat([counts, new], ignore_index=True))
    anew = make_case(told, case.measure, [2025], case.prior)
    assert anew is not None
    model = MODELS[prepared.ask.model]
    then = make_case(everyone_told(tables), case.measure, [2025], case.prior)
    assert then is not None
    now, later = learned["admissions"].plan[2025], learn(then, model).plan[2025]
    windows = now.in_year.windows | later.in_year.windows
    plan = {**learned["admissions"].plan, 2025: replace(now, in_year=replace(now.in_year, windows=windows))}
    rows_ = answer(anew, replace(learned["admissions"], plan=plan), model, quantiles=(0.5,))
    return str(rows_[(rows_["unit"] == unit) & (rows_["year"] == "2025")]["flag"].iloc[0])


def everyone_told(tables: Tables) -> Tables:
    """The tables with a third quarter like the second for all who have one."""
    second = tables.counts[tables.counts["period"] == "2025Q2"]
    third = second.assign(period="2025Q3", start=second["stop"], stop=second["stop"] + 92)
    return replace(tables, counts=pd.concat([tables.counts, third], ignore_index=True))


def test_below_it_the_flag_is_worse(known: Known):
    """Made ready from the beginning with one more, a unit keeps its flag; with two fewer it has a worse one."""
    _, _, rows, checkpoints = known
    flags = rows.set_index("unit")["flag"]
    assert len(checkpoints) > 4
    for unit, checkpoint in list(checkpoints.items())[:4]:
        assert FLAGS.index(flag_with(known, unit, checkpoint.least + 1)) <= FLAGS.index(flags[unit])
        assert FLAGS.index(flag_with(known, unit, checkpoint.least - 2)) > FLAGS.index(flags[unit])


def test_below_it_the_flag_of_the_whole_is_worse(known: Known):
    """Made ready from the beginning, the whole keeps its flag with exactly its number, and has a worse one with one fewer."""
    _, _, rows, checkpoints = known
    flag, least = rows.set_index("unit").loc["TP", "flag"], checkpoints["TP"].least
    assert flag_with(known, "TP", least) == flag
    assert FLAGS.index(flag_with(known, "TP", least - 1)) > FLAGS.index(flag)


def test_telling_more_is_making_anew(known: Known, monkeypatch: pytest.MonkeyPatch):
    """The case that is kept and told more gives the same chance, to the last digit, as one made from the beginning."""
    prepared, learned, rows, _ = known
    case = prepared.cases["admissions"]
    whole = _Beginning(case, case.summed, prepared, 2025).landings(learned["admissions"], rows)[1]
    tried = [
        Tried("TP", Period(quarter_start(4 * 2025 + 2), quarter_start(4 * 2025 + 3)), value, 750.0)
        for value in (90, 200)
    ]
    told_more = [whole.chances([one])["TP"] for one in tried]
    monkeypatch.setattr(WholeLanding, "_told_more", lambda self, shared: None)
    assert told_more == [whole.chances([one])["TP"] for one in tried] and told_more[0] < told_more[1]


def test_a_whole_without_reports_of_its_own_has_one(known: Known):
    """Where only the units report, the number of the whole is about that at which their reports together change its flag."""
    prepared = known[0]
    assert prepared.known is not None
    counts, units = prepared.known.counts, prepared.known.units
    counts = counts[~counts["unit"].isin(["TP", "D12"])].reset_index(drop=True)  # the last unit is late
    tables = replace(prepared.known, counts=counts, units=units[units["unit"] != "D12"])
    silent = prepare(tables, Ask("2025", "admissions", "2025Q2"))
    learned = learn_all(silent)
    rows = answer_all(silent, learned)
    rows = rows[rows["year"] == "2025"]
    whole = rows.set_index("unit").loc["TP"]
    found = find_checkpoints(silent, learned, rows, ["TP"])["TP"]
    assert whole["observed"] < found.least < whole["quota_low"]
    worse, same = (
        flag_when_units_bring(silent, learned, share * (found.least - whole["observed"])) for share in (0.9, 1.1)
    )
    assert FLAGS.index(worse) > FLAGS.index(whole["flag"]) >= FLAGS.index(same)


def flag_when_units_bring(prepared: Prepared, learned: dict[str, Learned], together: float) -> str:
    """The flag of the whole when every unit's third quarter is its second one, scaled to bring so many together."""
    assert prepared.known is not None
    told = everyone_told(prepared.known)
    third = told.counts["period"] == "2025Q3"
    scaled = (told.counts["value"] * together / told.counts.loc[third, "value"].sum()).round()
    counts = told.counts.assign(value=told.counts["value"].where(~third, scaled))
    case = prepared.cases["admissions"]
    anew = make_case(replace(told, counts=counts), case.measure, [2025], case.prior)
    assert anew is not None
    model = MODELS[prepared.ask.model]
    learned_anew = replace(learned["admissions"], plan=learn(anew, model).plan)
    rows = answer(anew, learned_anew, model, quantiles=(0.5,))
    return str(rows[(rows["unit"] == "TP") & (rows["year"] == "2025")]["flag"].iloc[0])


def test_flags_that_nothing_worsens_ask_for_nothing(known: Known):
    """A unit whose quota is as good as met keeps its flag if the quarter brings nothing: the number is what is there."""
    prepared, learned, rows, _ = known
    easy = rows.assign(quota_low=rows["observed"] + 1, flag="on_track")
    found = find_checkpoints(prepared, learned, easy, ["D03"])
    assert found["D03"].least == rows.set_index("unit").loc["D03", "observed"]


def test_it_is_the_end_of_the_next_quarter(known: Known):
    """After two quarters the day is 30 September, and what is asked for is more than is there and less than the quota."""
    _, _, rows, checkpoints = known
    of_unit = rows.set_index("unit")
    for unit, checkpoint in checkpoints.items():
        assert pd.Timestamp.fromordinal(checkpoint.day).strftime("%d/%m/%Y") == "30/09/2025"
        assert of_unit.loc[unit, "observed"] <= checkpoint.least <= of_unit.loc[unit, "quota_low"]


def test_flags_that_cannot_worsen_have_none(known: Known):
    """Whoever is out of reach, has met the quota or has not reported is asked for nothing."""
    _, _, rows, checkpoints = known
    assert set(rows.loc[rows["flag"].isin(["met", "out_of_reach", "no_data"]), "unit"]).isdisjoint(checkpoints)
