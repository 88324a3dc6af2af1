"""From a panel to the laws of its annual totals by the structural grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import logsumexp

from forecast.core.panel import Block, Panel
from forecast.core.pieces import is_whole_years
from forecast.distributions import Mixture, point_mass
from forecast.models.landing import Landing, Progress
from forecast.models.structural.arrange import Arranged, arrange
from forecast.models.structural.condition import Conditioned, Noise, condition, factorise, integrate_noise
from forecast.models.structural.noise import DISCOUNT, SHIPPED_SD, SHIPPED_WEIGHT, learn_noise_prior
from forecast.models.structural.rows import Rows
from forecast.models.structural.season import season_of_rows, usual_season
from forecast.models.structural.structures import SCALES, Scale, Structure, quarterly_grid, yearly_grid
from forecast.models.structural.weights import SHIPPED_UNITS, panel_weights, unit_weights

KEPT = 40  # structures kept per unit, the heaviest
LEAST_SURPRISES = 3  # below this a unit teaches the panel nothing of its noise
LEAST_YEARS = 6  # yearly totals from which a steep slope can show
OUTLIER = 3.0  # robust standard deviations beyond which a surprise is cut, in a long history
OUTLIER_SHORT = 5.0  # figures that widen it: by half with ten figures, by an eighth with forty
OUTLIER_SMALL = 8.0  # persons a quarter at which it is twice as wide: small counts jump by nature


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
    structures : the grid, whose log structures stand on the linear scale too; the shipped ones when not given, one for units
        told by at least six years alone and one for all others.
    """
    season, landing, done = usual_season(panel), _empty_landing(panel, years), 0
    yearly = [block for block in panel.blocks if told_by_years(block) and len(block.pieces) >= LEAST_YEARS]
    others = [block for block in panel.blocks if all(block is not other for other in yearly)]
    for blocks, grid in ((yearly, structures or yearly_grid()), (others, structures or quarterly_grid())):

        def report(step: int, before: int = done) -> None:
            if progress:
                progress(before + step, len(panel.blocks))

        _land_blocks(landing, blocks, years, grid, season, whole, report)
        done += len(blocks)
    return landing


def told_by_years(block: Block) -> bool:
    """Whether every figure is of whole calendar years."""
    return all(is_whole_years(piece) for piece in block.pieces)


def _land_blocks(
    landing: Landing, blocks: Sequence[Block], years: Sequence[int], grid: Sequence[Structure], season: np.ndarray,
    whole: bool, report: Callable[[int], None],
) -> None:  # fmt: skip
    """Fill in the laws of some blocks, which teach each other their weights and noise."""
    linear, log = ([structure for structure in grid if structure.scale == scale] for scale in SCALES)
    both: list[tuple[Arranged, dict[Scale, Conditioned]]] = []
    for step, block in enumerate(blocks):
        both.append(condition_block(arrange(block, years), linear, log, season, whole=whole))
        report(step + 1)
    fitted = {scale: fit_noise([(arranged, given[scale]) for arranged, given in both], scale) for scale in SCALES}
    n_linear = len(linear)
    likelihood = np.full((len(grid), len(landing.own)), np.nan)
    for on_linear, on_log in zip(fitted["linear"], fitted["log"], strict=True):
        arranged = on_linear.arranged
        units, jacobian = arranged.block.units, arranged.log_values[1:].sum(0)
        likelihood[:n_linear, units] = on_linear.noise.log_likelihood
        likelihood[n_linear:, units] = np.where(arranged.positive, on_log.noise.log_likelihood - jacobian, -np.inf)
    known = np.isfinite(likelihood).any(0)
    if known.any():
        weights = panel_weights(likelihood[:, known])
        _collect(landing, years, fitted, weights, likelihood, n_taught=int(known.sum()) - 1)


