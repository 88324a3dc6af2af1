"""How a batch is cut, and that a block is answered whatever its units hold."""

import numpy as np
import pandas as pd

from forecast.core.results import TEXT_COLUMNS
from forecast.engine.batch import answer_block, cut_blocks, cut_trees
from forecast.engine.prepare import Ask, prepare
from forecast.engine.project import answer_all, learn_all
from tests.make import counts_frame, make_tables, quarters, quotas_frame, units_frame


def small_city():
    """Two parents with two units each, and one unit that stands alone and has a quota but no figures."""
    counts = {f"{top}{at}": quarters(2019, range(at + 3, at + 20)) for top in "ab" for at in range(2)}
    quotas = [{"unit": unit, "year": 2023, "value": 60} for unit in (*counts, "alone")]
    units = units_frame(*({"unit": unit, "parent": f"top of {unit[0]}"} for unit in counts))
    return make_tables(counts_frame(counts), quotas_frame(*quotas), units=units)


def test_trees_stay_together_as_long_as_they_fit():
    """Units under one parent are one block; with the next tree, where the block is not full yet."""
    prepared = prepare(small_city(), Ask("2023"))
    lineage = pd.DataFrame({"from_unit": [], "to_unit": []})
    small, filled = (cut_blocks(prepared, lineage, size).blocks for size in (3, 4))
    assert small == (("a0", "a1", "top of a"), ("alone", "b0", "b1", "top of b"))
    assert filled == (("a0", "a1", "top of a", "alone"), ("b0", "b1", "top of b"))


def test_trees_that_do_not_fit_are_cut_below_their_tops():
    """A tree larger than a block becomes its top and parts of its branches."""
    prepared = prepare(small_city(), Ask("2023"))
    cut = cut_blocks(prepared, pd.DataFrame({"from_unit": [], "to_unit": []}), 2)
    assert cut.blocks[:2] == (("top of a",), ("a0", "a1")) and cut.units(cut.large[0]) == ["a0", "a1", "top of a"]


def test_merged_units_stay_together():
    """A unit and the one that it became are computed together, with all that stands around them."""
    prepared = prepare(small_city(), Ask("2023"))
    lineage = pd.DataFrame({"from_unit": ["b1"], "to_unit": ["a0"]})
    together = ("a0", "a1", "b0", "b1", "top of a", "top of b")
    assert cut_blocks(prepared, lineage, 6).blocks == (together, ("alone",))


def test_a_circle_of_parents_ends():
    """A tree that bites its tail is refused elsewhere; cutting it comes to an end."""
    blocks = cut_trees("abc", {"a": "b", "b": "a"}, 1)
    assert sorted(unit for block in blocks for unit in block) == ["a", "b", "c"]


def test_blocks_give_the_rows_of_all():
    """Whatever is cut out gets the rows that it has among all."""
    prepared = prepare(small_city(), Ask("2023"))
    learned = learn_all(prepared)
    whole = answer_all(prepared, learned).set_index("unit")
    part = answer_block(prepared.only(["a1", "alone"]), learned).table.set_index("unit")
    pd.testing.assert_frame_equal(part, whole.loc[["a1", "alone"]], check_exact=True)


def test_the_text_columns_are_those_of_an_answer():
    """Rows of units that failed have text where answers have text, and numbers elsewhere."""
    prepared = prepare(small_city(), Ask("2023"))
    table = answer_all(prepared, learn_all(prepared))
    assert {name for name in table if not pd.api.types.is_numeric_dtype(table[name])} == set(TEXT_COLUMNS)


def fail_where(bad):
    """The answer, but for cases of which something holds."""

    def answer_or_fail(prepared, learned):
        if any(bad(case) for case in prepared.cases.values()):
            raise MemoryError
        return answer_all(prepared, learned)

    return answer_or_fail


def tells_b0(case):
    """Whether the case holds figures of b0."""
    return any(case.panel.units[at] == "b0" for block in case.panel.blocks for at in block.units)


def test_a_unit_that_fails_keeps_its_rows(monkeypatch):
    """Its quota stands, its figures are not given; the unit above cannot be added up, and all others have their figures."""
    prepared = prepare(small_city(), Ask("2023"))
    learned = learn_all(prepared)
    monkeypatch.setattr("forecast.engine.batch.answer_all", fail_where(tells_b0))
    answer = answer_block(prepared, learned)
    table = answer.table.set_index("unit")
    assert answer.skipped == dict.fromkeys(("b0", "top of b"), "MemoryError: ") and len(table) == 7
    row = table.loc["b0"]
    assert (row["quota_low"], row["flag"], row["reasons"]) == (60, "no_data", "failed") and np.isnan(row["p_met"])
    assert table["p_met"].notna().sum() == 3 and table.loc["top of a", "mean"] > 0


def test_a_tree_that_fails_only_as_one_is_not_answered(monkeypatch):
    """Where every unit can be answered alone and one tree cannot, its units are named, and the others have their figures."""
    prepared = prepare(small_city(), Ask("2023"))
    learned = learn_all(prepared)
    in_tree = fail_where(lambda case: tells_b0(case) and (case.hierarchy.above >= 0).any())
    monkeypatch.setattr("forecast.engine.batch.answer_all", in_tree)
    assert set(answer_block(prepared, learned).skipped) == {"b0", "b1", "top of b"}
