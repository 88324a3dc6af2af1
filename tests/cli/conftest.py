"""A small office of two units, and a way to run one command line."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from forecast.cli.app import run as run_command_line
from forecast.core.results import Projection

ROOT = Path(__file__).parents[2]


class Outcome(NamedTuple):
    """Exit code, stdout and stderr of one command line."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Run `forecast` with arguments, in English unless they say otherwise."""
    monkeypatch.setenv("FORECAST_LANG", "en")

    def run_one(*arguments: object) -> Outcome:
        code = run_command_line([str(argument) for argument in arguments])
        return Outcome(code, *capsys.readouterr())

    return run_one


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Folder with counts of 2021, 2022 and the first quarter of 2023, and quotas of 2023, for the units A and B."""
    rows = [
        f"{unit},{year}Q{quarter},{size + year - 2021 + quarter}"
        for unit, size in (("A", 20), ("B", 40))
        for year in (2021, 2022, 2023)
        for quarter in range(1, 5 if year < 2023 else 2)
    ]
    (tmp_path / "counts.csv").write_text("unit,period,value\n" + "\n".join(rows) + "\n")
    (tmp_path / "quotas.csv").write_text("unit,year,kind,value\nA,2023,fixed,90\nB,2023,fixed,400\n")
    return tmp_path


@pytest.fixture
def asked(office: Path) -> list[str]:
    """The arguments of `forecast project` on the small office."""
    return ["project", "--counts", f"{office}/counts.csv", "--quotas", f"{office}/quotas.csv", "--year", "2023"]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put a made-up answer, or a fault, in the place of the engine."""

    def put(fault: BaseException | None = None, skipped: tuple[str, ...] = (), flag: str = "on_track") -> None:
        def project(*_: object, **__: object) -> Projection:
            if fault is not None:
                raise fault
            return Projection(pd.DataFrame({"unit": ["A"], "flag": [flag]}), skipped=skipped)

        monkeypatch.setattr("forecast.engine.project.project", project)

    return put