def condition_block(
    arranged: Arranged, linear: Sequence[Structure], log: Sequence[Structure], season: np.ndarray, *, whole: bool
) -> tuple[Arranged, dict[Scale, Conditioned]]:
    """Condition the structures of both scales on a block's figures; a sum's log is the mean of logs, so they share a factor.

    Parameters
    ----------
    log : the same structures as `linear` or some of them, on the log scale.
    """
    known, unknown = arranged.known, arranged.unknown
    ranged = Rows(known.share, known.bridge + np.diag(arranged.noise / SHIPPED_SD**2))
    factored = factorise(linear, ranged, unknown, cross=arranged.cross, first_season=arranged.first_season)
    same = [linear.index(replace(structure, scale="linear")) for structure in log]
    lengths = np.r_[known.length, unknown.length]
    factors = {"linear": factored, "log": factored.rescaled(same, known.length, unknown.length)}
    share = np.concatenate([known.share, unknown.share])
    rows = {"linear": share, "log": share / lengths[:, None]}
    small = OUTLIER_SMALL / arranged.size if whole else np.zeros(len(arranged.size))
    conditioned: dict[Scale, Conditioned] = {
        scale: condition(
            factors[scale],
            arranged.log if scale == "log" else arranged.linear,
            usual_season=season_of_rows(rows[scale], season, arranged.first_season, log=scale == "log"),
            outlier=OUTLIER * (1 + OUTLIER_SHORT / len(known.share)) * (1 + small),
        )
        for scale in SCALES
    }
    return arranged, conditioned


def fit_noise(blocks: Sequence[tuple[Arranged, Conditioned]], scale: Scale) -> list[Fitted]:
    """Learn the noise prior of a scale from all blocks and integrate the noise variance out in each."""
    squares, numbers = [], []
    for arranged, given in blocks:
        n_surprises = given.innovations.shape[1] - 1
        use = arranged.positive if scale == "log" else np.ones(len(arranged.size), bool)
        if n_surprises >= LEAST_SURPRISES and use.any():
            squares.append((given.innovations[:, 1:, use] ** 2).mean(1))
            numbers.append(np.full(int(use.sum()), n_surprises))
    n_structures = blocks[0][1].innovations.shape[0] if blocks else 0
    prior = learn_noise_prior(
        np.concatenate(squares, 1) if squares else np.zeros((n_structures, 0)),
        np.concatenate(numbers) if numbers else np.zeros(0),
    )
    fitted = []
    for arranged, given in blocks:
        discount = np.where(arranged.known.length <= 1 + 1e-9, DISCOUNT, 1.0)
        variance = np.repeat(prior.variance[:, None], len(arranged.size), 1)
        noise = integrate_noise(given, prior_dof=prior.dof, prior_variance=variance, discount=discount)
        fitted.append(Fitted(arranged, given, noise))
    return fitted


def _empty_landing(panel: Panel, years: Sequence[int]) -> Landing:
    n_units, n_years = len(panel.units), len(years)
    empty = np.full((KEPT, n_units), np.nan)
    totals = tuple(
        Mixture(
            empty.copy(),
            empty.copy(),
            empty.copy(),
            np.zeros_like(empty, bool),
            np.full(n_units, 3.0),
            np.zeros(n_units),
        )
        for _ in years
    )
    return Landing(totals, np.tile(np.eye(n_years), (n_units, 1, 1)), np.zeros(n_units), np.zeros(n_units))


def _collect(
    landing: Landing, years: Sequence[int], fitted: dict[Scale, list[Fitted]], weights: np.ndarray,
    likelihood: np.ndarray, *, n_taught: int,
) -> None:  # fmt: skip
    n_kept = min(KEPT, len(weights))
    for linear, log in zip(fitted["linear"], fitted["log"], strict=True):
        units = linear.arranged.block.units
        belief = unit_weights(likelihood[:, units], weights)
        kept = np.argsort(-belief, axis=0, kind="stable")[:n_kept]
        n_figures = linear.conditioned.innovations.shape[1]
        landing.own[units] = n_figures / (n_figures + SHIPPED_WEIGHT)
        landing.panel[units] = (1 - landing.own[units]) * n_taught / (n_taught + SHIPPED_UNITS)
        for at, year in enumerate(years):
            law, total = land_year(linear, log, year, belief, kept), landing.totals[at]
            for name, unused in (("weight", 0.0), ("location", 0.0), ("scale", 1.0), ("logarithmic", False)):
                getattr(total, name)[:, units] = unused
                getattr(total, name)[:n_kept, units] = getattr(law, name)
            if (law.scale == 0).all():
                total.scale[n_kept:, units] = 0.0
            total.dof[units], total.shift[units] = law.dof, law.shift
        if len(years) > 1:
            n_linear = linear.noise.variance.shape[0]
            landing.correlation[units] = correlate_years(linear, years, belief[:n_linear])


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
