"""What stands below a table of flags: how far to believe them, and which units carry the expected shortfall.

The figures are columns of the answer (`forecast.engine.record`); the table itself is `forecast.report.projection_table`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from forecast.core.periods import parse_period
from forecast.core.results import Projection
from forecast.engine.flag import BANDS, Cuts
from forecast.engine.record.hold import MARGIN
from forecast.engine.record.record import OWN
from forecast.engine.record.visits import YES, shortfall_shares, stand_alone
from forecast.language.catalogue import say
from forecast.report.beside import TrackRecord
from forecast.report.words import period_words

Row = Mapping[str, Any]
MOST_CARRIERS = 5
LEAST_BESIDE = 4  # units that share a shortfall, from which on it is worth saying who carries it
MUCH = 0.6  # of the shortfall, at which the list of who carries it ends
_TINY = 1e-9
_ROMAN = ("", "I", "II", "III")


def track_lines(rows: Sequence[Row], language: str, head: str = "record") -> list[str]:
    """Paragraphs on how often warnings were right at this time of the year; none where nothing was judged by a chance.

    Parameters
    ----------
    rows : of one measure and year.
    head : the part of the catalogue that opens: the one for a screen names commands, that for a report does not.
    """
    told = [row for row in rows if row["review_basis"]]
    judged = [row for row in rows if row["flag"] in BANDS]
    lines = []
    if told:
        row, n_units = commonest(told), len({row["unit"] for row in judged})
        lines.append(" ".join(_review(row, n_units, language, head)))
    if has_other_cuts(judged):
        lines.append(say("record.cuts", language, chance=float(judged[0]["at_risk_from"])))
    if any(row["flag_since"] for row in rows):
        lines.append(say("record.held", language, margin=MARGIN))
    return lines


def has_other_cuts(rows: Sequence[Row]) -> bool:
    """Whether flags were judged by other cut points than the usual ones."""
    judged = [row for row in rows if row["flag"] in BANDS]
    return bool(judged) and abs(judged[0]["at_risk_from"] - Cuts().at_risk) > _TINY


def find_track(rows: Sequence[Row]) -> TrackRecord | None:
    """The record of earlier warnings as a report tells it; None where one's own figures tell of none."""
    told = [row for row in rows if str(row.get("review_basis", "")).startswith(OWN)]
    if not told:
        return None
    row = commonest(told)
    warned, missed = int(row["review_warnings"]), int(row["review_misses"])
    return TrackRecord(warned, round(row["review_precision"] * warned), missed, round(row["review_recall"] * missed))


def commonest(rows: Sequence[Row]) -> Row:
    """A row at the time of the year at which most stand."""
    days = Counter(row["observed_through"] for row in rows)
    day = max(days, key=lambda day: (days[day], day))
    return next(row for row in rows if row["observed_through"] == day)


def _review(row: Row, n_units: int, language: str, opening: str) -> Iterator[str]:
    source = str(row["review_basis"])
    head = OWN if source.startswith(OWN) else "public"
    yield say(f"{opening}.{head}", language, when=_when(row, language), groups=int(row["review_groups"]))
    tenths = {name: round(10 * row[f"review_{name}"]) for name in ("precision", "precision_low", "precision_high")}
    ends = {"low": tenths["precision_low"], "high": tenths["precision_high"]}
    yield say("record.precision", language, k=tenths["precision"], n=int(row["review_warnings"]), **ends)
    yield say("record.recall", language, k=round(10 * row["review_recall"]), n=int(row["review_misses"]))
    if head != OWN:
        return  # of other figures than the reader's that is enough
    if (false := round(row["review_false_alarms"] * n_units)) > 0:
        yield say("record.false_alarms", language, n=false, units=n_units)
    if not math.isnan(row["review_lead"]):
        yield say("record.lead", language, quarters=float(row["review_lead"]))


def record_when(rows: Sequence[Row], language: str, basis: str = "review_basis") -> str:
    """The time of the year that the record (of the column `basis`) speaks of; rows without one are passed over."""
    return _when(commonest([row for row in rows if row[basis]]), language, basis)


