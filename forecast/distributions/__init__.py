"""Laws of annual totals: mixtures of Student laws as models give them, and the grid on which they are combined and read."""

from forecast.distributions.grid_law import NEVER_CERTAIN, GridLaw
from forecast.distributions.mixture import Mixture, choose, point_mass
from forecast.distributions.student import student_cdf

__all__ = ["NEVER_CERTAIN", "GridLaw", "Mixture", "choose", "point_mass", "student_cdf"]
