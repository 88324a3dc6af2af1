"""The answers of an origin held against what came: one scored row per model and unit.

What was answered is `forecast.engine.backtest.answers`, which sees nothing of what came.
"""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

import numpy as np
import pandas as pd

from forecast.core.results import OTHER_UNITS, quantile_column
from forecast.core.tables import Tables
from forecast.engine.as_of import known_at, parse_vintage
from forecast.engine.backtest.answers import LEVELS, Asked, answer_origin
from forecast.engine.backtest.origins import Origin
from forecast.engine.case import make_case
from forecast.models.priors import load_prior
from forecast.scores import brier, covered, crps_of_quantiles, log_score, pit_of_quantiles

STATED_KINDS = (
    "",
    "fixed",
    "range",
)  # quotas that are numbers as they stand; others follow from a base that may come later
KEPT_LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
ROW = (
    "unit", "measure", "year", "quarter", "as_of", "known_quarters", "level", "size", "observed", "quota_kind", "basis", "quota",
    "model", *map(quantile_column, KEPT_LEVELS), "p_met", "flag", "total", "met", "crps", "brier", "log_score", "in80", "in95",
    "pit",
)  # fmt: skip


def replay_origin(tables: Tables, asked: Asked, origin: Origin, totals: pd.Series) -> pd.DataFrame:
    """Scored rows with the columns ROW, of the units whose total came and was still open at the origin.

    Parameters
    ----------
    totals : what came, by unit.

    Notes
    -----
    A quota is the one known at the origin, whatever was set later; where it follows from a base (105 % of last year), its number
    is the one that came of it. The row of folded restricted units is not scored, since who is in it may change.
    """
    said = answer_origin(tables, asked, origin)
    if said.empty:
        return pd.DataFrame(columns=[*ROW])
    said["total"] = said["unit"].map(totals).astype(float)
    folded = said["unit"].str.startswith(OTHER_UNITS)
    said = said[said["total"].notna() & ~folded & (said["known_quarters"] < 4)].reset_index(drop=True)
    said["quota"] = _settled_quotas(tables, asked, origin, said)
    return _scored(said, asked.seed)[[*ROW]]


def _scored(said: pd.DataFrame, seed: int) -> pd.DataFrame:
    total, quota, p_met = (said[name].to_numpy(float) for name in ("total", "quota", "p_met"))
    quantiles = said[[*map(quantile_column, LEVELS)]].to_numpy(float)
    low, lowest, high, highest = (said[quantile_column(level)].to_numpy(float) for level in (0.1, 0.025, 0.9, 0.975))
    met = np.where(np.isfinite(quota), (total >= quota - 1e-9).astype(float), np.nan)
    draw = [
        crc32(f"{seed}/{unit}/{as_of}".encode()) / 2**32
        for unit, as_of in zip(said["unit"], said["as_of"], strict=True)
    ]
    answered = np.isfinite(quantiles).all(1)
    return said.assign(
        met=met,
        crps=np.where(answered, crps_of_quantiles(total, quantiles, LEVELS), np.nan),
        brier=brier(p_met, met),
        log_score=log_score(p_met, met),
        in80=covered(total, low, high),
        in95=covered(total, lowest, highest),
        pit=np.where(answered, pit_of_quantiles(total, quantiles, np.array(draw)), np.nan),
    )


def _settled_quotas(tables: Tables, asked: Asked, origin: Origin, said: pd.DataFrame) -> np.ndarray:
    """The lowest count that fulfils each row's quota, where its base is known by now as that base came."""
    derived = ~said["quota_kind"].isin(STATED_KINDS)
    quota = said["quota_low"].to_numpy(float).copy()
    if not derived.any():
        return quota
    then = known_at(tables, parse_vintage(origin.as_of))
    now = replace(known_at(tables, None), quotas=then.quotas)
    prior = load_prior(asked.prior or asked.measure.prior, asked.priors)
    case = make_case(now, asked.measure, [origin.year], prior)
    if case is None:
        return np.where(derived, np.nan, quota)
    settled = {
        (case.panel.units[question.unit], question.quota.kind, question.quota.basis): question.quota.low
        for question in case.questions
        if question.quota.label == str(origin.year)
    }
    keys = zip(said["unit"], said["quota_kind"], said["basis"], strict=True)
    return np.where(derived, [settled.get(key, np.nan) for key in keys], quota)
