"""Where will the year end, and will the quota be met? Forecasts of yearly totals against plans.

The public names are those of `__all__`; they are imported when first used, so `import forecast` costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from forecast.checks import check
    from forecast.core.tables import Tables
    from forecast.errors import ForecastError, InputError, UsageError
    from forecast.io.read_tables import read

    __version__: str

__all__ = ["ForecastError", "InputError", "Tables", "UsageError", "__version__", "check", "project", "read"]

_HOMES = {
    "ForecastError": "forecast.errors",
    "InputError": "forecast.errors",
    "UsageError": "forecast.errors",
    "Tables": "forecast.core.tables",
    "check": "forecast.checks",
    "read": "forecast.io.read_tables",
}


def project(
    tables: Tables,
    *,
    year: str | int,
    measure: str | None = None,
    as_of: str | None = None,
    quantiles: Sequence[float] = (0.1, 0.5, 0.9),
    **options: Any,
) -> pd.DataFrame:
    """Where the year ends for every unit, against its quotas.

    Parameters
    ----------
    tables : what `read` returned.
    year : `2023`, or years `"2023..2025"`.
    measure : which measure; all of them by default.
    as_of : use only what was known of a period (`"2023Q1"`) or on a date (`"2023-04-07"`); everything by default.
    quantiles : points of the forecast to give, each between 0 and 1.
    options : `seed`, `model` (a name of `forecast.models.MODELS`), `prior` (admissions, neutral), `priors` (a folder), `progress`.

    Returns
    -------
    One row per unit, measure, year and quota; the columns are those of `forecast project --format csv`.

    Raises
    ------
    InputError : the tables hold errors; its `findings` lists them all.
    UsageError : an option cannot be used.

    Examples
    --------
    >>> import forecast
    >>> tables = forecast.read(counts="datasets/hanoi/counts.csv", quotas="datasets/hanoi/quotas.csv")
    >>> answer = forecast.project(tables, year=2023, measure="admissions")
    >>> float(answer["observed"].iloc[0])
    2241.0
    """
    from forecast.engine.project import project as project_tables

    return project_tables(
        tables, year=str(year), measure=measure, as_of=as_of, quantiles=tuple(quantiles), **options
    ).table


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("quotacast")
        except PackageNotFoundError:  # run from a folder that was never installed
            return "0+unknown"
    if name not in _HOMES:
        raise AttributeError(f"module 'forecast' has no attribute '{name}'")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
