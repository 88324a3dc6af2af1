"""What tests of every kind use."""

from __future__ import annotations

import os

import pytest


@pytest.fixture
def proof_log():
    """Writes a line to the log of proofs, where `make proof` keeps one."""

    def log(line: str) -> None:
        if path := os.environ.get("PROOF_LOG"):
            with open(path, "a", encoding="utf-8") as file:
                file.write(line + "\n")

    return log
