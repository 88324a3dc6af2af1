"""Hà Nội 2023 with a made-up answer, so that every number of a screen can be checked in the head."""

from collections.abc import Callable

import pandas as pd
import pytest

from forecast.core.results import AFTER_QUANTILES, BEFORE_QUANTILES, TEXT_COLUMNS, Projection
from forecast.core.tables import Tables
from forecast.io.datasets import dataset_folder
from forecast.io.read_tables import read
from tests.report.city import City, found

QUANTILES = ("q0.1", "q0.5", "q0.9")


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """The invented city with its projection, made once."""
    return found(tmp_path_factory.mktemp("city"))


@pytest.fixture
def tables() -> Tables:
    """The bundled figures on Hà Nội."""
    names = ("counts", "quotas", "units", "measures")
    return read(**{name: dataset_folder("hanoi") / f"{name}.csv" for name in names})


@pytest.fixture
def answered() -> Callable[..., Projection]:
    """Rows of a projection: after one quarter 2,241 of 9,810, likely to end at 9,900, unless stated otherwise."""

    def make(*rows: dict[str, object]) -> Projection:
        return Projection(pd.DataFrame([_row(**row) for row in rows or ({},)]))

    return make


def _row(quota_low: float = 9810.0, observed: float = 2241.0, **stated: object) -> dict[str, object]:
    row: dict[str, object] = {name: float("nan") for name in (*BEFORE_QUANTILES, *QUANTILES, *AFTER_QUANTILES)}
    row |= dict.fromkeys(TEXT_COLUMNS, "")
    row |= {"unit": "hanoi", "measure": "admissions", "year": "2023", "observed_through": "2023-03-31"}
    row |= {"quota_kind": "fixed", "basis": "assigned", "quota_low": quota_low, "quota_high": quota_low}
    row |= {"observed": observed, "attainment": observed / quota_low, "remaining": max(0.0, quota_low - observed)}
    row |= {
        "mean": 9900.0,
        "expected": 9900.0,
        "q0.1": 8900.0,
        "q0.5": 9900.0,
        "q0.9": 10700.0,
        "p_met": 0.6,
        "at_risk_from": 0.5,
    }
    row |= {"needed_per_quarter": max(0.0, quota_low - observed) / 3, "flag": "watch"}
    row |= {"evidence_own": 0.15, "evidence_panel": 0.0, "evidence_plan": 0.45, "evidence_prior": 0.40}
    return row | stated
