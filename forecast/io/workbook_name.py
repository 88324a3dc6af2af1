"""Workbooks by their names: which are read, which sheet is meant, and whether one is open in another program."""

from __future__ import annotations

import re
from pathlib import Path

READ = (".xlsx", ".xlsm")
OTHER = (".xls", ".xlsb", ".ods")


def split_sheet(file: str) -> tuple[str, str]:
    """A workbook and the sheet named behind `#`, or nothing.

    Examples
    --------
    >>> split_sheet("book.xlsx#Số liệu"), split_sheet("counts.csv")
    (('book.xlsx', 'Số liệu'), ('counts.csv', ''))
    """
    match = re.fullmatch(r"(.+\.(?:xlsx|xlsm|xls|xlsb|ods))#(.+)", file, re.IGNORECASE | re.DOTALL)
    return (match[1], match[2]) if match else (file, "")


def is_workbook(file: str) -> bool:
    """Whether the name of a file is that of a workbook, of a kind that is read or not."""
    return Path(split_sheet(file)[0]).suffix.lower() in (*READ, *OTHER)


def lock_of(path: Path) -> Path | None:
    """The file that Excel or LibreOffice leaves beside a workbook while it is open there."""
    locks = (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))
    return next((lock for lock in locks if lock.exists()), None)
