"""Whether ranges hold where the truth is known: the core on series from its own prior, the engine on series from elsewhere.

python docs/measure_calibration.py sbc     simulation-based calibration of the untempered core (Talts et al. 2018)
python docs/measure_calibration.py kinds   coverage of the finished engine on 5,000 invented series of eight kinds

Structure, noise and first states are drawn from the prior, a series from them, and part of it is told to the core: likelihood to
the power 1, nothing forgotten, nothing cut, weights the prior's. Then the rank of what comes under the law is even.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import chdtrc, logsumexp

import forecast
from docs.even_ranks import inside_band, largest_gap
from forecast.core.panel import Block
from forecast.core.periods import Period, parse_period, quarter_period, year_period
from forecast.models.structural.arrange import Arranged, arrange
from forecast.models.structural.condition import condition, integrate_noise
from forecast.models.structural.factor import factorise
from forecast.models.structural.fit import Fitted, condition_log, log_likelihood
from forecast.models.structural.landing import allow_outliers, land_year
from forecast.models.structural.structures import Scale, Structure, quarterly_grid
from tests.naive import simulate_quarters, split_evenly
from tests.synthetic_series import KINDS, draw_panel, of_kind

YEAR = 2023
PRIOR_DOF = 6.0
LEVELS = [at / 200 for at in range(1, 200)]
QUARTERS_TO_2022 = [f"{year}Q{quarter}" for year in range(2018, 2023) for quarter in range(1, 5)]
PATTERNS: dict[str, list[str]] = {
    "quarters": [*QUARTERS_TO_2022, "2023Q1"],
    "yearly totals, then quarters": [*map(str, range(2014, 2020)), *QUARTERS_TO_2022[8:], "2023Q1", "2023Q2"],
    "half years": [f"{year}H{half}" for year in range(2016, 2023) for half in (1, 2)] + ["2023H1"],
    "part of a quarter": [*QUARTERS_TO_2022, "2023Q1", "2023-04"],
}


@dataclass(frozen=True)
class Drawn:
    """Series drawn from the prior of the core.

    Attributes
    ----------
    structures : (n_series,) position of each one's structure in the grid.
    variance : (n_series,) of its noise.
    values : (n_series, n_pieces) what is told.
    total : (n_series,) of the year to land.
    """

    structures: np.ndarray
    variance: np.ndarray
    values: np.ndarray
    total: np.ndarray


@dataclass(frozen=True)
class Ranks:
    """(n_series,) each: probability, by the core, of at most the true total of the year, and of at most the true noise variance."""

    total: np.ndarray
    noise: np.ndarray


def draw_prior(
    told: Sequence[Period], grid: Sequence[Structure], n_series: int, *, deviation: float, seed: int
) -> Drawn:
    """Draw structures (all as likely), noise and series; on the linear scale about 1 a quarter.

    Parameters
    ----------
    deviation : scale of the prior of the noise's standard deviation.
    """
    random = np.random.default_rng(seed)
    chosen = random.integers(len(grid), size=n_series)
    variance = deviation**2 * PRIOR_DOF / random.chisquare(PRIOR_DOF, n_series)
    first = min(period.quarters[0] for period in told)
    cuts = sorted({day for period in told for day in (period.start, period.stop)})
    values, totals = np.zeros((n_series, len(told))), np.zeros(n_series)
    for at in range(n_series):
        atoms = _draw_atoms(
            grid[chosen[at]], np.sqrt(variance[at]), (first, year_period(YEAR).quarters[-1]), cuts, random
        )
        values[at] = [sum(value for part, value in atoms if period.contains(part)) for period in told]
        totals[at] = sum(value for part, value in atoms if year_period(YEAR).contains(part))
    return Drawn(chosen, variance, values, totals)


def _draw_atoms(
    structure: Structure, deviation: float, span: tuple[int, int], cuts: Sequence[int], random: np.random.Generator
) -> list[tuple[Period, float]]:
    """The quarters of a span, cut at the days at which a figure begins or ends, with what each part brings."""
    first, last = span
    quarters, atoms = simulate_quarters(structure, deviation, last - first + 1, random), []
    for at, quarter in enumerate(range(first, last + 1)):
        whole = quarter_period(quarter)
        days = [whole.start, *(cut for cut in cuts if whole.start < cut < whole.stop), whole.stop]
        parts = [Period(start, stop) for start, stop in pairwise(days)]
        share = np.array([part.stop - part.start for part in parts]) / (whole.stop - whole.start)
        bridge = split_evenly(share, deviation, random) if len(parts) > 1 else np.zeros(1)
        on_log = structure.scale == "log"
        brought = share * np.exp(quarters[at] + bridge / share) if on_log else share * (1 + quarters[at]) + bridge
        atoms += zip(parts, brought.tolist(), strict=True)
    return atoms


def rank_series(pattern: str, scales: Sequence[Scale], n_series: int, *, deviation: float, seed: int = 1) -> Ranks:
    """Ranks of the truth under the untempered core, for series drawn from its prior."""
    grid = quarterly_grid()
    plausible = np.array([structure.scale in scales for structure in grid])
    told = [parse_period(text) for text in PATTERNS[pattern]]
    drawn = draw_prior(told, [s for s in grid if s.scale in scales], n_series, deviation=deviation, seed=seed)
    block = Block(np.arange(n_series), tuple((period,) for period in told), drawn.values, np.zeros(drawn.values.shape))
    arranged = _of_size_one(arrange(block, [YEAR], {}))
    linear, log = (_fit(arranged, grid, scale, deviation) for scale in ("linear", "log"))
    evidence = np.where(plausible[:, None], log_likelihood(linear, log), -np.inf)
    belief = np.exp(evidence - logsumexp(evidence, axis=0))
    order = np.argsort(-belief, axis=0)
    law = land_year(linear, log, YEAR, order, np.take_along_axis(belief, order, 0))
    _, narrower = allow_outliers(linear.noise.dof)  # the core knows of no outliers to come
    law = replace(law, scale=law.scale / narrower, dof=linear.noise.dof)
    squares = linear.noise.dof * np.concatenate([linear.noise.variance, log.noise.variance])
    noise = (belief * chdtrc(linear.noise.dof, squares / drawn.variance)).sum(0)
    return Ranks(law.cdf(drawn.total[:, None])[:, 0], noise)


def _of_size_one(arranged: Arranged) -> Arranged:
    """The slice with the size that the prior has, where the engine would take the unit's latest year for it."""
    log_size = np.log(arranged.size)
    return replace(
        arranged,
        size=np.ones_like(arranged.size),
        linear=arranged.block.values.T - arranged.known.length[:, None],
        log=arranged.log + log_size,
        log_values=arranged.log_values + log_size,
    )


