"""Measures what an import costs: `python -m docs.measure_import [--rows 52000]`, seconds of the clock and of all processors.

The sheet is laid out as offices do: a title, a header in two rows with merged cells, numbers and names, then for each of three
years the target and four quarters: 17 cells a row. Times are those of whole processes, the child that reads the workbook included.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

YEARS = (2021, 2022, 2023)
COLUMNS = ("Chỉ tiêu", "Quý I", "Quý II", "Quý III", "Quý IV")


def sheet(n_rows: int) -> list[list[str | int]]:
    """The rows of the sheet."""
    chance = random.Random(1)
    header = [cell for year in YEARS for cell in (f"Năm {year}", *[""] * (len(COLUMNS) - 1))]
    rows: list[list[str | int]] = [
        ["KẾT QUẢ KẾT NẠP ĐẢNG VIÊN"],
        ["STT", "Tên đơn vị", *header],
        ["", "", *COLUMNS * len(YEARS)],
    ]
    for number in range(1, n_rows + 1):
        figures = [chance.randint(0, 9) for _ in range(len(COLUMNS) * len(YEARS))]
        rows.append([number, f"Chi bộ {number:05d}", *figures])
    return rows


def write(rows: list[list[str | int]], path: Path) -> None:
    """The sheet as CSV or as a workbook."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
        return
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Tổng hợp")
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
        for at, year in enumerate(YEARS):
            first = 2 + at * len(COLUMNS)
            page.merge_range(1, first, 1, first + len(COLUMNS) - 1, f"Năm {year}")


def measure(path: Path, output: Path) -> str:
    """One line of the table."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "forecast", "import", path, "--output", output], check=True, stderr=subprocess.DEVNULL
    )
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    computed = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"| {path.suffix} | {seconds:.1f} | {computed:.1f} |"


def main() -> None:
    """Print the table; the first run of each kind compiles and is not counted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=52_000)
    asked = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYTHONPYCACHEPREFIX"] = f"{folder}/compiled"
        rows = sheet(asked.rows)
        print("| file | seconds | processor seconds |\n|---|---|---|")
        for ending in (".xlsx", ".csv"):
            path = Path(folder) / f"sheet{ending}"
            write(rows, path)
            for run in range(4):
                line = measure(path, Path(folder) / f"{ending}-{run}")
                if run:
                    print(line, flush=True)


if __name__ == "__main__":
    main()
