"""The forest of periods, against the slow obvious version."""

from hypothesis import given
from hypothesis import strategies as st

from forecast.checks.nesting import forest

RUNS = st.sets(st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda run: (run[0], run[0] + run[1])), max_size=8)


def sorted_runs(runs: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """By first day, the longer first."""
    return sorted(runs, key=lambda run: (run[0], -run[1]))


def holds(run: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a run contains another."""
    return run[0] <= other[0] and other[1] <= run[1]


@given(RUNS)
def test_crossing_pairs_are_found(runs: set[tuple[int, int]]) -> None:
    """A crossing is reported exactly when two runs overlap and neither holds the other."""
    ordered = sorted_runs(runs)
    crosses = any(a[0] < b[0] < a[1] < b[1] for a in ordered for b in ordered)
    assert bool(forest(*map(list, zip(*ordered, strict=True))).crossing if ordered else ()) == crosses


@given(RUNS)
def test_children_are_the_largest_runs_inside(runs: set[tuple[int, int]]) -> None:
    """Where nothing crosses, a child lies in its parent and in no run between them."""
    ordered = sorted_runs(runs)
    if not ordered or (nested := forest(*map(list, zip(*ordered, strict=True)))).crossing:
        return
    for parent, run in enumerate(ordered):
        inside = [i for i, other in enumerate(ordered) if i != parent and holds(run, other)]
        largest = [i for i in inside if not any(holds(ordered[j], ordered[i]) for j in inside if j != i)]
        assert list(nested.children[parent]) == largest
        covered = sum(ordered[i][1] - ordered[i][0] for i in largest)
        assert nested.tiled[parent] == (covered == run[1] - run[0] and bool(largest))
