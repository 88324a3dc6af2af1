"""What would have been said at an origin: by the engine, by other models each alone, by the baselines. Nothing later is looked at.

What came, and how good the answers were, is `forecast.engine.backtest.replay`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from forecast.core.lives import Tree
from forecast.core.measures import Measure
from forecast.core.panel import Panel
from forecast.core.results import quantile_column
from forecast.core.tables import Tables
from forecast.distributions import GridLaw, Mixture
from forecast.engine.as_of import known_at, parse_vintage
from forecast.engine.ask import PLAN_ORDER
from forecast.engine.backtest.baselines import baseline_quantiles, past_totals
from forecast.engine.backtest.origins import Origin
from forecast.engine.case import Case, make_case
from forecast.engine.combine import pool
from forecast.engine.fold import fold_restricted
from forecast.engine.hierarchy.figures import with_sums
from forecast.engine.learn import learn
from forecast.engine.project import answer
from forecast.engine.record.judge import known_quarters
from forecast.models import MODELS
from forecast.models.plan import PlanLanding
from forecast.models.priors import load_prior

LEVELS = np.round(np.arange(1, 100) / 100, 2)  # of the quantiles that the CRPS is read from
ENDS = (0.025, 0.975)  # of the 95 % range
ALL_LEVELS = np.sort(np.r_[LEVELS, ENDS])
PROJECTION = "projection"  # the engine's own answer among the models


@dataclass(frozen=True)
class Asked:
    """What a backtest asks at every origin; as for `forecast.engine.project.project`.

    Attributes
    ----------
    against : names of `MODELS` that answer too, each alone: without plan and without the spread learned from past origins.
    """

    measure: Measure
    model: str = "by_size"
    against: tuple[str, ...] = ()
    prior: str | None = None
    priors: Path | None = None
    seed: int = 0
    show_restricted: bool = False


def answer_origin(tables: Tables, asked: Asked, origin: Origin) -> pd.DataFrame:
    """One row per model and unit: the unit, its quota then, the chance and the quantiles of every level.

    The rows of the projection are those of `forecast project --as-of`. Of several quotas of a unit the assigned one is taken; terms
    are left out.
    """
    known = known_at(tables, parse_vintage(origin.as_of))
    shown = known if asked.show_restricted else fold_restricted(known, asked.measure.name)[0]
    case = make_case(shown, asked.measure, [origin.year], load_prior(asked.prior or asked.measure.prior, asked.priors))
    if case is None:
        return pd.DataFrame()
    learned = learn(case, MODELS[asked.model])
    rows = answer(case, learned, MODELS[asked.model], quantiles=ALL_LEVELS.tolist(), seed=asked.seed)
    rows = _one_per_unit(rows, origin.year)
    panel = _of_units(case)
    at = {unit: position for position, unit in enumerate(panel.units)}
    place = np.array([at[unit] for unit in rows["unit"]], int)
    known_part = rows["observed"].fillna(0.0).to_numpy(float)
    frame = pd.DataFrame(
        {
            **{
                name: rows[name] for name in ("unit", "measure", "quota_kind", "basis", "observed", "quota_low", "flag")
            },
            "year": origin.year,
            "quarter": origin.quarter,
            "as_of": origin.as_of,
            "known_quarters": known_quarters(rows["observed_through"], origin.year),
            "level": [_depth(unit, case.tree) for unit in rows["unit"]],
            "size": _size(panel, case.plans, origin.year)[place],
        }
    )
    said = [(PROJECTION, rows[[*map(quantile_column, ALL_LEVELS)]].to_numpy(float), rows["p_met"].to_numpy(float))]
    for name, law in _alone(panel, asked, origin.year):
        quantiles = np.stack([law.quantile(level) for level in ALL_LEVELS], axis=1)[place]
        quota = np.full(len(panel.units), np.nan)
        quota[place] = frame["quota_low"]
        said.append((name, quantiles, law.reaches(quota)[place]))
    for name, quantiles in baseline_quantiles(panel, origin.year, ALL_LEVELS, whole=asked.measure.whole).items():
        quantiles = quantiles[place]
        said.append((name, quantiles, _chance(quantiles, frame["quota_low"].to_numpy(float), known_part)))
    return pd.concat([_of_model(frame, *one) for one in said], ignore_index=True)


def _of_model(frame: pd.DataFrame, name: str, quantiles: np.ndarray, p_met: np.ndarray) -> pd.DataFrame:
    columns = pd.DataFrame(quantiles, columns=[*map(quantile_column, ALL_LEVELS)], index=frame.index)
    flag = frame["flag"] if name == PROJECTION else ""
    return pd.concat([frame.assign(model=name, flag=flag, p_met=p_met), columns], axis=1)


def _one_per_unit(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    rank = rows["basis"].map({basis: at for at, basis in enumerate(PLAN_ORDER)}).fillna(len(PLAN_ORDER))
    rank += 10 * (rows["reading"] != "")
    ranked = rows.assign(rank=rank)[rows["year"] == str(year)].sort_values(["unit", "rank"], kind="stable")
    return ranked.drop_duplicates("unit").reset_index(drop=True)


def _of_units(case: Case) -> Panel:
    """The panel of the units themselves, without remainders of parents; parents without figures as their children's sums."""
    named = np.flatnonzero(~case.hierarchy.is_rest).tolist()
    return with_sums(case.panel.cut(named), case.tree)


def _alone(panel: Panel, asked: Asked, year: int) -> Iterator[tuple[str, GridLaw]]:
    """The laws of other models of the path."""
    whole, none = asked.measure.whole, np.zeros(len(panel.units))
    nothing = np.full((1, len(none)), np.nan)
    silent = Mixture(nothing, nothing, nothing, np.zeros((1, len(none)), bool), none + 9.0, none)
    no_plan = PlanLanding(silent, none, none, none, none, none, np.full(len(none), np.nan))
    for name in asked.against:
        model = MODELS[name]
        landing = model.land(panel, [year], whole, model.learn(panel, whole, None), None)
        yield name, pool(landing.totals[0], no_plan, whole=whole)


def _chance(quantiles: np.ndarray, quota: np.ndarray, observed: np.ndarray) -> np.ndarray:
    """Chance that a total with evenly spaced quantiles reaches a quota; certain only where it is reached already."""
    inside = quantiles[:, ~np.isin(ALL_LEVELS, ENDS)]
    chance = ((inside >= quota[:, None]).sum(1) + 0.5) / (len(LEVELS) + 1)
    known = np.isfinite(quota) & np.isfinite(inside).all(1)
    return np.where(known, np.where(observed >= quota, 1.0, chance), np.nan)


def _size(panel: Panel, plans: dict[int, np.ndarray], year: int) -> np.ndarray:
    """(n_units,) usual total of a year: the mean of past totals, or the plan where there is none."""
    totals, none = past_totals(panel, year), np.full(len(panel.units), np.nan)
    known = np.isfinite(totals)
    mean = np.where(known, totals, 0.0).sum(1) / np.maximum(known.sum(1), 1)
    return np.where(known.any(1), mean, plans.get(year, none)[: len(none)])


def _depth(unit: str, tree: Tree) -> int:
    """How many units stand above one; a circle ends the count."""
    above: list[str] = []
    while (unit := tree.parents.get(unit, "")) and unit not in above:
        above.append(unit)
    return len(above)
