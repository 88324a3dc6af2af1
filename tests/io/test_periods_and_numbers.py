"""Forms of periods, days and numbers, one text at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.core.periods import parse_period
from forecast.io.read_numbers import Form, understand
from forecast.io.read_periods import nearest_period
from forecast.io.read_tables import read
from forecast.language import number

PERIODS = {
    "Q1/2023": "2023Q1", "2023Q5": "2023Q4", "2023-13": "2023-12", "01/2023": "2023-01", "Quý I/2023": "2023Q1",
    "2023/1": "2023-01", "2023q1": "2023Q1", "QI-2023": "2023Q1", "Quý IV năm 2023": "2023Q4", "cả năm 2023": "2023",
    "6 tháng đầu năm 2023": "2023-01..2023-06", "tháng 3/2023": "2023-03", "30/6/2023": "2023-06-30", "23Q1": "2023Q1",
    "2023.0": "2023", "202301": "2023-01", "2023-01..09": "2023-01..2023-09", "2020–2025": "2020..2025",
    "2023-09..2023-01": "2023-01..2023-09", "hôm qua": None, "2023-02-30": None, "": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "meant"), PERIODS.items())
def test_nearest_period(text: str, meant: str | None) -> None:
    """A text of another style gets the form of the grammar that it means, or none."""
    assert nearest_period(text) == meant


@given(st.text(max_size=14))
def test_a_suggestion_is_always_good(text: str) -> None:
    """Whatever is suggested can be read."""
    suggestion = nearest_period(text)
    assert suggestion is None or parse_period(suggestion).text


@given(st.integers(10_000, 10**9))
def test_printed_numbers_are_read_back(figure: int) -> None:
    """A number printed for Vietnamese or English readers is read back as the same number."""
    for language in ("vi", "en"):
        form, value = understand(number(figure, language))
        assert value == figure or (form in (Form.D_UNCLEAR, Form.C_UNCLEAR) and round(value * 1000) == figure)


@given(st.text(alphabet="0123456789.,-+e x%", max_size=10))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text is a number, not reported, or refused."""
    assert understand(text.strip())[0] in Form


def test_shares_may_be_percentages(tmp_path):
    """3% and 3,5% among shares are 0.03 and 0.035; a factor of growth does not change how marks of counts are read."""
    counts, quotas, measures = (tmp_path / f"{name}.csv" for name in ("counts", "quotas", "measures"))
    counts.write_text("unit;measure;period;value\nA;n;2022;9.744\nA;m;2022;50.000\n")
    quotas.write_text(
        "unit;measure;year;kind;value;share_low;share_high;of\n"
        "A;n;2023;share;;3%;3,5%;m\nA;n;2023;growth;1.05;;;\nA;n;2023;fixed;9.810;;;\n"
    )
    measures.write_text("measure,kind\nn,flow\nm,stock\n")
    tables = read(counts=counts, quotas=quotas, measures=measures)
    assert [finding.severity for finding in tables.findings if finding.severity == "error"] == []
    assert tables.quotas[["share_low", "share_high"]].iloc[0].tolist() == [0.03, 0.035]
    assert tables.quotas["value"].tolist()[1:] == [1.05, 9810]
