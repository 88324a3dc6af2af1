"""How often flags were right: the track record of a backtest or of public panels, and what is made of it.

record   past chances and what came of them
shipped  the record of public panels, for those who have none of their own
shares   a share of past cases with its interval
track    precision, recall, false alarms and lead time by known quarters and size
cuts     cut points for a wanted precision or recall
hold     a flag that was given before is not dropped for noise
judge    flags and track record of finished rows
restate  chances restated as they turned out, where that has helped
visits   which units carry the expected shortfall, and whom to visit first
"""

from forecast.engine.record.cuts import Wish
from forecast.engine.record.judge import Judging, judge, make_judging
from forecast.engine.record.record import Record, make_record
from forecast.engine.record.restate import Restating
from forecast.engine.record.visits import add_visits

__all__ = ["Judging", "Record", "Restating", "Wish", "add_visits", "judge", "make_judging", "make_record"]
