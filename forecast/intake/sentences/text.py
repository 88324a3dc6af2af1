"""Paragraphs into sentences, each with its place. What a sentence states is left to `forecast.intake.sentences.statements`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from forecast.intake.sentences.frames import frame_length
from forecast.io.tones import one_tone_place

_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")
# A full stop ends a sentence before a space and a capital, a digit, a bracket or a quotation mark, but not after one capital
# letter or an abbreviation of offices (TP. Hà Nội, Th.S, Q. 1).
_END = re.compile(r"(?<=[.!?])(?<!\.\.)[”\"')\]]*\s+(?P<next>[\"“‘«(\[]?\w)|\n+")
# The spellings that reports mix: "nhiệm kì" and "nhiệm kỳ", "tỉ lệ" and "tỷ lệ", "quí" and "quý".
_WITH_Y = re.compile(r"(?<!\w)(?:kì|tỉ(?= lệ)|quí)(?!\w)", re.IGNORECASE)
_Y = str.maketrans("ìỉíÌỈÍ", "ỳỷýỲỶÝ")
_SHORT = re.compile(r"(?:^|[\s(])(?:\w|TP|Tp|TX|Tx|TT|PGS|TS|ThS|GS|Th|St|Mr|Mrs|Dr|No|vs|đ/c|Đ/c|\d{1,2})\.$")


@dataclass(frozen=True)
class Sentence:
    """One sentence of a document.

    Attributes
    ----------
    paragraph, number : counted from 1; the number within the paragraph.
    start : place of its first character in the paragraph.
    text : as written, composed (NFC), with plain spaces, without its frame.
    frame : the words before that only say who reports it.
    """

    paragraph: int
    number: int
    start: int
    text: str
    frame: str = ""

    @property
    def whole(self) -> str:
        """The sentence with its frame."""
        return self.frame + self.text

    @property
    def plain(self) -> str:
        """The text for matching: tones in one place, one spelling with y; character for character as long as `text`."""
        return _WITH_Y.sub(lambda match: match[0].translate(_Y), one_tone_place(self.text))


def composed(text: str) -> str:
    """Composed letters, plain spaces, nothing unseen.

    Examples
    --------
    >>> composed("9\\u00a0810 \\u200bđảng viên")
    '9 810 đảng viên'
    """
    return _UNSEEN.sub("", _SPACES.sub(" ", unicodedata.normalize("NFC", text)))


def sentences(paragraphs: Iterable[str]) -> Iterator[Sentence]:
    """The sentences of the paragraphs in order; empty paragraphs are counted, too.

    Examples
    --------
    >>> [sentence.text for sentence in sentences(["Huyện A kết nạp 9 đảng viên. TP. B kết nạp 1.200 đảng viên."])]
    ['Huyện A kết nạp 9 đảng viên.', 'TP. B kết nạp 1.200 đảng viên.']
    """
    for place, paragraph in enumerate(paragraphs, start=1):
        text = composed(paragraph)
        start = number = 0
        for end in [*_ends(text), len(text)]:
            piece = text[start:end]
            if piece.strip():
                number += 1
                lead = len(piece) - len(piece.lstrip())
                told = piece.strip()
                frame = frame_length(one_tone_place(told))
                yield Sentence(place, number, start + lead, told[frame:], told[:frame])
            start = end


def _ends(text: str) -> list[int]:
    """Where sentences end: at line breaks, and before what is no small letter."""
    ends = []
    for found in _END.finditer(text):
        following = found["next"]
        if following is None:
            ends.append(found.end())
        elif not following[-1].islower() and not _SHORT.search(text[: found.start()]):
            ends.append(found.start("next"))
    return ends
