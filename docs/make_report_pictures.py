"""Draws the pictures of docs/reports.md from the sample city and Hà Nội as a whole: `python -m docs.make_report_pictures`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from forecast.cli.app import run

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "pictures"
CHARTS = {
    "report-landing": ("sample-city", "landing", "en"),
    "report-path": ("sample-city", "path", "en"),
    "report-waterfall": ("sample-city", "waterfall", "en"),
    "report-heat": ("sample-city", "heat", "en"),
    "report-reliability": ("sample-city", "reliability", "en"),
    "report-hanoi": ("hanoi-2023", "path", "vi"),
}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for name, (config, chart, language) in CHARTS.items():
            path = Path(folder) / f"{name}.svg"
            asked = ["plot", str(ROOT / "configs" / f"{config}.toml"), "--chart", chart, "--lang", language]
            assert run([*asked, "--to", str(path)]) == 0
            (FOLDER / path.name).write_bytes(path.read_bytes())