def _fit(arranged: Arranged, grid: Sequence[Structure], scale: Scale, deviation: float) -> Fitted:
    known, unknown = arranged.known, arranged.unknown
    chosen = [replace(structure, scale="linear") for structure in grid if structure.scale == scale]
    factored = factorise(chosen, known, unknown, cross=arranged.cross, first_season=arranged.first_season)
    if scale == "log":
        factored = factored.rescaled(known.length, unknown.length)
    conditioned = condition_log(factored, arranged)[0] if scale == "log" else condition(factored, arranged.linear)
    prior = np.full((len(chosen), len(arranged.size)), deviation**2)
    exact = np.ones(len(known.share))
    return Fitted(
        arranged, conditioned, integrate_noise(conditioned, prior_dof=PRIOR_DOF, prior_variance=prior, discount=exact)
    )


def report_ranks(n_series: int) -> None:
    """Print, for each pattern and scale, whether ranks are even."""
    cases: list[tuple[str, Sequence[Scale], float]] = [("linear", ["linear"], 0.004)]
    cases += [("log", ["log"], deviation) for deviation in (0.02, 0.05, 0.1, 0.15, 0.2, 0.3)]
    cases += [("both", ["linear", "log"], 0.004)]
    lines = []
    for pattern in PATTERNS:
        for name, scales, deviation in cases:
            found = rank_series(pattern, scales, n_series, deviation=deviation)
            line: dict[str, object] = {"pattern": pattern, "scale": name, "noise": deviation}
            for what, ranks in (("total", found.total), ("variance", found.noise)):
                line[what] = "inside" if inside_band(ranks) else "OUTSIDE"
                line[f"{what}_worst"] = f"{largest_gap(ranks):.3f}"
                line[f"{what}_80"] = f"{np.mean((ranks >= 0.1) & (ranks <= 0.9)):.3f}"
            lines.append(line)
    print(pd.DataFrame(lines).to_string(index=False))


