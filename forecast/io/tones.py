"""The two ways of placing a tone in oa, oe and uy: "Hòa Thủy" and "Hoà Thuỷ" are one name. For matching, never for display."""

from __future__ import annotations

import re
import unicodedata

_EARLIER = re.compile(r"([OoUu])([\u0300\u0301\u0303\u0309\u0323])([AEaeYy])")
_LATER = {"o": "ae", "u": "y"}


def one_tone_place(text: str) -> str:
    """The text with the tone of oa, oe and uy on their second letter, composed.

    Examples
    --------
    >>> one_tone_place("Ủy ban xã Hòa Khóe") == one_tone_place("Uỷ ban xã Hoà Khoé"), one_tone_place("Mùa Úc")
    (True, 'Mùa Úc')
    """
    if text.isascii():
        return text
    moved = _EARLIER.sub(_later, unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", moved)


def _later(found: re.Match[str]) -> str:
    first, tone, second = found.groups()
    return first + second + tone if second.lower() in _LATER[first.lower()] else found[0]
