"""How good coherent forecasts are on invented cities of three levels, beside forecasts of each unit alone and sums from below.

    python -m docs.measure_hierarchy [--cities 60] [--first 0] [--years 2018 2019]

Cities come from datasets/sample-city/make_city.py, which knows nothing of the forecasts: shocks of the city and of each unit,
shares of the cells, targets and steering. Each is answered after one, two and three quarters of two years. Printed are, by
level, the CRPS in % of the mean total and its ratio to the better of the two others, with a 95 % interval from a bootstrap over
cities, and how often the 80 % range held (randomised PIT), with the same kind of interval. The tables stand in docs/hierarchy.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from forecast.core.lives import plant
from forecast.core.panel import Panel, build_panel
from forecast.core.tables import Tables
from forecast.distributions import GridLaw
from forecast.engine.as_of import known_at, parse_vintage
from forecast.engine.case import make_case
from forecast.engine.hierarchy.climb import Setting
from forecast.engine.hierarchy.cohere import cohere_years
from forecast.engine.hierarchy.weights import TreeWeights
from forecast.engine.laws import combine_years
from forecast.engine.learn import learn
from forecast.io.read_tables import read
from forecast.models import MODELS
from forecast.models.priors import load_prior

SAMPLE_CITY = Path(__file__).resolve().parents[1] / "datasets" / "sample-city"
YEARS, QUARTERS = (2018, 2019), (1, 2, 3)  # before the shock of 2020-21, which cities have in common
LEVELS = np.arange(1, 100) / 100
WAYS = ("alone", "from below", "coherent")
MEASURE = "admissions"
RESAMPLES = 2000


def city_tables(seed: int, folder: Path, last_year: int) -> Tables:
    """One invented city of three levels, read as a user's files are."""
    sys.path.insert(0, str(SAMPLE_CITY))
    from city_units import Shape
    from make_city import make_city, write_city

    shape = Shape(
        districts=6, committees=4, communes=0, cells=5, first_year=last_year - 10, last_year=last_year,
        quarterly_from=last_year - 7,
    )  # fmt: skip
    write_city(make_city(seed, shape=shape, plant=False), folder)
    return read(**{name: folder / f"{name}.csv" for name in ("counts", "quotas", "units", "measures")})


def answer(tables: Tables, year: int, quarter: int) -> tuple[Panel, dict[str, GridLaw], TreeWeights]:
    """The laws of a year's totals as of a quarter, in each of the ways."""
    known, measure, model = (
        known_at(tables, parse_vintage(f"{year}Q{quarter}")),
        tables.measures[MEASURE],
        MODELS["by_size"],
    )
    case = make_case(known, measure, [year], load_prior(measure.prior))
    assert case is not None
    learned = learn(case, model)
    landing = model.land(case.panel, learned.horizon, True, learned.path, None)
    alone = combine_years(case.panel, landing, case.plans, case.prior, learned, whole=True)
    laws = {"alone": alone.laws[0]}
    for way, weights in (
        ("from below", TreeWeights(learned.trees.shared, (0.0,), (0.0,))),
        ("coherent", learned.trees),
    ):
        setting = Setting(case.hierarchy, case.panel.units, weights, case.plans)
        laws[way] = cohere_years(alone, setting).laws[0]
    return case.panel, laws, learned.trees


