"""Build the tidy tables counts, quotas, units and measures from the rows of press_facts.csv that fit their grammar.

What is left out, and why, is told in SOURCE.md; the rest stays in press_facts.csv.

    python datasets/press/make_tables.py [--facts DIR] [--output DIR]
"""

from __future__ import annotations

import argparse
import calendar
import csv
import math
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
LEVELS = ("national", "province", "district", "sector")  # grass-roots units stay in press_facts.csv
MEASURES = {
    "admissions": ("flow", "", "admissions", "Kết nạp đảng viên", "Admissions of party members"),
    "admissions_private": ("flow", "admissions", "admissions", "Trong kinh tế tư nhân", "In the private economy"),
    "admissions_students": ("flow", "admissions", "admissions", "Học sinh, sinh viên", "Pupils and students"),
    "members": ("stock", "", "neutral", "Đảng viên", "Party members"),
}
COLUMNS = {
    "counts": "unit measure period value low high reported_on status source note selected",
    "quotas": "unit measure year kind value low high share_low share_high of scope first_year last_year set_on basis source note",
    "units": "unit name parent order level",
    "measures": "measure kind whole part_of prior sensitive label_vi label_en",
}
PREFIXES = {
    "huyện ": "",
    "thị xã ": "",
    "xã ": "",
    "thành phố ": "TP ",
    "Đảng bộ Khối ": "Khối ",
    "Đảng ủy Khối ": "Khối ",
}
SAME_UNIT = {"toàn quốc": "Việt Nam"}
ABOVE = r"\b(?:above|hơn|trên|over|more than|plus de|más de)\b"
BELOW = r"\b(?:below|gần|nearly|près de)\b"
TERM = re.compile(r"term (\d{4})\.\.(\d{4})$")
LEAST_ADMISSIONS = 5  # of a unit below province: fewer are persons
MOST_DERIVED_SPREAD = 0.01  # a target derived from a printed percent is taken if it is known so well
Row = dict[str, str]


def read_facts(folder: Path) -> list[Row]:
    """Rows of levels and measures that the tables hold, units named in one way."""
    with (folder / "press_facts.csv").open(encoding="utf-8", newline="") as lines:
        rows = [
            row for row in csv.DictReader(lines, strict=True) if row["level"] in LEVELS and row["measure"] in MEASURES
        ]
    rows = [
        row
        for row in rows
        if "doubtful" not in row["note"] and not row["unit"].startswith("[") and "(đoàn" not in row["unit"]
    ]
    return [row | {"key": unit_key(row)} for row in rows]


def unit_key(row: Row) -> str:
    """Name of a unit; below province with its parent, since names repeat."""
    name = SAME_UNIT.get(row["unit"], row["unit"])
    for prefix, short in PREFIXES.items():
        if name.startswith(prefix) and row["level"] in ("district", "sector"):
            name = short + name[len(prefix) :]
    return f"{name}, {row['parent']}" if row["parent"] and not name.startswith("unit-") else name


def calendar_period(text: str) -> tuple[date, date] | None:
    """First and last day of a period within one calendar year, or None."""
    if match := re.fullmatch(r"(\d{4})(?:([QH])(\d))?", text):
        months = {"Q": 3, "H": 6}.get(match[2], 12)
        first = months * (int(match[3] or 1) - 1) + 1
        return month_ends(int(match[1]), first, first + months - 1)
    if match := re.fullmatch(r"(\d{4})-(\d\d)(?:\.\.\1-(\d\d)(-\d\d)?)?", text):
        first, last = month_ends(int(match[1]), int(match[2]), int(match[3] or match[2]))
        return first, date.fromisoformat(text.partition("..")[2]) if match[4] else last
    return None


