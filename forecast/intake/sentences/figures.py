"""Figures in running text: counts, ranges, pairs of count and target, percentages, each with how exactly it is meant.

How a number is written is understood by `forecast.io.read_numbers`; what a figure counts, by `forecast.intake.sentences.events`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np

from forecast.intake.sentences.words import pattern
from forecast.io.read_numbers import Form, understand

Shape = Literal["count", "range", "pair", "percent"]

NUMBER = r"(?<![\w.,/])\d{1,3}(?:[.,\s]\d{3})+(?![\d])(?:[.,]\d+)?|(?<![\w.,])\d+(?:[.,]\d+)?"
_SCALES = {"nghìn": 1_000, "ngàn": 1_000, "vạn": 10_000, "triệu": 1_000_000, "thousand": 1_000, "million": 1_000_000}
_SCALE = rf"(?:\s?(?P<scale{{0}}>{'|'.join(_SCALES)})(?!\w))?"
_ABOVE = r"hơn|trên|ít nhất|tối thiểu|không dưới|từ|quá|over|more than|at least|plus de|au moins|above|no fewer than|no less than"
_LEAST = pattern(r"ít nhất|tối thiểu|không dưới|at least|no fewer than|no less than|au moins")
_BELOW = (
    r"gần|dưới|chưa đến|chưa tới|không quá|tối đa|nearly|almost|près de|under|fewer than|less than|below|close to|"
    r"up to|at most"
)
_ABOUT = r"environ|khoảng|xấp xỉ|chừng|about|around|approximately|some|roughly|an estimated"
_HEDGE = rf"(?:(?:(?P<above>{_ABOVE})|(?P<below>{_BELOW})|(?P<about>{_ABOUT}))\s+)?"
_FIGURE = pattern(
    rf"(?<!\w){_HEDGE}(?P<first>{NUMBER}){_SCALE.format(1)}"
    rf"(?:\s?(?P<sign>%)?(?P<dash>\s?[-–—]\s?|\s(?:đến|tới|to|and)\s)(?P<second>{NUMBER}){_SCALE.format(2)})?"
    rf"(?:\s*(?P<percent>%|percent\b|per cent\b|phần trăm\b))?"
)
_PAIR = pattern(
    rf"(?<![\w/])(?P<count>{NUMBER})(?:\s(?:đảng viên|đồng chí|quần chúng|đ/c|tổ chức đảng|chi bộ))?(?:\smới)?\s?/\s?"
    rf"(?:chỉ tiêu\s)?(?P<target>{NUMBER})(?![\d/]|[-–]\d)"
)
# "141 of its target of 200", "141 out of a target of 200", "66 trên chỉ tiêu 150", "66 trong tổng số 150 ... theo kế hoạch".
_PAIR_IN_WORDS = pattern(
    rf"(?<![\w/])(?P<count>{NUMBER})(?:\s(?:new|more|party|outstanding|members?|people|persons|đảng viên|"
    rf"đồng chí|quần chúng|ĐV|mới|ưu tú))*"
    rf"\s(?:(?:(?:out\s)?of|against)\s(?:(?:the|its|their|an?|this|full-year|yearly|annual|year’s|year's|planned|assigned)\s){{1,3}}"
    rf"(?:target|plan|quota|goal)\sof\s|trên\s(?:tổng số\s)?(?:chỉ tiêu|kế hoạch)\s(?:(?:là|được giao|giao|"
    rf"năm|cả năm)\s)*)(?P<target>{NUMBER})"
    rf"|(?<![\w/])(?P<count_2>{NUMBER})(?:\s(?:new|party|members?|đảng viên|đồng chí|"
    rf"mới))*\s(?:(?:out\s)?of\s(?:the|its)|trong tổng số|trên tổng số)"
    rf"\s(?P<target_2>{NUMBER})(?=\s(?:new\s|party\s|members?\s|people\s|đảng viên\s|đồng chí\s|mới\s|cần\s|phải\s|kết nạp\s)*"
    rf"(?:theo (?:kế hoạch|chỉ tiêu)|(?:được|tỉnh|huyện|cấp trên) giao|đề ra|(?:it |that it |"
    rf"they )?(?:had )?(?:planned|aimed|targeted|assigned|set)))"
)
_CHANGED = pattern(
    r"(?:raised?|increased?|lifted|cut|lowered|reduced|rose|risen|fell|fallen|grew|grown|dropped|tăng|giảm|nâng|hạ|điều chỉnh)"
    r"[^,;.\d]{0,30}\s(?:from|từ)\s?$"
)
_TO_ANOTHER = pattern(r"[^,;.\d]{0,30}(?:(?:19|20)\d\d\)?)?[^,;.\d]{0,10}\s(?:lên|xuống|còn|to)\s")
_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
_WORD = pattern(
    rf"(?<!\w){_HEDGE}(?P<word>{'|'.join(_WORDS)})(?=\s(?:đảng viên|đồng chí|quần chúng|học sinh|sinh viên|công nhân|chi bộ|"
    r"tổ chức (?:cơ sở )?đảng|(?:new |more |other |outstanding |excellent |grassroots )*(?:party )?"
    r"(?:members?|students?|pupils?|workers?|cells?|organi[sz]ations?)))"
)
_HALF_MILLION = pattern(rf"(?<!\w){_HEDGE}(?:nửa triệu|half a million)(?!\w)")
_BETWEEN = pattern(r"(?<!\w)between\s$")
_YEARS = re.compile(r"(?:(?:19|20)\d\d){2}")
_OR_MORE = pattern(r"\s*(?:[\wÀ-ỹ]+\s){0,4}?(?:trở lên|or more|and above)(?!\w)")


@dataclass(frozen=True)
class Figure:
    """One figure of a sentence.

    Attributes
    ----------
    start, stop : its place in the sentence, hedge and sign of percent included.
    value : the number stated; NaN for a range. Of percentages: in percent.
    low, high : what is known where it is not exact; NaN is open.
    target : of a pair (2.241/9.810) the second number.
    digits : decimals of a percentage.
    stated : the number in the text, whatever its hedge.
    least : the least that is asked for ("ít nhất", "trở lên"), not merely more than was counted.
    changed : what something rose or fell from; what it came to follows.
    """

    shape: Shape
    start: int
    stop: int
    value: float = np.nan
    low: float = np.nan
    high: float = np.nan
    target: float = np.nan
    digits: int = 0
    stated: float = np.nan
    least: bool = False
    changed: bool = False

    @property
    def exact(self) -> bool:
        return bool(np.isfinite(self.value))


def figures(plain: str, taken: list[tuple[int, int]]) -> list[Figure]:
    """The figures of a sentence in order, but for what stands in places already taken (dates, terms, numbers of documents).

    Examples
    --------
    >>> [(figure.shape, figure.value, figure.target) for figure in figures("kết nạp 2.241/9.810 đảng viên, đạt 23%", [])]
    [('pair', 2241.0, 9810.0), ('percent', 23.0, nan)]
    >>> [(figure.low, figure.high) for figure in figures("từ 1.600 - 2.200, hơn 12 nghìn, gần 1,2 vạn", [])]
    [(1600.0, 2200.0), (12000.0, nan), (nan, 12000.0)]
    """
    found: list[Figure] = []
    for finder, build in (
        (_PAIR, _pair),
        (_PAIR_IN_WORDS, _pair),
        (_HALF_MILLION, _half_million),
        (_FIGURE, _figure),
        (_WORD, _word),
    ):
        at = 0
        while match := finder.search(plain, at):
            figure = None if _touches(match.span(), taken) else build(match, plain)
            if figure is not None:
                found.append(figure)
                taken = [*taken, (figure.start, figure.stop)]
                at = figure.stop
            else:
                at = _next(match, taken)
    return sorted(found, key=lambda figure: figure.start)


def _touches(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < stop for start, stop in taken)


def _next(match: re.Match[str], taken: list[tuple[int, int]]) -> int:
    """Where to look on: after the first number or the place taken, so that the second of a false pair has its chance."""
    for start, stop in taken:
        if start <= match.start() < stop:
            return stop
    inner = re.search(r"\d+", match[0])
    return match.start() + (inner.end() if inner else 1)


def count_of(text: str, scale: str | None = None) -> float:
    """A number of persons or things: they are whole, so that 2.241 and 2,241 are both two thousand; NaN where unreadable.

    Examples
    --------
    >>> count_of("2.241"), count_of("9 810"), count_of("4,7", "ngàn"), count_of("36,8")
    (2241.0, 9810.0, 4700.0, nan)
    """
    form, value = understand(re.sub(r"\s", " ", text))
    if form in (Form.D_UNCLEAR, Form.C_UNCLEAR) and not scale:
        return float(round(value * 1000))
    number = value * _SCALES[scale.lower()] if scale else value
    return float(round(number)) if abs(number - round(number)) < 1e-6 else np.nan


def percent_of(text: str) -> tuple[float, int]:
    """A percentage and its decimals; NaN where unreadable.

    Examples
    --------
    >>> percent_of("35,34"), percent_of("102.9"), percent_of("2.016")
    ((35.34, 2), (102.9, 1), (2.016, 3))
    """
    form, value = understand(text)
    if form in (Form.D_THOUSANDS, Form.C_THOUSANDS, Form.BAD) or not np.isfinite(value):
        return np.nan, 0
    return value, len(re.split(r"[.,]", text)[1]) if re.search(r"[.,]", text) else 0


def _pair(match: re.Match[str], plain: str) -> Figure | None:
    said = match.groupdict()
    count = count_of(said["count"] or said["count_2"]) if "count_2" in said else count_of(said["count"])
    target = count_of(said["target"] or said["target_2"]) if "target_2" in said else count_of(said["target"])
    if not (np.isfinite(count) and np.isfinite(target)) or not target:
        return None
    return Figure("pair", *match.span(), value=count, target=target, stated=count)


def _half_million(match: re.Match[str], plain: str) -> Figure:
    return _hedged(match, plain, match.span(), 500_000.0, {})


def _word(match: re.Match[str], plain: str) -> Figure:
    return _hedged(match, plain, match.span(), float(_WORDS[match["word"].lower()]), {})


def _figure(match: re.Match[str], plain: str) -> Figure | None:
    if match["percent"]:
        return _percent(match, plain)
    scale = match["scale1"] or match["scale2"]
    first = count_of(match["first"], scale)
    second = count_of(match["second"], match["scale2"]) if match["second"] else np.nan
    changed = _is_changed(match, plain)
    pair_of_two = (match["dash"] or "").strip() == "and" and not _BETWEEN.search(plain[: match.start()])
    spans = match["second"] and first < second and not (changed or pair_of_two)
    if spans and not _YEARS.fullmatch(match["first"] + match["second"]):
        return Figure("range", *match.span(), low=first, high=second, stated=first)
    stop = match.end("scale1") if match["scale1"] else match.end("first")
    if np.isnan(first):
        return None
    if changed:
        return Figure("count", match.start("first"), stop, value=first, stated=first, changed=True)
    return _hedged(match, plain, (match.start(), stop), first, {})


def _is_changed(match: re.Match[str], plain: str) -> bool:
    """Whether a number is the one that something rose or fell from: "raised from 200 to 220", "tăng từ 200 lên 220"."""
    if not _CHANGED.search(plain[: match.start("first")]):
        return False
    return bool(match["second"] and match["dash"]) or _TO_ANOTHER.match(plain, match.end("first")) is not None


def _percent(match: re.Match[str], plain: str) -> Figure | None:
    value, digits = percent_of(match["first"])
    if np.isnan(value):
        return None
    if match["second"] and match["dash"]:
        high, _ = percent_of(match["second"])
        return Figure("percent", *match.span(), low=value, high=high, digits=digits, stated=value)
    return _hedged(match, plain, match.span(), value, {"shape": "percent", "digits": digits})


def _hedged(match: re.Match[str], plain: str, span: tuple[int, int], number: float, more: dict) -> Figure:
    """A number with the word before it: at least, at most, or about (within half a unit of its last figure that is not 0)."""
    known = {"shape": "count", "stated": number, **more}
    or_more = _OR_MORE.match(plain, span[1]) is not None
    if match["above"] or or_more:
        least = or_more or _LEAST.fullmatch(match["above"]) is not None
        return Figure(start=span[0], stop=span[1], low=number, least=least, **known)
    if match["below"]:
        return Figure(start=span[0], stop=span[1], high=number, **known)
    if match["about"]:
        half = _last_place(number) / 2
        return Figure(start=span[0], stop=span[1], low=number - half, high=number + half, **known)
    return Figure(start=span[0], stop=span[1], value=number, **known)


def _last_place(number: float) -> float:
    """The power of ten of the last figure that is not 0."""
    place = 1.0
    while number and number % (10 * place) == 0:
        place *= 10
    return place
