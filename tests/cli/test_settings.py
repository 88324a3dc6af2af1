"""Options over config file over defaults, and the language to speak."""

import json

import pytest

from forecast.cli.session import session_from
from forecast.cli.settings import settings_from
from forecast.errors import UsageError


@pytest.fixture
def config(office):
    """A config file beside the figures of the small office."""
    path = office / "office.toml"
    path.write_text(
        'counts = "counts.csv"\nquotas = "quotas.csv"\nyear = "2023"\nseed = 3\nformat = "json"\nlang = "en"\n'
    )
    return path


def test_a_config_file_is_enough(run, config):
    """Everything can stand in the config file, its paths seen from its own folder."""
    outcome = run("project", "--config", config)
    assert outcome.code == 0
    assert json.loads(outcome.out)["settings"]["seed"] == 3


def test_options_win_over_the_config_file(run, config):
    """An option replaces the key of the same name; the other keys stand."""
    outcome = run("project", "--config", config, "--seed", 5, "--quantiles", "0.05,0.5")
    document = json.loads(outcome.out)
    assert document["settings"]["seed"] == 5 and document["settings"]["year"] == "2023"
    assert {"q0.05", "q0.5"} <= set(document["rows"][0]) and "q0.9" not in document["rows"][0]


def test_an_unknown_key_of_the_config_file_is_refused(run, config):
    """A misspelt key ends with 2 and names the key."""
    config.write_text(config.read_text() + 'quotes = "q.csv"\n')
    outcome = run("project", "--config", config)
    assert outcome.code == 2 and "quotes" in outcome.err


def test_quantiles_are_sorted_and_told_once():
    """The order in which quantiles are given does not matter."""
    assert settings_from({"quantiles": "0.9,0.1,0.9"}).quantiles == (0.1, 0.9)


def test_the_form_follows_the_ending_of_the_output():
    """Without --format the ending of --output chooses; --format wins over the ending."""
    assert settings_from({"output": "answer.parquet"}).format == "parquet"
    assert settings_from({"output": "answer.parquet", "format": "csv"}).format == "csv"
    assert settings_from({"output": "answer.txt"}).format == "table"


def test_a_missing_setting_names_its_option():
    """The option, not the parameter, is what a person can type."""
    with pytest.raises(UsageError) as caught:
        settings_from({"counts": "c.csv"}, required=("counts", "as_of"))
    assert caught.value.values["option"] == "--as-of"


def test_the_language_is_the_options_then_the_configs_then_the_environments(config, monkeypatch):
    """--lang beats the config file, which beats FORECAST_LANG, which beats Vietnamese."""
    monkeypatch.setenv("FORECAST_LANG", "vi")
    assert session_from(["project", "--config", str(config), "--lang", "vi"]).language == "vi"
    assert session_from(["project", f"--config={config}"]).language == "en"
    monkeypatch.setenv("FORECAST_LANG", "en")
    assert session_from(["demo"]).language == "en"
    monkeypatch.delenv("FORECAST_LANG")
    assert session_from(["demo"]).language == "vi"
