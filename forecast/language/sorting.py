"""The order of Vietnamese names: Đ after D, Ă and Â after A, tones only where the letters are the same."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LETTERS = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACES = {letter: place for place, letter in enumerate(_LETTERS)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng


@lru_cache(maxsize=65536)
def name_key(name: str) -> tuple[tuple[tuple[int, str], ...], tuple[int, ...], str]:
    """Key to sort names by, as a Vietnamese list has them; what is no letter or digit comes first.

    Examples
    --------
    >>> sorted(["Đan Phượng", "Gia Lâm", "Dĩ An", "Ba Vì", "Ân Thi", "An Phú"], key=name_key)
    ['An Phú', 'Ân Thi', 'Ba Vì', 'Dĩ An', 'Đan Phượng', 'Gia Lâm']
    """
    letters, tones = [], []
    for sign in unicodedata.normalize("NFC", name.lower()):
        parts = unicodedata.normalize("NFD", sign)
        tone = next((mark for mark in parts if mark in _TONES), "")
        letter = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else sign
        letters.append((_PLACES.get(letter, -1 if not letter.isalpha() else len(_LETTERS)), letter))
        tones.append(_TONES.get(tone, 0))
    return tuple(letters), tuple(tones), name
