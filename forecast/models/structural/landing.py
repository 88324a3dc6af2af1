"""From a panel to the laws of its annual totals by the structural grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp

from forecast.core.panel import Panel
from forecast.distributions import Mixture, point_mass
from forecast.models.landing import Landing, Progress
from forecast.models.structural.arrange import Arranged, arrange
from forecast.models.structural.condition import Conditioned, Noise, condition, integrate_noise
from forecast.models.structural.noise import DISCOUNT, SHIPPED_WEIGHT, learn_noise_prior
from forecast.models.structural.rows import Rows
from forecast.models.structural.structures import Scale, Structure, default_grid
from forecast.models.structural.weights import SHIPPED_UNITS, panel_weights, unit_weights

KEPT = 40  # structures kept per unit, the heaviest
LEAST_SURPRISES = 3  # below this a unit teaches the panel nothing of its noise
SCALES: tuple[Scale, Scale] = ("linear", "log")


@dataclass(frozen=True)
class Fitted:
    """One block under the structures of one scale."""

    arranged: Arranged
    conditioned: Conditioned
    noise: Noise


def land_structural(
    panel: Panel,
    years: Sequence[int],
    whole: bool = True,
    progress: Progress | None = None,
    *,
    structures: Sequence[Structure] | None = None,
) -> Landing:
    """Laws of the totals of the years, all units at once.

    Parameters
    ----------
    structures : the grid; the shipped one when not given.
    """
    grid = {scale: [s for s in structures or default_grid() if s.scale == scale] for scale in SCALES}
    n_steps = 2 * len(panel.blocks)
    blocks = [arrange(block, years) for block in panel.blocks]
    fitted: dict[Scale, list[Fitted]] = {}
    for at, scale in enumerate(SCALES):
        conditioned = []
        for done, arranged in enumerate(blocks):
            conditioned.append(condition_block(arranged, grid[scale]))
            if progress:
                progress(at * len(blocks) + done + 1, n_steps)
        fitted[scale] = fit_noise(blocks, conditioned, scale)
    n_linear, n_structures = len(grid["linear"]), len(grid["linear"]) + len(grid["log"])
    likelihood = np.full((n_structures, len(panel.units)), np.nan)
    for linear, log in zip(fitted["linear"], fitted["log"], strict=True):
        units = linear.arranged.block.units
        likelihood[:n_linear, units] = linear.noise.log_likelihood
        jacobian = linear.arranged.log_values[1:].sum(0)
        likelihood[n_linear:, units] = np.where(linear.arranged.positive, log.noise.log_likelihood - jacobian, -np.inf)
    known = np.isfinite(likelihood).any(0)
    weights = panel_weights(likelihood[:, known]) if known.any() else np.full(n_structures, 1 / n_structures)
    return _collect(panel, years, fitted, weights, likelihood)


def condition_block(arranged: Arranged, structures: Sequence[Structure]) -> Conditioned:
    """Condition every structure of one scale on a block's figures."""
    known, unknown, cross = arranged.known, arranged.unknown, arranged.cross
    log = bool(structures) and structures[0].scale == "log"
    if log:
        lengths, missing = known.length, unknown.length
        known = Rows(known.share / lengths[:, None], known.bridge / np.outer(lengths, lengths))
        unknown = Rows(unknown.share / missing[:, None], unknown.bridge / np.outer(missing, missing))
        cross = cross / np.outer(missing, lengths)
    noise = arranged.noise / (arranged.known.length**2 if log else 1.0) / 0.12**2
    return condition(
        structures,
        arranged.log if log else arranged.linear,
        Rows(known.share, known.bridge + np.diag(noise)),
        unknown,
        cross=cross,
        first_season=arranged.first_season,
    )


def fit_noise(blocks: Sequence[Arranged], conditioned: Sequence[Conditioned], scale: Scale) -> list[Fitted]:
    """Learn the noise prior of a scale from all blocks and integrate the noise variance out in each."""
    squares, numbers = [], []
    for arranged, given in zip(blocks, conditioned, strict=True):
        n_surprises = given.innovations.shape[1] - 1
        use = arranged.positive if scale == "log" else np.ones(len(arranged.size), bool)
        if n_surprises >= LEAST_SURPRISES and use.any():
            squares.append((given.innovations[:, 1:, use] ** 2).mean(1))
            numbers.append(np.full(int(use.sum()), n_surprises))
    n_structures = conditioned[0].innovations.shape[0] if conditioned else 0
    prior = learn_noise_prior(
        np.concatenate(squares, 1) if squares else np.zeros((n_structures, 0)),
        np.concatenate(numbers) if numbers else np.zeros(0),
    )
    fitted = []
    for arranged, given in zip(blocks, conditioned, strict=True):
        discount = np.where(arranged.known.length <= 1 + 1e-9, DISCOUNT, 1.0)
        variance = np.repeat(prior.variance[:, None], len(arranged.size), 1)
        noise = integrate_noise(given, prior_dof=prior.dof, prior_variance=variance, discount=discount)
        fitted.append(Fitted(arranged, given, noise))
    return fitted


