"""Quotas that depend on something that is not there: warned of, with the place. Errors stand in tests/io/wrong_files.py."""

from pathlib import Path

import pytest

from forecast.checks import check
from forecast.io.read_tables import read
from forecast.language import describe

COUNTS = "unit,measure,period,value\nA,n,2023Q1,5\nA,n,2023Q2,5\nB,m,2022,500\n"
MEASURES = "measure,kind\nn,flow\nm,stock\n"
HEADER = "unit,measure,year,kind,value,share_low,of,rule\n"


@pytest.mark.parametrize(
    ("quota", "code", "column", "vi", "en"),
    [
        ("A,n,2023,share,,0.03,m,", "stock_unknown", "of", "cuối năm trước", "end of the year before"),
        ("A,n,2023,growth,1.05,,,", "growth_without_base", "value", "chỉ tiêu cố định", "a fixed quota"),
        ("A,n,2023,stepwise,,,,workers: 0=1", "size_missing", "rule", "bảng đơn vị", "units table"),
    ],
)
def test_a_missing_base_is_a_warning(quota: str, code: str, column: str, vi: str, en: str, tmp_path: Path) -> None:
    """A stock never stated, no year before, no size: the row is named, what to add is said, and nothing stops."""
    texts = {
        "counts": COUNTS,
        "quotas": f"{HEADER}{quota}\n",
        "measures": MEASURES,
        "units": "unit,workers\nA,\nB,10\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text)
    found = [finding for finding in check(read(**{name: tmp_path / f"{name}.csv" for name in texts}))]
    (finding,) = [finding for finding in found if finding.code == code]
    assert (finding.severity, finding.row, finding.column) == ("warning", 2, column)
    assert vi in describe(finding, "vi") and en in describe(finding, "en")
    assert not [finding for finding in found if finding.severity == "error"]
