"""The answers of a store as they were issued, read to be held against what came. Nothing is written.

What they are held against, and how, is left to `forecast.engine.ledger`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from forecast.engine.ledger import Issued
from forecast.errors import StoreError
from forecast.store.catalogue import RunRecord
from forecast.store.durable import file_digest
from forecast.store.run_folder import ANSWER, RunFolder


def read_issued(store: Path, records: Sequence[RunRecord]) -> tuple[list[Issued], list[int]]:
    """The finished runs, oldest first, and the numbers of those whose answer is not as it was written."""
    issued, changed = [], []
    for record in records:
        if not record.finished:
            continue
        folder = RunFolder(store, record.run)
        try:
            manifest = folder.manifest()
            if file_digest(folder.path / ANSWER) != manifest["files"][ANSWER]:
                raise StoreError("store.file_damaged", path=str(folder.path / ANSWER), reason="")
            ask, day = manifest["ask"], record.ended[:10]
            issued.append(Issued(record.run, day, ask["as_of"] or "", str(ask["year"]), folder.read(ANSWER)))
        except (StoreError, KeyError):
            changed.append(record.run)
    return issued, changed
