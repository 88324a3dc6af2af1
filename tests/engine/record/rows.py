"""Rows of a backtest, made up so that every share can be counted in the head."""

import numpy as np
import pandas as pd


def backtest_rows(n_units=20, years=range(2016, 2023), chances=(0.1, 0.4, 0.7), met=None):
    """Rows of unit x year x quarters 0-3; unit number i is given P(miss) chances[i % len(chances)] and missed if above .5.

    Parameters
    ----------
    met : (unit number, year, chance) -> whether the quota was met; by the chance alone when not given.
    """
    came = met or (lambda unit, year, chance: chance < 0.5)
    rows = [
        {
            "model": "projection", "measure": "m", "unit": f"u{at:02d}", "year": year, "known_quarters": quarters,
            "quota": 10.0 * (at + 1), "p_met": 1 - chance, "met": float(came(at, year, chance)), "flag": "watch",
        }
        for at in range(n_units)
        for year in years
        for quarters in range(4)
        for chance in [chances[at % len(chances)]]
    ]  # fmt: skip
    return pd.DataFrame(rows)


def asked_rows(*stated):
    """Finished rows of a projection of 2023 after one quarter, as mappings of what differs."""
    row = {
        "unit": "u00", "measure": "m", "year": "2023", "as_of": "2023Q1", "quota_kind": "fixed", "basis": "assigned",
        "quota_low": 10.0, "observed_through": "2023-03-31", "p_met": 0.3, "flag": "at_risk", "reasons": "", "reading": "",
        "expected_shortfall": 1.0, "flag_since": "", "at_risk_from": np.nan,
    }  # fmt: skip
    return pd.DataFrame([row | one for one in stated])
