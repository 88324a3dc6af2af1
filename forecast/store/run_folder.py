"""The files of one run: parts while it runs, then one answer with its manifest. Written once, never changed.

    runs/000012/ manifest.json      what was asked of which files, and what came of it; the same bytes for the same run
                 projection.parquet the answer
                 series.parquet     digests of the figures and quotas behind every unit, for `forecast runs diff`
                 learned.json       what the panel taught, for `--weights`
                 timings.json       dates and seconds: the one file that differs between two equal runs
                 parts/00003.parquet

Which of them count is left to `forecast.store.catalogue`, how they are written to `forecast.store.durable`.
"""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from forecast.errors import StoreError
from forecast.store.durable import file_digest, make_folder, sync_folder, write_durably

MANIFEST, TIMINGS, ANSWER, SERIES, LEARNED = (
    "manifest.json", "timings.json", "projection.parquet", "series.parquet", "learned.json",
)  # fmt: skip
SAME_BYTES = (MANIFEST, ANSWER, SERIES, LEARNED)  # of two runs that were asked the same
ROWS_A_GROUP = 65_536
SKIPPED = b"skipped"
ROWS = "parquet"  # form of a part that holds rows of the answer


@dataclass(frozen=True)
class RunFolder:
    """The folder of a run in a store."""

    store: Path
    run: int

    @property
    def path(self) -> Path:
        return self.store / "runs" / f"{self.run:06d}"

    @property
    def parts(self) -> Path:
        return self.path / "parts"

    def part(self, block: int, form: str = ROWS) -> Path:
        """Place of what came of a block: its rows, or what a part of a large tree hands on before there are any."""
        return self.parts / f"{block:05d}.{form}"

    def make(self) -> RunFolder:
        make_folder(self.parts)
        return self

    def write(self, name: str, content: bytes) -> str:
        """Write one of the files; its digest."""
        return write_durably(self.path / name, content)

    def write_part(self, block: int, table: pd.DataFrame, skipped: Mapping[str, str]) -> str:
        """Write what came of one block; the digest of the file."""
        return write_durably(self.part(block), table_bytes(table, {SKIPPED.decode(): json_text(skipped)}))

    def write_form(self, block: int, form: str, content: bytes) -> str:
        """Write what a part of a large tree hands on; the digest of the file."""
        return write_durably(self.part(block, form), content)

    def whole_parts(self, recorded: Mapping[tuple[int, str], str]) -> set[tuple[int, str]]:
        """The parts, by block and form, that are there as recorded."""
        return {key for key, digest in recorded.items() if file_digest(self.part(*key)) == digest}

    def assemble(self, n_blocks: int, order: Sequence[str]) -> tuple[pd.DataFrame, dict[str, str]]:
        """The answer from all parts, by measure in the given order, then unit; and the units that were skipped.

        Neither the number of parts nor the order in which they were written shows in it.
        """
        tables = [parquet.read_table(self.part(block)) for block in range(n_blocks)]
        skipped: dict[str, str] = {}
        for table in tables:
            skipped.update(json.loads((table.schema.metadata or {}).get(SKIPPED, b"{}")))
        filled = [table.replace_schema_metadata() for table in tables if table.num_rows] or tables[:1]
        joined = pa.concat_tables(filled, promote_options="permissive").to_pandas()
        rank = joined["measure"].map({name: at for at, name in enumerate(order)})
        joined = joined.assign(rank=rank).sort_values(["rank", "unit"], kind="stable").drop(columns="rank")
        return joined.reset_index(drop=True), dict(sorted(skipped.items()))

    def drop_parts(self) -> None:
        """Remove the parts of a run whose answer is there."""
        shutil.rmtree(self.parts, ignore_errors=True)
        sync_folder(self.path)

    def manifest(self) -> dict[str, Any]:
        """What stands in the manifest.

        Raises
        ------
        StoreError : there is none, or it is no manifest.
        """
        return read_json(self.path / MANIFEST)

    def read(self, name: str) -> pd.DataFrame:
        """One of the tables.

        Raises
        ------
        StoreError : it is missing or damaged.
        """
        try:
            return parquet.read_table(self.path / name).to_pandas()
        except (OSError, pa.ArrowException) as error:
            reason = str(error).partition("\n")[0]
            raise StoreError("store.file_damaged", path=str(self.path / name), reason=reason) from error

    def remove(self) -> None:
        """Remove the whole folder; the manifest goes first, so that half a folder is never taken for a run."""
        (self.path / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(self.path, ignore_errors=True)
        sync_folder(self.path.parent)


def run_folders(store: Path) -> list[RunFolder]:
    """The folders of all runs, by number."""
    named = (store / "runs").glob("[0-9]*") if (store / "runs").is_dir() else ()
    return [RunFolder(store, int(path.name)) for path in sorted(named) if path.name.isdigit() and path.is_dir()]


def table_bytes(table: pd.DataFrame, stated: Mapping[str, str] | None = None) -> bytes:
    """A table as Parquet, the same bytes for the same rows."""
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    buffer = io.BytesIO()
    arrow = arrow.replace_schema_metadata(dict(stated or {}))
    parquet.write_table(arrow, buffer, compression="zstd", row_group_size=ROWS_A_GROUP)
    return buffer.getvalue()


def json_text(document: Mapping[str, Any]) -> str:
    """A document as JSON in one order, readable and with characters as they are."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)


def read_json(path: Path) -> dict[str, Any]:
    """A document of the store.

    Raises
    ------
    StoreError : there is none, or it is damaged.
    """
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise StoreError("store.file_missing", path=str(path)) from error
    except (OSError, ValueError) as error:
        raise StoreError("store.file_damaged", path=str(path), reason=str(error)) from error
