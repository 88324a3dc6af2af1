"""Sentences on one unit's standing: what it reached, where the year ends, what it takes."""

from __future__ import annotations

import math

from forecast.report.model import Line
from forecast.report.ready import stock_words
from forecast.report.voice import ROMAN, Voice, quarters_behind, straight_line


def reached(line: Line, voice: Voice) -> str:
    """What was reached of the quota, and how that compares with the same period of the year before."""
    row, year = line.row, str(voice.report.year)
    unit, quota = voice.name(line.unit), voice.quota(row)
    asked = bool(row["quota_kind"]) and not math.isnan(row["quota_low"])
    if math.isnan(row["observed"]):
        code = "so_far_withheld" if is_withheld(line, voice) else "so_far_none"
        about = {"quota": quota} if asked else {}
        said = [voice.say(f"say.{code}" if asked else f"say.{code}_open", year=year, unit=unit, **about)]
        lacking = line.past.lacking.get(voice.report.year)
        if lacking:
            together = voice.count(line.past.drawn.path[-1][1])
            said.append(voice.say("say.so_far_partly", value=together, n=lacking))
        return " ".join(said)
    code = "so_far_admissions" if voice.report.measure.prior == "admissions" else "so_far"
    observed, through = voice.count(row["observed"]), voice.through(row) if row["observed_through"] else ""
    if not asked:
        return voice.say(f"say.{code}_open", through=through, year=year, unit=unit, observed=observed).strip()
    share = voice.percent(row["attainment"])
    return voice.say(
        f"say.{code}", through=through, year=year, unit=unit, pair=f"{observed}/{quota}", share=share
    ).strip()


def is_withheld(line: Line, voice: Voice) -> bool:
    """Whether the unit has figures that a public issue does not tell."""
    return voice.report.manner.public and bool(line.row["observed_through"]) and math.isnan(line.row["observed"])


def against_last_year(line: Line, voice: Voice) -> str:
    row = line.row
    if math.isnan(row["observed"]):
        return ""
    year, last = str(voice.report.year - 1), row["same_period_last_year"]
    if math.isnan(last):
        return voice.say("say.last_year_none", year=year)
    value = voice.count(last)
    if row["observed"] == last or last == 0:
        return voice.say("say.last_year_same", year=year, value=value) if row["observed"] == last else ""
    code = "last_year_more" if row["observed"] > last else "last_year_less"
    return voice.say(f"say.{code}", year=year, value=value, share=voice.percent(abs(row["observed"] / last - 1)))


def outlook(line: Line, voice: Voice) -> str:
    """Where the year ends, and how likely the quota is."""
    row, said = line.row, []
    if not math.isnan(line.expected):
        ranged = float(row.get("q0.1", math.nan)) < float(row.get("q0.9", math.nan))
        code = "say.forecast" if ranged else "say.forecast_point"
        said.append(
            voice.say(code, expected=voice.count(line.expected), **({"range": voice.range(row)} if ranged else {}))
        )
    if row["flag"] == "met":
        over = row["observed"] - row["quota_low"]
        said.append(voice.say("say.met_over", value=voice.count(over)) if over > 0 else voice.say("say.met"))
    elif not voice.is_certain(row):
        said.append(voice.say("say.chance", chance=voice.chance_words(row["p_met"])))
        if row["shortfall"] >= 0.5:
            said.append(voice.say("say.short", value=voice.count(row["shortfall"])))
    if row["flag"] and row["flag"] != "met":
        said.append(voice.say("say.flag", flag=voice.flag(row)))
    if not math.isnan(row["p_all_met"]) and row["flag"] != "met":
        said.append(voice.say("say.chance_all", chance=voice.chance_words(row["p_all_met"])))
    return " ".join(said)


def what_it_takes(line: Line, voice: Voice) -> str:
    """What the rest of the year must bring, against what it usually brings."""
    row = line.row
    needed = voice.at_least(row["needed_per_quarter"])
    if math.isnan(needed) or not needed > 0 or not row["quota_kind"]:
        return ""
    remaining = voice.count(row["remaining"])
    if quarters_behind(row, voice.report.year) >= 3:
        said = [voice.say("say.needed_last", remaining=remaining)]
    else:
        said = [voice.say("say.needed", remaining=remaining, needed=voice.count(needed))]
    usual = row["usual_per_quarter"]
    if usual > 0:
        said.append(voice.say("say.usual", usual=voice.count(usual)))
        more = row["needed_per_quarter"] / usual - 1
        said.append(
            voice.say("say.usual_above", share=voice.percent(more)) if more >= 0.0005 else voice.say("say.usual_below")
        )
    said.append(_best(line, voice))
    said.append(stock_words(row, voice.report.part_measures, voice.language))
    return " ".join(part for part in said if part)


def _best(line: Line, voice: Voice) -> str:
    """The highest quarter on record."""
    known = [
        (value, year, at)
        for year, quarters in sorted(line.past.quarters.items())
        for at, value in enumerate(quarters)
        if not math.isnan(value)
    ]
    if len(known) < 2:
        return ""
    value, year, at = max(known)
    period = voice.heading("quarter_of", roman=ROMAN[at], year=str(year))
    return voice.say("say.best", value=voice.count(value), period=period)


def pace(line: Line, voice: Voice) -> str:
    """The straight line that offices draw, as the baseline."""
    total = straight_line(line.row, voice.report.year)
    return "" if math.isnan(total) else voice.say("say.pace", total=voice.count(total))


def lacking_words(line: Line, voice: Voice) -> str:
    """In which years a chart adds up the figures of a part of the units only."""
    years = [voice.say("say.lacking_in", year=str(of), n=n) for of, n in sorted(line.past.lacking.items())]
    return voice.say("say.lacking", unit=voice.name(line.unit), years="; ".join(years)) if years else ""
