"""Figures told in the order of the units before or behind them: "các xã A, B và C kết nạp lần lượt 3, 4 và 5 đảng viên".

The unit of every other figure is told by `forecast.intake.sentences.hosts`; years told in order, by `dating`.
"""

from __future__ import annotations

import re

from forecast.intake.sentences.bodies import LEVELS, NAME, any_case, level_of
from forecast.intake.sentences.figures import Figure
from forecast.intake.sentences.words import pattern

_KINDS = {"provinces": "province", "cities": "city", "districts": "district", "communes": "commune", "wards": "ward"}
_ONE = rf"(?:(?:{any_case(LEVELS)})\s)?{NAME}"
_UNITS = re.compile(
    rf"(?:(?i:các\s)?(?P<level>{any_case(LEVELS)})\s)?"
    rf"(?P<names>{NAME}(?:,\s(?!(?i:and|và)\s){_ONE})*(?:,?\s(?i:và|and)\s|,\s){_ONE})(?:\s(?P<kind>{any_case(_KINDS)}))?"
)
_NEXT = re.compile(r",\s(?:(?i:và|and)\s)?|\s(?i:và|and)\s")
_MARK = pattern(
    r"(?:\s(?:đảng viên|đồng chí|người|quần chúng|(?:new )?(?:party )?members?))?(?:\smới)?"
    r"(?:\s?[,;]\s(?:và\s|and\s)?|\s(?:và|and)\s)"
)
_BEFORE = pattern(r"[^;:%\d]{0,60}(?:§[^;:%\d]{0,30})?$")
_BEHIND = pattern(r"[^;:%\d,]{0,40}(?:ở|tại|của|cho|in|by|at)\s(?:các\s)?$")


def units_in_order(plain: str, masked: str, figures: list[Figure]) -> dict[int, str]:
    """The units of counts that follow each other in the order of as many units, by the place of the count.

    Parameters
    ----------
    plain : the sentence; `masked` : the same with its times and units blotted out.

    Examples
    --------
    >>> from forecast.intake.sentences.figures import figures
    >>> text = "Các xã Lộc An, Lộc Hà và Tân Mỹ kết nạp lần lượt 3, 4 và 5 đảng viên."
    >>> list(units_in_order(text, text, figures(text, [])).values())
    ['xã Lộc An', 'xã Lộc Hà', 'xã Tân Mỹ']
    """
    found: dict[int, str] = {}
    for run in _runs(plain, figures):
        names = _names(plain, masked, run)
        if len(names) == len(run):
            found |= dict(zip((figure.start for figure in run), names, strict=True))
    return found


def _runs(plain: str, figures: list[Figure]) -> list[list[Figure]]:
    """Counts with nothing between them but a comma or "and"."""
    runs: list[list[Figure]] = []
    for at, figure in enumerate(figures):
        goes_on = bool(runs and at) and runs[-1][-1] is figures[at - 1]
        if figure.shape == "count" and goes_on and _MARK.fullmatch(plain[figures[at - 1].stop : figure.start]):
            runs[-1].append(figure)
        elif figure.shape == "count":
            runs.append([figure])
    return [run for run in runs if len(run) > 1]


def _names(plain: str, masked: str, run: list[Figure]) -> list[str]:
    """The names of the list right before the counts, else of the one right behind them."""
    start, stop = run[0].start, run[-1].stop
    before = [match for match in _UNITS.finditer(plain, 0, start) if _BEFORE.fullmatch(masked, match.end(), start)]
    behind = [match for match in _UNITS.finditer(plain, stop) if _BEHIND.fullmatch(masked, stop, match.start())]
    for match in [*before[-1:], *behind[:1]]:
        names = _NEXT.split(match["names"])
        level = level_of(match["level"] or _KINDS.get((match["kind"] or "").lower(), ""))
        return [name if level_of(name.split()[0]) else f"{level} {name}".strip() for name in names]
    return []
