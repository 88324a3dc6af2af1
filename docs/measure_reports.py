"""Measures what a report costs by the number of units: `python -m docs.measure_reports 60 5000`.

Each size is a grown city (tests/batch_tree.py: ten years of quarters and one more, four years of quotas) below one unit with a
target of its own. A whole process reads its CSV files and writes page, document and workbook. Prints a table for docs/reports.md.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tests.batch_tree import LAST_YEAR, City, grow, plant_city

HEAD = """\
| units | seconds | CPU seconds | .html, MB | .docx, MB | .xlsx, MB |
|---|---|---|---|---|---|"""
TOP = "CITY"
FEW = 1_000  # units up to which all stand right below the top one
FORMS = ("html", "docx", "xlsx")


def headed(city: City) -> City:
    """The city with one unit above all others."""
    if len(city.leaves) <= FEW:
        return replace(city, parents={TOP: "", **dict.fromkeys(city.leaves, TOP)})
    return replace(city, parents={TOP: "", **{unit: parent or TOP for unit, parent in city.parents.items()}})


def plant(n_units: int, folder: Path) -> list[str]:
    """Write the tables of a city; the options that name them."""
    city = headed(grow(n_units, silent=0.0, late=0.0))
    plant_city(city, folder)
    sums = city.quotas.sum(axis=0)[-4:].tolist()
    years = range(LAST_YEAR - 3, LAST_YEAR + 1)
    rows = [f"{TOP},{year},fixed,{quota}\n" for year, quota in zip(years, sums, strict=True)]
    with (folder / "quotas.csv").open("a") as quotas:
        quotas.writelines(rows)
    return [word for name in ("counts", "quotas", "units") for word in (f"--{name}", str(folder / f"{name}.csv"))]


def measure(n_units: int) -> str:
    """One line of the table."""
    with tempfile.TemporaryDirectory() as place:
        tables, written = plant(n_units, Path(place) / "city"), [Path(place) / f"report.{form}" for form in FORMS]
        asked = [*tables, "--year", str(LAST_YEAR), "--as-of", f"{LAST_YEAR}Q1"]
        to = [word for path in written for word in ("--to", str(path))]
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "forecast", "report", *asked, *to],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "OMP_NUM_THREADS": "1"},
        )  # fmt: skip
        seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        sizes = [f"{path.stat().st_size / 1e6:.2f}" for path in written]
    return "| " + " | ".join([f"{n_units:,}", f"{seconds:.1f}", f"{used:.1f}", *sizes]) + " |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="+", type=int)
    print(HEAD)
    for size in parser.parse_args().sizes:
        print(measure(size), flush=True)
