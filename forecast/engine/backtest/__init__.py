"""The engine as of every past quarter end of the user's own figures, held against what came.

origins    which moments, and what was to be said at each
answers    what the engine, other models and baselines would have said then
baselines  the forecasts that anyone can make in the head
replay     the answers scored against what came
run        all origins, in several processes if wanted, kept parts used again
summary    the scores by known quarters, year, size and level
"""

from forecast.engine.backtest.answers import Asked, answer_origin
from forecast.engine.backtest.origins import Origin, list_origins
from forecast.engine.backtest.replay import replay_origin
from forecast.engine.backtest.run import Backtest, Keeper, backtest
from forecast.engine.backtest.summary import Diagram, diagram, reliability_record, summarise

__all__ = [
    "Asked",
    "Backtest",
    "Diagram",
    "Keeper",
    "Origin",
    "answer_origin",
    "backtest",
    "diagram",
    "list_origins",
    "reliability_record",
    "replay_origin",
    "summarise",
]
