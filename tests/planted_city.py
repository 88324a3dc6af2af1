"""Invented cities in which single units have a planted cause of known size, to try the reasons that are given for a gap.

Written before the reasons and without them: nothing of the package is used. How offices' years run, move and are steered in
full is `datasets/sample-city`; here each unit has one cause or none, so that it is known which should be named first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

YEAR, N_YEARS = 2024, 8  # the year asked about, and the whole years before it
USUAL = np.array([0.22, 0.20, 0.24, 0.34])  # back-loaded, as admissions are
SHARE_WEIGHT = 150.0  # how alike the units' own shares are (Dirichlet)
SIZES = (120.0, 900.0)  # admissions of a usual year, even on the log scale
LEVEL_STEP, CITY_STEP = 0.035, 0.012  # of the levels from year to year, log scale
QUARTER_SPREAD = 0.06  # of a quarter about its share of the year, beside the noise of counting

# What is planted, and in which size. LATE leaves the total as it is, the others do not.
CAUSES = ("late", "lower_level", "quota_raised", "shock", "falling")
LATE = np.array([0.55, 0.75, 0.95])  # of the first three quarters' usual figures; the rest comes in the last
LOWER_LEVEL = 0.65  # of last year's level, from January on
QUOTA_RAISED = 1.20  # times the best year ever
SHOCK = 0.25  # of one known quarter's usual figure
FALLING, FALLING_YEARS = 0.90, 6  # the level of each of the last years, times that of the year before


@dataclass(frozen=True)
class PlantedCity:
    """The figures of a city without a tree, as tables take them.

    Attributes
    ----------
    counts : unit -> {period: value}, the year asked about as far as it is known.
    quotas : unit -> {year: value}.
    planted : unit -> one of CAUSES, or "" for a unit that goes its usual way.
    """

    counts: dict[str, dict[str, float]]
    quotas: dict[str, dict[int, float]]
    planted: dict[str, str]


def plant_city(seed: int, *, known: int = 3, each: int = 2, usual: int = 10) -> PlantedCity:
    """One city; the same for the same seed.

    Parameters
    ----------
    known : quarters of the year that are known (2 or 3: after one, nothing tells a late year from a lower one).
    each : units with each of the causes.
    usual : units without any.
    """
    random = np.random.RandomState(seed)  # its stream is the same in every version of numpy
    causes = [cause for cause in CAUSES for _ in range(each)] + [""] * usual
    city = np.exp(CITY_STEP * random.standard_normal(N_YEARS + 1)).cumprod()
    counts, quotas, planted = {}, {}, {}
    for at in random.permutation(len(causes)).tolist():
        unit = f"U{len(planted):02d}"
        quarters = _quarters(random, causes[at], city, known)
        first = YEAR - N_YEARS
        told = quarters.ravel()[: 4 * N_YEARS + known].tolist()
        counts[unit] = {f"{first + place // 4}Q{place % 4 + 1}": value for place, value in enumerate(told)}
        quotas[unit] = _quotas(random, causes[at], quarters.sum(1))
        planted[unit] = causes[at]
    return PlantedCity(counts, quotas, planted)


def _quarters(random: np.random.RandomState, cause: str, city: np.ndarray, known: int) -> np.ndarray:
    """(n_years, 4) what one unit admits, the year asked about last."""
    size = np.exp(random.uniform(*np.log(SIZES)))
    shares = random.dirichlet(SHARE_WEIGHT * USUAL)
    level = size * city * np.exp(LEVEL_STEP * random.standard_normal(N_YEARS + 1)).cumprod()
    if cause == "falling":
        level[-FALLING_YEARS:] *= FALLING ** np.arange(1, FALLING_YEARS + 1)
    means = level[:, None] * shares
    if cause == "lower_level":
        means[-1] = LOWER_LEVEL * level[-2] * shares
    if cause == "late":
        held_back = means[-1, :3] * (1 - LATE)
        means[-1] += np.append(-held_back, held_back.sum())
    if cause == "shock":
        means[-1, random.randint(known)] *= SHOCK
    noise = np.exp(QUARTER_SPREAD * random.standard_normal(means.shape))
    return random.poisson(means * noise).astype(float)


def _quotas(random: np.random.RandomState, cause: str, totals: np.ndarray) -> dict[int, float]:
    """A little below what the three years before brought on average; of a falling unit, what it has always been given."""
    found = {}
    for at in range(3, N_YEARS + 1):
        value = totals[at - 3 : at].mean() * random.uniform(0.95, 1.0)
        if cause == "falling":
            value = totals[:3].mean()
        if cause == "quota_raised" and at == N_YEARS:
            value = QUOTA_RAISED * totals[:at].max()
        found[YEAR - N_YEARS + at] = float(round(value))
    return found
