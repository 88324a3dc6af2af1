"""The explanation of a landing: parts that add up to what is printed."""

import numpy as np
import pandas as pd
import pytest

from forecast.core.measures import Measure
from forecast.engine.case import make_case
from forecast.engine.explain import explain
from forecast.engine.learn import learn
from forecast.engine.project import answer, land_case, make_answer
from forecast.engine.record import Restating
from forecast.models import MODELS
from forecast.models.priors import load_prior
from tests.make import counts_frame, make_tables, quarters, quotas_frame

SHAPE = [15, 20, 25, 40]
LAST = ["2023Q1", "2023Q2", "2023Q3", "2023Q4"]
COUNTS = {
    **{f"u{at}": quarters(2019, [*(np.array(SHAPE * 4) + at).tolist(), 18 + at]) for at in range(6)},
    "range": {"2021": (90, 110), "2022": 104, "2023Q1": 12},
    "yearly": {str(year): 100 + 5 * (year % 3) for year in range(2015, 2023)},
    "zeros": quarters(2020, [0] * 13),
    "finished": quarters(2020, SHAPE * 4),
}
PLANS = [{"unit": unit, "year": year, "value": 110} for unit in COUNTS for year in range(2020, 2024)]
PLANS.append({"unit": "plan only", "year": 2023, "value": 40})


def explained(model="structural", prior="neutral", counts=COUNTS, plans=PLANS, years=(2023,)):
    """A case, its rows and its explanation."""
    tables = make_tables(counts_frame(counts), quotas_frame(*plans))
    case = make_case(tables, Measure("m", declared=True), years, load_prior(prior))
    learned = learn(case, MODELS[model])
    rows = answer(case, learned, MODELS[model], quantiles=[0.5])
    return case, rows, explain(case, learned, MODELS[model])


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("prior", ["neutral", "admissions"])
@pytest.mark.parametrize("told", ["all", "by years"])
def test_the_contributions_add_up_to_the_printed_landing(model, prior, told):
    """Whatever is known of a unit, all its parts together are its `mean`, and rounded they are `expected`."""
    keep = [*COUNTS] if told == "all" else ["range", "yearly"]
    counts = {unit: COUNTS[unit] for unit in keep}
    _, rows, explanation = explained(model, prior, counts, years=(2023, 2024))
    printed = rows[rows["mean"].notna()].astype({"year": int}).set_index(["unit", "year"])
    total = explanation.table().groupby(["unit", "year"])["contribution"].sum()
    assert len(total) == len(printed)
    assert total.reindex(printed.index).to_numpy() == pytest.approx(printed["mean"].to_numpy(), abs=1e-6)
    assert explanation.by_source()["landing"].sum() == pytest.approx(printed["mean"].sum())


def test_a_known_quarter_counts_as_itself():
    """The first quarter brings what it was, and more for what it says of the rest; a finished year is its quarters alone."""
    _, _, explanation = explained()
    table = explanation.table().set_index(["unit", "item"])
    first = table.loc[("u3", "2023Q1")]
    assert first["as_itself"] == first["figure"] == 21
    assert first["contribution"] > 21 and first["weight"] > 1
    assert table.loc["finished"]["contribution"].to_dict() == dict(zip(LAST, SHAPE, strict=True))


def test_a_higher_plan_pulls_upwards():
    """Where past plans were met, a plan far above the path lifts the landing through the item `plan`, a low one lowers it."""
    pulls = []
    for value in (70, 160):
        plans = [{**plan, "value": value if plan["year"] == 2023 else 100} for plan in PLANS]
        table = explained(plans=plans)[2].table()
        pulls.append(table[(table["unit"] == "u0") & (table["item"] == "plan")]["contribution"].item())
    assert pulls[0] < -0.3 and pulls[1] > 0.3


def test_a_unit_alone_is_explained_as_among_all():
    """Given what the panel taught, the parts of one unit are the same whichever others are asked about."""
    case, _, explanation = explained()
    learned = learn(case, MODELS["structural"])
    alone = explain(case.only(["u2"]), learned, MODELS["structural"]).table()
    among = explanation.table()[lambda rows: rows["unit"] == "u2"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, among, rtol=1e-9)


def test_a_unit_without_figures_is_its_plan():
    """All that is expected of a unit known by its plan alone comes from the plan, but for the skew of the law."""
    _, _, explanation = explained()
    line = explanation.by_source().set_index("unit").loc["plan only"]
    assert line["plan"] == pytest.approx(line["landing"] - line["law"])
    assert line["plan"] > 30 and line["own"] == line["known"] == 0


def test_restated_chances_are_a_part_of_their_own():
    """Where the record moves all chances upwards, the item `restated` says by how much, and the parts are still the `mean`."""
    case, before, _ = explained()
    learned, maps = learn(case, MODELS["structural"]), (Restating(0.1, -0.6),) * 4
    laws = land_case(case, learned, MODELS["structural"], restating=maps)
    rows = make_answer(case, learned, laws, quantiles=[0.5], as_of="", seed=0)
    table = explain(case, learned, MODELS["structural"], maps).table()
    moved = table[table["item"] == "restated"].set_index("unit")["contribution"]
    assert (moved[["u0", "u3", "yearly"]] > 0).all() and (rows["mean"] > before["mean"]).sum() >= 7
    total = table.groupby("unit")["contribution"].sum().reindex(rows["unit"])
    assert total.to_numpy() == pytest.approx(rows["mean"].to_numpy(), abs=1e-6)
