"""The chance of another quota, read off stored quantiles."""

import math

from forecast.report.what_if import LEVELS, chance_of
from tests.report.city import City


def test_it_agrees_with_the_engine(city: City):
    """At the quota that was projected, the stored quantiles give the engine's chance to a hundredth and a half."""
    rows = city.projection.table
    rows = rows[(rows["quota_kind"] != "") & rows["p_met"].between(0.01, 0.99)]
    assert len(rows) > 5
    for _, row in rows.iterrows():
        points = [row[f"q{level:g}"] for level in LEVELS]
        stored = chance_of(row["quota_low"], LEVELS, points, whole=True, lowest=row["observed"])
        assert math.isclose(stored, row["p_met"], abs_tol=0.015)


def test_a_higher_quota_is_never_likelier():
    """The chance falls as the quota rises, from certainty to the last level stored."""
    points = (3.0, 3.0, 4.0, 6.0, 6.0)
    chances = [
        chance_of(quota, (0.1, 0.3, 0.5, 0.7, 0.9), points, whole=True, lowest=2) for quota in (1, 2, 3, 4, 5, 6, 7, 8)
    ]
    assert chances == sorted(chances, reverse=True) and (chances[0], chances[-1]) == (1.0, 1 - 0.9)


def test_without_a_distribution_there_is_no_chance():
    """A unit without quantiles has no chance, rather than a made-up one."""
    assert math.isnan(chance_of(5, (), (), whole=True, lowest=0))
