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

    def __init__(self, language: str) -> None:
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
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(self._label, total=total)
            self._bar.start()
        self._bar.update(self._task, completed=done, total=total)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
