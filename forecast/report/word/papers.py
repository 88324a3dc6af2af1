"""Paper, margins and fonts of the forms in use: of party offices, of state offices, and a plain one.

Margins and sizes: Hướng dẫn 36-HD/VPTW (party), Nghị định 30/2020/NĐ-CP (state).
Liberation Serif has the metrics of Times New Roman.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Paper:
    """An A4 page.

    Attributes
    ----------
    margins : top, right, bottom, left. [mm]
    size, table_size : of the text and of tables. [points]
    stretch : how much wider letters are than those of Times New Roman.
    """

    font: str
    size: float
    table_size: float
    margins: tuple[float, float, float, float]
    stretch: float = 1.0


A4 = (210.0, 297.0)  # mm
PAPERS = {
    "party": Paper("Times New Roman", 14, 10, (20, 15, 20, 30)),
    "state": Paper("Times New Roman", 13, 10, (20, 15, 20, 30)),
    "plain": Paper("Arial", 11, 9, (20, 20, 20, 20), stretch=1.14),
}
