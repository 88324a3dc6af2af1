"""A bar on stderr for work that takes longer than a second, and only where a person is watching."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

from forecast.language.catalogue import say

PATIENCE = 1.0  # seconds


class ProgressBar:
    """Called with what is done and what there is to do; silent for the first second and away from terminals.

    Examples
    --------
    >>> with ProgressBar("en") as progress:
    ...     progress(1, 10)
    """

    def __init__(self, language: str, *, in_units: bool = False) -> None:
        self._language, self._in_units = language, in_units
        self._label = say("message.progress", language)
        self._watched = sys.stderr is not None and sys.stderr.isatty()
        self._started = time.monotonic()
        self._bar: Any = None

    def __enter__(self) -> ProgressBar:
        return self

    def __call__(self, done: int, total: int) -> None:
        if not self._watched or time.monotonic() - self._started < PATIENCE:
            return
        if self._bar is None:
            self._bar = self._draw()
            self._task = self._bar.add_task(self._label, total=total, completed=done, pace="")
            self._bar.start()
            self._first, self._since = done, time.monotonic()
        self._bar.update(self._task, completed=done, total=total, pace=self._pace(done, total))

    def _draw(self) -> Any:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f}%  {task.fields[pace]}"),
        )
        return Progress(*columns, console=Console(stderr=True), transient=True)

    def _pace(self, done: int, total: int) -> str:
        """Units per second and the time left, once there is something to tell them by."""
        seconds = time.monotonic() - self._since
        if not self._in_units or done <= self._first or seconds <= 0:
            return ""
        pace = (done - self._first) / seconds
        left = round((total - done) / pace)
        values = {"pace": round(pace), "minutes": f"{left // 60}", "seconds": f"{left % 60:02d}"}
        return say("store.pace", self._language, **values)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
