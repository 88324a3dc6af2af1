"""`forecast datasets list` and `forecast datasets copy`: the bundled figures, to look at and to work on."""

from __future__ import annotations

from typing import Annotated

import typer

from forecast.cli.commands import options
from forecast.cli.commands.messages import print_message
from forecast.cli.commands.output import print_data
from forecast.language.catalogue import say


def list_datasets(context: typer.Context, lang: options.Lang = None, debug: options.Debug = False) -> int:
    """Name and title of each bundled data set, separated by a tab."""
    from forecast.io.datasets import dataset_names, dataset_title

    print_data("".join(f"{name}\t{dataset_title(name)}\n" for name in dataset_names()))
    return 0


def copy(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    folder: Annotated[str, typer.Argument(metavar="DIR")] = ".",
    lang: options.Lang = None,
    debug: options.Debug = False,
) -> int:
    """Copy a data set and its config files; the paths written go to stdout."""
    from forecast.io.datasets import copy_dataset

    paths = copy_dataset(name, folder)
    print_data("".join(f"{path}\n" for path in paths))
    for path in paths:
        if path.suffix == ".toml":
            print_message(say("message.next", context.obj.language, command=f"forecast project --config {path}"))
    return 0
