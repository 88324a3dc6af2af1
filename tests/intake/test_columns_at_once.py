"""Work on whole columns gives what work on each cell would."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.intake.sheets.page import Page, at_once, clean
from forecast.io.read_periods import plain_letters
from forecast.io.tones import one_tone_place

CELLS = st.text(st.sampled_from("aÀ\u0300 \u00a0\t\nộ1.đThủyòa"), max_size=6)


@given(st.lists(CELLS, min_size=1, max_size=6))
def test_a_column_is_cleaned_as_its_cells_are(texts):
    """Spaces, line ends and composed letters, whether one cell needs it or none."""
    assert list(Page("f", "", [texts]).column(0)) == [clean(text) for text in texts]


@pytest.mark.parametrize("change", [plain_letters, one_tone_place, str.casefold])
@given(texts=st.lists(CELLS.map(clean), max_size=6))
def test_letters_are_changed_together_as_one_by_one(change, texts):
    """No text changes its neighbour; only spaces at the edges are left to the caller."""
    assert [text.strip() for text in at_once(change, texts)] == [change(text).strip() for text in texts]


@given(st.lists(CELLS, min_size=1, max_size=6))
def test_what_is_filled(texts):
    """A cell of spaces holds nothing."""
    assert Page("f", "", [texts]).filled[:, 0].tolist() == [bool(text.strip()) for text in texts]


def test_combining_marks_stay_with_their_cell():
    """A mark at the beginning of a cell does not join the letter at the end of the one before."""
    texts = ["a", "\u0300b"]
    assert Page("f", "", [texts]).column(0) == texts
    assert unicodedata.normalize("NFC", "a\u0300") == "à"
