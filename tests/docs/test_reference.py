"""The reference pages name everything that the program knows."""

from pathlib import Path

import pytest

from forecast.core.results import AFTER_QUANTILES, BEFORE_QUANTILES, FLAGS
from forecast.core.tables import COUNTS, MEASURES, QUOTAS, UNITS
from forecast.quotas import KINDS

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def words_missing(page: str, words: tuple[str, ...]) -> list[str]:
    """The words that do not stand in a page as code."""
    text = (REFERENCE / page).read_text(encoding="utf-8")
    return [word for word in words if f"`{word}`" not in text]


def test_every_column_of_the_output_is_explained():
    """Each column and each flag has its line."""
    assert words_missing("output.md", (*BEFORE_QUANTILES, *AFTER_QUANTILES, *FLAGS)) == []


@pytest.mark.parametrize("columns", [COUNTS, QUOTAS, UNITS, MEASURES, tuple(KINDS)])
def test_every_column_of_the_input_is_explained(columns):
    """Each column of the tables, and each kind of quota, has its word in the page on the format."""
    assert words_missing("data-format.md", columns) == []
