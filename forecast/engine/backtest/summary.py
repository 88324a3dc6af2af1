"""The scored rows summed up: by number of known quarters, year, size and level, for every model, with skill and intervals.

How the figures are printed is left to the reports.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from forecast.engine.backtest.answers import PROJECTION
from forecast.engine.backtest.baselines import BASELINES
from forecast.scores import Interval, Reliability, bin_chances, reliability, resample_units, skill_interval

MEANS = ("crps", "crps_share", "brier", "log_score", "in80", "in95", "pit80", "pit95")
PARTS = ("miscalibration", "discrimination", "uncertainty")
SKILLS = (*(f"{score}skill_{name}" for score in ("", "brier_") for name in BASELINES), "gain", "brier_gain")
COLUMNS = (
    "measure", "group", "value", "model", "n", "n_quota", "units", *MEANS, *PARTS,
    *(f"{skill}{end}" for skill in SKILLS for end in ("", "_low", "_high")),
)  # fmt: skip
LEAST_UNITS = 9  # for thirds by size
_SAME = ["measure", "unit", "year", "quarter"]


class Diagram(NamedTuple):
    """What a reliability diagram draws.

    Attributes
    ----------
    curve : the stated chances, how often the quota was met at each, and the parts of the Brier score.
    bins : (n_bins, 3) mean chance stated, share met, number of cases, for chances in equal steps.
    """

    curve: Reliability
    bins: np.ndarray


def diagram(rows: pd.DataFrame, model: str = PROJECTION, known_quarters: int | None = None) -> Diagram:
    """The reliability diagram of one model's chances, of all rows or of those at one number of known quarters."""
    chosen = rows[rows["model"] == model]
    if known_quarters is not None:
        chosen = chosen[chosen["known_quarters"] == known_quarters]
    chance, met = chosen["p_met"].to_numpy(float), chosen["met"].to_numpy(float)
    return Diagram(reliability(chance, met), bin_chances(chance, met))


def reliability_record(rows: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """By measure, in plain values: what the projection's chances were worth, and where in its laws the results fell.

    `curve` holds the arrays of the reliability diagram, `bins` the same in tenths, `pit_fifths` the share of results in each fifth
    of the law, `origins` the number of quarter ends.
    """
    records = {}
    for measure, part in rows[rows["model"] == PROJECTION].groupby("measure", sort=False):
        curve, bins = diagram(part)
        fifths = np.histogram(part["pit"].dropna(), 5, (0, 1))[0]
        records[str(measure)] = {
            "origins": int(part["as_of"].nunique()),
            "n": int(curve.count.sum()),
            "score": curve.score,
            **{name: getattr(curve, name) for name in PARTS},
            "bins": [{"stated": stated, "met": met, "n": int(n)} for stated, met, n in bins.tolist()],
            "curve": {name: getattr(curve, name).tolist() for name in ("stated", "observed", "count")},
            "pit_fifths": (fifths / max(fifths.sum(), 1)).tolist(),
        }
    return records


def summarise(rows: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """One row per measure, group and model, with the columns COLUMNS.

    Parameters
    ----------
    rows : of `replay_origin`; the models of a measure have the same cases.

    Notes
    -----
    `crps_share` is the mean of the CRPS over the unit's usual total. `skill_B` is 1 - it / that of the baseline B on the same
    cases, `brier_skill_B` the same of the Brier score; `gain` and `brier_gain` are the skill of the projection over the row's
    model. Ends of intervals: 90 %, units resampled.
    """
    found = []
    for measure, of_measure in rows.groupby("measure", sort=False):
        units, place = np.unique(of_measure["unit"].to_numpy(str), return_inverse=True)
        drawn = resample_units(len(units), seed)
        cases = {
            str(model): part.sort_values(_SAME, kind="stable").reset_index(drop=True)
            for model, part in _prepared(of_measure.assign(place=place)).groupby("model", sort=False)
        }
        for group, value, chosen in _groups(cases[PROJECTION]):
            parts = {model: part[chosen] for model, part in cases.items()}
            for model, part in parts.items():
                found.append(
                    {"measure": measure, "group": group, "value": value, "model": model, **_scores(part),
                     **_skills(model, parts, drawn)}
                )  # fmt: skip
    return pd.DataFrame(found, columns=[*COLUMNS])


def _prepared(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the scores that are relative to size or to the PIT."""
    total, size, place = (rows[name].to_numpy(float) for name in ("total", "size", "pit"))
    least = 1.0 if (total == np.round(total)).all() else 0.0  # of persons: below one a year the share says nothing
    scale = np.maximum(size, least)
    inside = {name: np.abs(place - 0.5) <= width / 2 for name, width in (("pit80", 0.8), ("pit95", 0.95))}
    return rows.assign(
        crps_share=rows["crps"] / np.where(scale > 0, scale, np.nan),
        **{name: np.where(np.isfinite(place), held, np.nan) for name, held in inside.items()},
    )


def _groups(cases: pd.DataFrame) -> Iterator[tuple[str, str, np.ndarray]]:
    """Name, value and members of every group."""
    yield "all", "", np.ones(len(cases), bool)
    for group, column in (("quarters", "known_quarters"), ("year", "year")):
        for value in sorted(cases[column].unique()):
            yield group, str(value), (cases[column] == value).to_numpy()
    usual = cases.groupby("unit")["size"].mean()
    if usual.notna().sum() >= LEAST_UNITS:
        of_case = cases["unit"].map(usual).to_numpy(float)
        first, second = (float(f"{limit:.2g}") for limit in usual.quantile([1 / 3, 2 / 3]))
        ends = (
            (f"..{first:g}", -np.inf, first),
            (f"{first:g}..{second:g}", first, second),
            (f"{second:g}..", second, np.inf),
        )
        for value, low, high in ends if first < second else ():
            yield "size", value, (of_case > low) & (of_case <= high)
    if cases["level"].nunique() > 1:
        for value in sorted(cases["level"].unique()):
            yield "level", str(value), (cases["level"] == value).to_numpy()


def _scores(part: pd.DataFrame) -> dict[str, float]:
    curve = reliability(part["p_met"].to_numpy(float), part["met"].to_numpy(float))
    return {
        "n": int(part["crps"].notna().sum()),
        "n_quota": int(part["brier"].notna().sum()),
        "units": int(part.loc[part["crps"].notna(), "unit"].nunique()),
        **{name: float(part[name].mean()) for name in MEANS},
        **{name: getattr(curve, name) for name in PARTS},
    }


def _skills(model: str, parts: dict[str, pd.DataFrame], drawn: np.ndarray) -> dict[str, float]:
    """Skill over the baselines, and the projection's over the model, with their intervals."""
    found: dict[str, float] = {}
    pairs = [(f"skill_{name}", model, name) for name in BASELINES] + [("gain", PROJECTION, model)]
    for name, one, other in pairs:
        for prefix, score in (("", "crps_share"), ("brier_", "brier")):
            skill = Interval(np.nan, np.nan, np.nan)
            if one != other:
                place = parts[one]["place"].to_numpy()
                skill = skill_interval(
                    parts[one][score].to_numpy(float), parts[other][score].to_numpy(float), place, drawn
                )
            found |= dict(zip((f"{prefix}{name}", f"{prefix}{name}_low", f"{prefix}{name}_high"), skill, strict=True))
    return found
