"""Means of rows and the whole numbers that reports print for them, both adding up from children to parents."""

from __future__ import annotations

import numpy as np

from forecast.distributions import GridLaw
from forecast.engine.hierarchy.forest import Grove, groves
from forecast.engine.laws import YearLaws


def find_means(law: GridLaw, members: np.ndarray, years: YearLaws, span: tuple[int, int]) -> dict[str, np.ndarray]:
    """`mean` and `expected` of the rows of a span of years.

    Parameters
    ----------
    law : (n_rows,) laws of the totals of the span.
    members : (n_rows,) positions of the rows' units.
    """
    mean = law.mean()
    if years.together is None:
        return {"mean": mean, "expected": np.round(mean) if law.whole else mean}
    of_trees = tree_means(years, span)
    mean = np.where(np.isfinite(of_trees[members]), of_trees[members], mean)
    if not law.whole:
        return {"mean": mean, "expected": mean}
    expected = whole_means(of_trees, years.together.above, years.together.dealt.get(span))[members]
    return {"mean": mean, "expected": np.where(np.isfinite(expected), expected, np.round(mean))}


def tree_means(years: YearLaws, span: tuple[int, int]) -> np.ndarray:
    """(n_units,) means of the coherent draws of a span of years; NaN for units in no tree."""
    assert years.together is not None
    inside = [at for at, year in enumerate(years.years) if span[0] <= year <= span[1]]
    return np.asarray(np.sum([years.together.means[at] for at in inside], axis=0))


def whole_means(means: np.ndarray, above: np.ndarray, dealt: np.ndarray | None = None) -> np.ndarray:
    """(n_units,) means rounded so that children still add up to their parent: by largest remainders, from the top down.

    Parameters
    ----------
    means : (n_units,) NaN where there is none.
    above : (n_units,) position of the parent, -1 for none.
    dealt : (n_units,) whole numbers of units whose parent is not here; NaN for others.

    Examples
    --------
    >>> whole_means(np.array([10.0, 3.4, 3.3, 3.3]), np.array([-1, 0, 0, 0])).tolist()
    [10.0, 4.0, 3.0, 3.0]
    """
    whole = np.round(means) if dealt is None else np.where(np.isfinite(dealt), dealt, np.round(means))
    for grove in groves(above):
        for head in grove.heads.tolist():
            _deal(whole, means, grove, head)
    return whole


def _deal(whole: np.ndarray, means: np.ndarray, grove: Grove, head: int) -> None:
    """Deal a parent's whole number out to its children; what no one lists takes part with what the parent's mean has over."""
    parent, children = grove.members[head], grove.members[grove.children(head)]
    children = children[np.isfinite(means[children])]
    over = means[parent] - means[children].sum()
    if not len(children) or not over > -1e-6 * max(1.0, means[parent]):
        return  # figures that contradict each other stay as they are
    parts = np.append(means[children], max(over, 0.0))
    low = np.floor(parts + 1e-7)
    left = int(whole[parent] - low.sum())
    first = np.argsort(low - parts, kind="stable")[: max(left, 0)]
    low[first] += 1
    whole[children] = low[:-1]
