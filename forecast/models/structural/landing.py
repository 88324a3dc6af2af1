"""The laws of the annual totals by the structural grid, for any units, given what the panel taught."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import logsumexp, stdtrit

from forecast.core.panel import Panel
from forecast.distributions import Mixture, point_mass
from forecast.models.landing import Landing, Progress
from forecast.models.structural.fit import Fitted, condition_block, fit_noise, log_likelihood
from forecast.models.structural.learn import StructuralLearned, Taught
from forecast.models.structural.noise import SHIPPED_WEIGHT
from forecast.models.structural.structures import SCALES
from forecast.models.structural.weights import SHIPPED_UNITS, unit_weights

KEPT = 30  # structures kept per unit, the heaviest
LEAST_BELIEF = 0.001  # what the lightest of them may weigh together to be left out
OUTLIER_DOF = 4.0  # tails of what is to come, outliers included
RANGE_TOP = 0.925  # level at which the lighter and the heavier tails agree


def land_structural(
    panel: Panel, years: Sequence[int], whole: bool, learned: StructuralLearned, progress: Progress | None = None
) -> Landing:
    """Laws of the totals of the years, unit by unit, all at once."""
    landing = _empty_landing(panel, years)
    for step, block in enumerate(panel.blocks):
        taught = learned.of(block)
        for given in condition_block(block, years, taught.structures, learned.usual, whole=whole):
            fitted = [fit_noise(given, scale, taught.noise[scale]) for scale in SCALES]
            _collect(landing, years, fitted[0], fitted[1], taught)
        if progress:
            progress(step + 1, len(panel.blocks))
    return landing


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


def _collect(landing: Landing, years: Sequence[int], linear: Fitted, log: Fitted, taught: Taught) -> None:
    """Write the laws of a slice of units into the landing."""
    units = linear.arranged.block.units
    belief = unit_weights(log_likelihood(linear, log), taught.weights)
    kept, weight = heaviest(belief)
    n_figures = linear.conditioned.innovations.shape[1]
    others = max(taught.n_units - 1, 0)
    landing.own[units] = n_figures / (n_figures + SHIPPED_WEIGHT)
    landing.panel[units] = (1 - landing.own[units]) * others / (others + SHIPPED_UNITS)
    for at, year in enumerate(years):
        law, total = land_year(linear, log, year, kept, weight), landing.totals[at]
        assert isinstance(total, Mixture)
        for name, unused in (("weight", 0.0), ("location", 0.0), ("scale", 1.0), ("logarithmic", False)):
            getattr(total, name)[:, units] = unused
            getattr(total, name)[: len(kept), units] = getattr(law, name)
        if (law.scale == 0).all():
            total.scale[len(kept) :, units] = 0.0
        total.dof[units], total.shift[units] = law.dof, law.shift
    if len(years) > 1:
        between = [correlate_years(fitted, years) for fitted in (linear, log)]
        landing.correlation[units] = np.einsum("su,sab->uab", belief, np.concatenate(between))


def heaviest(belief: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(n_kept, n_units) twice: the structures that a law is made of, the heaviest first, and their weights, summing to 1.

    At most `KEPT`; of these the lightest that together weigh less than `LEAST_BELIEF` have the weight 0.

    Examples
    --------
    >>> heaviest(np.array([[0.0004], [0.7], [0.2996]]))[1].round(4).T.tolist()
    [[0.7003, 0.2997, 0.0]]
    """
    kept = np.argsort(-belief, axis=0, kind="stable")[:KEPT]
    weight = np.take_along_axis(belief, kept, 0)
    lighter = np.cumsum(weight[::-1], axis=0)[::-1]  # each with all below it
    weight = np.where(lighter < LEAST_BELIEF, 0.0, weight)
    return kept, weight / weight.sum(0)


