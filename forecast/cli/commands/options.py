"""The options of the commands, alone and in the groups that several commands take. Their help stands in the catalogue under
`help.options.<name>`, in each language.

Values are taken as text; what they mean, and whether they can be used, is judged in `forecast.cli.settings`, which also
reads the same settings from a config file.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from itertools import chain
from typing import Annotated

import typer

FORMATS = ("table", "csv", "json", "parquet", "xlsx")
CSV_STYLES = ("machine", "excel-vi")
MODELS = ("by_size", "structural", "naive", "ets", "unobserved", "sarimax", "theta")
PRIORS = ("admissions", "neutral")
LANGUAGES = ("vi", "en")
BACKENDS = ("processes", "dask")
KINDS = ("brief", "long", "midterm")
PAPERS = ("party", "state", "plain")

Text = str | None


def _choices(values: tuple[str, ...]) -> dict:
    return {"metavar": "|".join(values), "autocompletion": lambda: list(values)}


Config = Annotated[Text, typer.Option("--config", metavar="FILE.toml")]
Book = Annotated[Text, typer.Argument(metavar="[BOOK.xlsx]", show_default=False)]
Counts = Annotated[Text, typer.Option("--counts", metavar="FILE")]
Quotas = Annotated[Text, typer.Option("--quotas", metavar="FILE")]
Units = Annotated[Text, typer.Option("--units", metavar="FILE")]
Lineage = Annotated[Text, typer.Option("--lineage", metavar="FILE")]
Measures = Annotated[Text, typer.Option("--measures", metavar="FILE")]
Measure = Annotated[Text, typer.Option("--measure", metavar="NAME")]
Year = Annotated[Text, typer.Option("--year", metavar="YEAR[..YEAR]")]
AsOf = Annotated[Text, typer.Option("--as-of", metavar="PERIOD|DATE")]
UnitsAsOf = Annotated[Text, typer.Option("--units-as-of", metavar="DATE|reported")]
Quantiles = Annotated[Text, typer.Option("--quantiles", metavar="0.1,0.5,0.9")]
Prior = Annotated[Text, typer.Option("--prior", **_choices(PRIORS))]
Priors = Annotated[Text, typer.Option("--priors", metavar="DIR")]
Model = Annotated[Text, typer.Option("--model", **_choices(MODELS))]
Seed = Annotated[Text, typer.Option("--seed", metavar="NUMBER")]
Format = Annotated[Text, typer.Option("--format", **_choices(FORMATS))]
FindingsFormat = Annotated[Text, typer.Option("--format", **_choices(FORMATS[:3]))]
CsvStyle = Annotated[Text, typer.Option("--csv-style", **_choices(CSV_STYLES))]
BatchFormat = Annotated[Text, typer.Option("--format", **_choices(("parquet", "csv", "json", "xlsx")))]
ScoreFormat = Annotated[Text, typer.Option("--format", **_choices((*FORMATS[:4], "docx")))]
ScoreYear = Annotated[Text, typer.Option("--year", metavar="YEAR[..YEAR]")]
Output = Annotated[Text, typer.Option("--output", metavar="PATH")]
Store = Annotated[Text, typer.Option("--output", metavar="DIR")]
Workers = Annotated[Text, typer.Option("--workers", metavar="NUMBER")]
ChunkSize = Annotated[Text, typer.Option("--chunk-size", metavar="UNITS")]
Resume = Annotated[bool | None, typer.Option("--resume")]
Weights = Annotated[Text, typer.Option("--weights", metavar="RUN")]
Backend = Annotated[Text, typer.Option("--backend", **_choices(BACKENDS))]
Scheduler = Annotated[Text, typer.Option("--scheduler", metavar="ADDRESS")]
Lang = Annotated[Text, typer.Option("--lang", **_choices(LANGUAGES))]
FailOnRisk = Annotated[bool, typer.Option("--fail-on-risk")]
Strict = Annotated[bool | None, typer.Option("--strict")]
ShowRestricted = Annotated[bool | None, typer.Option("--show-restricted")]
Record = Annotated[Text, typer.Option("--record", metavar="DIR")]
CostRatio = Annotated[Text, typer.Option("--cost-ratio", metavar="NUMBER")]
Precision = Annotated[Text, typer.Option("--precision", metavar="SHARE")]
Recall = Annotated[Text, typer.Option("--recall", metavar="SHARE")]
Capacity = Annotated[Text, typer.Option("--capacity", metavar="UNITS")]
Since = Annotated[Text, typer.Option("--since", metavar="RUN|FILE")]
Source = Annotated[Text, typer.Argument(metavar="CONFIG.toml|BOOK.xlsx|RUN", show_default=False)]
OfStore = Annotated[Text, typer.Option("--store", metavar="DIR")]
Compare = Annotated[Text, typer.Option("--compare", metavar="RUN")]
To = Annotated[list[str] | None, typer.Option("--to", metavar="FILE")]
Kind = Annotated[Text, typer.Option("--kind", **_choices(KINDS))]
Template = Annotated[Text, typer.Option("--template", metavar="|".join((*PAPERS, "FILE.docx")))]
Marking = Annotated[Text, typer.Option("--marking", metavar="TEXT")]
Replaces = Annotated[Text, typer.Option("--replaces", metavar="DATE")]
Public = Annotated[bool, typer.Option("--public")]
Chart = Annotated[Text, typer.Option("--chart", metavar="NAME")]
Debug = Annotated[bool, typer.Option("--debug")]
Years = Annotated[Text, typer.Option("--years", metavar="YEAR[..YEAR]")]
Against = Annotated[Text, typer.Option("--against", metavar="NAME[,NAME]")]
DaysAfter = Annotated[Text, typer.Option("--days-after", metavar="DAYS")]
BacktestFormat = Annotated[Text, typer.Option("--format", **_choices(FORMATS[:4]))]


def of_tables(
    config: Config = None,
    counts: Counts = None,
    quotas: Quotas = None,
    units: Units = None,
    lineage: Lineage = None,
    measures: Measures = None,
) -> None:
    """What is read."""


def of_model(
    measure: Measure = None,
    units_as_of: UnitsAsOf = None,
    prior: Prior = None,
    priors: Priors = None,
    model: Model = None,
    seed: Seed = None,
) -> None:
    """What is forecast, and by what."""


def of_time(year: Year = None, as_of: AsOf = None) -> None:
    """The years asked about, and the day on which they are."""


def of_flags(
    record: Record = None,
    cost_ratio: CostRatio = None,
    precision: Precision = None,
    recall: Recall = None,
    capacity: Capacity = None,
    since: Since = None,
) -> None:
    """What flags go by."""


def of_manner(
    lang: Lang = None, strict: Strict = None, show_restricted: ShowRestricted = None, debug: Debug = False
) -> None:
    """How the command goes about it."""


def taking(*groups: Callable[..., None]) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """A command with the options of some groups before its own. It finds theirs in `context.params`, its own are passed as well."""

    def with_groups(command: Callable[..., int]) -> Callable[..., int]:
        context, *own = inspect.signature(command, eval_str=True).parameters.values()
        shared = chain.from_iterable(inspect.signature(group, eval_str=True).parameters.values() for group in groups)

        @wraps(command)
        def taken(**given: object) -> int:
            return command(given["context"], **{option.name: given[option.name] for option in own})

        everything = [context, *shared, *own]
        taken.__signature__ = inspect.Signature(everything)  # type: ignore[attr-defined]
        taken.__annotations__ = {option.name: option.annotation for option in everything}
        return taken

    return with_groups
