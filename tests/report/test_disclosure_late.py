"""The public issues of a year in which some units report late, attacked with everything that their models hold.

What a late unit leaves behind (a report in which nothing is new but the others) goes through the merging of equal reports.
"""

import math
from dataclasses import dataclass

import numpy as np
import pytest
from scipy.optimize import linprog

from forecast.core.measures import Measure
from forecast.core.periods import parse_period, quarter_start
from forecast.core.results import AFTER_QUANTILES, BEFORE_QUANTILES, TEXT_COLUMNS
from forecast.report.disclosure import LEAST, public_report
from forecast.report.model import Line, Manner, Past, Report

YEAR = 2025


@dataclass(frozen=True)
class Issues:
    """A year of a city and its public issues.

    Attributes
    ----------
    sums : (n_units, n_reports) true year to date.
    known : (n_units, n_reports) at which report a unit's figures end, by report; -1 before its first.
    public : what was published, by report.
    """

    sums: np.ndarray
    known: np.ndarray
    public: tuple[Report, ...]


def issue(sums: np.ndarray, known: np.ndarray, apart: np.ndarray, at: int, *, own: bool) -> Report:
    """The public issue of one report.

    Parameters
    ----------
    apart : (n_units, n_reports) whether a quarter's figure stands by itself once it is known, or only inside a longer run.
    own : the whole reports for itself; else it is told where all units are known.
    """
    lines = []
    for unit, upto in enumerate(known[:, at].tolist()):
        days = [end for end in range(upto + 1) if end == upto or apart[unit, end]]
        path = tuple((quarter_start(4 * YEAR + end + 1), float(sums[unit, end])) for end in days)
        lines.append(line(f"U{unit}", upto, sums[unit, upto] if upto >= 0 else math.nan, path))
    told = own or bool((known[:, at] == at).all())
    top = line("TOP", at if told else -1, sums[:, at].sum() if told else math.nan, ())
    measure = Measure("admissions")
    report = Report(measure, YEAR, "", {}, top, tuple(lines), (0.5,), Manner("long", public=True))
    return public_report(report)


def line(unit: str, upto: int, observed: float, path: tuple[tuple[int, float], ...]) -> Line:
    """A line without a quota."""
    row = dict.fromkeys((*BEFORE_QUANTILES, *AFTER_QUANTILES), math.nan) | dict.fromkeys(TEXT_COLUMNS, "")
    row |= {"unit": unit, "observed": observed, "quota_kind": "", "flag": "", "ready": ""}
    row["observed_through"] = parse_period(f"{YEAR}Q{upto + 1}").last_day.isoformat() if upto >= 0 else ""
    return Line(unit, "" if unit == "TOP" else "TOP", int(unit != "TOP"), row, past=Past(path=path))


def random_year(generator: np.random.Generator) -> Issues:
    """Rising sums of small units, each of which may skip a report and make up for it later, by the quarter or in one sum."""
    n_units, n_reports = generator.integers(3, 9), generator.integers(2, 5)
    sums = np.cumsum(generator.poisson(generator.gamma(0.7, 8.0, (n_units, 1)), (n_units, n_reports)), axis=1)
    late = generator.random((n_units, n_reports)) < 0.25
    steps = np.where(late, -1, np.arange(n_reports))
    known, apart = np.maximum.accumulate(steps, axis=1), generator.random((n_units, n_reports)) < 0.5
    own = bool(generator.random() < 0.5)
    return Issues(sums, known, tuple(issue(sums, known, apart | ~late, at, own=own) for at in range(n_reports)))


class Attack:
    """All that the issues tell of the cells, as a linear program."""

    def __init__(self, issues: Issues) -> None:
        n_units, n_reports = issues.sums.shape
        self.place = np.arange(n_units * n_reports).reshape(n_units, n_reports)
        self.equal, self.equals, self.rising = [], [], []
        for at, public in enumerate(issues.public):
            assert public.top is not None
            if not math.isnan(public.top.row["observed"]):
                self._know(self.place[:, at], public.top.row["observed"])
            for unit, shown in enumerate(public.lines):
                if not math.isnan(shown.row["observed"]):
                    self._know(self.place[unit, [issues.known[unit, at]]], shown.row["observed"])
        for unit in range(n_units):
            for at in range(1, n_reports):
                row = np.zeros(self.place.size)
                row[self.place[unit, at - 1]], row[self.place[unit, at]] = 1, -1
                self.rising.append(row)

    def _know(self, cells: np.ndarray, value: float) -> None:
        row = np.zeros(self.place.size)
        row[cells] = 1
        self.equal.append(row)
        self.equals.append(value)

    def highest(self, unit: int, at: int, before: int) -> float:
        """The most that must be allowed for what a unit has reached since an earlier report; since the year began where that is -1."""
        aim = np.zeros(self.place.size)
        aim[self.place[unit, at]] = -1
        if before >= 0:
            aim[self.place[unit, before]] = 1
        equal = {"A_eq": np.array(self.equal), "b_eq": self.equals} if self.equal else {}
        rising = np.reshape(self.rising, (len(self.rising), self.place.size))
        found = linprog(aim, A_ub=rising, b_ub=np.zeros(len(rising)), **equal)
        assert found.status in (0, 3)
        return np.inf if found.status == 3 else -found.fun


def pinned(issues: Issues) -> tuple[int, list[tuple[int, int, int]]]:
    """How many small cells that units reported were attacked, and those that are known to be below five.

    A cell is what a unit has reached at a report, of the year or since its report before.
    """
    attack, attacked, found = Attack(issues), 0, []
    for unit, known in enumerate(issues.known.tolist()):
        reports = sorted(set(known) - {-1})
        for at, last in zip(reports, [-1, *reports], strict=False):
            for before in {-1, last}:
                value = issues.sums[unit, at] - (issues.sums[unit, before] if before >= 0 else 0)
                if 0 < value < LEAST:
                    attacked += 1
                    if attack.highest(unit, at, before) < LEAST - 1e-6:
                        found.append((unit, at, before))
    return attacked, found


@pytest.mark.parametrize("n_years", [40, pytest.param(1000, marks=pytest.mark.proof)])
def test_late_units_give_nothing_small_away(n_years: int):
    """Attacked with all issues of the year, the earlier and the later ones, no withheld count is pinned below five."""
    generator, attacked, given_away = np.random.default_rng(20232), 0, []
    for _ in range(n_years):
        issues = random_year(generator)
        tried, found = pinned(issues)
        attacked += tried
        given_away += [(issues.sums.tolist(), issues.known.tolist(), cell) for cell in found]
    assert attacked > 2 * n_years and given_away == []


def test_the_attack_on_late_units_finds_what_is_not_protected():
    """Were a unit's three people printed, the attack would tell."""
    sums, known = np.array([[3, 20], [9, 30], [30, 60]]), np.array([[0, 1], [0, 1], [0, 1]])
    shown = [line(f"U{unit}", 0, float(sums[unit, 0]), ()) for unit in range(3)]
    bare = Report(Measure("admissions"), YEAR, "", {}, line("TOP", 0, 42.0, ()), tuple(shown), (0.5,))
    assert pinned(Issues(sums[:, :1], known[:, :1], (bare,)))[1] == [(0, 0, -1)]
