"""Laws of annual totals: mixtures of Student laws and counted chances as models give them, and the grid on which they are
combined and read."""

from forecast.distributions.blend import Blend
from forecast.distributions.counts_law import CountsLaw
from forecast.distributions.grid_law import EDGE_80, NEVER_CERTAIN, NORMAL_80, GridLaw
from forecast.distributions.law import Law
from forecast.distributions.mixture import Mixture, choose, point_mass
from forecast.distributions.student import student_cdf

__all__ = [
    "EDGE_80", "NEVER_CERTAIN", "NORMAL_80", "Blend", "CountsLaw", "GridLaw", "Law", "Mixture", "choose", "point_mass",
    "student_cdf",
]  # fmt: skip
