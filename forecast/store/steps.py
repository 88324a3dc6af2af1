"""What workers do with a block: answer it, or take one of the steps of a part of a large tree (`forecast.engine.branches`).

Laws are handed on frozen, so that the process that keeps them need not look into them. Who works is `forecast.store.workers`, which
step is next `forecast.store.rounds`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from forecast.engine.batch import Answer, answer_block
from forecast.engine.branches import answer_part, land_part, raise_part
from forecast.engine.learn import Learned
from forecast.engine.prepare import Prepared
from forecast.errors import ForecastError
from forecast.store.frozen import freeze, thaw

LAWS, BRANCHES, DRAWS = "laws", "branches", "draws"  # forms of what a part hands on


@dataclass(frozen=True)
class Handed:
    """What a part hands on, by form, frozen; nothing where it could not be computed."""

    forms: Mapping[str, bytes]


Came: TypeAlias = Answer | Handed
Learning: TypeAlias = Mapping[str, Learned]
Step: TypeAlias = Callable[[Prepared, Learning, Any], Came]


def answer(prepared: Prepared, learned: Learning, given: None = None) -> Answer:
    """A block that nothing else is needed for."""
    return answer_block(prepared, learned)


def land(prepared: Prepared, learned: Learning, given: Mapping[str, Mapping[str, int]]) -> Handed:
    """The laws of a part; `given` are the levels above its branches."""

    def made() -> dict[str, bytes]:
        laws, branches = land_part(prepared, learned, given)
        return {LAWS: freeze(laws), BRANCHES: freeze(branches)}

    return _or_nothing(made)


def climb(prepared: Prepared, learned: Learning, given: tuple[bytes, Any]) -> Handed:
    """The draws of a part's branches; `given` are its laws and what stands above the branches."""
    return _or_nothing(lambda: {DRAWS: freeze(raise_part(prepared, learned, thaw(given[0]), given[1]))})


def descend(prepared: Prepared, learned: Learning, given: tuple[bytes, Any]) -> Came:
    """The rows of a part; `given` are its laws and what its branches have come to."""
    try:
        return Answer(answer_part(prepared, learned, thaw(given[0]), given[1]))
    except ForecastError:
        raise
    except Exception:
        return Handed({})


def _or_nothing(make: Callable[[], dict[str, bytes]]) -> Handed:
    """What is made; nothing where a unit is in the way, for the whole tree is then answered as one block."""
    try:
        return Handed(make())
    except ForecastError:
        raise
    except Exception:
        return Handed({})
