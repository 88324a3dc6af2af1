"""The screen of `forecast demo`: one unit, one measure, one year, said in ten lines.

Every number comes from the tables or the projection; the sentences stand in the catalogue under `screen`.
"""

from __future__ import annotations

import math

from forecast.core.measures import Measure
from forecast.core.periods import parse_period, year_period
from forecast.core.results import Projection
from forecast.core.tables import Tables
from forecast.language.catalogue import chance_number, say
from forecast.models.priors import load_prior
from forecast.report.figures import (
    latest_year_total,
    printed_share,
    published_on,
    share_fits,
    years_and_quarters,
)
from forecast.report.ready import stock_words
from forecast.report.scene import Scene, set_scene
from forecast.report.words import day_words, flag_words, is_settled, quota_words, sign_words, through_words

NEXT = ("forecast datasets copy hanoi", "forecast project --config hanoi-2023.toml")
_GAP = "   "
_WIDE = 0.15  # width of the 80 % range as a share of the forecast from which it is called wide
_SHOWN = 0.005  # shares of evidence below this are not printed
_FACTORS = {1: "4", 2: "2", 3: "4/3"}


def first_screen(projection: Projection, tables: Tables, language: str) -> str:
    """The first screen as plain text.

    Parameters
    ----------
    projection : of one year, with the quantiles 0.1 and 0.9; shown are the first unit and measure by official order.

    Raises
    ------
    UsageError : no row of the projection has a quota of one year.
    """
    scene = set_scene(projection, tables, language)
    lines = [
        _title(scene),
        _so_far(scene),
        _forecast(scene),
        _needed(scene),
        stock_words(scene.row, scene.tables.measures, scene.language),
        _signs(scene),
        _pace(scene),
        _checkpoints(scene),
        *_parts(scene),
        _evidence(scene),
        scene.say("illustration") + " " + say("page.guidance", language),
        scene.say("next", commands=scene.say("then", first=NEXT[0], second=NEXT[1])),
    ]
    return "\n".join(line for line in lines if line) + "\n"


def _title(scene: Scene) -> str:
    label = scene.measure.label(scene.language)
    title = scene.say("title", measure=label.upper(), year=str(scene.year), unit=scene.unit.upper())
    if not scene.row["observed_through"]:
        return title + _GAP + say("page.figures_none", scene.language)
    period, day = (
        through_words(scene.row["observed_through"], scene.year, scene.language),
        published_on(scene.counts, scene.year),
    )
    if day is None:
        return f"{title}     " + scene.say("dated", period=period)
    return f"{title}     " + scene.say("dated_published", period=period, day=day_words(day, scene.language))


def _so_far(scene: Scene) -> str:
    row = scene.row
    parts = [scene.say("quota", quota=quota_words(row, scene.language))]
    code = "so_far_admissions" if scene.measure.prior == "admissions" else "so_far"
    reached = scene.say(code, observed=scene.count(row["observed"]))
    if not math.isnan(row["attainment"]):
        reached += f" ({_share(scene)})"
    parts += [reached, scene.say("remaining", remaining=scene.count(row["remaining"]))]
    return _GAP.join(parts)


def _share(scene: Scene) -> str:
    """The attainment and, where the source prints it too, whether the two fit."""
    share, printed = scene.row["attainment"], printed_share(scene.counts, scene.year)
    if not printed:
        return scene.say("share", share=scene.percent(share))
    shown = printed.replace(".", ",") if scene.language == "vi" else printed.replace(",", ".")
    code = "share_printed" if share_fits(printed, share) else "share_unlike"
    return scene.say(code, share=scene.percent(share), printed=shown + "%")


def _forecast(scene: Scene) -> str:
    row = scene.row
    middle = row["mean"] if math.isnan(row["expected"]) else row["expected"]
    parts = [scene.say("forecast", expected=scene.count(middle))]
    if "q0.1" in row and "q0.9" in row and row["q0.1"] < row["q0.9"]:
        parts.append(scene.say("range", low=scene.count(row["q0.1"]), high=scene.count(row["q0.9"])))
    if row["flag"] == "met":
        parts.append(scene.say("chance_met"))
    elif not is_settled(row) and not math.isnan(row["p_met"]):
        parts.append(scene.say("chance", chance=chance_number(row["p_met"], scene.language)))
    if row["flag"]:
        parts.append(f"[{flag_words(row, scene.language).upper()}]")
    return _GAP.join(parts)


def _needed(scene: Scene) -> str:
    row = scene.row
    needed, parts = row["needed_per_quarter"], []
    if not math.isnan(needed) and needed > 0:
        asked = math.ceil(needed - 1e-9) if scene.measure.whole else needed
        compared = f" ({_compared(scene, needed)})" if scene.quarters and row["observed"] > 0 else ""
        parts.append(scene.say("needed", needed=scene.count(asked)) + compared)
    total = latest_year_total(scene.counts, scene.year)
    if total is not None:
        quarter = round(total.value / 4) if scene.measure.whole else total.value / 4
        code = "last_year" if total.exact else "last_year_about"
        parts.append(scene.say(code, year=str(total.year), value=scene.count(quarter)))
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def _signs(scene: Scene) -> str:
    signs = sign_words(scene.row, scene.language)
    return scene.say("signs", signs=signs) if signs else ""