def answer_panel(units: dict[str, np.ndarray], k: int, *, seed: int) -> pd.DataFrame:
    """Land the last year of every unit after k quarters of it; one row per unit with the randomised PIT of what came."""
    rows = []
    for unit, quarters in units.items():
        first = YEAR + 1 - len(quarters) // 4
        told = quarters[: len(quarters) - 4 + k].tolist()
        rows += [(unit, "m", f"{first + at // 4}Q{at % 4 + 1}", value) for at, value in enumerate(told)]
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder) / "counts.csv"
        pd.DataFrame(rows, columns=["unit", "measure", "period", "value"]).to_csv(counts, index=False)
        answer = forecast.project(forecast.read(counts=counts), year=YEAR, quantiles=LEVELS).set_index("unit")
    totals = np.array([units[unit][-4:].sum() for unit in answer.index])
    quantiles = answer[[f"q{level:g}" for level in LEVELS]].to_numpy(float)
    below, upto = (quantiles < totals[:, None]).sum(1), (quantiles <= totals[:, None]).sum(1)
    pit = (below + np.random.default_rng(seed).random(len(totals)) * (upto - below + 1)) / (len(LEVELS) + 1)
    return pd.DataFrame({"unit": answer.index, "kind": [of_kind(unit) for unit in answer.index], "k": k, "pit": pit})


def report_kinds(n_series: int, per_panel: int) -> None:
    """Print the coverage by kind and k, in panels of one kind and in mixed ones."""
    n_panels = max(1, round(n_series / len(KINDS) / per_panel))
    for title, names in (("Panels of one kind", list(KINDS)), ("Mixed panels", ["mixed"] * len(KINDS))):
        found = []
        for at, name in enumerate(names):
            for panel in range(n_panels):
                seed = at * n_panels + panel
                units = draw_panel(name, per_panel, seed)
                answers = [answer_panel(units, k, seed=seed) for k in range(4)]
                found += [rows.assign(unit=f"{seed}/" + rows["unit"]) for rows in answers]
        rows = pd.concat(found)
        print(f"\n{title}: {len(rows) // 4} series, each after k = 0..3 quarters\n")
        print(coverage_of_kinds(rows).to_string(index=False))


def coverage_of_kinds(rows: pd.DataFrame) -> pd.DataFrame:
    """Coverage of the 80 % and 95 % ranges by kind and k, and over all k with twice its standard error over units."""
    hit = rows.assign(c80=(rows["pit"] - 0.5).abs() <= 0.4, c95=(rows["pit"] - 0.5).abs() <= 0.475)
    lines = []
    for name in [*KINDS, "all"]:
        of_name = hit if name == "all" else hit[hit["kind"] == name]
        line: dict[str, object] = {"kind": name, "units": of_name["unit"].nunique()}
        for range_ in ("c80", "c95"):
            line |= {f"{range_} k={k}": f"{value:.3f}" for k, value in of_name.groupby("k")[range_].mean().items()}
            of_unit = of_name.groupby("unit")[range_].mean()
            line[f"{range_} all"] = f"{of_unit.mean():.3f} ± {2 * of_unit.std() / np.sqrt(len(of_unit)):.3f}"
        lines.append(line)
    return pd.DataFrame(lines)


def main() -> None:
    """Print what is asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["sbc", "kinds"])
    parser.add_argument("--series", type=int, help="1,000 of each pattern and scale, or 5,000 of all kinds together")
    parser.add_argument("--panel", type=int, default=312, help="units in a panel")
    asked = parser.parse_args()
    if asked.what == "sbc":
        report_ranks(asked.series or 1000)
    else:
        report_kinds(asked.series or 5000, asked.panel)


if __name__ == "__main__":
    main()
