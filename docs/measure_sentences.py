"""Measure the reader of sentences on a table of sentences with the figures that they state: values, targets, percents and periods.

The table stays outside the project; its columns are unit, measure, year, period, as_of, value, target, target_low, target_high,
share_low, pct_reported, growth_reported, published, url, sentence. Its addresses are split for good: an address whose SHA-256,
read as a whole number, is divisible by three belongs to the last third, which is never looked at while the reader is being
written. By hand: `python docs/measure_sentences.py FILE.csv` (two thirds), `--last-third` (the rest), `--all`; `--show` lists
what is missed.
"""

import argparse
import csv
import hashlib
import re
from collections import Counter
from pathlib import Path

import numpy as np

from forecast.core.periods import Period, parse_period
from forecast.intake.sentences.candidate import Candidate
from forecast.intake.sentences.candidates import read_candidates

# The same part under two names.
GROUPS = {"catholic": "religion", "enterprise_bloc": "private", "youth_union": "youth", "workers_per_year": "workers"}


def in_last_third(address: str) -> bool:
    """Whether the sentences of an address are kept for the one measurement at the end."""
    return int(hashlib.sha256(address.encode()).hexdigest(), 16) % 3 == 0


def measure_of(fact: dict[str, str]) -> str:
    """The measure of a fact in our words."""
    name = fact["measure"].removeprefix("other:")
    whole, _, group = name.partition("_")
    return "_".join(filter(None, (whole, GROUPS.get(group, group))))


def published(fact: dict[str, str]) -> Period | None:
    """The day, month or year of the page."""
    try:
        return parse_period(fact["published"])
    except ValueError:
        return None


def stated(row: Candidate) -> set[float]:
    """Every number that a row says."""
    numbers = {row.value, row.low, row.high, row.printed_base}
    return {number for number in numbers if np.isfinite(number)}


def same(text: str, numbers: set[float]) -> bool:
    return bool(text) and any(abs(float(text) - number) < 1e-9 for number in numbers)


def percents(row: Candidate) -> set[float]:
    texts = re.split(r"\.\.", ";".join((row.printed_percent, row.printed_growth)).replace("..", ";"))
    return {float(text) for text in ";".join(texts).split(";") if text}


def period_right(fact: dict[str, str], row: Candidate) -> bool | None:
    """Whether a row is of the fact's time, within a month at either end; None where the fact's time cannot be compared."""
    text = fact["period"].partition(" (")[0]
    if term := re.search(r"term (\d{4})\.\.(\d{4})", fact["period"]) or re.fullmatch(r"(\d{4})-(\d{4})", text):
        first, last = int(term[1]), int(term[2])
        if not row.period:
            return False
        own = parse_period(row.period)
        return own.first_day.year in (first, first + 1) and own.last_day.year <= last
    if "year" in text and not re.search(r"\d{4}", text):
        return row.scope == "each_year" if text in ("per year", "average per year") else None
    text = text.replace("half term ", "")
    try:
        period = parse_period(text)
    except ValueError:
        return None
    if not row.period:
        return False
    own = parse_period(row.period)
    try:
        ends = [period.stop, parse_period(fact["as_of"] or text).stop]
    except ValueError:
        ends = [period.stop]
    if measure_of(fact).startswith("members"):
        return any(abs(own.stop - end) <= 31 for end in ends) or text == str(own.last_day.year)
    return abs(own.start - period.start) <= 92 and any(abs(own.stop - end) <= 31 for end in ends)


def pages(facts: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for fact in facts:
        found.setdefault(fact["url"], []).append(fact)
    return found


def tell(facts: list[dict[str, str]], show: bool) -> None:
    """Count what is right, page by page: a page's sentences are read as one text."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for page in pages(facts).values():
        texts = list(dict.fromkeys(fact["sentence"] for fact in page))
        rows = read_candidates(texts, published=published(page[0]), sensitive=True)

        def note(kind: str, good: bool, fact: dict[str, str], what: str) -> None:
            asked[kind] += 1
            right[kind] += good
            if show and not good:
                print(f"{kind:9s} {fact['unit']} {fact['measure']} {fact['period']} {what}\n      {fact['sentence']}")

        for fact in page:
            own = [row for row in rows if row.measure == measure_of(fact)]
            counts = [row for row in own if row.table == "counts" or (row.kind == "" and row.scope == "each_year")]
            quotas = [row for row in own if row.table == "quotas"]
            fits = [row for row in counts if same(fact["value"], stated(row))]
            if fact["value"]:
                note("values", bool(fits), fact, fact["value"])
            for name in ("target", "target_low", "target_high"):
                if fact[name]:
                    found = any(same(fact[name], stated(row)) for row in quotas)
                    note("targets", found, fact, fact[name])
            if fact["share_low"] and fact["target_scope"] and not fact["value"]:
                note(
                    "targets", any(same(fact["share_low"], {row.share_low}) for row in quotas), fact, fact["share_low"]
                )
            for name in ("pct_reported", "growth_reported"):
                if fact[name]:
                    note("percents", any(same(fact[name], percents(row)) for row in own), fact, fact[name])
            goals = [row for row in quotas if any(same(fact[name], stated(row)) for name in ("target", "target_low"))]
            verdicts = [period_right(fact, row) for row in fits or goals]
            if verdicts and None not in verdicts:
                note("periods", any(verdicts), fact, " ".join(row.period for row in fits or goals))
        for row in rows:
            judge(row, page, note)
    for kind in asked:
        print(f"{kind:10s} {right[kind]:4d} of {asked[kind]:4d}  {100 * right[kind] / asked[kind]:.1f} %")


def judge(row: Candidate, page: list[dict[str, str]], note) -> None:
    """Precision: a row is right when a fact of its page states its number for its measure; other parts are not judged."""
    if row.derived or row.table not in ("counts", "quotas") or not np.isfinite([row.value, row.low, row.high]).any():
        return
    facts = [fact for fact in page if measure_of(fact) == row.measure]
    if not facts and "_" in row.measure:
        return
    names = ("value", "target", "target_low", "target_high")
    good = any(same(fact[name], stated(row)) for fact in facts for name in names)
    note(
        "precision",
        good,
        {**page[0], "unit": row.unit, "measure": row.measure, "period": row.period, "sentence": row.text},
        row.stated,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("table", type=Path)
    parser.add_argument("--last-third", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    with asked.table.open(encoding="utf-8", newline="") as lines:
        facts = list(csv.DictReader(lines))
    if not asked.all:
        facts = [fact for fact in facts if in_last_third(fact["url"]) == asked.last_third]
    tell(facts, asked.show)


if __name__ == "__main__":
    main()
