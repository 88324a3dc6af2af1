"""The blocks on a Dask cluster: one that is running, or a local one of as many processes. Needs the extra `dask`.

What a block is, and that a lost worker's blocks are computed again, is the same as in `forecast.store.workers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from forecast.errors import StoreError, UsageError
from forecast.store.workers import Done, Task, compute

RETRIES = 3  # of a block whose worker was lost


class OnDask:
    """A cluster by its scheduler's address, or one of this machine alone, from the first task until it is stopped."""

    def __init__(self, scheduler: str | None = None, n_workers: int = 1) -> None:
        """`scheduler` such as `tcp://10.0.0.1:8786`; None starts `n_workers` processes here."""
        self._scheduler, self._n_workers = scheduler, n_workers
        self._client: Any = None
        self._cluster: Any = None

    def __call__(self, tasks: Iterable[Task]) -> Iterator[Done]:
        client, as_completed = self._connected()
        at_once = 2 * max(len(client.scheduler_info()["workers"]), self._n_workers)
        waiting = iter(tasks)
        given = as_completed([_submit(client, task) for task in islice(waiting, at_once)])
        for future in given:
            done: Done = future.result()
            for task in islice(waiting, 1):
                given.add(_submit(client, task))
            yield done

    def stop(self) -> None:
        """Leave the cluster; end it where it is one's own."""
        for one in (self._client, self._cluster):
            if one is not None:
                one.close()
        self._client = self._cluster = None

    def _connected(self) -> tuple[Any, Any]:
        try:
            from distributed import Client, LocalCluster, as_completed
        except ImportError as error:
            raise UsageError("store.dask_missing", extra="quotacast[dask]") from error
        if self._client is None:
            if self._scheduler is None:
                self._cluster = LocalCluster(
                    n_workers=self._n_workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
                )
            try:
                self._client = Client(self._scheduler or self._cluster, timeout="20s")
            except OSError as error:
                raise StoreError("store.scheduler_unreachable", address=str(self._scheduler)) from error
        return self._client, as_completed


def _submit(client, task: Task):  # type: ignore[no-untyped-def]
    return client.submit(compute, task, pure=False, retries=RETRIES)
