"""Rules of stepwise quotas: steps on an attribute of the unit, read and printed.

Grammar: `attribute: from=number, from=number, ..., +every=more`. The number of the last step whose `from` is reached holds; `+30=1`
adds 1 for every full 30 beyond the last step. Below the first step nothing is asked. Which units a rule binds is the quota table's.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_NUMBER = r"\d+(?:\.\d+)?"
_STEP = re.compile(rf"(\+?)\s*({_NUMBER})\s*=\s*({_NUMBER})")
_ATTRIBUTE = re.compile(r"[^:;,=+\s][^:;,=+\n]*")
_SLACK = 1e-9  # sizes with decimals


@dataclass(frozen=True, slots=True)
class Rule:
    """Steps on one attribute.

    Attributes
    ----------
    attribute : a column of the units table.
    steps : (from, number) by rising `from`; at least one.
    every, more : `more` is added for every full `every` beyond the last step; 0 and 0 where nothing is added.

    Examples
    --------
    >>> rule = parse_rule("workers: 0=1, 50=2, +30=1")
    >>> [rule.number(workers) for workers in (0, 49, 50, 79, 80, 140)]
    [1.0, 1.0, 2.0, 2.0, 3.0, 5.0]
    >>> rule.text
    'workers: 0=1, 50=2, +30=1'
    """

    attribute: str
    steps: tuple[tuple[float, float], ...]
    every: float = 0.0
    more: float = 0.0

    def number(self, size: float) -> float:
        """What the rule asks of a unit of this size; NaN for an unknown size."""
        if math.isnan(size):
            return math.nan
        reached = [number for start, number in self.steps if size >= start]
        if not reached:
            return 0.0
        beyond = size - self.steps[-1][0]
        further = math.floor(beyond / self.every + _SLACK) if self.every and beyond >= 0 else 0
        return reached[-1] + further * self.more

    @property
    def text(self) -> str:
        """The rule as it is written; `parse_rule` reads it back."""
        steps = [f"{_plain(start)}={_plain(number)}" for start, number in self.steps]
        if self.every:
            steps.append(f"+{_plain(self.every)}={_plain(self.more)}")
        return f"{self.attribute}: {', '.join(steps)}"


@lru_cache(maxsize=1024)
def parse_rule(text: str) -> Rule:
    """The rule that a text of the grammar states; steps may stand in any order, parted by comma or semicolon.

    Raises
    ------
    ValueError : the text is not of the grammar, or two steps begin at the same size.
    """
    attribute, colon, listed = text.partition(":")
    attribute = attribute.strip()
    matches = [_STEP.fullmatch(part.strip()) for part in re.split("[,;]", listed)]
    if not colon or not _ATTRIBUTE.fullmatch(attribute) or None in matches:
        raise ValueError(text)
    found = [(match[1], float(match[2]), float(match[3])) for match in matches if match]
    steps = sorted((start, number) for plus, start, number in found if not plus)
    further = [(every, more) for plus, every, more in found if plus]
    repeated = len({start for start, _ in steps}) < len(steps)
    if not steps or repeated or len(further) > 1 or any(every <= 0 for every, _ in further):
        raise ValueError(text)
    every, more = further[0] if further else (0.0, 0.0)
    return Rule(attribute, tuple(steps), every, more)


def parse_size(text: str) -> float:
    """The number in a cell of an attribute; NaN for an empty one.

    Raises
    ------
    ValueError : not a plain number; "1.200" is refused, for it may be twelve hundred.

    Examples
    --------
    >>> parse_size("120"), parse_size("2,5"), parse_size("50.0")
    (120.0, 2.5, 50.0)
    """
    text = text.strip()
    if text in ("", "-", "–", "—"):
        return math.nan
    if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text) or not re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        raise ValueError(text)
    return float(text.replace(",", "."))


def _plain(number: float) -> str:
    if number == int(number):
        return str(int(number))
    return format(Decimal(repr(number)), "f")


def attributes_named(rules: pd.Series) -> pd.Series:
    """The attribute that each rule is about, "" without a rule: rules on two attributes are two quotas.

    Examples
    --------
    >>> import pandas as pd
    >>> attributes_named(pd.Series(["workers: 0=1", ""])).tolist()
    ['workers', '']
    """
    return rules.str.replace("(?s):.*", "", regex=True)
