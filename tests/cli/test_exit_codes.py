"""What the exit code says, and that stdout stays data."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from forecast.errors import UsageError

ROOT = Path(__file__).parents[2]


def test_a_finished_run_is_zero(run, asked):
    """A run without trouble ends with 0 and prints the table on stdout."""
    outcome = run(*asked)
    assert outcome.code == 0
    assert "Figures to 31 March 2023." in outcome.out and outcome.err == ""


def test_a_fault_of_ours_is_one_in_one_sentence(run, asked, answer):
    """An unexpected exception is one sentence on stderr, without a traceback."""
    answer(fault=RuntimeError("broken\nin two"))
    outcome = run(*asked)
    assert outcome.code == 1 and outcome.out == ""
    assert "RuntimeError: broken" in outcome.err and outcome.err.count("\n") == 1


def test_debug_shows_the_trace(run, asked, answer):
    """With --debug the traceback of a fault of ours is printed."""
    answer(fault=RuntimeError("broken"))
    assert "Traceback" in run(*asked, "--debug").err


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--year", "23"),
        ("--year", "2025..2023"),
        ("--year", "2000..2040"),
        ("--as-of", "2023Q5"),
        ("--quantiles", "0.1;0.9"),
        ("--quantiles", "10,90"),
        ("--seed", "one"),
        ("--format", "doc"),
        ("--model", "best"),
        ("--prior", "strong"),
        ("--lang", "fr"),
    ],
)
def test_a_value_that_cannot_be_used_is_two(run, asked, option, value):
    """A bad value ends with 2 and names the option, the value and what is possible."""
    outcome = run(*asked, option, value)
    assert outcome.code == 2 and outcome.out == ""
    assert outcome.err.startswith(f"{option} {value}: cannot be used. Possible:")


@pytest.mark.parametrize(("language", "words"), [("en", "--year is missing"), ("vi", "Thiếu --year")])
def test_a_missing_setting_is_two_in_the_readers_language(run, office, language, words):
    """What is missing is named by its option, in the language asked for."""
    outcome = run("project", "--counts", office / "counts.csv", "--lang", language)
    assert outcome.code == 2 and outcome.err.startswith(words)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("project", "--cuonts", "x"), "Không có tùy chọn --cuonts. Có phải: --counts"),
        (("project", "--seed"), "--seed cần một giá trị đi sau"),
        (("projekt",), "Không có lệnh projekt"),
        (("runs",), "Thiếu lệnh con. Có thể ghi: list, show, diff, score, prune, verify"),
        (("project", "a.xlsx", "book"), "Thừa: book"),
        (("datasets", "copy"), "Thiếu NAME"),
        (("project", "--debug=yes"), "--debug không nhận giá trị"),
    ],
)
def test_a_mistyped_command_line_is_two(run, monkeypatch, arguments, words):
    """The parser's own complaints are said in the reader's language, with the way to help."""
    monkeypatch.setenv("FORECAST_LANG", "vi")
    outcome = run(*arguments)
    assert outcome.code == 2
    assert outcome.err.startswith(words) and "--help" in outcome.err


def test_bad_input_is_three_and_nothing_is_written(run, asked, office):
    """Errors in the figures end with 3; each is named with its row, and no output appears."""
    with (office / "counts.csv").open("a") as counts:
        counts.write("A,2023Q9,5\n")
    outcome = run(*asked, "--output", office / "answer.csv")
    assert outcome.code == 3 and not (office / "answer.csv").exists()
    assert "counts.csv row 20" in outcome.err and outcome.err.rstrip().endswith("nothing was written.")


def test_skipped_units_are_four_and_named(run, asked, answer):
    """A run that left units out ends with 4 and names them."""
    answer(skipped=("D-07", "D-08"), flag="at_risk")
    outcome = run(*asked, "--format", "csv", "--fail-on-risk")
    assert outcome.code == 4 and "D-07, D-08" in outcome.err


@pytest.mark.parametrize(("flag", "code"), [("at_risk", 6), ("out_of_reach", 6), ("watch", 0), ("no_data", 0)])
def test_quotas_at_risk_are_six_only_when_asked(run, asked, answer, flag, code):
    """--fail-on-risk turns flags of risk into exit code 6; without it they are 0."""
    answer(flag=flag)
    assert run(*asked, "--format", "csv", "--fail-on-risk").code == code
    assert run(*asked, "--format", "csv").code == 0


def test_three_beats_four_and_six(run, asked, answer, office):
    """Bad input ends the run before anything can be skipped or at risk."""
    (office / "counts.csv").write_text("unit,period,value\nA,2023Q9,5\n")
    assert run(*asked, "--fail-on-risk").code == 3


def test_an_interrupted_run_is_130(run, asked, answer):
    """Ctrl-C ends with 130 and a sentence."""
    answer(fault=KeyboardInterrupt())
    outcome = run(*asked)
    assert outcome.code == 130 and outcome.err == "Stopped as asked.\n"


def test_a_terminated_run_is_130():
    """SIGTERM ends as Ctrl-C does."""
    script = (
        "import forecast.cli.app as app, time\n"
        "def wait(*_):\n    print('ready', flush=True)\n    time.sleep(30)\n"
        "app._invoke = wait\napp.main()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.05)
        os.kill(process.pid, signal.SIGTERM)
        process.communicate(timeout=20)
    assert process.returncode == 130


def test_a_reader_who_leaves_ends_it_quietly(asked):
    """`| head` that closes early is no fault: no message, no traceback."""
    command = [sys.executable, "-m", "forecast", *asked, "--format", "csv"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    process.stdout.close()
    words = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(60) == 0 and words == ""


def test_an_error_of_use_from_the_engine_is_two(run, asked, answer):
    """A setting that only the engine can judge ends with 2 as well."""
    answer(fault=UsageError("usage.unknown_dataset", name="x", known="y"))
    assert run(*asked).code == 2


def test_strict_refuses_what_is_only_a_warning(office, run):
    """A figure given twice is a warning, and an error with --strict, for check and for project."""
    counts = office / "counts.csv"
    counts.write_text(counts.read_text() + "A,2023Q1,23\n")
    for command in (["check"], ["project", "--year", "2023"]):
        codes = [run(*command, "--counts", counts, *strict).code for strict in ([], ["--strict"])]
        assert codes == [0, 3], command


def test_restricted_units_are_folded_in_every_form(office, run):
    """A and B, both restricted, are one row of other units; --show-restricted keeps them."""
    (office / "units.csv").write_text("unit,restricted\nA,yes\nB,yes\n")
    files = ["--counts", office / "counts.csv", "--units", office / "units.csv", "--year", "2023"]
    assert "Other units" in run("project", *files).out
    assert run("project", *files, "--format", "csv").out.splitlines()[1].startswith("__other__,")
    assert [
        line[:2] for line in run("project", *files, "--format", "csv", "--show-restricted").out.splitlines()[1:]
    ] == ["A,", "B,"]
