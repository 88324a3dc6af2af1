"""Wrong files on the command line: the exit code, the advice, and nothing written."""

import pytest

from tests.io.test_wrong_files import write
from tests.io.wrong_files import WRONG_FILES, Wrong


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("case", WRONG_FILES, ids=lambda case: case.name)
def test_a_wrong_file_is_three_and_nothing_is_written(run, tmp_path, case: Wrong, language: str) -> None:
    """Every kind of wrong file ends with 3 and its remedy on stderr; stdout and the folder stay as they were."""
    paths = write(tmp_path, case)
    options = [part for table, path in paths.items() for part in (f"--{table}", path)]
    outcome = run("project", "--year", "2023", *options, "--output", tmp_path / "out.csv", "--lang", language)
    assert outcome.code == 3 and outcome.out == ""
    assert getattr(case, language) in outcome.err
    assert sorted(tmp_path.iterdir()) == sorted(paths.values())
