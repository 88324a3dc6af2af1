"""Measures what a batch costs by the number of units: `python -m docs.measure_scale 100 1000 10000 52000 [--workers 2]`.

Each size is a grown city (tests/batch_tree.py: three levels, ten years of quarters and one more, four years of quotas), CSV in and
Parquet out, as a whole process with all its workers. Prints a table for docs/scale.md. Linux only: memory is read from /proc.

With `--peers 300` and statsforecast installed, models of that library answer so many units of the last city in the same run, a year
from 200 sample paths and no more; their seconds are scaled to the whole city, with the processors shared out evenly.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(
    0, str(Path(__file__).resolve().parents[1] / "tests")
)  # other libraries bring a package `tests` of their own
from batch_tree import grow, plant_city, under_one_root

HEAD = """\
| units | rows of counts | seconds | CPU seconds | of these in blocks | peak memory, MB | units a second |
|---|---|---|---|---|---|---|"""


def measure(n_units: int, workers: int, *, one_root: bool = False, options: Sequence[str] = ()) -> str:
    """One line of the table.

    Parameters
    ----------
    one_root : all units under one more, so that they are one tree.
    options : further ones of `forecast batch`.
    """
    with tempfile.TemporaryDirectory() as folder:
        city = under_one_root(grow(n_units)) if one_root else grow(n_units)
        plant_city(city, Path(folder) / "city")
        n_rows = int((city.counts >= 0).sum())
        tables = [word for name in ("counts", "quotas", "units") for word in (f"--{name}", f"{folder}/city/{name}.csv")]
        arguments = [
            "batch",
            *tables,
            "--year",
            "2023",
            "--as-of",
            "2023Q1",
            "--output",
            f"{folder}/store",
            *options,
        ]
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "forecast", *arguments, "--workers", str(workers)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, memory(process.pid))
            time.sleep(0.1)
        seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
        if process.returncode:
            raise RuntimeError(process.returncode)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        blocks = json.loads(next(Path(folder).glob("store/runs/*/timings.json")).read_text())["seconds_in_blocks"]
    cells = (
        f"{n_units:,}",
        f"{n_rows:,}",
        f"{seconds:.1f}",
        f"{used:.1f}",
        f"{blocks:.1f}",
        f"{peak:,.0f}",
        f"{n_units / seconds:,.0f}",
    )
    return "| " + " | ".join(cells) + " |"


def measure_peers(n_units: int, workers: int, n_asked: int) -> list[str]:
    """Lines of the table of other models: seconds of a unit, and hours of the city."""
    from statsforecast.models import AutoETS, DynamicOptimizedTheta

    from docs.measure_peers import draw_rest

    city = grow(n_units)
    told = np.flatnonzero((city.counts >= 0).all(1))
    sample = city.counts[np.random.default_rng(0).choice(told, n_asked, replace=False)].astype(float)
    lines = []
    for model in (AutoETS(season_length=4), DynamicOptimizedTheta(season_length=4)):
        draw_rest(model, sample[0], 3)  # compiled at the first call
        started = time.process_time()
        for values in sample:
            (values[-1] + draw_rest(model, values, 3) >= values[-5:-1].sum()).mean()
        each = (time.process_time() - started) / n_asked
        lines.append(f"| {model!r} | {1000 * each:.1f} | {each * n_units / workers:,.0f} |")
    return lines


def memory(pid: int) -> float:
    """Memory of a process and all below it, what they share counted once. [MB]"""
    total, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            children = [
                Path(f"/proc/{one}/task/{task}/children").read_text() for task in os.listdir(f"/proc/{one}/task")
            ]
        except OSError:  # it has ended in the meantime
            continue
        total += sum(float(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
        waiting += [int(child) for text in children for child in text.split()]
    return total


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--one-root", action="store_true", help="all units under one more, as one tree")
    parser.add_argument("--chunk-size", help="units in a block")
    parser.add_argument("--peers", type=int, help="units that models of statsforecast answer, if it is installed")
    asked = parser.parse_args()
    print(HEAD)
    for size in asked.sizes:
        chunks = ["--chunk-size", asked.chunk_size] if asked.chunk_size else []
        print(measure(size, asked.workers, one_root=asked.one_root, options=chunks), flush=True)
    if asked.peers:
        print("\n| model | ms a unit | seconds of the whole city |\n|---|---|---|")
        print(*measure_peers(asked.sizes[-1], asked.workers, asked.peers), sep="\n")
