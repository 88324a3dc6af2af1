"""Rows of counts and quotas, and the units met, as the tables of the contract: periods named, measures and units listed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.core.measures import Measure
from forecast.core.periods import Period
from forecast.core.tables import COUNTS, LINEAGE, QUOTAS, Tables
from forecast.intake.known_measures import ADMISSIONS, label_of
from forecast.intake.sheets.meanings import READY, STOCKS
from forecast.intake.sheets.registry import Registry
from forecast.io.read_tables import empty_table

WHOLE = (ADMISSIONS, *STOCKS)  # measures known to count whole things

_DAYS = 1 << 32  # more than any day


def to_tables(counts: pd.DataFrame, quotas: pd.DataFrame, registry: Registry, *, named: bool = False) -> Tables:
    """The tables, typed as those that are read from files.

    Parameters
    ----------
    named : a sheet or a person says that admissions are counted, so that their prior may be written.
    """
    measures = _measures(counts, quotas, named=named)
    if not len(counts):
        counts = empty_table(COUNTS).assign(start=0, stop=0)
    else:
        start, stop = (counts[name].to_numpy(np.int64) for name in ("start", "stop"))
        index, distinct = pd.factorize(start * _DAYS + stop)
        texts = [Period(*divmod(pair, _DAYS)).text for pair in distinct.tolist()]
        counts = counts.assign(period=np.array(texts, dtype=object)[index])
    if not len(quotas):
        quotas = empty_table(QUOTAS)
    else:
        one = quotas["first"] == quotas["last"]
        quotas = quotas.assign(
            year=quotas["first"].where(one), first_year=quotas["first"].where(~one), last_year=quotas["last"].where(~one),
            set_on=_set_on(quotas), share_low=np.nan, share_high=np.nan, of="", rule="", reading="", note="",
        )  # fmt: skip
    files = {"counts": "counts", "quotas": "quotas", "units": "units"}
    return Tables(counts, quotas, _units(registry), empty_table(LINEAGE), measures, files)


def no_tables() -> Tables:
    """The tables where nothing was read."""
    return to_tables(empty_table(COUNTS), empty_table(QUOTAS), Registry())


def _units(registry: Registry) -> pd.DataFrame:
    """The units in the order in which they were met."""
    names = list(registry.names.values())
    return pd.DataFrame(
        {
            "unit": pd.Series(names, dtype="str"),
            "name": pd.Series([registry.titles.get(name, "") for name in names], dtype="str"),
            "parent": pd.Series([registry.parents.get(name, "") for name in names], dtype="str"),
            "order": np.arange(1.0, len(names) + 1),
            "opened": np.nan, "closed": np.nan, "restricted": "",
            "group": pd.Series([registry.groups.get(name, "") for name in names], dtype="str"),
            "row": np.arange(len(names)) + 2,
        }
    )  # fmt: skip


def _measures(counts: pd.DataFrame, quotas: pd.DataFrame, *, named: bool) -> dict[str, Measure]:
    names = dict.fromkeys([*counts["measure"].unique().tolist(), *quotas["measure"].unique().tolist()])
    value = counts["value"].to_numpy(dtype=np.float64)
    fractional = set(counts["measure"].to_numpy()[np.isfinite(value) & (value != np.floor(value))].tolist())
    flows = [name for name in names if name not in STOCKS]
    target = ADMISSIONS if ADMISSIONS in flows or len(flows) != 1 else flows[0]
    return {
        name: Measure(
            name,
            kind="stock" if name in STOCKS else "flow",
            whole=name in WHOLE or name not in fractional,
            ready_for=target if name in READY and target in flows else "",
            covers=READY.get(name, False),
            prior="admissions" if name == ADMISSIONS and named else "neutral",
            label_vi=label_of(name, "vi"),
            label_en=label_of(name, "en"),
            declared=name in WHOLE,
        )
        for name in names
    }


def _set_on(quotas: pd.DataFrame) -> pd.Series:
    """The day of the report for targets that differ from an earlier report's; the day on which the first was set is not known."""
    if not quotas["reported_on"].notna().any():
        return quotas["reported_on"]
    key = ["unit", "measure", "first", "last", "basis", "scope"]
    earliest = quotas.groupby(key, dropna=False)["reported_on"].transform("min")
    return quotas["reported_on"].where(quotas["reported_on"] > earliest)
