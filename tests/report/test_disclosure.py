"""The public issue, attacked with everything that is published."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog

from forecast.core.periods import quarter_start
from forecast.errors import UsageError
from forecast.report.disclosure import LEAST, choose_hidden, public_report, sums_by_report
from forecast.report.model import Line, Manner, Past
from forecast.report.pages import tell
from forecast.report.web.page import html_bytes
from tests.report.city import City, found


def random_table(generator: np.random.Generator) -> np.ndarray:
    """(n_units, n_reports) rising sums of small units, some much smaller than others."""
    n_units, n_reports = generator.integers(3, 9), generator.integers(1, 4)
    means = generator.gamma(0.7, 8.0, (n_units, 1))
    return np.cumsum(generator.poisson(means, (n_units, n_reports)), axis=1).astype(float)


def highest_possible(
    table: np.ndarray, patterns: list[np.ndarray], totals: list[bool], cell: tuple[int, int, bool]
) -> float:
    """The most that an attacker must allow for a cell (or, `step`, for what came since the report before)."""
    n_units, n_reports = table.shape
    unit, at, step = cell
    place = np.arange(n_units * n_reports).reshape(n_units, n_reports)
    equal, equals, upper = [], [], []
    for report in range(n_reports):
        if not totals[report]:
            equal.append(np.isin(place, place[:, report]).ravel().astype(float))
            equals.append(table[:, report].sum())
        for one in np.flatnonzero(~patterns[report]):
            row = np.zeros(place.size)
            row[place[one, report]] = 1
            equal.append(row)
            equals.append(table[one, report])
        for one in range(n_units if report else 0):
            row = np.zeros(place.size)
            row[place[one, report - 1]], row[place[one, report]] = 1, -1
            upper.append(row)
    aim = np.zeros(place.size)
    aim[place[unit, at]] = -1
    if step:
        aim[place[unit, at - 1]] = 1
    found = linprog(
        aim, A_ub=np.array(upper) if upper else None, b_ub=np.zeros(len(upper)) if upper else None,
        A_eq=np.array(equal) if equal else None, b_eq=equals if equal else None,
    )  # fmt: skip
    return np.inf if found.status == 3 else -found.fun


def test_nothing_small_can_be_worked_out():
    """1,000 tables, each with all its earlier reports: no withheld count is pinned below five."""
    generator, attacked, pinned = np.random.default_rng(20231), 0, []
    for _ in range(1000):
        table = random_table(generator)
        told = [choose_hidden(table[:, : at + 1]) for at in range(table.shape[1])]
        patterns, totals = [hidden for hidden, _ in told], [all_of_it for _, all_of_it in told]
        steps = np.diff(table, axis=1, prepend=0.0)
        at = table.shape[1] - 1
        for unit in range(len(table)):
            for step, value in ((False, table[unit, at]), (True, steps[unit, at])):
                if 0 < value < LEAST and not (step and at == 0):
                    attacked += 1
                    if highest_possible(table, patterns, totals, (unit, at, step)) < LEAST - 1e-6:
                        pinned.append((table, unit, step))
    assert attacked > 1500 and pinned == []


def test_the_attack_finds_what_is_not_protected():
    """With only the small cell itself withheld, the attack works it out to the person."""
    table = np.array([[20.0], [3.0], [9.0]])
    assert highest_possible(table, [np.array([False, True, False])], [False], (1, 0, False)) == pytest.approx(3)


def test_what_was_withheld_stays_withheld():
    """A unit withheld after the first quarter is withheld after the second, however large it is by then."""
    table = np.array([[3.0, 40.0], [4.0, 50.0], [30.0, 60.0]])
    first, _ = choose_hidden(table[:, :1])
    assert (choose_hidden(table)[0] >= first).all() and first.tolist() == [True, True, False]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> City:
    """A city of small units."""
    return found(tmp_path_factory.mktemp("small"), size=9)


def test_a_withheld_unit_tells_nothing(small: City):
    """Only the name and the quota of a withheld unit are left, in the model, on the page and in its data."""
    report, full = small.report(public=True), small.report()
    withheld = [
        line.unit
        for line in report.lines
        if line.row["observed"] != line.row["observed"] and line.unit not in report.silent
    ]
    assert len(withheld) >= 2
    for unit in withheld:
        line = report.line(unit)
        assert line.points == () and line.flag == "" and line.past.totals == {} and full.line(unit).flag != ""
    assert not report.figures and "NaN" not in html_bytes(report, "vi").decode()


def test_a_public_report_says_so(small: City):
    """The page tells that small numbers are withheld."""
    assert any("nhỏ hơn 5" in line for line in tell(small.report(public=True), "vi").below)


def test_a_sensitive_measure_has_no_public_report(small: City):
    """Ethnic origin or religion are never published."""
    from dataclasses import replace

    report = small.report()
    with pytest.raises(UsageError, match="report_public_sensitive"):
        public_report(replace(report, measure=replace(report.measure, sensitive=True)))


def test_nothing_that_stands_ready_is_published(small: City):
    """Stocks of few people would tell of small units, and with the total of the others: none is in a public report."""
    from dataclasses import replace

    report = small.report()
    rows = [replace(line, row={**line.row, "ready": "files=3@2025-09-30"}) for line in report.all_lines]
    public = public_report(replace(report, top=rows[0], lines=tuple(rows[1:])))
    assert {line.row["ready"] for line in public.all_lines} == {""}


def test_a_late_unit_makes_no_step_of_its_own():
    """The figures of today are those of the last quarter's end where only late units lack it: all need not be withheld for that."""
    first, second = quarter_start(4 * 2025 + 1), quarter_start(4 * 2025 + 2)
    told = Line("A", "", 1, {"observed": 30.0}, past=Past(path=((first, 12.0), (second, 30.0))))
    late = Line("B", "", 1, {"observed": 9.0}, past=Past(path=((first, 9.0),)))
    assert sums_by_report([told, late], 2025).tolist() == [[12.0, 30.0], [9.0, 9.0]]


def test_what_is_withheld_is_not_said_to_be_missing(city: City):
    """Of a whole that is withheld the page says so, and not that it has no figures."""
    report = city.report(kind="brief")
    few = [replace(line, row={**line.row, "observed": 1.0}, past=Past()) for line in report.all_lines]
    page = tell(
        public_report(replace(report, top=few[0], lines=tuple(few[1:3]), manner=Manner("brief", public=True))), "en"
    )
    assert "are not told in the public issue" in str(page.blocks[0]) and "Of the units whose figures are shown" in str(
        page.blocks
    )
