"""Figures told more than once: once is enough, and "cùng kỳ" columns are compared with what last year's own report said."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.core.findings import Finding
from forecast.intake.sheets.numbers import Places
from forecast.intake.sheets.page import cell_name

KEY = ["unit", "measure", "start", "stop"]


def without_known(counts: pd.DataFrame, places: Places) -> tuple[pd.DataFrame, list[Finding]]:
    """The counts without figures told again, and the same-period figures that differ from last year's own.

    Parameters
    ----------
    counts : with `at`, `last_year` (told in a column of the same period) and `status`.
    """
    same = [*KEY, "value", "low", "high", "status", "reported_on"]
    # Of a figure told twice the one stays that a percentage is printed beside.
    ordered = counts.assign(bare=counts["printed_percent"] == "").sort_values("bare", kind="stable")
    again = ordered.duplicated(same) & ~ordered["last_year"]
    kept = counts[~again.sort_index()]
    own, told = kept[~kept["last_year"]], kept[kept["last_year"]]
    if not len(told):
        return own, []
    final = own[own["status"] != "estimate"].drop_duplicates(KEY, keep="last")[[*KEY, "value", "at"]]
    joined = told.merge(final, on=KEY, how="left", suffixes=("", "_own"))
    findings = []
    differing = joined["value_own"].notna() & (joined["value_own"] != joined["value"])
    for _, row in joined[differing].iterrows():
        page, cell = places.of(int(row["at"]))
        other, own_cell = places.of(int(row["at_own"]))
        where = f"{other.label}!{cell_name(*own_cell)}"
        findings.append(
            page.finding(
                "same_period_differs",
                "warning",
                cell,
                value=float(row["value"]),
                known=float(row["value_own"]),
                where=where,
            )
        )
    new = told[np.isin(told["at"], joined.loc[joined["value_own"].isna(), "at"])].drop_duplicates([*KEY, "value"])
    return pd.concat([own, new], ignore_index=True), findings
