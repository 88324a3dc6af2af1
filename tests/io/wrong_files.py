"""Files that must be refused: what stands in them, what is noticed where, and words of the advice in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wrong:
    """One wrong file beside good ones; `table` says which, `vi` and `en` are words of the remedy."""

    name: str
    code: str
    row: int | None
    column: str | None
    vi: str
    en: str
    table: str = "counts"
    counts: str | bytes = "unit,period,value\nA,2023Q1,5\n"
    quotas: str | None = None
    units: str | None = None
    measures: str | None = None
    lineage: str | None = None


WHOLE = "measure,whole\nn,yes\n"
STOCK = "measure,kind\nn,flow\nm,stock\n"
OF_N = "unit,measure,period,value\nA,n,2023Q1,5\nA,m,2022,500\n"

FILES = (
    Wrong("empty file", "file_empty", None, None, "lưu lại bảng", "Save the table again", counts=""),
    Wrong("blank lines only", "file_empty", None, None, "dòng tiêu đề", "header row", counts="\n \n\n"),
    Wrong(
        "text of another encoding", "not_utf8", 1, None, "lưu tệp dưới dạng CSV UTF-8", "Save the file as CSV UTF-8",
        counts="unit,period,value\nHà Nội,2023Q1,5\n".encode("utf-16"),
    ),
    Wrong(
        "Western encoding", "not_utf8", 3, None, "CSV UTF-8", "CSV UTF-8",
        counts="unit,period,value\nA,2023Q1,5\nĐ\xe0,2023Q1,5\n".replace("Đ", "").encode("latin-1"),
    ),
    Wrong("no header", "no_header", 1, None, "tên các cột", "names of the columns", counts="A,2023Q1,5\nA,2023Q2,6\n"),
    Wrong("header alone", "no_rows", 1, None, "bổ sung số liệu", "Add the figures", counts="unit,period,value\n"),
    Wrong("column missing", "column_missing", 1, "value", "thêm cột", "Add it", counts="unit,period\nA,2023Q1\n"),
    Wrong(
        "column misspelt", "column_missing_suggest", 1, "period", "cột perod", "named perod",
        counts="unit,perod,value\nA,2023Q1,5\n",
    ),
    Wrong(
        "two columns of one name", "header_twice", 1, "value", "bỏ một cột", "Rename or remove",
        counts="unit,period,value,value\nA,2023Q1,5,6\n",
    ),
    Wrong(
        "too few cells", "cells_wrong", 3, None, "2 ô", "2 cells",
        counts="unit,period,value\nA,2023Q1,5\nA,2023Q2\n",
    ),
    Wrong(
        "decimal comma between commas", "cells_wrong", 4, None, "ngoặc kép", "quotation marks",
        counts="unit,period,value\n\nA,2023Q1,5\nA,2023Q2,5,5\n",
    ),
    Wrong(
        "quotation mark left open", "quote_open", 3, None, "đóng lại", "Close it",
        counts='unit,period,value\nA,2023Q1,5\n"B,2023Q1,5\nC,2023Q1,5\n',
    ),
    Wrong(
        "column missing among quotas", "column_missing", 1, "kind", "thêm cột", "Add it", table="quotas",
        quotas="unit,year,value\nA,2023,9\n",
    ),
)  # fmt: skip

CELLS = (
    Wrong(
        "no unit", "cell_empty", 3, "unit", "điền vào", "Fill it in",
        counts="unit,period,value\nA,2023Q1,5\n,2023Q2,6\n",
    ),
    Wrong("no period", "cell_empty", 2, "period", "điền vào", "Fill it in", counts="unit,period,value\nA,,5\n"),
    Wrong(
        "word for a number", "bad_number", 2, "value", "cột low và high", "low and high",
        counts="unit,period,value\nA,2023Q1,hơn 50\n",
    ),
    Wrong(
        "percentage", "bad_number_percent", 2, "value", "tỷ lệ phần trăm", "percentage",
        counts="unit;period;value\nA;2023Q1;36,8%\n",
    ),
    Wrong("infinite", "not_finite", 2, "value", "hữu hạn", "finite", counts="unit,period,value\nA,2023Q1,inf\n"),
    Wrong(
        "not a number", "not_finite", 2, "value", "để trống", "leave the cell empty",
        counts="unit,period,value\nA,2023Q1,NaN\n",
    ),
    Wrong(
        "two thousand, or two and a bit", "number_unclear", 2, "value", "ghi 2241 không có dấu", "Write 2241 without",
        counts="unit,period,value\nA,2023Q1,2.241\nA,2023Q2,20.5\n", measures=WHOLE,
    ),
    Wrong(
        "a dot lost by another program", "number_unclear", 3, "value", "ghi 2241", "Write 2241",
        counts="unit,period,value\nA,2023Q1,331.0\nA,2023Q2,2.241\n",
    ),
    Wrong(
        "Vietnamese quarter", "bad_period_suggest", 2, "period", "ghi 2023Q1", "Write 2023Q1",
        counts="unit,period,value\nA,Quý I/2023,5\n",
    ),
    Wrong(
        "fifth quarter", "bad_period_suggest", 2, "period", "ghi 2023Q4", "Write 2023Q4",
        counts="unit,period,value\nA,2023Q5,5\n",
    ),
    Wrong(
        "month 13", "bad_period_suggest", 2, "period", "ghi 2023-12", "Write 2023-12",
        counts="unit,period,value\nA,2023-13,5\n",
    ),
    Wrong(
        "month first", "bad_period_suggest", 2, "period", "ghi 2023-01", "Write 2023-01",
        counts="unit,period,value\nA,01/2023,5\n",
    ),
    Wrong(
        "backwards", "bad_period_suggest", 2, "period", "2023-01..2023-09", "2023-01..2023-09",
        counts="unit,period,value\nA,2023-09..2023-01,5\n",
    ),
    Wrong(
        "no period at all", "bad_period", 2, "period", "ghi 2023", "Write 2023",
        counts="unit,period,value\nA,hôm qua,5\n",
    ),
    Wrong(
        "no such day", "bad_date", 2, "reported_on", "2023-06-30", "2023-06-30",
        counts="unit,period,value,reported_on\nA,2023Q1,5,31/6/2023\n",
    ),
    Wrong(
        "unknown status", "unknown_word_suggest", 2, "status", "ghi final", "Write final",
        counts="unit,period,value,status\nA,2023Q1,5,finall\n",
    ),
    Wrong(
        "measure left out among several", "measure_needed", 3, "measure", "n, m", "n, m",
        counts="unit,measure,period,value\nA,n,2023Q1,5\nA,,2023Q2,5\nA,m,2023Q1,5\n",
    ),
    Wrong(
        "no measure column among several measures", "measure_column_needed", 1, "measure", "thêm cột", "Add the column",
        measures="measure\nn\nm\n",
    ),
)  # fmt: skip

DECLARATIONS = (
    Wrong(
        "unknown kind of quota", "unknown_word_suggest", 2, "kind", "ghi fixed", "Write fixed",
        table="quotas", quotas="unit,year,kind,value\nA,2023,fixd,9\n",
    ),
    Wrong(
        "kind left out", "cell_empty_accepted", 2, "kind", "fixed, range, term", "fixed, range, term",
        table="quotas", quotas="unit,year,kind,value\nA,2023,,9\n",
    ),
    Wrong(
        "growth without a factor", "quota_growth_missing", 2, "value", "1.05 là 105%", "1.05 for 105%",
        table="quotas", quotas="unit,year,kind,value\nA,2023,growth,\n",
    ),
    Wrong(
        "percentage for a factor", "growth_percent", 2, "value", "ví dụ 1.05", "such as 1.05",
        table="quotas", quotas="unit,year,kind,value\nA,2023,growth,105\n",
    ),
    Wrong(
        "share without ends", "quota_share_missing", 2, "share_low", "0.03 là 3%", "0.03 for 3%",
        table="quotas", quotas="unit,measure,year,kind,share_low,share_high,of\nA,n,2023,share,,,m\n", measures=STOCK, counts=OF_N,
    ),
    Wrong(
        "share of nothing", "quota_of_missing", 2, "of", "ví dụ members", "such as members",
        table="quotas", quotas="unit,year,kind,share_low,share_high\nA,2023,share,0.03,0.04\n",
    ),
    Wrong(
        "percentage for a share", "share_percent", 2, "share_low", "0.03 là 3%", "0.03 for 3%",
        table="quotas", quotas="unit,measure,year,kind,share_low,of\nA,n,2023,share,3,m\n", measures=STOCK, counts=OF_N,
    ),
    Wrong(
        "share reversed", "range_reversed", 2, "share_low", "đổi chỗ", "Exchange",
        table="quotas", quotas="unit,measure,year,kind,share_low,share_high,of\nA,n,2023,share,0.04,0.03,m\n", measures=STOCK,
        counts=OF_N,
    ),
    Wrong(
        "share of no measure", "share_of_unknown", 2, "of", "sửa tên", "Mend the name",
        table="quotas", quotas="unit,measure,year,kind,share_low,of\nA,n,2023,share,0.03,members\n", measures=STOCK, counts=OF_N,
    ),
    Wrong(
        "share of a flow", "share_of_flow", 2, "of", "kind = stock", "kind = stock",
        table="quotas", quotas="unit,measure,year,kind,share_low,of\nA,n,2023,share,0.03,n\n", measures=STOCK, counts=OF_N,
    ),
    Wrong(
        "stepwise without a rule", "quota_rule_missing", 2, "rule", "workers: 0=1", "workers: 0=1",
        table="quotas", quotas="unit,year,kind,rule\nA,2023,stepwise,\n",
    ),
    Wrong(
        "rule that cannot be read", "bad_rule", 2, "rule", "workers: 0=1", "workers: 0=1",
        table="quotas", quotas="unit,year,kind,rule\nA,2023,stepwise,workers 50\n", units="unit,workers\nA,60\n",
    ),
    Wrong(
        "rule on no column", "rule_attribute_unknown", 2, "rule", "thêm cột", "Add the column",
        table="quotas", quotas="unit,year,kind,rule\nA,2023,stepwise,cells: 0=1\n", units="unit,workers\nA,60\n",
    ),
    Wrong(
        "rule on a misspelt column", "rule_attribute_suggest", 2, "rule", "workers", "Is workers meant",
        table="quotas", quotas="unit,year,kind,rule\nA,2023,stepwise,worker: 0=1\n", units="unit,workers\nA,60\n",
    ),
    Wrong(
        "size that may be thousands", "size_not_number", 2, "workers", "1200", "1200",
        table="units", quotas="unit,year,kind,rule\nA,2023,stepwise,workers: 0=1\n", units="unit,workers\nA,1.200\n",
    ),
    Wrong(
        "term of each year", "term_of_each", 2, "scope", "mỗi năm một dòng", "for each year",
        table="quotas", quotas="unit,year,kind,value,scope\nA,2021..2025,term,9,each\n",
    ),
    Wrong(
        "unknown basis", "unknown_word", 2, "basis", "assigned, resolution, own", "assigned, resolution, own",
        table="quotas", quotas="unit,year,kind,value,basis\nA,2023,fixed,9,xyz\n",
    ),
    Wrong(
        "quota without a figure", "quota_value_missing", 2, "value", "cần có value", "needs a value",
        table="quotas", quotas="unit,year,kind,value\nA,2023,fixed,\n",
    ),
    Wrong(
        "range without ends", "quota_range_missing", 2, "low", "low, high", "low, high",
        table="quotas", quotas="unit,year,kind,value,low,high\nA,2023,range,9,,\n",
    ),
    Wrong(
        "fixed quota for a run", "year_is_run", 2, "year", "mỗi năm một dòng", "a row for each year",
        table="quotas", quotas="unit,year,kind,value\nA,2021..2025,fixed,9\n",
    ),
    Wrong(
        "year of two digits", "bad_year", 2, "year", "bốn chữ số", "four digits",
        table="quotas", quotas="unit,year,kind,value\nA,23,fixed,9\n",
    ),
    Wrong(
        "term of unknown years", "bad_term", 2, "year", "2021..2025", "2021..2025",
        table="quotas", quotas="unit,year,kind,value\nA,XIII,term,9\n",
    ),
    Wrong(
        "term without years", "term_years_missing", 2, "year", "2021..2025", "2021..2025",
        table="quotas", quotas="unit,year,kind,value\nA,,term,9\n",
    ),
    Wrong(
        "years reversed", "years_reversed", 2, "first_year", "đổi chỗ", "Exchange",
        table="quotas", quotas="unit,kind,value,first_year,last_year\nA,term,9,2025,2021\n",
    ),
    Wrong(
        "negative quota", "quota_negative", 2, "value", "sửa lại", "Correct it",
        table="quotas", quotas="unit,year,kind,value\nA,2023,fixed,-9\n",
    ),
    Wrong(
        "two quotas", "quota_twice", 3, "value", "basis", "basis",
        table="quotas", quotas="unit,year,kind,value\nA,2023,fixed,9\nA,2023,fixed,10\n",
    ),
    Wrong(
        "quota range reversed", "range_reversed", 2, "low", "đổi chỗ", "Exchange",
        table="quotas", quotas="unit,year,kind,low,high\nA,2023,range,10,9\n",
    ),
    Wrong(
        "unknown kind of measure", "unknown_word_suggest", 2, "kind", "ghi flow", "Write flow",
        table="measures", measures="measure,kind\nn,flows\n",
    ),
    Wrong(
        "neither yes nor no", "unknown_word", 2, "whole", "yes, no", "yes, no",
        table="measures", measures="measure,whole\nn,maybe\n",
    ),
    Wrong(
        "unknown prior", "unknown_word_suggest", 2, "prior", "ghi admissions", "Write admissions",
        table="measures", measures="measure,prior\nn,admission\n",
    ),
    Wrong(
        "measure twice", "measure_twice", 3, "measure", "giữ lại một dòng", "Keep one",
        table="measures", measures="measure\nn\nn\n",
    ),
    Wrong(
        "part of nothing", "part_of_unknown", None, "part_of", "sửa tên", "Mend the name",
        table="measures", measures="measure,part_of\nn,m\n",
    ),
    Wrong(
        "ready for nothing", "ready_for_unknown", None, "ready_for", "sửa tên", "Mend the name",
        table="measures", measures="measure,kind,ready_for\nn,stock,m\n",
    ),
    Wrong(
        "a flow that is ready", "ready_for_of_flow", None, "ready_for", "kind = stock", "kind = stock",
        table="measures", measures="measure,ready_for\nn,n\n",
    ),
    Wrong(
        "unit listed twice", "unit_twice", 3, "unit", "giữ lại một dòng", "Keep one",
        table="units", units="unit,name\nA,a\nA,b\n",
    ),
    Wrong(
        "circle of parents", "parent_cycle", 2, "parent", "A → B → A", "A → B → A",
        table="units", units="unit,parent\nA,B\nB,A\n",
    ),
    Wrong(
        "lineage without a day", "cell_empty", 2, "on", "điền vào", "Fill it in",
        table="lineage", lineage="from_unit,to_unit,on,share\nA,B,,1\n",
    ),
)  # fmt: skip

YEAR = "unit,period,value\nA,2023Q1,80\nA,2023Q2,80\nA,2023Q3,80\nA,2023Q4,90\nA,2023,312\n"

FIGURES = (
    Wrong("quarters against the year", "parts_differ", 6, "value", "cộng lại là 330", "add up to 330", counts=YEAR),
    Wrong(
        "months against the quarter", "parts_differ", 2, "value", "các tháng", "the months",
        counts="unit,period,value\nA,2023Q1,10\nA,2023-01,3\nA,2023-02,3\nA,2023-03,3\n",
    ),
    Wrong(
        "parts that exceed the year", "parts_exceed", 4, "value", "đã là 170", "already make 170",
        counts="unit,period,value\nA,2023Q1,80\nA,2023Q3,90\nA,2023,150\n",
    ),
    Wrong(
        "parts that cannot reach the year", "parts_fall_short", 4, "value", "nhiều nhất là 50", "make 50 at most",
        counts="unit,period,value,low,high\nA,2023H1,20,,\nA,2023H2,,20,30\nA,2023,60,,\n",
    ),
    Wrong(
        "falling cumulative", "falling_cumulative", 3, "value", "không thể giảm", "cannot fall",
        counts="unit,period,value\nA,2023-01..2023-06,50\nA,2023-01..2023-09,40\n",
    ),
    Wrong(
        "overlap that does not nest", "overlap", 3, "value", "tách hoặc sửa", "Split or correct",
        counts="unit,period,value\nA,2023Q1,5\nA,2023-02..2023-05,6\n",
    ),
    Wrong(
        "negative", "negative_flow", 2, "value", "reported_on", "reported_on",
        counts="unit,period,value\nA,2023Q1,-3\n",
    ),
    Wrong(
        "fraction of a person", "fraction_thousands", 2, "value", "ghi 20500", "write 20500",
        counts="unit,period,value\nA,2023Q1,20.5\n", measures=WHOLE,
    ),
    Wrong(
        "fraction of thousands", "fraction", 2, "value", "whole = no", "whole = no",
        counts="unit,period,value\nA,2023Q1,2000.5\n", measures=WHOLE,
    ),
    Wrong(
        "value below its own low", "value_beyond_low", 2, "value", "để trống low", "leave low empty",
        counts="unit,period,value,low\nA,2023Q1,5,6\n",
    ),
    Wrong(
        "value above its own high", "value_beyond_high", 2, "value", "để trống high", "leave high empty",
        counts="unit,period,value,high\nA,2023Q1,5,4\n",
    ),
    Wrong(
        "low above high", "range_reversed", 2, "low", "đổi chỗ", "Exchange",
        counts="unit,period,value,low,high\nA,2023Q1,,6,5\n",
    ),
    Wrong(
        "two values of one date", "value_twice", 3, "value", "ở dòng 2 là 5", "5 in row 2",
        counts="unit,period,value\nA,2023Q1,5\nA,2023-01..2023-03,6\n",
    ),
)  # fmt: skip

WRONG_FILES = (*FILES, *CELLS, *DECLARATIONS, *FIGURES)
