"""What a column means, from the words of its heading: whose figure, a count, a target, a percentage, last year's figure ...

Of what time it speaks is `forecast.intake.period_words`; a profile that a person has confirmed goes before these words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from forecast.intake.known_measures import ADMISSIONS
from forecast.intake.period_words import read_words
from forecast.intake.sheets import vocabulary
from forecast.io.headings import column_name

MEANINGS = (
    "number", "code", "unit", "parent", "count", "estimate", "quota", "pair", "percent", "growth", "last_year", "total",
    "period", "year", "quarter", "month", "measure", "low", "high", "status", "reported_on", "note", "ignore",
)  # fmt: skip
STOCKS = ("pool", "files", "members")
READY = {
    "pool": True,
    "files": False,
}  # stocks that stand ready for admissions, and whether all admitted are drawn from them
_OURS = ("unit", "measure", "period", "low", "high", "reported_on", "status", "note")


@dataclass(frozen=True)
class Meaning:
    """What a column holds.

    Attributes
    ----------
    means : one of MEANINGS, "" where the words do not say.
    measure : what is counted, "" where the heading does not say.
    basis : of a target, who set it. term : the target is for a term; average : of each of its years.
    personal : what kind of personal data the heading asks for.
    """

    means: str
    measure: str = ""
    basis: str = ""
    term: bool = False
    average: bool = False
    personal: str = ""


def meaning_of(path: Sequence[str]) -> Meaning:
    """The meaning of a column from its headings, the uppermost first.

    Examples
    --------
    >>> meaning_of(("Chỉ tiêu", "Đơn vị tự đăng ký")).basis, meaning_of(("Năm 2022", "Quý I")).means
    ('own', 'count')
    >>> meaning_of(("Thành lập tổ chức đảng", "Quý I")).measure, meaning_of(("Họ và tên",)).personal
    ('Thành lập tổ chức đảng', 'names')
    """
    words = [read_words(part) for part in path]
    lowest = words[-1].rest
    whole = " / ".join(word.rest for word in words)
    timed = any(word.has_part or word.years for word in words)
    for kind, pattern in vocabulary.PERSONAL.items():
        if pattern.search(whole):
            return Meaning("", personal=kind)
    if named := _named(path[-1], lowest, timed=timed):
        return Meaning(named)
    for means, pattern in vocabulary.TOLD.items():
        if pattern.search(whole if means in vocabulary.UPPER_TOO else lowest):
            return _dressed(means, path, whole)
    if any(pattern.search(whole) for pattern in vocabulary.STOCK.values()):
        return Meaning("count", measure=_measure(path, whole))
    if vocabulary.TOTAL.fullmatch(lowest) and not timed:
        return Meaning("total")
    if vocabulary.ESTIMATE.search(whole):
        return _dressed("estimate", path, whole)
    if timed or any(word.running or word.current for word in words) or vocabulary.ADMITTED.search(whole):
        return _dressed("count", path, whole)
    only_how = bool(whole.strip()) and not vocabulary.SAID.sub(" ", whole).strip()
    return Meaning("count" if only_how else "")


@lru_cache(maxsize=65536)
def is_unit_heading(text: str) -> bool:
    """Whether a text is the heading of a column of units, and neither a unit nor "đơn vị tính".

    Examples
    --------
    >>> is_unit_heading("Tên đơn vị"), is_unit_heading("Quận, huyện, thị xã"), is_unit_heading("Đơn vị tính: người")
    (True, True, False)
    """
    return column_name("counts", text) == "unit" or bool(vocabulary.UNIT.fullmatch(read_words(text).rest.strip(" .:")))


def measure_named(text: str) -> str:
    """The measure that a cell names, in our words where it is known.

    Examples
    --------
    >>> measure_named("Kết nạp đảng viên"), measure_named("Số tổ chức đảng thành lập")
    ('admissions', 'Số tổ chức đảng thành lập')
    """
    plain = read_words(text).rest
    known = next((measure for measure, pattern in vocabulary.STOCK.items() if pattern.search(plain)), "")
    return known or (ADMISSIONS if vocabulary.ADMITTED.search(plain) else text)


def _named(shown: str, plain: str, *, timed: bool) -> str:
    """Columns that are named by the whole of their lowest heading, our own names included."""
    ours = column_name("counts", shown)
    if ours in _OURS or ours == "source":
        return "ignore" if ours == "source" else ours
    if column_name("units", shown) == "parent":
        return "parent"
    for means, pattern in vocabulary.NAMED.items():
        if pattern.fullmatch(plain.strip(" .")) and not (timed and means in ("year", "quarter", "month", "period")):
            return means
    return "unit" if is_unit_heading(shown) else ""


def _dressed(means: str, path: Sequence[str], whole: str) -> Meaning:
    if means != "quota":
        counted = means in ("count", "estimate", "pair", "last_year")
        return Meaning(means, measure=_measure(path, whole) if counted else "")
    basis = next((basis for basis, pattern in vocabulary.BASES.items() if pattern.search(whole)), "")
    term = bool(vocabulary.TERM.search(whole)) or any(len(set(read_words(part).years)) > 1 for part in path)
    average = term and bool(vocabulary.AVERAGE.search(whole))
    return Meaning("quota", _measure(path, whole), basis, term, average)


def _measure(path: Sequence[str], whole: str) -> str:
    """What is counted, as far as the headings say it: one that is known, or the words that are not about anything else."""
    for measure, pattern in vocabulary.STOCK.items():
        if pattern.search(whole):
            return measure
    for part in path:
        words = read_words(part)
        left = vocabulary.SAID.sub(" ", words.rest).strip()
        if left and not vocabulary.ADMITTED.search(words.rest):
            return words.pattern.replace("{period}", "").strip(" -,:/") or part
    return ADMISSIONS if vocabulary.ADMITTED.search(whole) else ""
