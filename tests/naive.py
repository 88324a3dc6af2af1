"""The slow, obvious version of each algorithm, to hold the quick ones to."""

from __future__ import annotations

from functools import cache
from itertools import pairwise, product

import numpy as np


def simulate_response(structure, n):
    """Effect of one unit surprise at quarter 0 on quarters 0..n-1, by running the recursions of the states."""
    level, slope, season = 0.0, 0.0, [0.0] * 4
    effects = []
    for t in range(n):
        surprise = 1.0 if t == 0 else 0.0
        effects.append(level + structure.phi * slope + season[t % 4] + surprise)
        level += structure.phi * slope + structure.alpha * surprise
        slope = structure.phi * slope + structure.beta * surprise
        season[t % 4] += structure.gamma * surprise
    return effects


def covariance(structure, n, level_sd, first_season=0):
    """Covariance of n quarters, entry by entry."""
    response, out = simulate_response(structure, n), np.zeros((n, n))
    slope = [sum(structure.phi**i for i in range(1, t + 2)) for t in range(n)]
    for i in range(n):
        for j in range(n):
            shared = sum(response[i - e] * response[j - e] for e in range(min(i, j) + 1))
            same_season = (i + first_season) % 4 == (j + first_season) % 4
            out[i, j] = (
                shared
                + level_sd**2
                + structure.slope_sd**2 * slope[i] * slope[j]
                + structure.season_sd**2 * same_season
            )
    return out


def condition_sums(process, known, values, wanted):
    """Mean and covariance of sums `wanted` given sums `known`; each sum is a list of 0/1 per quarter."""
    known, wanted = np.array(known, float), np.array(wanted, float)
    inverse = np.linalg.inv(known @ process @ known.T)
    reach = wanted @ process @ known.T @ inverse
    return reach @ np.array(values), wanted @ process @ wanted.T - reach @ known @ process @ wanted.T


def mean_of_law(law):
    """Mean of a law on a grid by the middle quantiles of 400 slices, the outermost thousandth at either end at its edge."""
    levels = (np.arange(400) + 0.5) / 400 * 0.998 + 0.001
    middle = np.mean([law.quantile(level) for level in levels], axis=0)
    return 0.998 * middle + 0.001 * (law.quantile(0.001) + law.quantile(0.999))


@cache
def count_law(rate, size, part, most):
    """Negative binomial chances of 0, 1, 2, ... in a part of a quarter, each from the one before."""
    chance = [(size / (size + rate)) ** (size * part)]
    for number in range(most - 1):
        chance.append(chance[-1] * (size * part + number) / (number + 1) * rate / (size + rate))
    return np.array(chance)


def walk_chain(chain, rates, sizes, quarters, most=60):
    """Every path of the chain through consecutive quarters, with the law of each sum that its counts are part of.

    quarters : for each, (quarter of the year, {name of the sum: part of the quarter that belongs to it}).
    Yields (chance of size and path, size, path, {name: (most,) law of the sum}).
    """
    states = np.flatnonzero(chain.start)
    for size in range(len(sizes)):
        for path in product(states, repeat=len(quarters)):
            chance = chain.sizes[size] * chain.start[path[0]]
            for before, after in pairwise(path):
                chance *= chain.moves[before, after]
            laws = {}
            for state, (season, parts) in zip(path, quarters, strict=True):
                for name, part in parts.items():
                    law = count_law(rates[state], sizes[size], part * chain.exposure[season], most)
                    laws[name] = np.convolve(laws.get(name, [1.0]), law)[:most]
            yield chance, size, path, laws


def simulate_quarters(structure, deviation, n, random):
    """(n,) quarters of a structure by running its recursions: first states and surprises drawn, the first level 0."""
    level, slope = 0.0, deviation * structure.slope_sd * random.standard_normal()
    season = deviation * structure.season_sd * random.standard_normal(4)
    quarters = []
    for t in range(n):
        surprise = deviation * random.standard_normal()
        quarters.append(level + structure.phi * slope + season[t % 4] + surprise)
        level += structure.phi * slope + structure.alpha * surprise
        slope = structure.phi * slope + structure.beta * surprise
        season[t % 4] += structure.gamma * surprise
    return np.array(quarters)


def split_evenly(parts, deviation, random):
    """What a whole of 0 brings in each of its parts (shares of it): even figures with noise, a Brownian bridge."""
    parts = np.asarray(parts)
    noise = deviation * np.sqrt(parts) * random.standard_normal(len(parts))
    return noise - parts * noise.sum()


def crps(truth, points, probability, n=200_000):
    """Integral of (P(total <= x) - [truth <= x])^2 by a fine sum; the law starts and ends at its outermost points."""
    low, high = min(truth, points[0]) - 1, max(truth, points[-1]) + 1
    step = (high - low) / n
    x = low + step * (np.arange(n) + 0.5)
    chance = np.where(x < points[0], 0.0, np.where(x >= points[-1], 1.0, np.interp(x, points, probability)))
    return float((((chance - (truth <= x)) ** 2) * step).sum())


def crps_of_draws(truth, draws):
    """Mean distance of the draws from the truth, less half their mean distance from each other."""
    return np.abs(draws - truth).mean() - 0.5 * np.abs(np.subtract.outer(draws, draws)).mean()


def rising_shares(chance, came):
    """Share that came at each stated chance, neighbours pooled for as long as a later share is lower than an earlier one."""
    pools = [[[value], [c for p, c in zip(chance, came, strict=True) if p == value]] for value in sorted(set(chance))]
    at = 0
    while at < len(pools) - 1:
        if np.mean(pools[at][1]) > np.mean(pools[at + 1][1]):
            pools[at] = [pools[at][0] + pools[at + 1][0], pools[at][1] + pools[at + 1][1]]
            del pools[at + 1]
            at = 0
        else:
            at += 1
    return [float(np.mean(outcomes)) for values, outcomes in pools for _ in values]


def resampled_means(values, units, drawn):
    """Mean over the cases of each resample, the cases of a unit repeated as often as it was drawn."""
    means = []
    for counts in drawn:
        cases = [value for value, unit in zip(values, units, strict=True) for _ in range(int(counts[unit]))]
        means.append(np.mean(cases))
    return means
