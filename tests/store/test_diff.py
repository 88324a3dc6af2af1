"""Which answers moved between two runs, and why."""

from dataclasses import replace

from forecast.store.diff import diff_runs
from forecast.store.series import digest_series

UNIT = "T001-M00-U002"


def one_more(table, unit, by=100.0):
    """The table with a unit's last row raised."""
    last = table.index[table["unit"] == unit][-1]
    return table.assign(value=table["value"].where(table.index != last, table["value"] + by))


def test_equal_runs_do_not_differ(batch):
    """The same order gives nothing to tell."""
    assert diff_runs(batch().folder, batch().folder).empty


def test_new_figures_move_their_unit(batch, tables):
    """The unit whose figure is new is named first, and the others moved by it as such."""
    changed = replace(tables, counts=one_more(tables.counts, UNIT))
    found = diff_runs(batch().folder, batch(given=changed).folder)
    assert found.loc[found["unit"] == UNIT, "reasons"].tolist() == ["new_data"]
    assert set(found.loc[found["unit"] != UNIT, "reasons"]) <= {"others"}


def test_a_new_quota_is_told_from_new_figures(batch, tables):
    """A raised target moves its unit for that reason."""
    changed = replace(tables, quotas=one_more(tables.quotas, UNIT))
    found = diff_runs(batch().folder, batch(given=changed).folder).set_index("unit")
    assert found.loc[UNIT, "reasons"] == "new_quota" and found.loc[UNIT, "change"] == "moved"


def test_other_settings_and_versions_are_told(batch):
    """What concerns the whole run is a reason of every row that moved; an earlier vintage holds other figures too."""
    found = diff_runs(batch().folder, batch(ask={"as_of": "2022"}).folder)
    assert len(found) and set(found["reasons"]) == {"new_data;new_settings", "new_settings"}


def test_units_that_come_and_go_are_told(batch, tables):
    """A unit that is in one run only is added or gone."""
    less = replace(
        tables,
        counts=tables.counts[tables.counts["unit"] != UNIT],
        quotas=tables.quotas[tables.quotas["unit"] != UNIT],
    )
    whole, part = batch().folder, batch(given=less).folder
    assert diff_runs(whole, part).set_index("unit").loc[UNIT, "change"] == "gone"
    assert diff_runs(part, whole).set_index("unit").loc[UNIT, "change"] == "added"


def test_digests_do_not_see_the_order_of_rows(tables):
    """Shuffled rows are the same figures; a changed one is not."""
    shuffled = replace(tables, counts=tables.counts.sample(frac=1, random_state=1))
    assert digest_series(shuffled).equals(digest_series(tables))
    raised = digest_series(replace(tables, counts=one_more(tables.counts, UNIT))).set_index("unit")
    same = digest_series(tables).set_index("unit")["counts"] == raised["counts"]
    assert same[~same].index.tolist() == [UNIT]
