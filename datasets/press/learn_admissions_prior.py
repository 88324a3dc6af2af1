"""Learn the admissions prior from public reports: shares of the year's target reached in the year and at its end.

How the prior acts on a unit's figures is left to the engine; where the figures come from is told in SOURCE.md.

    python datasets/press/learn_admissions_prior.py [--facts DIR] [--output FILE]
"""

from __future__ import annotations

import argparse
import csv
import math
import statistics
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUTPUT = HERE.parents[1] / "forecast" / "priors" / "admissions.toml"

# A report on "quý I" is often dated some days before or after 31 March; three weeks away it speaks of another share.
WINDOW_DAYS = 20
DAYS_IN_YEAR = 365

# Missed targets are seldom printed (in the rows used here: none), so the spread of the printed results understates the
# real one. With a quarter more, a little less than a third of the years end below the target; a judgement.
UNPRINTED_MISSES = 1.25

# Final result / target, read from the whole collection (some 30 full years): quartiles 1.00 and 1.06, median between
# 1.03 and 1.06. A judgement.
JUDGEMENT_FINAL_MEDIAN = 1.045
JUDGEMENT_FINAL_QUARTILES = (1.00, 1.06)

# Share of the final result by fraction of the year, likewise: mean and sd between units. A judgement.
JUDGEMENT_IN_YEAR = {0.25: (0.22, 0.09), 0.50: (0.42, 0.11), 0.75: (0.66, 0.11)}

# What these judgements are worth, in rows. They rest on more pages than the rows used in any one place (3 to 10), which
# are few, mostly of small units and chosen by editors: so each counts for as much as the largest of these samples.
PSEUDO_OBSERVATIONS = 10

# The distance between the quartiles of a normal law, in standard deviations.
QUARTILE_DISTANCE = 1.3489795

HEADER = """\
# A-priori for admissions of party members (kết nạp đảng viên): a JUDGEMENT on thin public evidence, not a measurement.
# Origin: datasets/press/share_of_target.csv, press figures, not official. Written by the script
# datasets/press/learn_admissions_prior.py: run that instead of editing this file.
# Rule: only rows that are neither from a list of units picked for doing best (selected_list) nor marked out.
# final_to_target: final result / target of the year, n = {n_final}; median and quartile-based sd of its log,
#   drawn towards the judgement beside it, which counts as {pseudo} rows; then the sd times {inflation}, because
#   misses are seldom printed.
# in_year: share of the target reached within {window} days of a fraction of the year (n = {n_in_year});
#   share of the final result = share of the target / final-to-target ratio, both uncertain, on the log scale;
#   drawn towards the judgement likewise. log_share_sd is the spread between units.
# Shares are 0-1; logs are natural.
"""


def read_shares(path: Path) -> list[tuple[float, float]]:
    """Fraction of the year and share of the target of each row that may teach: (fraction, share), both 0-1 scales."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            (float(row["year_fraction"]), float(row["pct_of_target"]) / 100)
            for row in csv.DictReader(lines)
            if row["selected_list"] == "0" and row["out"] == "0"
        ]


def drawn_to_judgement(n: int, seen: tuple[float, float], judged: tuple[float, float]) -> tuple[float, float]:
    """Mean and sd after n rows and a judgement worth `PSEUDO_OBSERVATIONS` rows; their disagreement widens the sd."""
    weight = n / (n + PSEUDO_OBSERVATIONS)
    mean = weight * seen[0] + (1 - weight) * judged[0]
    disagreement = weight * (1 - weight) * (seen[0] - judged[0]) ** 2
    variance = weight * seen[1] ** 2 + (1 - weight) * judged[1] ** 2 + disagreement
    return mean, math.sqrt(variance)


def final_to_target(shares: Sequence[tuple[float, float]]) -> dict[str, float]:
    """Location and scale of log(final / target), by median and quartiles: a peak just above 1, long tails."""
    ratios = [share for fraction, share in shares if fraction == 1]
    low, _, high = statistics.quantiles([math.log(ratio) for ratio in ratios], n=4, method="inclusive")
    median = statistics.median(ratios)
    scale_as_printed = (high - low) / QUARTILE_DISTANCE
    judged_low, judged_high = (math.log(quartile) for quartile in JUDGEMENT_FINAL_QUARTILES)
    judged = math.log(JUDGEMENT_FINAL_MEDIAN), (judged_high - judged_low) / QUARTILE_DISTANCE
    location, scale = drawn_to_judgement(len(ratios), (math.log(median), scale_as_printed), judged)
    return {
        "n": len(ratios),
        "median": median,
        "log_scale_as_printed": scale_as_printed,
        "judgement_median": JUDGEMENT_FINAL_MEDIAN,
        "judgement_log_scale": judged[1],
        "pseudo_observations": PSEUDO_OBSERVATIONS,
        "unprinted_misses": UNPRINTED_MISSES,
        "log_location": location,
        "log_scale": scale * UNPRINTED_MISSES,
    }


def in_year_share(shares: Sequence[tuple[float, float]], fraction: float, ratio: dict[str, float]) -> dict[str, float]:
    """Share of the final result reached by then: the rows' shares divided by the ratio, drawn to the judgement."""
    near = [share for at, share in shares if abs(at - fraction) * DAYS_IN_YEAR <= WINDOW_DAYS]
    mean, spread = statistics.fmean(near), statistics.stdev(near)
    seen = math.log(mean) - ratio["log_location"], math.hypot(spread / mean, ratio["log_scale"])
    judged_mean, judged_spread = JUDGEMENT_IN_YEAR[fraction]
    judged = math.log(judged_mean), judged_spread / judged_mean
    log_mean, log_spread = drawn_to_judgement(len(near), seen, judged)
    return {
        "fraction": fraction,
        "n": len(near),
        "target_share_mean": mean,
        "target_share_sd": spread,
        "judgement_mean": judged_mean,
        "judgement_sd": judged_spread,
        "pseudo_observations": PSEUDO_OBSERVATIONS,
        "log_share_mean": log_mean,
        "log_share_sd": log_spread,
    }


def as_toml(ratio: dict[str, float], in_year: Sequence[dict[str, float]]) -> str:
    """The prior as text with fixed decimals, so that the same rows give the same bytes."""
    header = HEADER.format(
        n_final=ratio["n"],
        inflation=UNPRINTED_MISSES,
        window=WINDOW_DAYS,
        n_in_year=", ".join(str(entry["n"]) for entry in in_year),
        pseudo=PSEUDO_OBSERVATIONS,
    )
    lines = ["version = 1", 'kind = "judgement"', 'source = "datasets/press/share_of_target.csv"']
    for name, entry in [("[final_to_target]", ratio), *(("[[in_year]]", entry) for entry in in_year)]:
        lines += ["", name]
        for key, value in entry.items():
            lines.append(f"{key} = {value}" if isinstance(value, int) else f"{key} = {value:.6f}")
    return header + "\n" + "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the figures, write the prior."""
    parser = argparse.ArgumentParser(description="Learn the admissions prior from public reports.")
    parser.add_argument("--facts", type=Path, default=HERE, metavar="DIR", help="folder with share_of_target.csv")
    parser.add_argument("--output", type=Path, default=OUTPUT, metavar="FILE", help="the prior to write (TOML)")
    options = parser.parse_args(arguments)
    shares = read_shares(options.facts / "share_of_target.csv")
    ratio = final_to_target(shares)
    in_year = [in_year_share(shares, fraction, ratio) for fraction in JUDGEMENT_IN_YEAR]
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(as_toml(ratio, in_year), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
