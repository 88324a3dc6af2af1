"""The measures table, and the measures that only the counts name. Whether the declarations fit is `forecast.checks`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, cast

import numpy as np
import numpy.typing as npt

from forecast.core.measures import Measure
from forecast.core.tables import MEASURES
from forecast.io.notes import Notes
from forecast.io.raw_table import RawTable
from forecast.io.read_words import note_word, yes_or_no


def declared_measures(table: RawTable | None, notes: Notes) -> dict[str, Measure]:
    """Measures as the table declares them; a row with an unknown word is noted and left out."""
    if table is None:
        return {}
    measures: dict[str, Measure] = {}
    lines: dict[str, int] = {}
    columns = {name: table.text(name).to_pylist() for name in MEASURES}
    for row, line in enumerate(table.rows.tolist()):
        cells = {name: str(column[row]) for name, column in columns.items()}
        name = cells["measure"]
        if name in measures:
            notes.add("measure_twice", table.file, line, "measure", name=name, first=str(lines[name]))
            continue
        measure = _measure(table, row, cells, notes)
        if measure is not None:
            measures[name], lines[name] = measure, line
    return measures


_YES_OR_NO = {"whole": True, "sensitive": False, "covers": False}  # and what an empty cell means


def _measure(table: RawTable, row: int, cells: dict[str, str], notes: Notes) -> Measure | None:
    kind, prior = cells["kind"].lower() or "flow", cells["prior"].lower() or "neutral"
    said = {name: yes_or_no(cells[name], empty) for name, empty in _YES_OR_NO.items()}
    wrong = [
        (name, accepted)
        for name, accepted, fits in (
            ("kind", ("flow", "stock"), kind in ("flow", "stock")),
            ("prior", ("admissions", "neutral"), prior in ("admissions", "neutral")),
            *((name, ("yes", "no"), answer is not None) for name, answer in said.items()),
        )
        if not fits
    ]
    for name, accepted in wrong:
        note_word(table, row, name, (cells[name], accepted), notes)
    if wrong:
        return None
    return Measure(
        name=cells["measure"],
        kind=cast(Literal["flow", "stock"], kind),
        whole=bool(said["whole"]),
        part_of=cells["part_of"],
        prior=cast(Literal["admissions", "neutral"], prior),
        sensitive=bool(said["sensitive"]),
        ready_for=cells["ready_for"],
        covers=bool(said["covers"]),
        label_vi=cells["label_vi"],
        label_en=cells["label_en"],
        declared=True,
    )


def measures_of_counts(
    declared: dict[str, Measure],
    names: Iterable[str],
    code: npt.NDArray[np.int64],
    values: npt.NDArray[np.float64],
) -> dict[str, Measure]:
    """The declared measures, and each undeclared one of the counts: whole when all its figures are.

    Parameters
    ----------
    code : for every row the index of its measure in `names`.
    values : (n_columns, n_rows), the figures that decide: value, low and high.
    """
    measures = dict(declared)
    fractional = ((values != np.floor(values)) & np.isfinite(values)).any(axis=0)
    for position, name in enumerate(names):
        if name not in measures and (code == position).any():
            measures[name] = Measure(name, whole=not fractional[code == position].any())
    return measures
