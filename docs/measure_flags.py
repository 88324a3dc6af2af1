"""How good flags are, from the rows of `forecast backtest --output DIR` (and of the landing benchmark).

python docs/measure_flags.py scores DIR              our flags, the pace rule, the plan bootstrap, the models of `--against`
python docs/measure_flags.py ahead DIR [DIR …]       is the share stated for a flag within its interval in the year after?
python docs/measure_flags.py restated DIR [DIR …]    would restating p_met from earlier years have helped?
python docs/measure_flags.py noise DIR DIR           how far p_met moves between two backtests, say of two seeds
python docs/measure_flags.py pairs OURS OTHER …      rows of `bench.py --save` against those of `measure_peers.py --save`
python docs/measure_flags.py reliability ROWS …      p_met in tenths, from DIR/rows.parquet or rows of `bench.py --save`

A unit is drawn with all its years and origins. A warning is a chance of missing of a half or more.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from forecast.engine.flag import BANDS, Cuts
from forecast.engine.record.record import PROJECTION, UNJUDGED, first_warnings, make_record
from forecast.engine.record.restate import learn_restating
from forecast.engine.record.track import track_table
from forecast.scores import bin_chances, brier, resample_units, share_interval

POOLED = (0, 1, 2)  # known quarters; after three there is little left to warn of
PLAN_DRAWS = 200  # quantiles of the ratios by which the plan bootstrap stands
MANY = 500  # cases in a tenth, from which on it is to hold within 5 points
SAME = ["unit", "year", "known_quarters"]
LEAST_LATER = 5  # cases with a flag in the later year
PLAN = "plan bootstrap"


def read(folder: str) -> pd.DataFrame:
    """The judged rows of a backtest, of every model."""
    path = Path(folder)
    rows = pd.read_parquet(path / "rows.parquet" if path.is_dir() else path)
    rows = rows.rename(columns={"p": "p_met", "k": "known_quarters"})  # the benchmark's names
    rows = rows.assign(met=rows["met"].astype(float))
    return rows[rows["p_met"].notna() & rows["met"].notna()]


def plan_bootstrap(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the plan bootstrap: past (total - to date) / plan at the same moment, half of the unit's own, half of all."""
    ours = rows[rows["model"] == PROJECTION]
    done = ours["observed"].fillna(0.0)
    ours = ours.assign(done=done, ratio=(ours["total"] - done) / ours["quota"])
    levels = (np.arange(PLAN_DRAWS) + 0.5) / PLAN_DRAWS
    chances = []
    for row in ours.itertuples():
        past = ours[(ours["year"] < row.year) & (ours["known_quarters"] == row.known_quarters)]
        own = past.loc[past["unit"] == row.unit, "ratio"]
        draws = [np.quantile(part, levels) for part in (own, past["ratio"]) if len(part)]
        reached = [np.mean(row.done + draw * row.quota >= row.quota) for draw in draws]
        chances.append(np.mean(reached) if reached else np.nan)
    found = ours.assign(model=PLAN, p_met=chances)[rows.columns]
    return found[found["p_met"].notna()]


def scores(folder: str) -> None:
    """The table of scores, and the differences in the Brier score with their intervals."""
    rows = read(folder)
    rows = pd.concat([rows, plan_bootstrap(rows)], ignore_index=True)
    for name in ("last_year", "climatology"):
        rows = rows[rows["model"] != name]
    table = [_line(model, part) for model, part in rows.groupby("model")]
    print(pd.DataFrame(table).to_string(index=False))
    pooled = rows[rows["known_quarters"].isin(POOLED)].assign(score=lambda found: brier(found["p_met"], found["met"]))
    wide = pooled.pivot_table(index=SAME, columns="model", values="score").reset_index()
    units, place = np.unique(wide["unit"], return_inverse=True)
    drawn = resample_units(len(units))
    print(
        "\nBrier score after 0, 1 and 2 quarters: ours less the other's, 90 % interval over units, cases that both have"
    )
    for model in wide.columns.drop([*SAME, PROJECTION]):
        gap = share_interval((wide[PROJECTION] - wide[model]).to_numpy(float), place, drawn)
        both = wide[[PROJECTION, model]].dropna()
        ours, other = both[PROJECTION].mean(), both[model].mean()
        print(f"{model:16} {ours:.3f} {other:.3f}  {gap.value:+.3f} [{gap.low:+.3f}, {gap.high:+.3f}]  n = {len(both)}")


def pairs(files: list[str]) -> None:
    """The differences in the Brier score on the origins and units that both have."""
    ours = read(files[0])
    ours = ours[ours["known_quarters"].isin(POOLED)]
    for file in files[1:]:
        both = ours.merge(read(file), on=SAME, suffixes=("", "_other"))
        score, other = (brier(both[f"p_met{end}"], both[f"met{end}"]).to_numpy(float) for end in ("", "_other"))
        units, place = np.unique(both["unit"], return_inverse=True)
        gap = share_interval(score - other, place, resample_units(len(units)))
        print(
            f"{file}: {score.mean():.3f} {other.mean():.3f}  {gap.value:+.3f} [{gap.low:+.3f}, {gap.high:+.3f}]  n = {len(both)}"
        )