def _compared(scene: Scene, needed: float) -> str:
    """What each remaining quarter needs against the mean quarter so far."""
    first = scene.quarters == 1
    base = say("period.quarter", scene.language, number="1", roman="I") if first else scene.say("mean_so_far")
    change = needed / (scene.row["observed"] / scene.quarters) - 1
    if abs(change) < 0.0005:
        return scene.say("needed_same", base=base)
    return scene.say("needed_more" if change > 0 else "needed_less", base=base, share=scene.percent(abs(change)))


def _pace(scene: Scene) -> str:
    """The straight line that offices draw, and what it would say."""
    observed, through = scene.row["observed"], scene.through
    if through is None or math.isnan(observed) or through >= year_period(scene.year).last_day:
        return ""
    whole = year_period(scene.year)
    days, elapsed = whole.stop - whole.start, through.toordinal() + 1 - whole.start
    on_quarter = parse_period(f"{scene.year}Q{max(scene.quarters, 1)}").last_day == through
    factor = 4 / scene.quarters if on_quarter else days / elapsed
    total = observed * factor
    met = total >= scene.row["quota_low"]
    line = scene.say(
        "pace",
        observed=scene.count(observed),
        factor=_FACTORS[scene.quarters] if on_quarter else f"{days}/{elapsed}",
        total=scene.count(round(total) if scene.measure.whole else total),
        verdict=scene.say("pace_met" if met else "pace_missed"),
    )
    if met or scene.measure.prior != "admissions":
        return line
    return f"{line}; {scene.say('pace_admissions')}"


def _checkpoints(scene: Scene) -> str:
    """What is usual elsewhere at quarter ends still ahead: shares of the target, as printed and as the prior holds."""
    if scene.measure.prior != "admissions":
        return ""
    prior, quota, marks = load_prior("admissions"), float(scene.row["quota_low"]), []
    for part in prior.settings.get("in_year", []):
        quarter = round(4 * part["fraction"])
        day = parse_period(f"{scene.year}Q{quarter}").last_day
        if "target_share_mean" not in part or (scene.through is not None and day <= scene.through):
            continue
        held = math.exp(prior.share(part["fraction"]).location + prior.ratio.location)
        shares = sorted((float(part["target_share_mean"]), held))
        counts = list(dict.fromkeys(scene.count(round(quota * share)) for share in shares))
        percents = list(dict.fromkeys(scene.percent(share, 0) for share in shares))
        percents = [percents[0].rstrip("%"), percents[1]] if len(percents) > 1 else percents
        words = {"counts": "–".join(counts), "shares": "–".join(percents)}
        marks.append(scene.say("checkpoint", day=day_words(day, scene.language, with_year=False), **words))
    return scene.say("checkpoints", marks="; ".join(marks)) if marks else ""


def _parts(scene: Scene) -> list[str]:
    """Other measures of the unit that have a quota of their own, one line each."""
    lines = []
    for row in scene.others:
        measure = scene.tables.measures.get(row["measure"]) or Measure(str(row["measure"]))
        figures = f"{scene.count(row['observed'])}/{quota_words(row, scene.language)}"
        reached = "" if math.isnan(row["attainment"]) else f" ({scene.percent(row['attainment'])})"
        flag = f" [{flag_words(row, scene.language)}]" if row["flag"] else ""
        lines.append(f"  {measure.label(scene.language)} {figures}{reached}{flag}")
    return [scene.say("parts"), *lines] if lines else []


def _evidence(scene: Scene) -> str:
    row = scene.row
    shares = {name: float(row[f"evidence_{name}"]) for name in ("own", "panel", "plan", "prior")}
    if any(math.isnan(share) for share in shares.values()):
        return ""
    said = [_own(scene, shares["own"])]
    said += [
        scene.say(f"evidence_{name}", share=scene.percent(share, 0))
        for name, share in shares.items()
        if name != "own" and share >= _SHOWN
    ]
    line = scene.say("evidence", shares=", ".join(said))
    if "q0.1" in row and "q0.9" in row and row["q0.9"] - row["q0.1"] > _WIDE * row["mean"]:
        line += f" → {scene.say('wide')}"
    return line


def _own(scene: Scene, share: float) -> str:
    years, quarters = years_and_quarters(scene.counts, scene.year)
    known = [
        scene.say(f"{name}_one" if number == 1 else f"{name}s", n=number)
        for name, number in (("year", years), ("quarter", quarters))
        if number
    ]
    if not known:
        return scene.say("evidence_own_none", unit=scene.unit, share=scene.percent(share, 0))
    return scene.say("evidence_own", unit=scene.unit, share=scene.percent(share, 0), known=", ".join(known))