def _collect(
    panel: Panel, years: Sequence[int], fitted: dict[Scale, list[Fitted]], weights: np.ndarray, likelihood: np.ndarray
) -> Landing:
    n_units, n_years = len(panel.units), len(years)
    n_kept = min(KEPT, len(weights))
    empty = np.full((n_kept, n_units), np.nan)
    totals = [
        Mixture(
            empty.copy(),
            empty.copy(),
            empty.copy(),
            np.zeros_like(empty, bool),
            np.full(n_units, 3.0),
            np.zeros(n_units),
        )
        for _ in years
    ]
    correlation = np.tile(np.eye(n_years), (n_units, 1, 1))
    own, taught = np.zeros(n_units), np.zeros(n_units)
    taught_share = (n_units - 1) / (n_units - 1 + SHIPPED_UNITS)
    for linear, log in zip(fitted["linear"], fitted["log"], strict=True):
        units = linear.arranged.block.units
        belief = unit_weights(likelihood[:, units], weights)
        kept = np.argsort(-belief, axis=0, kind="stable")[:n_kept]
        n_surprises = linear.conditioned.innovations.shape[1] - 1
        own[units] = (n_surprises + 1) / (n_surprises + 1 + SHIPPED_WEIGHT)
        taught[units] = (1 - own[units]) * taught_share
        for at, year in enumerate(years):
            law = land_year(linear, log, year, belief, kept)
            for name in ("weight", "location", "scale", "logarithmic"):
                getattr(totals[at], name)[:, units] = getattr(law, name)
            totals[at].dof[units], totals[at].shift[units] = law.dof, law.shift
        if n_years > 1:
            correlation[units] = correlate_years(linear, years, belief[: linear.noise.variance.shape[0]])
    return Landing(tuple(totals), correlation, own, taught)


def land_year(linear: Fitted, log: Fitted, year: int, belief: np.ndarray, kept: np.ndarray) -> Mixture:
    """Law of one year's total for the units of a block: what is known, and the sum of what is not."""
    arranged, size = linear.arranged, linear.arranged.size
    observed = np.nan_to_num(arranged.block.observed(year))
    missing = np.flatnonzero(arranged.year_of_unknown == year)
    if not len(missing):
        inside = list(arranged.block.covered(year))
        spread = np.sqrt((arranged.block.spreads[:, inside] ** 2).sum(1))
        return point_mass(observed, spread, n_components=len(kept))
    length = arranged.unknown.length[missing]
    location = size * (linear.conditioned.mean[:, missing].sum(1) + length.sum())
    open_variance = linear.conditioned.covariance[:, missing][:, :, missing].sum((1, 2))
    scale = size * np.sqrt(open_variance[:, None] * linear.noise.variance)
    log_location, log_scale = log_sum(
        log.conditioned.mean[:, missing] + np.log(length)[:, None],
        log.conditioned.covariance[:, missing][:, :, missing],
        log.noise.variance,
    )
    locations = np.concatenate([location, log_location + np.log(size)])
    scales = np.concatenate([scale, log_scale])
    columns = np.arange(len(size))
    weight = belief[kept, columns]
    return Mixture(
        weight=weight / weight.sum(0),
        location=locations[kept, columns],
        scale=scales[kept, columns],
        logarithmic=kept >= len(location),
        dof=linear.noise.dof,
        shift=observed,
    )


def log_sum(mean: np.ndarray, covariance: np.ndarray, variance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Location and scale of the log of a sum of log-normal quarters.

    Parameters
    ----------
    mean : (n_structures, n_quarters, n_units) of the log quarters.
    covariance : (n_structures, n_quarters, n_quarters) [noise variances].
    variance : (n_structures, n_units) of the noise.

    Notes
    -----
    With p the shares at the mean and v = p'Cp: location = log sum exp(mean) + (sum p_i C_ii - v) s^2 / 2, scale^2 = v s^2,
    right to .001 at a quarterly standard deviation of .3.
    """
    location = logsumexp(mean, axis=1)
    share = np.exp(mean - location[:, None])
    reach = np.einsum("shk,sku->shu", covariance, share)
    spread = (share * reach).sum(1)
    single = np.einsum("shu,shh->su", share, covariance)
    return location + (single - spread) * variance / 2, np.sqrt(spread * variance)


def correlate_years(linear: Fitted, years: Sequence[int], belief: np.ndarray) -> np.ndarray:
    """(n_units, n_years, n_years) correlation of the years' totals under the linear structures, weighed by belief."""
    into = np.equal.outer(np.asarray(years), linear.arranged.year_of_unknown).astype(float)
    between = into @ linear.conditioned.covariance @ into.T
    joint = np.einsum("su,sab->uab", belief * linear.noise.variance, between) + 1e-12 * np.eye(len(years))
    deviation = np.sqrt(np.diagonal(joint, axis1=1, axis2=2))
    return joint / (deviation[:, :, None] * deviation[:, None, :])
