"""Sentences of the kinds that reports hold, with invented units and figures, and what each states."""

from pathlib import Path

import pytest

from tests.intake.sentences.told import read, told


def cases(name: str) -> list[tuple[str, list[str]]]:
    """Sentences of a table, each with the indented lines below it."""
    found: list[tuple[str, list[str]]] = []
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            found[-1][1].append(line.strip())
        else:
            found.append((line, []))
    return found


ALL = cases("vietnamese.txt") + cases("english.txt")


@pytest.mark.parametrize(("sentence", "expected"), ALL, ids=[sentence[:60] for sentence, _ in ALL])
def test_what_a_sentence_states(sentence: str, expected: list[str]) -> None:
    """Exactly the figures below the sentence are read from it, and none from sentences on other matters."""
    assert [told(row) for row in read(sentence)] == expected


def test_there_are_cases_enough() -> None:
    """At least 150 sentences, at least 40 of them in English, and some that state nothing to be read."""
    assert len(ALL) >= 150 and len(cases("english.txt")) >= 40
    assert sum(not expected for _, expected in ALL) >= 10
