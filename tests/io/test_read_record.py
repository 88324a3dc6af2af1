"""Earlier answers are read from a folder or a file, in every form they are written in, or refused with advice."""

import json

import pytest

from forecast.errors import UsageError
from forecast.io.read_record import read_answer, read_record
from tests.engine.record.rows import asked_rows, backtest_rows


def test_the_folder_of_a_backtest_stands_for_its_rows(tmp_path):
    """DIR and DIR/rows.parquet are the same."""
    backtest_rows(2, [2022]).to_parquet(tmp_path / "rows.parquet")
    assert read_record(tmp_path).equals(read_record(tmp_path / "rows.parquet"))


def test_an_answer_in_any_form_is_the_same_answer(tmp_path):
    """Parquet, both styles of CSV and JSON tell the same unit (text always) and flag."""
    rows = asked_rows({"unit": "007"})
    rows.to_parquet(tmp_path / "projection.parquet")
    rows.to_csv(tmp_path / "machine.csv", index=False)
    (tmp_path / "excel.csv").write_text("\ufeff" + rows.to_csv(index=False, sep=";", decimal=","), encoding="utf-8")
    (tmp_path / "answer.json").write_text(json.dumps({"rows": json.loads(rows.to_json(orient="records"))}))
    for name in (".", "machine.csv", "excel.csv", "answer.json"):
        told = read_answer(tmp_path / name)
        assert told[["unit", "flag"]].values.tolist() == [["007", "at_risk"]]


@pytest.mark.parametrize("content", [b"", b"PAR1 no", b"unit,flag\n"])
def test_what_is_no_record_is_refused(tmp_path, content):
    """A damaged or foreign file, or none: usage, not a fault."""
    (tmp_path / "rows.parquet").write_bytes(content)
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(UsageError):
            read_record(path)


def test_missing_columns_are_named(tmp_path):
    """An answer in the place of a backtest is told from it."""
    asked_rows({}).to_parquet(tmp_path / "rows.parquet")
    with pytest.raises(UsageError) as refused:
        read_record(tmp_path)
    assert refused.value.code == "flags.wrong_columns" and "met" in refused.value.values["columns"]
