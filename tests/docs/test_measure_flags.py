"""The script that measures flags counts what it says."""

import re

from docs.measure_flags import ahead, plan_bootstrap, reliability
from tests.engine.record.rows import backtest_rows

ROWS = backtest_rows(30).assign(observed=2.0, total=lambda rows: rows["quota"] * (0.5 + 1.5 * rows["met"]))


def test_the_plan_bootstrap_draws_past_ratios_of_the_same_moment():
    """Units that always brought twice their quota are given all of their own half, and two thirds of the other."""
    found = plan_bootstrap(ROWS)
    assert found["year"].min() == 2017 and set(found.loc[found["met"] == 1, "p_met"].round(1)) == {0.8}


def test_the_tables_are_printed(tmp_path, capsys):
    """Shares that are the same every year lie in the interval stated before; chances of .3 that always missed are told."""
    ROWS.to_parquet(tmp_path / "rows.parquet")
    ahead([str(tmp_path)])
    reliability([str(tmp_path)])
    said = capsys.readouterr().out.splitlines()
    within, n = map(int, re.search(r": (\d+) of (\d+) later", said[0]).groups())
    assert within == n > 0 and any(line.split()[:3] == ["0.300", "stated", "0.000"] for line in said)
