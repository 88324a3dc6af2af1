"""Invented units whose quarters are first told too low (or too high) and corrected with a later report.

Nothing of the package is used: whatever is proved on these units cannot have leaked into them.
"""

from __future__ import annotations

import numpy as np


def tell_first(
    counts: np.ndarray, seed: int, *, usual: float = 0.15, units: float = 0.05, figures: float = 0.03
) -> np.ndarray:
    """(n_units, n_years, 4) the figures as first told: whole numbers.

    Parameters
    ----------
    counts : (n_units, n_years, 4) what is told in the end.
    usual : log by which first figures are usually below the last ones; negative where they are above.
    units, figures : spreads of that log between units, and between the figures of one.
    """
    random = np.random.default_rng([seed, 2])
    short = usual + random.normal(0, units, (len(counts), 1, 1)) + random.normal(0, figures, counts.shape)
    return np.round(counts * np.exp(-short))
