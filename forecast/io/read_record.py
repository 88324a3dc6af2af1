"""Reads what is known of earlier answers: the rows of a backtest, and an answer that was given before.

What is made of them is `forecast.engine.record`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from forecast.errors import UsageError

ROWS, ANSWER = "rows.parquet", "projection.parquet"
OF_A_BACKTEST = ("model", "measure", "unit", "year", "known_quarters", "quota", "p_met", "met", "flag")
OF_AN_ANSWER = ("unit", "measure", "year", "quota_kind", "flag")


def record_file(path: str | Path) -> Path:
    """The file of rows that `--record` means: the folder of a backtest, or the file itself."""
    place = Path(path)
    return place / ROWS if place.is_dir() else place


def answer_file(path: str | Path) -> Path:
    """The file of an answer that `--since` means: the folder of a run, or the file itself."""
    place = Path(path)
    return place / ANSWER if place.is_dir() else place


def read_record(path: str | Path) -> pd.DataFrame:
    """The rows of a backtest (`forecast backtest --output DIR`).

    Raises
    ------
    UsageError : there are none, or they are not those of a backtest.
    """
    return _with_columns(_read(record_file(path), "--record"), OF_A_BACKTEST, record_file(path), "--record")


def read_answer(path: str | Path) -> pd.DataFrame:
    """An answer of `forecast project` or `forecast batch` in Parquet, CSV or JSON, all cells but numbers as text.

    Raises
    ------
    UsageError : there is none, or it is not the answer of a projection.
    """
    return _with_columns(_read(answer_file(path), "--since"), OF_AN_ANSWER, answer_file(path), "--since")


def _read(path: Path, option: str) -> pd.DataFrame:
    try:
        if path.suffix == ".csv":
            return pd.read_csv(path, sep=None, engine="python", encoding="utf-8-sig", dtype=str, keep_default_na=False)
        if path.suffix == ".json":
            return pd.DataFrame(json.loads(path.read_text(encoding="utf-8"))["rows"])
        return pd.read_parquet(path)
    except FileNotFoundError:
        raise UsageError("flags.no_file", option=option, path=str(path)) from None
    except (OSError, ValueError, KeyError, TypeError) as error:  # pyarrow's errors are among them
        raise UsageError("flags.unreadable", option=option, path=str(path), reason=type(error).__name__) from error


def _with_columns(table: pd.DataFrame, needed: tuple[str, ...], path: Path, option: str) -> pd.DataFrame:
    missing = [name for name in needed if name not in table]
    if missing:
        raise UsageError("flags.wrong_columns", option=option, path=str(path), columns=", ".join(missing))
    return table