def score(law: GridLaw, total: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(n_units,) CRPS by pinball losses, and a randomised PIT drawn from the total itself."""
    losses = []
    for level in LEVELS:
        miss = total - law.quantile(float(level))
        losses.append(np.where(miss > 0, level * miss, (level - 1) * miss))
    below, upto = law.at_most(total - 0.5), law.at_most(total + 0.5)
    even = np.random.default_rng(0).uniform(size=len(total))
    return 2 * np.mean(losses, axis=0), below + even * (upto - below)


def measure_city(seed: int, years: Sequence[int]) -> tuple[np.ndarray, np.ndarray, list[TreeWeights]]:
    """(n_ways, n_quarters, n_levels) CRPS, of each way and the mean total last; (n_rows, 3) level, quarter, PIT of coherent."""
    with tempfile.TemporaryDirectory() as folder:
        tables = city_tables(seed, Path(folder), max(years))
    loss, pits, learned = np.zeros((len(WAYS) + 1, len(QUARTERS), 3)), [], []
    for year in years:
        for at, quarter in enumerate(QUARTERS):
            panel, laws, weights = answer(tables, year, quarter)
            learned.append(weights)
            final, _, _ = known_panel(tables)
            place = {unit: i for i, unit in enumerate(final.units)}
            total = np.array([final.total(year)[place[unit]] if unit in place else np.nan for unit in panel.units])
            level = np.array([0 if unit == "TP" else 2 if "-" in unit else 1 for unit in panel.units])
            for way, name in enumerate(WAYS):
                crps, pit = score(laws[name], np.nan_to_num(total))
                for one in range(3):
                    use = (level == one) & np.isfinite(total) & np.isfinite(crps)
                    loss[way, at, one] += crps[use].sum()
                    if name == "coherent":
                        loss[-1, at, one] += total[use].sum()
                    pits += [(way, one, quarter, value) for value in pit[use].tolist()]
    return loss, np.array(pits), learned


def known_panel(tables: Tables) -> tuple[Panel, None, None]:
    """Everything as known at last."""
    known = known_at(tables, None)
    counts = known.counts[(known.counts["measure"] == MEASURE) & (known.counts["status"] != "estimate")]
    return build_panel(counts, MEASURE, sorted(set(counts["unit"])), plant(known.units)), None, None


def report(losses: np.ndarray, pits: list[np.ndarray]) -> None:
    """Print the tables; losses: (n_cities, n_ways + 1, n_quarters, 3); pits: (n_rows, 4) of each city."""
    random = np.random.default_rng(0)
    draws = random.integers(0, len(losses), (RESAMPLES, len(losses)))
    print(
        "| level | after | alone | from below | coherent | ratio to the better | 95 % interval |\n|---|---|---|---|---|---|---|"
    )
    for level, name in enumerate(("city", "districts, committees", "cells")):
        for quarters, label in (*(([at], f"{at + 1} q") for at in range(len(QUARTERS))), ([0, 1, 2], "all")):
            of_city = losses[:, :, quarters, level].sum(2)
            relative = lambda sums: sums[..., 2] / np.minimum(sums[..., 0], sums[..., 1])  # noqa: E731
            sums, resampled = of_city.sum(0), of_city[draws].sum(1)
            low, high = np.quantile(relative(resampled), [0.025, 0.975])
            shown = " | ".join(f"{100 * sums[way] / sums[-1]:.2f}" for way in range(3))
            print(f"| {name} | {label} | {shown} | {relative(sums):.3f} | {low:.3f}-{high:.3f} |")
    print("\n| 80 % range holds | alone | from below | coherent | 95 % interval | n |\n|---|---|---|---|---|---|")
    for level, name in enumerate(("city", "districts, committees", "cells")):
        held, n = count_held(pits, level)
        shown = " | ".join(f"{share:.3f}" for share in held.sum(0) / n.sum(0))
        low, high = np.quantile(held[draws, 2].sum(1) / n[draws, 2].sum(1), [0.025, 0.975])
        print(f"| {name} | {shown} | {low:.3f}-{high:.3f} | {int(n[:, 2].sum())} |")


def count_held(pits: list[np.ndarray], level: int) -> tuple[np.ndarray, np.ndarray]:
    """(n_cities, n_ways) twice: how many totals lay within the 80 % range, and how many there were."""
    held, n = np.zeros((len(pits), len(WAYS))), np.zeros((len(pits), len(WAYS)))
    for at, city in enumerate(pits):
        for way in range(len(WAYS)):
            of_way = city[(city[:, 0] == way) & (city[:, 1] == level), 3]
            held[at, way], n[at, way] = ((of_way > 0.1) & (of_way < 0.9)).sum(), len(of_way)
    return held, n


def main() -> None:
    """Measure the cities and print the tables."""
    parser = argparse.ArgumentParser(description="Measure coherent forecasts on invented cities.")
    parser.add_argument("--cities", type=int, default=60)
    parser.add_argument("--first", type=int, default=0, help="seed of the first city")
    parser.add_argument("--years", type=int, nargs="+", default=list(YEARS), help="years answered")
    options = parser.parse_args()
    losses, pits, learned = [], [], []
    for seed in range(options.first, options.first + options.cities):
        loss, pit, weights = measure_city(seed, options.years)
        losses.append(loss)
        pits.append(pit)
        learned += weights
    report(np.array(losses), pits)
    for name in ("shared", "direct", "spread", "just", "beyond"):
        values = np.array([one.at_levels(name, 2) for one in learned])
        low, middle, high = np.quantile(values, [0.1, 0.5, 0.9], axis=0).round(3).tolist()
        print(f"\nlearned {name} by level: median {middle}, 10 % {low}, 90 % {high}")


if __name__ == "__main__":
    main()
