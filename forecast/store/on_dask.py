"""The blocks on a Dask cluster: one that is running, or a local one of as many processes. Needs the extra `dask`.

What a block is, and that a lost worker's blocks are computed again, is the same as in `forecast.store.workers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from forecast.errors import StoreError, UsageError
from forecast.store.workers import Done, Task, compute

RETRIES = 3  # of a block whose worker was lost


@dataclass(frozen=True)
class OnDask:
    """A cluster by its scheduler's address, or one of this machine alone.

    Attributes
    ----------
    scheduler : such as `tcp://10.0.0.1:8786`; None starts `n_workers` processes here.
    """

    scheduler: str | None = None
    n_workers: int = 1

    def __call__(self, tasks: Iterable[Task]) -> Iterator[Done]:
        try:
            from distributed import Client, LocalCluster, as_completed
        except ImportError as error:
            raise UsageError("store.dask_missing", extra="quotacast[dask]") from error
        address = self.scheduler or LocalCluster(
            n_workers=self.n_workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        )
        try:
            client = Client(address, timeout="20s")
        except OSError as error:
            raise StoreError("store.scheduler_unreachable", address=str(self.scheduler)) from error
        try:
            at_once = 2 * max(len(client.scheduler_info()["workers"]), self.n_workers)
            waiting = iter(tasks)
            given = as_completed([_submit(client, task) for task in islice(waiting, at_once)])
            for future in given:
                done: Done = future.result()
                for task in islice(waiting, 1):
                    given.add(_submit(client, task))
                yield done
        finally:
            client.close()
            if not isinstance(address, str):
                address.close()


def _submit(client, task: Task):  # type: ignore[no-untyped-def]
    return client.submit(compute, task, pure=False, retries=RETRIES)
