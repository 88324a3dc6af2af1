"""Cells that hold more than a plain number: "2.241/9.810 (23%)", "9.000 - 10.000", "hơn 10.000", "gần 12 nghìn", "1,2 vạn"."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from forecast.io.read_numbers import Form, understand
from forecast.io.read_periods import plain_letters

_NUMBER = r"\d[\d.,  ]*"
_SCALES = {"nghin": 1e3, "ngan": 1e3, "thousand": 1e3, "van": 1e4, "trieu": 1e6, "million": 1e6}
_SCALE = r"(?:\s*(nghin|ngan|van|trieu|thousand|million))?(?: (?:dang vien|nguoi|members|persons))?"
_PAIR = re.compile(
    rf"({_NUMBER})\s*/\s*({_NUMBER})(?:\s*[,;(]?\s*(?:dat |=\s*)?(\d+(?:[.,]\d+)?)\s*%\s*(?:chi tieu)?\s*\)?)?"
)
_RANGE = re.compile(rf"(?:tu |from )?({_NUMBER})\s*(?:-|den|to)\s*({_NUMBER}){_SCALE}")
_MORE = re.compile(rf"(?:hon|tren|more than|over|at least|tu)\s+({_NUMBER}){_SCALE}")
_LESS = re.compile(rf"(?:gan|duoi|nearly|almost|under|less than)\s+({_NUMBER}){_SCALE}")
_ABOUT = re.compile(rf"(?:khoang|xap xi|about|around|~|≈)\s*({_NUMBER}){_SCALE}")
_SCALED = re.compile(rf"({_NUMBER})\s*(nghin|ngan|van|trieu|thousand|million)(?: (?:dang vien|nguoi))?")
_UNITED = re.compile(rf"({_NUMBER})\s*(?:dang vien|nguoi|dong chi|d/c|members|persons)")


@dataclass(frozen=True)
class Special:
    """What such a cell says.

    Attributes
    ----------
    code : the doubt that it is listed under, "" for a pair. target, percent : of a pair.
    """

    code: str
    value: float = np.nan
    low: float = np.nan
    high: float = np.nan
    target: float = np.nan
    percent: str = ""


def read_special(text: str, *, whole: bool) -> Special | None:
    """What a cell says that is no plain number; None where it cannot be read.

    Parameters
    ----------
    whole : the measure counts whole things, so that 2.241 is two thousand.

    Examples
    --------
    >>> read_special("2.241/9.810 (23%)", whole=True)
    Special(code='', value=2241.0, low=nan, high=nan, target=9810.0, percent='23')
    >>> read_special("hơn 10.000", whole=True).low, read_special("1,2 vạn", whole=True).value
    (10000.0, 12000.0)
    """
    plain = plain_letters(text)
    if found := _PAIR.fullmatch(plain):
        value, target = (_number(found[group], whole) for group in (1, 2))
        return None if value is None or target is None else Special("", value, target=target, percent=found[3] or "")
    if found := _RANGE.fullmatch(plain):
        low, high = (_number(found[group], whole, found[3]) for group in (1, 2))
        return None if low is None or high is None else Special("range_read", low=low, high=high)
    for pattern, side in ((_MORE, "low"), (_LESS, "high"), (_ABOUT, "value"), (_SCALED, "value"), (_UNITED, "value")):
        if found := pattern.fullmatch(plain):
            scale = found[2] if pattern is not _UNITED else None
            number = _number(found[1], whole, scale)
            code = {"low": "low_read", "high": "high_read"}.get(side, "about_read")
            return None if number is None else _one_sided(code, side, number)
    return None


def _one_sided(code: str, side: str, number: float) -> Special:
    if side == "value":
        return Special(code, number)
    return Special(code, low=number) if side == "low" else Special(code, high=number)


def _number(text: str, whole: bool, scale: str | None = None) -> float | None:
    """A number within a text; an unclear mark stands for thousands where whole things are counted."""
    form, value = understand(text.strip(" .,"))
    if form in (Form.BAD, Form.MISSING, Form.PERCENT, Form.NOT_FINITE):
        return None
    if form in (Form.D_UNCLEAR, Form.C_UNCLEAR) and whole and not scale:
        value = round(1000 * value)
    value *= _SCALES.get(scale or "", 1)
    return float(round(value)) if scale and abs(value - round(value)) < 1e-6 else float(value)