def land_year(linear: Fitted, log: Fitted, year: int, kept: np.ndarray, weight: np.ndarray) -> Mixture:
    """Law of one year's total for a slice of units: what is known, and the sum of what is not.

    Parameters
    ----------
    kept, weight : (n_kept, n_units) as `heaviest` gives them.
    """
    arranged, size = linear.arranged, linear.arranged.size
    observed = np.nan_to_num(arranged.block.observed(year))
    missing = np.flatnonzero(arranged.year_of_unknown == year)
    if not len(missing):
        inside = list(arranged.block.covered(year))
        spread = np.sqrt((arranged.block.spreads[:, inside] ** 2).sum(1))
        return point_mass(observed, spread, n_components=len(kept))
    length, over_even = arranged.unknown.length[missing, None], arranged.over_even[len(arranged.known.share) :][missing]
    location = size * (over_even * (linear.conditioned.mean[:, missing] + length)).sum(1)
    covariance = linear.conditioned.covariance[:, missing][:, :, missing]
    open_variance = (over_even * np.einsum("shk,ku->shu", covariance, over_even)).sum(1)
    scale = size * np.sqrt(open_variance * linear.noise.variance)
    log_location, log_scale = log_sum(
        log.conditioned.mean[:, missing] + np.log(length * over_even),
        log.conditioned.covariance[:, missing][:, :, missing],
        log.noise.variance,
    )
    locations = np.concatenate([location, log_location + np.log(size)])
    scales = np.concatenate([scale, log_scale])
    columns = np.arange(len(size))
    dof, narrower = allow_outliers(linear.noise.dof)
    return Mixture(
        weight=weight,
        location=locations[kept, columns],
        scale=scales[kept, columns] * narrower,
        logarithmic=kept >= len(location),
        dof=dof,
        shift=observed,
    )


def allow_outliers(dof: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Degrees of freedom of what is to come, and the factor of the scale that leaves the 85 % range where it was.

    The figures that taught the noise had their outliers cut; the next figures will have theirs.

    Examples
    --------
    >>> [values.round(2).tolist() for values in allow_outliers(np.array([3.0, 16.0]))]
    [[3.0, 4.0], [1.0, 0.85]]
    """
    lighter = np.maximum(dof, OUTLIER_DOF)
    return np.minimum(dof, OUTLIER_DOF), stdtrit(lighter, RANGE_TOP) / stdtrit(OUTLIER_DOF, RANGE_TOP)


def log_sum(mean: np.ndarray, covariance: np.ndarray, variance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Location and scale of the log of a sum of log-normal quarters.

    Parameters
    ----------
    mean : (n_structures, n_quarters, n_units) of the log quarters.
    covariance : (n_structures, n_quarters, n_quarters) [noise variances].
    variance : (n_structures, n_units) of the noise.

    Notes
    -----
    With p the shares at the mean and v = p'Cp: location = log sum exp(mean) + log(1 + (sum p_i C_ii - v) s^2 / 2), scale^2 =
    v s^2, right to .001 at a quarterly standard deviation of .3.
    """
    location = logsumexp(mean, axis=1)
    share = np.exp(mean - location[:, None])
    reach = np.einsum("shk,sku->shu", covariance, share)
    spread = (share * reach).sum(1)
    single = np.einsum("shu,shh->su", share, covariance)
    return location + np.log1p((single - spread) * variance / 2), np.sqrt(spread * variance)


def correlate_years(fitted: Fitted, years: Sequence[int]) -> np.ndarray:
    """(n_structures, n_years, n_years) correlation of the years' totals, or of their logarithms, given what is known."""
    into = np.equal.outer(np.asarray(years), fitted.arranged.year_of_unknown).astype(float)
    joint = into @ fitted.conditioned.covariance @ into.T + 1e-12 * np.eye(len(years))
    deviation = np.sqrt(np.diagonal(joint, axis1=1, axis2=2))
    return joint / (deviation[:, :, None] * deviation[:, None, :])
