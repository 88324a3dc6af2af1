"""The parts of a backtest on disk: a Parquet file for each quarter end, good for as long as its key is the same.

What the key is a digest of is left to `forecast.engine.backtest`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import pandas as pd

from forecast.errors import UsageError
from forecast.io.output_place import write_whole
from forecast.io.write_table import parquet_bytes

_KEY = b"quotacast_part"


@dataclass(frozen=True)
class Parts:
    """Keeps scored rows in a folder, which is made with the first of them.

    Attributes
    ----------
    version : of the program; another version calculates anew.
    """

    folder: Path
    version: str

    def load(self, measure: str, as_of: str, key: str) -> pd.DataFrame | None:
        """The rows that were kept under the key; None where there are none, or where the file cannot be read."""
        import pyarrow.parquet

        path = self._path(measure, as_of)
        try:
            if (pyarrow.parquet.read_schema(path).metadata or {}).get(_KEY) != self._stated(key).encode():
                return None
            return pd.read_parquet(path)
        except (OSError, ValueError):  # absent, cut short or no Parquet: it is calculated again
            return None

    def save(self, measure: str, as_of: str, key: str, rows: pd.DataFrame) -> None:
        """Keep rows, whole or not at all.

        Raises
        ------
        UsageError : the folder cannot be made or written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(
                "usage.output_unwritable", path=str(self.folder), reason=error.strerror or str(error)
            ) from error
        write_whole(self._path(measure, as_of), parquet_bytes(rows, {_KEY.decode(): self._stated(key)}))

    def _stated(self, key: str) -> str:
        return f"{self.version} {key}"

    def _path(self, measure: str, as_of: str) -> Path:
        """A name without words of the user's: measures may be called anything."""
        return self.folder / f"{as_of}-{crc32(measure.encode()):08x}.parquet"
