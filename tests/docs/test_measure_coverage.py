"""Coverage with its bootstrap band, and paired differences, from rows of the benchmark."""

import numpy as np
import pandas as pd

from docs.measure_coverage import coverage_table, difference_table


def rows_of(n_units, pit):
    """Rows as the benchmark saves them, two origins a unit; `pit` gives the ranks of (n_rows,) draws."""
    ranks = pit(np.random.default_rng(2).random(2 * n_units))
    inside = {"c80": abs(ranks - 0.5) <= 0.4, "c95": abs(ranks - 0.5) <= 0.475}
    unit = np.repeat([f"u{at}" for at in range(n_units)], 2)
    return pd.DataFrame(
        {
            "panel": "p",
            "year": [2019, 2020] * n_units,
            "k": 1,
            "unit": unit,
            "pit": np.floor(100 * ranks) / 99,
            **inside,
        }
    ).assign(crps=1.0, brier=0.1)


def test_even_ranks_are_within_the_band():
    """Ranks that are even cover what they should; a law a third too narrow is marked with a star."""
    even = coverage_table(rows_of(500, lambda ranks: ranks))
    assert not even[["c80", "c95", "pit80", "pit95"]].apply(lambda column: column.str.endswith("*")).any(axis=None)
    narrow = coverage_table(rows_of(500, lambda ranks: np.clip(0.5 + 1.5 * (ranks - 0.5), 0, 0.999)))
    assert narrow["c80"].str.endswith("*").all()


def test_a_unit_is_drawn_with_all_its_origins():
    """One unit with two origins has no band at all: there is nobody else to draw."""
    line = coverage_table(rows_of(1, lambda ranks: 0 * ranks + 0.3)).iloc[0]
    assert line["c80"].startswith("1.000 [1.000, 1.000]")


def test_a_difference_is_of_the_same_origins():
    """Rows whose CRPS is lower by 0.1 everywhere differ by exactly that, however the order."""
    rows = rows_of(20, lambda ranks: ranks)
    other = rows.assign(crps=rows["crps"] + 0.1).sample(frac=1, random_state=1)
    assert (difference_table(rows, other)["d_crps"] == "-0.1000 [-0.1000, -0.1000]").all()
