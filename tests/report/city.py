"""An invented city with a dozen units, from figures to report: enough for every part, small enough to check."""

import random
from dataclasses import dataclass
from pathlib import Path

from forecast.core.results import Projection
from forecast.core.tables import Tables
from forecast.engine.project import project
from forecast.io.read_tables import read
from forecast.report.build import build_report
from forecast.report.model import Manner, Report
from forecast.report.what_if import LEVELS

HOSTILE = (
    "<script>fail()</script>", "<img src=x onerror=fail()>", '"><svg onload=fail()>', "</script><script>fail()</script>",
    "javascript:fail()", "&lt;b&gt; &amp; 'x'", "=HYPERLINK(\"http://x\",\"y\")", "+1+1", "@SUM(A1)", "{{7*7}}", "${7*7}", "$x^2$",
    "[/red]", "%s%n{unit}", "\u202eabc\u202c", "مرحبا", "a\u0007b\u200bc", "<!--", "]]>", "--><script>fail()</script>",
    "'; DROP TABLE x; --", "<style>*{display:none}</style>", "<iframe src=//x>", "<a href=javascript:fail()>x</a>", "\\u003cscript>",
)  # fmt: skip


@dataclass(frozen=True)
class City:
    """What a report is built from, and how to build it."""

    tables: Tables
    projection: Projection

    def report(self, **manner: object) -> Report:
        return build_report(self.projection, self.tables, manner=Manner(**manner), settings={"as_of": "2025Q3"})


def found(folder: Path, names: tuple[str, ...] = (), n_units: int = 12, size: int = 25) -> City:
    """Write the figures of the city, read them and project them as of the third quarter of 2025."""
    chance, units = random.Random(7), [f"D{at:02d}" for at in range(1, n_units + 1)]
    counts, quotas, totals = [], [], {}
    for at, unit in enumerate(units):
        mean = size * (1 + at % 4)
        for year in range(2021, 2026):
            for quarter, share in enumerate((0.2, 0.22, 0.24, 0.34), start=1):
                if (year, quarter) == (2025, 4) or (unit == units[-1] and year == 2025):
                    continue
                value = round(mean * share * chance.uniform(0.7, 1.3) * (0.6 if at == 3 and year == 2025 else 1))
                counts.append(f"{unit},admissions,{year}Q{quarter},{value},report {year}")
                totals[year, quarter] = totals.get((year, quarter), 0) + value
            quotas.append(f"{unit},admissions,{year},fixed,{mean},,,assigned")
    counts += [f"TP,admissions,{year}Q{quarter},{value},report {year}" for (year, quarter), value in totals.items()]
    counts += [f"TP,students,{year}Q{quarter},{value // 4},report {year}" for (year, quarter), value in totals.items()]
    whole = sum(size * (1 + at % 4) for at in range(n_units))
    quotas += [f"TP,admissions,{year},fixed,{whole},,,assigned" for year in range(2021, 2026)]
    quotas += [
        f"TP,admissions,,term,{5 * whole - 60},2021,2025,resolution",
        f"TP,students,2025,fixed,{whole // 4},,,assigned",
    ]
    shown = dict(zip(units, names, strict=False))
    lines = [
        f'{unit},"{shown.get(unit, f"Đơn vị Mẫu {at}").replace(chr(34), chr(34) * 2)}",TP,{at + 2},'
        for at, unit in enumerate(units)
    ]
    tables = {
        "counts": ("unit,measure,period,value,source", counts),
        "quotas": ("unit,measure,year,kind,value,first_year,last_year,basis", quotas),
        "units": ("unit,name,parent,order,restricted", ["TP,Thành phố Mẫu,,1,", *lines]),
        "measures": (
            "measure,kind,whole,part_of,prior,label_vi,label_en",
            [
                "admissions,flow,yes,,admissions,Kết nạp đảng viên,Admissions",
                "students,flow,yes,admissions,neutral,Sinh viên,Students",
            ],
        ),
    }
    for name, (head, rows) in tables.items():
        (folder / f"{name}.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    read_tables = read(**{name: folder / f"{name}.csv" for name in tables})
    return City(read_tables, project(read_tables, year="2025", as_of="2025Q3", quantiles=LEVELS))


def number(text: str, language: str = "vi") -> float:
    """A printed number as a number."""
    plain = text.replace(".", "").replace(",", ".") if language == "vi" else text.replace(",", "")
    return float(plain)
