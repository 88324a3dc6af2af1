"""Invented quarterly series of eight kinds, to see whether the ranges of the finished engine hold.

Written from what offices' figures look like, not from the engine: nothing of the package is used, and none of the kinds is a
member of its grid. Every unit is quarters running, whole numbers of at least 0, the last four being the year to land.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Draw = Callable[[np.random.Generator, int], list[np.ndarray]]  # (random, n_units) -> quarters of each unit

YEARS = (6, 13)  # of history, from and below
KINDS: dict[str, Draw] = {}


def kind(name: str) -> Callable[[Draw], Draw]:
    """List a kind of series under its name."""

    def listed(draw: Draw) -> Draw:
        KINDS[name] = draw
        return draw

    return listed


def draw_panel(name: str, n_units: int, seed: int) -> dict[str, np.ndarray]:
    """Units of one kind, or of all kinds in turn (`mixed`): id, which starts with its kind, -> quarters."""
    if name == "mixed":
        parts = [draw_panel(each, -(-n_units // len(KINDS)), seed + 1000) for each in KINDS]
        return {unit: quarters for part in parts for unit, quarters in part.items()}
    random = np.random.default_rng([seed, *name.encode()])
    return {f"{name}-{at:04d}": quarters for at, quarters in enumerate(KINDS[name](random, n_units))}


def of_kind(unit: str) -> str:
    """Kind of a unit, by its id."""
    return unit.rpartition("-")[0]


def lengths(random: np.random.Generator, n_units: int, years: tuple[int, int] = YEARS) -> np.ndarray:
    """(n_units,) quarters of each unit, the year to land included."""
    return 4 * (random.integers(*years, n_units) + 1)


def sizes(random: np.random.Generator, n_units: int) -> np.ndarray:
    """(n_units,) usual quarters, half of them between 40 and 160."""
    return np.exp(random.normal(np.log(80), 1.0, n_units))


def wandering(random: np.random.Generator, n: int, step: float) -> np.ndarray:
    """(n,) level that moves by so much a quarter, about 1."""
    return np.exp(np.cumsum(random.normal(0, step, n)))


def shares(random: np.random.Generator, usual: tuple[float, ...], alike: float) -> np.ndarray:
    """(4,) a unit's own shape of the year about the usual one, mean 1."""
    return 4 * random.dirichlet(alike * np.array(usual))


def noisy(random: np.random.Generator, expected: np.ndarray, spread: float) -> np.ndarray:
    """Whole numbers about what is expected: noise in proportion, and that of counting."""
    return random.poisson(expected * random.gamma(1 / spread**2, spread**2, len(expected))).astype(float)


@kind("level")
def level(random: np.random.Generator, n_units: int) -> list[np.ndarray]:
    """A level that wanders a little, hardly any season."""
    return [
        noisy(random, size * wandering(random, n, random.uniform(0.0, 0.06)), random.uniform(0.05, 0.2))
        for size, n in zip(sizes(random, n_units), lengths(random, n_units), strict=True)
    ]


@kind("trend")
def trend(random: np.random.Generator, n_units: int) -> list[np.ndarray]:
    """Growth or decline of up to 15 % a year that lasts, with a season."""
    found = []
    for size, n in zip(sizes(random, n_units), lengths(random, n_units), strict=True):
        growth = np.exp(random.normal(0.02, 0.06) * np.arange(n) / 4)
        season = np.tile(shares(random, (0.25, 0.25, 0.25, 0.25), 60), n // 4)
        found.append(noisy(random, size * growth * season * wandering(random, n, 0.02), random.uniform(0.04, 0.15)))
    return found


@kind("end_loaded")
def end_loaded(random: np.random.Generator, n_units: int) -> list[np.ndarray]:
    """Two fifths of the year in its last quarter, differently from unit to unit and a little from year to year."""
    found = []
    for size, n in zip(sizes(random, n_units), lengths(random, n_units), strict=True):
        own = shares(random, (0.15, 0.20, 0.25, 0.40), 80) / 4
        season = np.concatenate([4 * random.dirichlet(300 * own) for _ in range(n // 4)])
        found.append(noisy(random, size * season * wandering(random, n, 0.03), random.uniform(0.04, 0.15)))
    return found


@kind("shock")
def shock(random: np.random.Generator, n_units: int) -> list[np.ndarray]:
    """All units fall together for two to six quarters of the past five years, each as far as it does, and come back."""
    back, lasts = (
        random.integers(5, 25),
        random.integers(2, 7),
    )  # quarters before the end; always before the year to land
    depth, found = random.uniform(0.3, 0.8), []
    for size, n in zip(sizes(random, n_units), lengths(random, n_units), strict=True):
        expected = size * wandering(random, n, 0.03)
        start = n - 4 - back
        expected[max(start, 0) : min(max(start + lasts, 0), n - 4)] *= np.clip(random.normal(depth, 0.15), 0.1, 1.0)
        found.append(noisy(random, expected, random.uniform(0.05, 0.15)))
    return found


@kind("level_shift")
def level_shift(random: np.random.Generator, n_units: int) -> list[np.ndarray]:
    """One lasting jump by a fifth to a half, up or down, at any quarter, the year to land included."""
    found = []
    for size, n in zip(sizes(random, n_units), lengths(random, n_units), strict=True):
        expected = size * wandering(random, n, 0.02)
        expected[random.integers(2, n) :] *= np.exp(random.choice([-1, 1]) * random.uniform(0.2, 0.5))
        found.append(noisy(random, expected, random.uniform(0.05, 0.15)))
    return found


@kind("overdispersed")
def overdispersed(random: np.random.Generator, n_units: int) -> list[np.ndarray]:
    """Counts about a steady level whose quarters differ by half of it: negative binomial of size 3 to 8."""
    return [
        noisy(random, np.full(n, size), random.uniform(8**-0.5, 3**-0.5))
        for size, n in zip(sizes(random, n_units), lengths(random, n_units), strict=True)
    ]


@kind("zero_heavy")
def zero_heavy(random: np.random.Generator, n_units: int) -> list[np.ndarray]:
    """Small units: between one in ten and one and a half a quarter, most quarters 0."""
    rates = np.exp(random.uniform(np.log(0.1), np.log(1.5), n_units))
    return [
        noisy(random, np.full(n, rate), random.uniform(0.3, 1.0))
        for rate, n in zip(rates, lengths(random, n_units), strict=True)
    ]


@kind("short")
def short(random: np.random.Generator, n_units: int) -> list[np.ndarray]:
    """One to three years of history, end-loaded."""
    found = []
    for size, n in zip(sizes(random, n_units), lengths(random, n_units, (1, 4)), strict=True):
        season = np.tile(shares(random, (0.20, 0.23, 0.25, 0.32), 100), n // 4)
        found.append(noisy(random, size * season * wandering(random, n, 0.04), random.uniform(0.05, 0.2)))
    return found
