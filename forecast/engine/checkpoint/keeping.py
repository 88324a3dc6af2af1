"""By which chance a flag stands, and which one it would be at another: cut points, and the margin of flags given before."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.special import ndtri

from forecast.core.results import FLAGS
from forecast.engine.flag import BANDS, Cuts
from forecast.engine.record.hold import MARGIN, hold_band
from forecast.engine.record.judge import Judging

SURE = 1e-9


@dataclass(frozen=True)
class Keeping:
    """What a flag hangs on.

    Attributes
    ----------
    held : it is held against noise, for the answers before are known.
    """

    flag: str
    cuts: Cuts = field(default_factory=Cuts)
    held: bool = False

    @classmethod
    def of(cls, flag: str, judging: Judging) -> Keeping:
        return cls(flag, judging.cuts, judging.earlier is not None)

    @property
    def can_worsen(self) -> bool:
        return self.flag in BANDS[:-1]

    @property
    def least(self) -> float:
        """The chance below which the flag is a worse one, on the scale of the normal law."""
        cut = (self.cuts.watch, self.cuts.at_risk, self.cuts.out_of_reach)[BANDS.index(self.flag)]
        return scaled(1 - cut - MARGIN * self.held)

    def worse_at(self, p_met: float, *, met: bool) -> bool:
        """Whether the flag would be a worse one at another chance.

        Examples
        --------
        >>> Keeping("watch").worse_at(0.49, met=False), Keeping("watch", held=True).worse_at(0.49, met=False)
        (True, False)
        """
        before = BANDS.index(self.flag) if self.held else -1
        band = hold_band(np.array([1 - p_met]), np.array([before]), self.cuts)[0]
        then = "met" if met else BANDS[band]
        return FLAGS.index(then) > FLAGS.index(self.flag)


def scaled(chance: float) -> float:
    """A chance on the scale of the normal law, never infinite."""
    return float(ndtri(np.clip(chance, SURE, 1 - SURE)))
