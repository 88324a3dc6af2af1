"""Models: a panel in, the law of the annual totals out. They know nothing of files, flags or reports.

Adding one is a new file and a line in `MODELS`.
"""

from forecast.models.landing import Landing, Model, Progress
from forecast.models.naive import land_naive
from forecast.models.structural.landing import land_structural

MODELS: dict[str, Model] = {
    "structural": land_structural,
    "naive": land_naive,
}

__all__ = ["MODELS", "Landing", "Model", "Progress"]
