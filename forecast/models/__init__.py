"""Models: a panel in, the law of the annual totals out. They know nothing of files, flags or reports.

Adding one is a new file and a line in `MODELS`.
"""

from forecast.models.by_size import land_by_size, learn_by_size, weigh_by_size
from forecast.models.classical.ets import forecast_ets
from forecast.models.classical.land import classical
from forecast.models.classical.sarimax import forecast_sarimax
from forecast.models.classical.theta import forecast_theta
from forecast.models.classical.unobserved import forecast_unobserved
from forecast.models.landing import Landing, Model, Progress, Weighed
from forecast.models.naive import land_naive, learn_nothing
from forecast.models.structural.contributions import weigh_structural
from forecast.models.structural.landing import land_structural
from forecast.models.structural.learn import learn_structural

MODELS: dict[str, Model] = {
    "by_size": Model(learn_by_size, land_by_size, weigh_by_size),
    "structural": Model(learn_structural, land_structural, weigh_structural),
    "naive": Model(learn_nothing, land_naive),
    "ets": classical(forecast_ets),
    "unobserved": classical(forecast_unobserved, gaps=True),
    "sarimax": classical(forecast_sarimax, gaps=True),
    "theta": classical(forecast_theta),
}

__all__ = ["MODELS", "Landing", "Model", "Progress", "Weighed"]