def month_ends(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def full_date(text: str) -> date | None:
    return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None


def count_period(row: Row) -> str:
    """The period of a count, cut at the day on which it was taken; of a stock its day. Empty if it is none of the grammar."""
    as_of, span = full_date(row["as_of"]), calendar_period(row["period"])
    if MEASURES[row["measure"]][0] == "stock":
        day = as_of or full_date(row["period"])
        return day.isoformat() if day else row["period"] if span else ""
    if span is None or row["period"][:4] != row["year"] or (".." in row["period"] and span[0].month != 1):
        return ""
    if as_of is not None and as_of < span[1]:
        span = (span[0], as_of)
    elif not re.search(r"-\d\d-\d\d$", row["period"]):
        return row["period"]
    return f"{span[0]}..{span[1]}" if span[1] > span[0] else ""


def counts_of(rows: Sequence[Row]) -> list[Row]:
    """One row for each unit, measure and period; a second page on the same stays in press_facts.csv."""
    counts: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        period = count_period(row)
        if not row["value"] or not period:
            continue
        if (
            row["level"] in ("district", "sector")
            and row["measure"] != "members"
            and int(row["value"]) < LEAST_ADMISSIONS
        ):
            continue
        published = full_date(row["published"])
        figures = direction(row)
        count = {"unit": row["key"], "measure": row["measure"], "period": period, "status": "provisional"} | figures
        count |= {
            "source": row["url"],
            "selected": row["selected"],
            "reported_on": published.isoformat() if published else "",
        }
        counts.setdefault((row["key"], row["measure"], period), count)
    return list(counts.values())


def direction(row: Row) -> Row:
    """A figure as value, low or high: "more than" and "nearly" are bounds where the note speaks of the figure itself."""
    note, value = row["note"], row["value"]
    about_other = note.startswith(("headline", "arithmetic")) or any(word in note for word in ("%", "exact"))
    about_value = not about_other and (row["measure"] == "members" or "members" not in note)
    if about_value and re.search(ABOVE, note):
        return {"low": value, "note": "printed as more than this"}
    if about_value and re.search(BELOW, note):
        return {"high": value, "note": "printed as nearly this"}
    return {"value": value, "note": "approximate" if about_value and "approximate" in note else ""}


def quotas_of(rows: Sequence[Row]) -> list[Row]:
    """Targets of provinces and coded units; of others below province only those met in print, or without any result."""
    quotas: dict[tuple[str, ...], Row] = {}
    for row in rows:
        for quota in (*yearly_targets(row), *term_targets(row)):
            least = float(quota.get("value") or quota.get("low") or math.inf)
            open_result = row["value"] and float(row["value"]) < least
            if is_named_below(row) and (open_result or least < LEAST_ADMISSIONS):
                continue
            known = {"unit": row["key"], "measure": row["measure"], "source": row["url"]}
            key = (row["key"], row["measure"], *(quota.get(name, "") for name in ("year", "kind", "first_year")))
            quotas.setdefault(key, known | quota)
    return list(quotas.values())


def is_named_below(row: Row) -> bool:
    """A unit below province that carries its name."""
    return row["level"] in ("district", "sector") and not row["key"].startswith("unit-")


def yearly_targets(row: Row) -> Iterator[Row]:
    """The target of a calendar year, as printed or derived from the printed percent of a province."""
    if not re.fullmatch(r"\d{4}", row["year"]) or not row["period"].startswith(row["year"]):
        return
    yearly = {"year": row["year"], "basis": "assigned"}
    if row["target_scope"] in ("year", "") and row["target"]:
        yield yearly | {"kind": "fixed", "value": row["target"]}
    elif row["target_scope"] == "year" and row["target_low"]:
        yield yearly | {"kind": "range", "low": row["target_low"], "high": row["target_high"]}
    elif row["level"] == "province" and row["value"] and row["pct_reported"] and count_period(row):
        target = derived_target(int(row["value"]), row["pct_reported"])
        if target:
            yield yearly | {
                "kind": "fixed",
                "value": str(target),
                "note": f"derived: {row['value']} is {row['pct_reported']}%",
            }


def derived_target(value: int, percent: str) -> int | None:
    """The roundest whole number of which the count is the percent, which may be rounded either way; None if too uncertain."""
    place = 10.0 ** -len(percent.partition(".")[2])
    low, high = (100 * value / (float(percent) + way * place) for way in (1, -1))
    possible = range(math.ceil(low), math.floor(high) + 1)
    if not possible or (high - low) / low > MOST_DERIVED_SPREAD:
        return None
    middle = 100 * value / float(percent)
    return max(possible, key=lambda n: (len(str(n)) - len(str(n).rstrip("0")), -abs(n - middle)))


def term_targets(row: Row) -> Iterator[Row]:
    """The target of a term; a term named 2015-2020 counts 2016 to 2020. A share of the members is one row for each year."""
    match = TERM.match(row["period"])
    if not match:
        return
    first, last = int(match[1]) + 1, int(match[2])
    known = {"basis": "resolution"}
    if row["target"] or row["target_low"]:
        ends = {"value": row["target"]} if row["target"] else {"low": row["target_low"], "high": row["target_high"]}
        scope = "average" if row["target_scope"] == "average_per_year" else ""
        yield known | ends | {"kind": "term", "first_year": str(first), "last_year": str(last), "scope": scope}
    elif row["share_of"] == "members" and row["level"] != "district":
        share = {"share_low": row["share_low"], "share_high": row["share_high"], "of": "members", "kind": "share"}
        for year in range(first, last + 1):
            yield known | share | {"year": str(year)}


def make_tables(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The four tables. A unit below province whose target is open keeps its counts in press_facts.csv: no flag by name."""
    counts, quotas = counts_of(rows), quotas_of(rows)
    named_below = {row["key"] for row in rows if is_named_below(row)}
    open_targets = {quota["unit"] for quota in quotas if quota["unit"] in named_below and not is_met(quota, counts)}
    counts = [count for count in counts if count["unit"] not in open_targets]
    named = {entry["unit"] for entry in (*counts, *quotas)}
    return {
        "counts": counts,
        "quotas": quotas,
        "units": units_of([row for row in rows if row["key"] in named]),
        "measures": [
            dict(zip(COLUMNS["measures"].split(), (name, kind, "yes", part_of, prior, "no", *labels), strict=True))
            for name, (kind, part_of, prior, *labels) in MEASURES.items()
        ],
    }


def is_met(quota: Row, counts: Sequence[Row]) -> bool:
    """Whether a count of the quota's year reaches it."""
    same = [count for count in counts if all(count[name] == quota[name] for name in ("unit", "measure"))]
    reached = [float(count.get("value") or 0) for count in same if count["period"][:4] == quota.get("year")]
    return max(reached, default=0.0) >= float(quota.get("value") or math.inf)


def units_of(rows: Sequence[Row]) -> list[Row]:
    """Each unit once, below its province; a province that only such a unit names is listed too."""
    units: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: (LEVELS.index(row["level"]), row["key"])):
        if row["parent"]:
            units.setdefault(row["parent"], {"name": row["parent"], "parent": "", "level": ""})
        units.setdefault(row["key"], {"name": row["key"], "parent": row["parent"], "level": row["level"]})
    ordered = sorted(
        units.items(), key=lambda entry: (entry[1]["parent"] or entry[0], entry[1]["parent"] != "", entry[0])
    )
    return [{"unit": key, "order": str(at + 1)} | unit for at, (key, unit) in enumerate(ordered)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the facts, write the tables."""
    parser = argparse.ArgumentParser(description="Build the tidy tables from press_facts.csv.")
    parser.add_argument("--facts", type=Path, default=HERE, metavar="DIR", help="folder with press_facts.csv")
    parser.add_argument("--output", type=Path, default=HERE, metavar="DIR", help="folder for the tables")
    options = parser.parse_args(arguments)
    options.output.mkdir(parents=True, exist_ok=True)
    for name, rows in make_tables(read_facts(options.facts)).items():
        with (options.output / f"{name}.csv").open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, COLUMNS[name].split(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()
