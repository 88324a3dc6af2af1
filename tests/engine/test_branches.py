"""A tree cut below its top is answered as the whole tree is, to the last bit."""

import pandas as pd
import pytest

from forecast.engine.batch import answer_block, cut_blocks
from forecast.engine.branches import Top, answer_part, land_part, raise_part
from forecast.engine.prepare import Ask, prepare
from forecast.engine.project import answer_all, learn_all
from tests.engine.hierarchy.answers import tables_of
from tests.trees import grow

SAMPLE, ALL = (19, *range(7000, 7012)), range(300)  # in tree 19 the only child of a branch's head is closed
AMOUNTS = 4  # every fourth tree is of amounts


def answer_cut(prepared, learned, size):
    """The rows of all units, by blocks and branches; and how many trees were cut."""
    cut = cut_blocks(prepared, pd.DataFrame({"from_unit": [], "to_unit": []}), size)
    rows = [answer_block(prepared.only(cut.blocks[block]), learned).table for block in cut.alone]
    for tree in cut.large:
        rows += answer_tree(prepared, learned, cut, tree)
    table = pd.concat([table for table in rows if len(table)], ignore_index=True)
    return table.sort_values("unit", kind="stable", ignore_index=True), len(cut.large)


def answer_tree(prepared, learned, cut, tree):
    """The rows of each block of a tree, step after step."""
    top = Top.of(prepared, cut.blocks[tree.top])
    parts = {block: prepared.part(cut.blocks[block]) for block in tree.parts}
    laws, told = {}, {}
    for block, part in parts.items():
        laws[block], stand = land_part(part, learned, top.depths)
        for name, branches in stand.items():
            told.setdefault(name, {}).update(branches)
    of_top, _ = land_part(prepared.part(cut.blocks[tree.top]), learned, {})
    shades, raised = top.shade(learned, of_top, told), {}
    for block, part in parts.items():
        for name, risen in raise_part(part, learned, laws[block], shades).items():
            raised.setdefault(name, {}).update(risen)
    rows, settled = top.settle(learned, of_top, told, raised)
    given = {name: {unit: (shades[name][unit], one) for unit, one in of.items()} for name, of in settled.items()}
    return [rows, *(answer_part(part, learned, laws[block], given) for block, part in parts.items())]


def differs(seed, sizes=(1, 4), years="2023"):
    """Where the cut tree's answer differs from the whole tree's; the number of cuts that were tried."""
    whole = seed % AMOUNTS != 0
    prepared = prepare(tables_of(grow(seed, whole=whole), whole=whole), Ask(years, model="structural"))
    if not prepared.cases:
        return 0
    learned = learn_all(prepared)
    expected = answer_all(prepared, learned).sort_values("unit", kind="stable", ignore_index=True)
    n_cut = 0
    for size in sizes:
        found, cut = answer_cut(prepared, learned, size)
        pd.testing.assert_frame_equal(found, expected, check_exact=True, obj=f"tree {seed} in blocks of {size}")
        n_cut += cut
    return n_cut


def test_a_cut_tree_answers_as_the_whole_one():
    """Random trees with everything that goes wrong in them, cut everywhere and above families of four."""
    assert sum(differs(seed) for seed in SAMPLE) >= 8


def test_a_cut_tree_answers_for_several_years():
    """Draws over several years are cut like those of one."""
    assert sum(differs(seed, years="2023..2024") for seed in SAMPLE[1:4]) >= 2


@pytest.mark.proof
def test_hundreds_of_cut_trees_answer_as_whole_ones(proof_log):
    """The same of three hundred trees."""
    n_cut = sum(differs(seed, sizes=(1, 3, 8)) for seed in ALL)
    proof_log(f"{len(ALL)} random trees cut in {n_cut} ways: every figure that of the whole tree to the last bit")