def _line(model: object, rows: pd.DataFrame) -> dict[str, object]:
    warned, missed = rows["p_met"] <= 0.5, rows["met"] == 0
    firsts = first_warnings(rows[missed])
    firsts = firsts[(firsts["warned_from"] == 0.5) & (firsts["first_quarter"] >= 0)]
    line: dict[str, object] = {
        "model": model,
        "n": len(rows),
        "precision": round((warned & missed).sum() / max(warned.sum(), 1), 2),
        "recall": round((warned & missed).sum() / max(missed.sum(), 1), 2),
        "false": round((warned & ~missed).mean(), 2),
        "lead": round(float(np.average(4 - firsts["first_quarter"], weights=firsts["weight"])), 1),
    }
    for quarters, part in rows.groupby("known_quarters"):
        line[f"brier k={quarters}"] = round(float(brier(part["p_met"], part["met"]).mean()), 3)
    return line


def ahead(folders: list[str]) -> None:
    """How often the share of misses under a flag, in a year, lay in the interval stated from the years before."""
    for folder in folders:
        rows, within, n_cells = read(folder), 0, 0
        for year in sorted(rows["year"].unique())[2:]:
            (measure,) = rows["measure"].unique()
            table = track_table((make_record(rows, measure, year),), Cuts())
            now = make_record(rows[rows["year"] == year], measure, year + 1).cases
            for line in table[(table["record_basis"] != "") & (table["size"] == 0)].itertuples():
                same = (now.known_quarters == line.known_quarters) & (Cuts().band(now.chance) == BANDS.index(line.flag))
                if same.sum() >= LEAST_LATER:
                    low, high = line.record_missed_low * same.sum(), line.record_missed_high * same.sum()  # in cases
                    n_cells += 1
                    within += np.floor(low) <= now.missed[same].sum() <= np.ceil(high)
        print(f"{folder}: {within} of {n_cells} later shares within the 90 % interval stated before")


def restated(folders: list[str]) -> None:
    """Brier score of each later year as stated, and restated from the years before."""
    for folder in folders:
        rows = read(folder)
        rows = rows[(rows["model"] == PROJECTION) & ~rows["flag"].isin(UNJUDGED)]
        (measure,) = rows["measure"].unique()
        for year in sorted(rows["year"].unique())[1:]:
            now = rows[rows["year"] == year]
            maps = learn_restating(make_record(rows, measure, year), gate=False)
            said = now["p_met"].to_numpy(float)
            again = 1 - np.choose(now["known_quarters"].to_numpy(int), [one.chance(1 - said) for one in maps])
            before, after = (float(brier(chance, now["met"].to_numpy(float)).mean()) for chance in (said, again))
            print(
                f"{folder} {year}: {before:.4f} as stated, {after:.4f} restated ({after - before:+.4f}), n = {len(now)}"
            )


def noise(one: str, other: str) -> None:
    """Quantiles of how far p_met moves between two backtests."""
    tables = [rows[rows["model"] == PROJECTION] for rows in map(read, (one, other))]
    both = tables[0].merge(tables[1], on=[*SAME, "measure"])
    both = both[~both["flag_x"].isin(UNJUDGED)]
    moved = (both["p_met_x"] - both["p_met_y"]).abs()
    print(moved.quantile([0.5, 0.9, 0.95, 0.99, 1.0]).round(4).to_string())
    print(f"flags that differ: {(both['flag_x'] != both['flag_y']).mean():.3f} of {len(both)}")


def reliability(files: list[str]) -> None:
    """Stated and observed shares in tenths; * where many cases are more than 5 points off."""
    for file in files:
        rows = read(file)
        if "model" in rows:
            rows = rows[rows["model"] == PROJECTION]
        print(f"{file}: n = {len(rows)}")
        for stated, met, n in bin_chances(rows["p_met"].to_numpy(float), rows["met"].to_numpy(float)).tolist():
            mark = "*" if n >= MANY and abs(stated - met) > 0.05 else ""
            print(f"  {stated:.3f} stated  {met:.3f} met  {int(n):5d} {mark}")


def main() -> None:
    """One of the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", choices=["scores", "ahead", "restated", "noise", "pairs", "reliability"])
    parser.add_argument("folders", nargs="+")
    asked = parser.parse_args()
    if asked.table in ("scores", "noise"):
        {"scores": scores, "noise": noise}[asked.table](*asked.folders)
    else:
        {"ahead": ahead, "restated": restated, "pairs": pairs, "reliability": reliability}[asked.table](asked.folders)


if __name__ == "__main__":
    main()
