"""`forecast` with one idea of the engine switched off, or one setting at another value: what each is worth (docs/benchmarks.md).

python bench.py --k 1 --command "python docs/ablate.py no_outliers" --save no_outliers.parquet
python bench.py --k 1 --command "python docs/ablate.py outlier=4" --save outlier=4.parquet

What is better on which panel, and what would have been chosen without each of them: docs/leave_one_out.py.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from forecast.engine import calibrate, combine, laws, learn
from forecast.engine.calibrate import Width
from forecast.engine.steer import Steering
from forecast.models import by_size, short_history
from forecast.models.structural import fit, landing, structures, weights
from forecast.models.structural import learn as structural


def even_weights(log_likelihood: np.ndarray, shipped: np.ndarray) -> np.ndarray:
    """The panel teaches nothing: every structure weighs the same."""
    return np.full(len(log_likelihood), 1 / len(log_likelihood))


def without_plan(*arguments, **settings):  # type: ignore[no-untyped-def]
    """The plan's law, never trusted."""
    plan = land_plan(*arguments, **settings)
    return replace(plan, credibility=np.zeros_like(plan.credibility))


land_plan, quarterly_grid = laws.land_plan, structural.quarterly_grid


def grid_where(kept: Callable[[structures.Structure], bool]) -> Callable[[], None]:
    """Switch: only some structures of the quarterly grid; one left on a scale stands for all."""

    def switch() -> None:
        structural.quarterly_grid = lambda: tuple(structure for structure in quarterly_grid() if kept(structure))

    return switch


SWITCHES: dict[str, Callable[[], None]] = {
    "all_on": lambda: None,
    "no_outliers": lambda: setattr(fit, "OUTLIER", 1e9),
    "no_usual_season": lambda: setattr(structural, "usual_season", lambda panel: np.zeros(4)),
    "no_log": grid_where(lambda s: s.scale == "linear" or (s.alpha == 0.1 and not s.slope_sd and not s.season_sd)),
    "no_trends": grid_where(lambda s: s.slope_sd == 0),
    "even_weights": lambda: setattr(structural, "panel_weights", even_weights),
    "no_forgetting": lambda: setattr(fit, "DISCOUNT", 1.0),
    "no_plan": lambda: setattr(laws, "land_plan", without_plan),
    "plan_alone": lambda: setattr(learn, "learn_power", lambda origins, **settings: 0.0),
    "no_learned_power": lambda: setattr(learn, "learn_power", lambda origins, **settings: combine.SHIPPED_POWER),
    "no_tails": lambda: setattr(landing, "OUTLIER_DOF", 1e3),
    "no_small_counts": lambda: setattr(by_size, "EVEN_AT", 1e-9),
    "no_learned_odds": lambda: setattr(learn, "learn_odds", lambda origins: 1.0),
    "no_learned_width": lambda: setattr(learn, "learn_width", lambda *arguments, **settings: Width(1.0, 1.0)),
    "no_learned_tails": lambda: setattr(calibrate, "TAIL_LIMITS", (1.0, 1.0)),
    "no_steering": lambda: setattr(learn, "learn_steering", lambda *arguments, **settings: Steering()),
    "no_counting": lambda: setattr(short_history, "COUNTED", (0.0,)),
    "no_implied_gap": lambda: setattr(fit, "imply_gap", lambda within, innovations: np.zeros((1, 1, 1))),
    "no_shipped_weights": lambda: setattr(
        structural, "weigh_grid", lambda grid, shipped: np.full(len(grid), 1 / len(grid))
    ),
}

SETTINGS: dict[str, tuple[object, str]] = {
    "outlier": (fit, "OUTLIER"),
    "tails": (landing, "OUTLIER_DOF"),
    "discount": (fit, "DISCOUNT"),
    "temper": (weights, "TEMPER"),
    "even_at": (by_size, "EVEN_AT"),
}


def switch(name: str) -> None:
    """Switch one idea off, or set `setting=value`."""
    setting, given, value = name.partition("=")
    if given:
        setattr(*SETTINGS[setting], float(value))
    else:
        SWITCHES[name]()


if __name__ == "__main__":
    switch(sys.argv.pop(1))
    from forecast.cli.app import main

    main()
