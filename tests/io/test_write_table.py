"""The answer as a file for other programs."""

import io
import json

import pandas as pd
import pytest

from forecast.core.findings import Finding
from forecast.core.results import Projection
from forecast.errors import UsageError
from forecast.io.write_table import csv_text, table_bytes, write_table


@pytest.fixture
def answer():
    """Two rows with an empty number, a whole number, a share and a name that a spreadsheet would run."""
    table = pd.DataFrame(
        {"unit": ["007", "=1+1"], "quota_low": [9810.0, float("nan")], "p_met": [0.64, 1.0], "q0.1": [8900.0, 12.5]}
    )
    return Projection(table, (Finding("readings", "notice", "quotas.csv", 2, values={"n": 2}),), ("D-07",))


def test_csv_is_plain(answer):
    """Comma, decimal point, whole numbers without a point, nothing for what is not given."""
    assert table_bytes(answer, "csv").decode() == "unit,quota_low,p_met,q0.1\n007,9810,0.64,8900\n'=1+1,,1,12.5\n"


@pytest.mark.parametrize("cell", ["=A1", "+1", "-1", "@x", "\tx"])
def test_cells_that_a_spreadsheet_would_run_are_quoted(cell):
    """A text that begins like a formula gets an apostrophe; negative numbers do not."""
    text = csv_text(pd.DataFrame({"unit": [cell], "value": [-3.0]}))
    assert text == f"unit,value\n'{cell},-3\n"


def test_json_is_one_document(answer):
    """Schema, settings, findings, skipped units and rows; what is not given is null."""
    document = json.loads(table_bytes(answer, "json", {"year": "2023", "quantiles": (0.1,)}))
    assert document["schema_version"] == 1 and document["settings"] == {"year": "2023", "quantiles": [0.1]}
    assert document["rows"][1] == {"unit": "=1+1", "quota_low": None, "p_met": 1, "q0.1": 12.5}
    assert document["findings"][0]["code"] == "readings" and document["skipped"] == ["D-07"]


def test_parquet_keeps_types_and_settings(answer):
    """Numbers stay numbers, text stays text, and the settings stand in the metadata."""
    import pyarrow.parquet

    content = table_bytes(answer, "parquet", {"year": "2023"})
    assert pd.read_parquet(io.BytesIO(content))["unit"].tolist() == ["007", "=1+1"]
    assert pyarrow.parquet.read_schema(io.BytesIO(content)).metadata[b"settings"] == b'{"year": "2023"}'


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_the_same_answer_gives_the_same_bytes(answer, form):
    """Nothing of the moment of writing is in a file."""
    assert table_bytes(answer, form) == table_bytes(
        Projection(answer.table.copy(), answer.findings, answer.skipped), form
    )


def test_an_unknown_form_is_refused(answer):
    """Only the known forms are written."""
    with pytest.raises(UsageError):
        table_bytes(answer, "doc")


def test_inputs_are_never_written_over(answer, tmp_path):
    """A path that names an input is refused and left as it is."""
    (tmp_path / "counts.csv").write_text("unit\n")
    with pytest.raises(UsageError):
        write_table(answer, tmp_path / "counts.csv", inputs=[tmp_path / "counts.csv"])
    assert (tmp_path / "counts.csv").read_text() == "unit\n"