def _when(row: Row, language: str, basis: str = "review_basis") -> str:
    if "_quarters" not in str(row[basis]):
        return say("record.when.any", language)
    through, year = str(row["observed_through"]), str(row["year"])
    months = int(through[5:7]) - (through[8:] < "28") if through[:4] == year else 0
    quarters = months // 3
    if quarters == 0:
        return say("record.when.start", language)
    if quarters == 1:
        return say("record.when.quarter", language, number=_ROMAN[1] if language == "vi" else "1")
    return say("record.when.months", language, n=3 * quarters)


def record_words(row: Row, language: str) -> str:
    """How often units with this flag missed before, in tenths, with the number of cases; only from figures of one's own.

    Examples
    --------
    >>> record_words({"record_basis": "own_quarters", "record_missed": 0.68, "record_n": 41.0}, "en")
    '7/10 (41)'
    """
    if not str(row["record_basis"]).startswith(OWN):
        return ""
    return f"{round(10 * row['record_missed'])}/10 ({int(row['record_n'])})"


def since_words(row: Row, language: str) -> str:
    """Since when the flag stands.

    Examples
    --------
    >>> since_words({"flag_since": "2023Q1"}, "vi"), since_words({"flag_since": "2023-03-31"}, "en")
    ('Quý I/2023', '2023-03-31')
    """
    return period_words(parse_period(row["flag_since"]), language) if row["flag_since"] else ""


def visit_lines(
    projection: Projection, rows: Sequence[Row], names: Mapping[str, str], parents: Mapping[str, str], language: str
) -> list[str]:
    """Who is to be visited first where a capacity was given, else who carries most of the expected shortfall.

    Parameters
    ----------
    rows : of one measure and year, in official order.
    names : unit -> what it is called.
    parents : unit -> unit above it.
    """
    chosen = [row for row in rows if row["to_visit"] == YES]
    if chosen:
        return _list(projection.table, chosen, names, parents, language)
    shares = shortfall_shares(pd.DataFrame(list(rows)), parents).tolist()
    beside = _side_by_side([{**row, "share": share} for row, share in zip(rows, shares, strict=True)], parents)
    if len(beside) < LEAST_BESIDE:
        return []
    carriers, total = [], 0.0
    for row in sorted(beside, key=lambda row: -row["share"])[:MOST_CARRIERS]:
        if total < MUCH:
            carriers.append(row["unit"])
            total += row["share"]
    if total < MUCH or len(carriers) == len(beside):
        return []
    said = [_unit(row, row["share"], names, language) for row in beside if row["unit"] in carriers]
    return [say("visits.carriers", language, units=", ".join(said), share=total)]


def _side_by_side(rows: Sequence[Row], parents: Mapping[str, str]) -> list[Row]:
    """The rows under one parent, the highest one that has several."""
    shared = [row for row in rows if not math.isnan(row["share"])]
    beside: dict[str, list[Row]] = {}
    for row in shared:
        beside.setdefault(parents.get(row["unit"], ""), []).append(row)
    return next((group for group in beside.values() if len(group) >= LEAST_BESIDE), [])


def _list(
    table: pd.DataFrame, chosen: Sequence[Row], names: Mapping[str, str], parents: Mapping[str, str], language: str
) -> list[str]:
    year, measure = str(chosen[0]["year"]), chosen[0]["measure"]
    same = table[(table["measure"] == measure) & (table["year"].astype(str) == year)]
    alone = same[stand_alone(same, parents)]
    whole, rest = float(alone["expected_shortfall"].sum()), len(alone) - len(chosen)
    if len(alone) < 2:
        return []
    share = math.fsum(row["expected_shortfall"] for row in chosen) / whole
    said = ", ".join(_unit(row, row["expected_shortfall"] / whole, names, language) for row in chosen)
    figures = {"n": len(chosen), "share": share, "rest": rest, "rest_share": 1 - share}
    return [say("visits.list", language, units=said, **figures)]


def _unit(row: Row, share: float, names: Mapping[str, str], language: str) -> str:
    return say("visits.unit", language, unit=names[row["unit"]], share=float(share))
