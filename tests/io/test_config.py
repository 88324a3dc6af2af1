"""Settings from TOML files."""

from pathlib import Path

import pytest

from forecast.errors import UsageError
from forecast.io.config import load_config
from forecast.language import describe_error


def load(folder: Path, text: str) -> object:
    """The config of a text."""
    (folder / "run.toml").write_text(text)
    return load_config(folder / "run.toml")


def test_paths_are_relative_to_the_config(tmp_path: Path) -> None:
    """A relative path is seen from the folder of the config file."""
    (tmp_path / "run.toml").write_text('counts = "../c.csv"\nyear = 2023\nas_of = 2023-04-07\nquantiles = [0.1, 0.9]\n')
    config = load_config(tmp_path / "run.toml")
    assert config.counts == tmp_path.parent / "c.csv" and config.quotas is None
    assert (config.year, config.as_of, config.quantiles) == ("2023", "2023-04-07", (0.1, 0.9))


def test_unknown_key_suggests_the_nearest(tmp_path: Path) -> None:
    """A misspelt key is refused with the one that is meant."""
    with pytest.raises(UsageError) as raised:
        load(tmp_path, 'quota = "q.csv"\n')
    assert "Có phải là quotas?" in describe_error(raised.value, "vi")
    assert "Is quotas meant?" in describe_error(raised.value, "en")


@pytest.mark.parametrize(
    ("line", "vi", "en"),
    [
        ("counts = 5", "tên tệp", "name of a file"),
        ("measure = 5", "tên nội dung", "name of a measure"),
        ('year = "23"', "Xin ghi 2023", "Write 2023"),
        ('as_of = "soon"', "2023Q1", "2023Q1"),
        ("quantiles = [10, 90]", "giữa 0 và 1", "between 0 and 1"),
        ("quantiles = []", "giữa 0 và 1", "between 0 and 1"),
        ("model = 1", "tên mô hình", "name of a model"),
        ('prior = "mine"', "neutral", "neutral"),
        ("seed = -1", "số nguyên", "whole number"),
        ('format = "pdf"', "parquet", "parquet"),
        ('lang = "fr"', "ngôn ngữ", "language"),
    ],
)
def test_unusable_setting(line: str, vi: str, en: str, tmp_path: Path) -> None:
    """A setting of the wrong type or value is named with what is accepted."""
    with pytest.raises(UsageError) as raised:
        load(tmp_path, line)
    key = line.partition(" ")[0]
    assert key in describe_error(raised.value, "vi") and vi in describe_error(raised.value, "vi")
    assert key in describe_error(raised.value, "en") and en in describe_error(raised.value, "en")


def test_all_problems_at_once(tmp_path: Path) -> None:
    """Three mistakes are told in one error."""
    with pytest.raises(UsageError) as raised:
        load(tmp_path, 'seed = "a"\nlang = "fr"\nsede = 1\n')
    assert {problem.column for problem in raised.value.values["problems"]} == {"seed", "lang", "sede"}


def test_missing_and_broken_files(tmp_path: Path) -> None:
    """A missing file, one that is no TOML and one of another encoding are usage errors."""
    (tmp_path / "latin.toml").write_bytes(b'measure = "\xe0"')
    for name, code in (("nowhere.toml", "config_missing"), ("latin.toml", "config_not_utf8")):
        with pytest.raises(UsageError, match=code):
            load_config(tmp_path / name)
    with pytest.raises(UsageError, match="config_not_toml"):
        load(tmp_path, "counts: c.csv")


def test_bundled_configs_load() -> None:
    """Every config of the repository loads."""
    configs = list((Path(__file__).parents[2] / "configs").glob("*.toml"))
    assert configs and all(load_config(path).counts for path in configs)
