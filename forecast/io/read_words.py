"""Columns that take one of a few words (kind, status, basis ...): other words are noted with the accepted ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import numpy as np
import numpy.typing as npt

from forecast.io.notes import Notes
from forecast.io.raw_table import RawTable

YES = ("yes", "true", "1", "có")
NO = ("no", "false", "0", "không")


def read_words(
    table: RawTable, name: str, accepted: Sequence[str], notes: Notes, *, required: bool = False
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.bool_]]:
    """The words of a column in lower case, and which rows hold none of the accepted ones (an empty cell may be one)."""
    distinct, index = table.distinct(name)
    words = np.array([text.lower() for text in distinct] or [""], dtype=object)
    known = np.array([word in accepted or (not word and not required) for word in words.tolist()], dtype=bool)
    bad: npt.NDArray[np.bool_] = ~known[index]
    for row in np.flatnonzero(bad):
        note_word(table, int(row), name, (distinct[index[row]], accepted), notes)
    return words[index], bad


def note_word(table: RawTable, row: int, name: str, word: tuple[str, Sequence[str]], notes: Notes) -> None:
    """Note one cell that holds no accepted word, with the nearest accepted one when there is any."""
    text, accepted = word
    place = (table.file, int(table.rows[row]), name)
    listed = ", ".join(accepted)
    if not text:
        notes.add("cell_empty_accepted", *place, accepted=listed)
    elif near := get_close_matches(text.lower(), accepted, n=1):
        notes.add("unknown_word_suggest", *place, text=text, accepted=listed, suggestion=near[0])
    else:
        notes.add("unknown_word", *place, text=text, accepted=listed)


def yes_or_no(text: str, default: bool) -> bool | None:
    """True, False, the default for an empty cell, or None for another word."""
    answers: Mapping[str, bool] = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False), "": default}
    return answers.get(text.lower())
