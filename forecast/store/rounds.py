"""The rounds of a run: first every block that can be answered by itself and the laws of large trees, then their draws, then their
rows; what came of each is kept before the next begins.

A tree of which a part fails is answered as one block in the end, which names the units in the way. Who computes is left to
`forecast.store.workers`, what a step does to `forecast.store.steps`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from forecast.engine.batch import Answer, Cut, LargeTree
from forecast.engine.branches import Top
from forecast.engine.learn import Learned
from forecast.engine.prepare import Prepared
from forecast.errors import ForecastError
from forecast.store.catalogue import Catalogue
from forecast.store.frozen import thaw
from forecast.store.run_folder import ROWS, RunFolder
from forecast.store.steps import BRANCHES, DRAWS, LAWS, Step, answer, climb, descend, land
from forecast.store.workers import Done, Task

Part = tuple[int, str]  # a block and the form of what came of it
Tasks = Iterator[Task]
FAILED = "failed"  # form of the mark of a tree that is answered as one block


@dataclass
class Rounds:
    """What is left to do of a run, and what was done.

    Attributes
    ----------
    kept : parts that are on disk.
    failed : large trees that have to be answered as one block.
    """

    catalogue: Catalogue
    folder: RunFolder
    prepared: Prepared
    cut: Cut
    learned: Mapping[str, Learned]
    kept: set[Part] = field(default_factory=set)
    failed: set[int] = field(default_factory=set)
    _tops: dict[int, Top] = field(default_factory=dict)
    _shades: dict[int, Any] = field(default_factory=dict)
    _given: dict[int, Any] = field(default_factory=dict)
    _answers: dict[int, Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.kept |= self.folder.whole_parts(self.catalogue.parts(self.folder.run))
        self.failed |= {n for n, tree in enumerate(self.cut.large) if (tree.top, FAILED) in self.kept}

    def rounds(self) -> Iterator[Tasks]:
        """The tasks of each round; the next may be asked for when all answers of the one before have been taken."""
        yield self._first()
        if not self.cut.large:
            return
        for number, tree in self._open():
            with self._guard(number):
                self._shades[number] = self._top(tree).shade(self.learned, *self._stands(tree))
        yield self._climbs()
        for number, tree in self._open():
            with self._guard(number):
                self._settle(number, tree)
        yield self._descents()
        for number, tree in self._open():
            self._keep_rows(tree.top, self._answers[number])
        yield self._whole_trees()

    def take(self, done: Done) -> int:
        """Keep what came of a task; how many units are answered by it."""
        if isinstance(done.answer, Answer):
            of_tree = next((tree for tree in self.cut.large if tree.top == done.block), None)
            if of_tree is not None:
                return self._take_whole(of_tree, done.answer)
            return self._keep_rows(done.block, done.answer)
        if not done.answer.forms:
            self.failed |= {n for n, tree in enumerate(self.cut.large) if done.block in tree.blocks}
        for form, content in done.answer.forms.items():
            self._record((done.block, form), self.folder.write_form(done.block, form, content))
        return 0

    def n_answered(self) -> int:
        """How many units are answered."""
        return sum(len(units) for block, units in enumerate(self.cut.blocks) if (block, ROWS) in self.kept)

    def _record(self, part: Part, written: str) -> None:
        self.catalogue.add_part(self.folder.run, part, written, len(self.cut.blocks[part[0]]))
        self.kept.add(part)

    def _keep_rows(self, block: int, found: Answer) -> int:
        self._record((block, ROWS), self.folder.write_part(block, found.table, found.skipped))
        return len(self.cut.blocks[block])

    def _take_whole(self, tree: LargeTree, found: Answer) -> int:
        """Keep the answer of a tree as one block, with its top; that it failed first, or its parts would be taken up again."""
        self._record((tree.top, FAILED), self.folder.write_form(tree.top, FAILED, b""))
        for block in tree.parts:
            self._keep_rows(block, Answer(found.table.iloc[:0]))
        self._keep_rows(tree.top, found)
        return len(self.cut.units(tree))

    def _first(self) -> Tasks:
        for block in self.cut.alone:
            if (block, ROWS) not in self.kept:
                yield Task(block, self.prepared.only(self.cut.blocks[block]), self.learned, answer)
        for _, tree in self._open():
            for block in tree.blocks:
                if not {(block, LAWS), (block, BRANCHES)} <= self.kept:
                    depths = self._top(tree).depths if block != tree.top else {}
                    yield self._task(block, land, depths)

    def _climbs(self) -> Tasks:
        for number, tree in self._open():
            for block in tree.parts:
                if (block, DRAWS) not in self.kept:
                    yield self._task(block, climb, (self._content(block, LAWS), self._shades[number]))

    def _descents(self) -> Tasks:
        for number, tree in self._open():
            for block in tree.parts:
                if (block, ROWS) not in self.kept:
                    yield self._task(block, descend, (self._content(block, LAWS), self._given[number]))

    def _whole_trees(self) -> Tasks:
        for number in sorted(self.failed):
            tree = self.cut.large[number]
            if (tree.top, ROWS) in self.kept:
                continue
            yield Task(tree.top, self.prepared.only(self.cut.units(tree)), self.learned, answer)

    def _open(self) -> list[tuple[int, LargeTree]]:
        """Large trees that are not answered and have not failed. The rows of a tree's top are kept last."""
        unanswered = [(n, tree) for n, tree in enumerate(self.cut.large) if (tree.top, ROWS) not in self.kept]
        return [(number, tree) for number, tree in unanswered if number not in self.failed]

    def _settle(self, number: int, tree: LargeTree) -> None:
        """Answer the top of a tree and give its branches what they have come to."""
        raised = self._joined(tree, DRAWS)
        laws, stands = self._stands(tree)
        rows, settled = self._top(tree).settle(self.learned, laws, stands, raised)
        shades = self._shades[number]
        self._given[number] = {
            name: {unit: (shades[name][unit], one) for unit, one in of_measure.items()}
            for name, of_measure in settled.items()
        }
        self._answers[number] = Answer(rows)

    def _top(self, tree: LargeTree) -> Top:
        if tree.top not in self._tops:
            self._tops[tree.top] = Top.of(self.prepared, self.cut.blocks[tree.top])
        return self._tops[tree.top]

    def _stands(self, tree: LargeTree) -> tuple[Any, Any]:
        """The laws of a tree's top and where its branches stand."""
        return thaw(self._content(tree.top, LAWS)), self._joined(tree, BRANCHES)

    def _joined(self, tree: LargeTree, form: str) -> dict[str, dict[str, Any]]:
        """Measure -> highest unit of a branch -> what its part has handed on."""
        found: dict[str, dict[str, Any]] = {}
        for block in tree.parts:
            for name, branches in thaw(self._content(block, form)).items():
                found.setdefault(name, {}).update(branches)
        return found

    def _content(self, block: int, form: str) -> bytes:
        return self.folder.part(block, form).read_bytes()

    def _task(self, block: int, step: Step, given: Any) -> Task:
        return Task(block, self.prepared.part(self.cut.blocks[block]), self.learned, step, given)

    @contextmanager
    def _guard(self, number: int) -> Iterator[None]:
        """Leave a tree whose top cannot be computed to be answered as one block."""
        try:
            yield
        except (ForecastError, OSError):
            raise
        except Exception:
            self.failed.add(number)
