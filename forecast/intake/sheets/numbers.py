"""The texts of all figures as numbers, each measure's marks settled over everything that was read at once.

The rules are those of `forecast.io.read_numbers`; what is noted there by row is placed here at its cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from forecast.core.findings import Finding
from forecast.intake.sheets.page import Page, cell_name
from forecast.intake.sheets.series import Series, Texts
from forecast.intake.sheets.special import Special, read_special
from forecast.io.lost_thousands import refuse_lost_thousands
from forecast.io.notes import Notes
from forecast.io.raw_table import RawTable
from forecast.io.read_numbers import MISSING, read_numbers

Floats = npt.NDArray[np.float64]
_PLAIN = r"^[-+]?[\d.,   ]*\d[\d.,   ]*$"
_AS_READ = {"read_as_thousands", "read_as_decimal"}


@dataclass(frozen=True)
class Places:
    """Where every figure stands: the page, row and column of each position in the arrays."""

    pages: tuple[Page, ...]
    page: npt.NDArray[np.int64]
    row: npt.NDArray[np.int64]
    column: npt.NDArray[np.int64]

    def of(self, position: int) -> tuple[Page, tuple[int, int]]:
        return self.pages[int(self.page[position])], (int(self.row[position]), int(self.column[position]))

    def cell(self, position: int) -> str:
        return cell_name(int(self.row[position]), int(self.column[position]))


@dataclass(frozen=True)
class Numbers:
    """What the cells say: (n,) each, NaN where nothing is given; `percent` is the text printed beside a pair."""

    value: Floats
    low: Floats
    high: Floats
    target: Floats
    percent: Texts


def places_of(series: Sequence[Series]) -> Places:
    """The places of the figures of several series, in their order."""
    pages = tuple({id(one.page): one.page for one in series}.values())
    order = {id(page): at for at, page in enumerate(pages)}
    return Places(
        pages,
        np.concatenate([np.full(len(one), order[id(one.page)], dtype=np.int64) for one in series]),
        np.concatenate([one.rows for one in series]),
        np.concatenate([np.full(len(one), one.place, dtype=np.int64) for one in series]),
    )


def read_figures(
    texts: Texts, measures: Texts, places: Places, whole: Mapping[str, bool]
) -> tuple[Numbers, list[Finding]]:
    """The numbers of all cells, and what was doubtful or could not be read.

    Parameters
    ----------
    texts, measures : (n,) the cells and what each counts.
    whole : measures known to count whole things.
    """
    encoded = pa.array(texts, pa.string()).dictionary_encode()
    distinct, index = encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False)
    odd = pc.invert(pc.match_substring_regex(encoded.dictionary, _PLAIN)).to_numpy(zero_copy_only=False)
    odd &= np.array([text not in MISSING for text in distinct], dtype=bool)
    names, code = _codes(measures)
    numbers = _nothing(len(texts))
    findings: list[Finding] = []
    special = np.zeros(len(texts), dtype=bool)
    for position in np.flatnonzero(odd[index]):
        counted = whole.get(names[code[position]], True)
        found = read_special(distinct[index[position]], whole=counted)
        if found is not None:
            special[position] = True
            _set(numbers, int(position), found)
            if found.code:
                page, at = places.of(int(position))
                findings.append(page.finding(found.code, "notice", at, text=distinct[index[position]], **_said(found)))
    plain = encoded.cast(pa.string()) if not special.any() else pa.array(np.where(special, "", texts), pa.string())
    notes = Notes()
    marked = _fractions(places)
    table = RawTable("", {"value": plain}, np.arange(len(texts)), fractions={"value": marked} if marked.any() else {})
    values, _ = read_numbers(table, ("value",), (names, code), whole, notes)
    refuse_lost_thousands(table, values, (names, code), whole, notes)
    numbers.value[~special] = values["value"][~special]
    findings += [_placed(finding, places) for finding in notes.findings]
    return numbers, findings


def _nothing(n: int) -> Numbers:
    value, low, high, target = (np.full(n, np.nan) for _ in range(4))
    return Numbers(value, low, high, target, np.full(n, "", dtype=object))


def _codes(measures: Texts) -> tuple[list[str], npt.NDArray[np.int64]]:
    encoded = pa.array(measures, pa.string()).dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)


def _set(numbers: Numbers, position: int, found: Special) -> None:
    for name in ("value", "low", "high", "target"):
        getattr(numbers, name)[position] = getattr(found, name)
    numbers.percent[position] = found.percent


def _said(found: Special) -> dict[str, Any]:
    return {name: value for name in ("value", "low", "high") if np.isfinite(value := getattr(found, name))}


def _fractions(places: Places) -> npt.NDArray[np.bool_]:
    """Which figures stood as numbers with decimals."""
    marked = np.zeros(len(places.row), dtype=bool)
    for at, page in enumerate(places.pages):
        for column, rows in page.fractions.items():
            here = (places.page == at) & (places.column == column)
            if here.any():
                marked |= here & np.isin(places.row, np.fromiter(rows, dtype=np.int64))
    return marked


def _placed(finding: Finding, places: Places) -> Finding:
    """A finding noted by its position, at its cell."""
    assert finding.row is not None
    page, at = places.of(finding.row)
    values = dict(finding.values)
    if finding.code in _AS_READ:
        positions = re.findall(r"\d+", str(values["rows"]))
        values["cells"] = ", ".join(places.cell(int(position)) for position in positions) + (
            ", …" if values["n"] > len(positions) else ""
        )
        del values["rows"]
    code = (
        f"intake.{finding.code}"
        if finding.code in (*_AS_READ, "number_unclear", "bad_number", "bad_number_percent", "cell_unclear")
        else finding.code
    )
    return replace(
        finding, code=code, file=page.file, sheet=page.sheet, cell=cell_name(*at), row=None, column=None, values=values
    )
