"""The public names of the package, and the one function that stands at its head."""

import forecast
from forecast.engine.project import project as project_tables
from forecast.io.datasets import dataset_folder


def test_the_public_names_are_those_of_all():
    """Every name of `__all__` is there; names of no kind are not."""
    assert forecast.__all__ == sorted(forecast.__all__)
    assert all(getattr(forecast, name) is not None for name in forecast.__all__)
    assert not hasattr(forecast, "forecast")


def test_project_gives_the_table_of_the_engine():
    """`forecast.project` is the engine's answer as a table, with the same options."""
    folder = dataset_folder("hanoi")
    tables = forecast.read(counts=folder / "counts.csv", quotas=folder / "quotas.csv", measures=folder / "measures.csv")
    table = forecast.project(tables, year=2023, measure="admissions", quantiles=[0.25])
    answer = project_tables(tables, year="2023", measure="admissions", quantiles=(0.25,))
    assert table.equals(answer.table) and "q0.25" in table


def test_check_gives_findings():
    """`forecast.check` tells what was noticed, without raising."""
    tables = forecast.read(counts="no-such-file.csv")
    assert [finding.severity for finding in forecast.check(tables)] == ["error"]
