"""What every model promises, whatever the figures: the same tests over all names of `MODELS`."""

import numpy as np
import pytest

from forecast.cli.commands import options
from forecast.core.panel import build_panel
from forecast.models import MODELS
from tests.make import counts_frame, quarters

SOME = [20, 24, 22, 34, 21, 25, 24, 36, 23, 27, 24, 39, 25, 29, 27, 41, 26]
HISTORIES = {
    "constant": quarters(2019, [5] * 17),
    "zeros": quarters(2019, [0] * 17),
    "one figure": {"2023Q1": 7},
    "one year": quarters(2022, SOME[:5]),
    "two years": quarters(2021, SOME[:9]),
    "three years": quarters(2020, SOME[:13]),
    "eight years": quarters(2015, [*SOME[:16] * 2, 27]),
    "huge": quarters(2019, [1e12 * value for value in SOME]),
    "tiny": quarters(2019, [1e-9 * value for value in SOME]),
    "mostly zero": quarters(2019, [0, 0, 0, 9] + [0] * 13),
    "exploding": quarters(2019, [3.0**at for at in range(17)]),
    "yearly": {str(year): value for year, value in zip(range(2013, 2023), [90, 96, 99, 95, 101, 104, 99, 108, 110, 113], strict=True)},
    "two yearly totals": {"2021": 90, "2022": 96},
    "yearly and a quarter": {**{str(year): 90 + year % 7 for year in range(2013, 2023)}, "2023Q1": 20},
    "yearly, then quarters": {**{str(year): 90 + year % 7 for year in range(2010, 2019)}, **quarters(2019, SOME)},
    "halves": {f"{2016 + at // 2}H{at % 2 + 1}": value for at, value in enumerate([44, 56, 46, 60, 50, 63, 54, 68, 55, 66, 60, 71, 62, 70])},
    "cumulative": {f"{year}-01..{year}-{month}": 9 * int(month) for year in (2021, 2022) for month in ("03", "06", "09", "12")},
    "months": {f"{2021 + at // 12}-{at % 12 + 1:02d}": 5 + at % 12 for at in range(26)},
    "gaps": {period: value for period, value in quarters(2015, [*SOME[:16] * 2, 27]).items() if period not in ("2017Q3", "2021Q2", "2021Q3")},
    "second quarter without the first": {**quarters(2019, SOME[:16]), "2023Q2": 26},
    "over years": {"2018-10..2019-06": 60, **quarters(2020, SOME[:13])},
    "nothing": {},
}  # fmt: skip


def land(name, units, years=(2023,)):
    panel = build_panel(counts_frame(units), "m", list(units))
    whole = all(value == round(value) for figures in units.values() for value in figures.values())
    model = MODELS[name]
    return model.land(panel, list(years), whole, model.learn(panel, whole, None), None)


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("history", HISTORIES)
def test_every_history_gets_a_sane_law(name, history):
    """A law without NaN for whatever was reported, in the order of size of the figures; none where nothing was."""
    landing = land(name, {"a": HISTORIES[history]}, [2023, 2024, 2025])
    told = bool(HISTORIES[history])
    largest = max([*(abs(value) for value in HISTORIES[history].values()), 1.0])
    for law in landing.totals:
        assert law.answered.tolist() == [told]
        heights = law.cdf(largest * np.linspace(0, 100, 201)[None])[0]
        assert not told or (np.isfinite(law.centre_and_spread()).all() and (np.diff(heights) >= 0).all())
    assert not told or landing.totals[0].cdf(np.array([[100 * largest]]))[0, 0] > 0.9
    correlation = landing.correlation[0]
    np.testing.assert_allclose(correlation, correlation.T)
    np.testing.assert_allclose(np.diag(correlation), 1)
    assert np.linalg.eigvalsh(correlation).min() > -1e-9


@pytest.mark.parametrize("name", MODELS)
def test_units_do_not_disturb_each_other(name):
    """A unit that cannot be fitted leaves its neighbour's law as it is when the neighbour stands beside a plain unit."""
    plain, odd = HISTORIES["eight years"], {period: 0 for period in HISTORIES["eight years"]}
    panel = build_panel(counts_frame({"a": plain, "b": odd}), "m", ["a", "b"])
    model = MODELS[name]
    learned = model.learn(panel, True, None)
    together = model.land(panel, [2023], True, learned, None).totals[0]
    alone = model.land(panel.cut([0]), [2023], True, learned, None).totals[0]
    np.testing.assert_array_equal(together.cdf(np.array([[110.0]] * 2))[:1], alone.cdf(np.array([[110.0]])))


@pytest.mark.parametrize("name", MODELS)
def test_a_year_known_in_full_is_certain(name):
    """Four quarters known: the law is the total."""
    law = land(name, {"a": quarters(2019, [*SOME, 30, 28, 42])}).totals[0]
    assert law.certain.tolist() == [True] and law.shift.tolist() == [126]


@pytest.mark.parametrize("name", MODELS)
def test_a_known_quarter_narrows_the_year(name):
    """After three quarters the range is narrower than before the first."""
    history = HISTORIES["eight years"]
    spreads = [
        land(name, {"a": {**history, **dict(list(quarters(2023, [27, 31, 29]).items())[:known])}}).totals[0]
        for known in (1, 3)
    ]
    assert spreads[1].centre_and_spread()[1][0] < spreads[0].centre_and_spread()[1][0]


def test_the_command_line_offers_every_model():
    """The names that --model takes are those of `MODELS`, in their order."""
    assert tuple(MODELS) == options.MODELS
