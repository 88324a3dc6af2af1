"""Shipped priors: what public reports say of admissions, and the neutral one that says little. Small files, read as they are."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from forecast.errors import UsageError
from forecast.models.short_history import Shipped
from forecast.models.structural.shipped import FILE, read_weights
from forecast.models.structural.structures import Structure

SHIPPED_FOLDER = Path(__file__).resolve().parents[1] / "priors"
NEUTRAL_RATIO = Shipped(location=0.0, scale=0.15, unit_years=4.0)
NEUTRAL_SHARE_SCALE = 0.6  # of the log share, times the part of the year still to come
UNIT_YEARS = 4.0


@dataclass(frozen=True)
class Prior:
    """What is believed of a measure before the office's own figures.

    Attributes
    ----------
    name : `admissions` or `neutral`.
    speaks : the prior may be used where there are no past figures at all (admissions); else it only steadies the panel's own.
    ratio : log of final over plan.
    in_year : (fraction of the year, log share of the final, its scale) per known fraction, in order; empty for even years.
    structures : how plausible structures of the quarterly grid are before any figure.
    settings : the file as read, for display.
    """

    name: str
    speaks: bool
    ratio: Shipped
    in_year: tuple[tuple[float, float, float], ...]
    structures: Mapping[Structure, float]
    settings: dict[str, Any]

    def share(self, fraction: float) -> Shipped:
        """Log share of the final total that is usual after a fraction of the year (0-1).

        Examples
        --------
        >>> round(load_prior("neutral").share(0.25).location, 3)
        -1.386
        """
        if not self.in_year:
            return Shipped(float(np.log(fraction)), NEUTRAL_SHARE_SCALE * (1 - fraction) + 1e-3, UNIT_YEARS)
        at, mean, scale = (
            np.array(column) for column in zip((0.0, -9.0, 2.0), *self.in_year, (1.0, 0.0, 0.0), strict=True)
        )
        shares = np.exp(mean) * (at > 0)
        location = float(np.log(max(np.interp(fraction, at, shares), 1e-4)))
        return Shipped(location, float(np.interp(fraction, at, np.r_[scale[1], scale[1:]])) + 1e-3, UNIT_YEARS)


def load_prior(name: str, folder: Path | None = None) -> Prior:
    """Read a prior by name from a folder of priors (the shipped ones by default).

    Raises
    ------
    UsageError : no such file, or not a prior, or not a file of structures beside it.
    """
    path = (folder or SHIPPED_FOLDER) / f"{name}.toml"
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise UsageError("bad_prior", path=str(path), reason=str(error)) from error
    try:
        ratio = settings.get("final_to_target")
        shipped = (
            Shipped(float(ratio["log_location"]), float(ratio["log_scale"]), UNIT_YEARS) if ratio else NEUTRAL_RATIO
        )
        rows = settings.get("in_year", [])
        in_year = tuple((float(r["fraction"]), float(r["log_share_mean"]), float(r["log_share_sd"])) for r in rows)
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError("bad_prior", path=str(path), reason=repr(error)) from error
    return Prior(
        name, bool(ratio), shipped, tuple(sorted(in_year)), _read_structures(folder or SHIPPED_FOLDER), settings
    )


def _read_structures(folder: Path) -> Mapping[Structure, float]:
    """Those of the folder, the shipped ones where it has none."""
    path = folder / FILE if (folder / FILE).exists() else SHIPPED_FOLDER / FILE
    try:
        return read_weights(path)
    except (OSError, ValueError) as error:
        raise UsageError("bad_prior", path=str(path), reason=str(error)) from error
