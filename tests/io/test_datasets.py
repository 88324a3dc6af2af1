"""The bundled figures and copies of them."""

import tomllib

import pytest

from forecast.errors import UsageError
from forecast.io import datasets
from forecast.io.datasets import copy_dataset, dataset_folder, dataset_names, dataset_title


def test_every_data_set_has_a_title_and_figures():
    """Each bundled folder describes itself and holds at least one table."""
    for name in dataset_names():
        assert dataset_title(name)
        assert list(dataset_folder(name).glob("*.csv"))


def test_an_unknown_name_names_the_known_ones():
    """A wrong name is answered with those there are."""
    with pytest.raises(UsageError) as caught:
        dataset_folder("hanoy")
    assert "hanoi" in caught.value.values["known"]


def test_a_copied_config_leads_to_the_copy(tmp_path):
    """Every path of the copied config exists beside it, and its comments are kept."""
    paths = copy_dataset("hanoi", tmp_path)
    text = paths[-1].read_text(encoding="utf-8")
    settings = tomllib.loads(text)
    assert paths[-1] == tmp_path / "hanoi-2023.toml" and text.startswith("#")
    for name in ("counts", "quotas", "units", "measures"):
        assert (tmp_path / settings[name]).is_file() and not settings[name].startswith("..")


@pytest.mark.parametrize("name", dataset_names())
def test_every_data_set_is_copied_with_its_config(name, tmp_path):
    """A name of two words too brings its own configuration file, whose paths lead to the copy."""
    config = copy_dataset(name, tmp_path)[-1]
    settings = tomllib.loads(config.read_text(encoding="utf-8"))
    assert config.stem.startswith(name) and (tmp_path / settings["counts"]).is_file()


def test_nothing_is_copied_when_one_file_is_there(tmp_path):
    """A file in the way is named, kept, and nothing else is written."""
    (tmp_path / "hanoi-2023.toml").write_text("mine")
    with pytest.raises(UsageError):
        copy_dataset("hanoi", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["hanoi-2023.toml"]
    assert (tmp_path / "hanoi-2023.toml").read_text() == "mine"


def test_an_installed_package_uses_its_own_folder(tmp_path, monkeypatch):
    """Beside the code the folder `bundled` comes before the repository's."""
    (tmp_path / "bundled" / "datasets" / "model").mkdir(parents=True)
    monkeypatch.setattr(datasets, "_PACKAGE", tmp_path)
    assert dataset_names() == ("model",)
