"""The bundled figures: where they stand, what there is, and a copy to work on.

In an installed package they lie beside the code; in a checkout they are the folders `datasets/` and `configs/`.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from forecast.errors import UsageError

_PACKAGE = Path(__file__).resolve().parent.parent


def dataset_names() -> tuple[str, ...]:
    """Names of the bundled data sets, in alphabetical order."""
    folder = _home("datasets")
    return tuple(sorted(entry.name for entry in folder.iterdir() if _is_dataset(entry))) if folder.is_dir() else ()


def dataset_folder(name: str) -> Path:
    """Folder of a bundled data set.

    Raises
    ------
    UsageError : there is none of that name.

    Examples
    --------
    >>> dataset_folder("hanoi").name
    'hanoi'
    """
    if name not in dataset_names():
        raise UsageError("usage.unknown_dataset", name=name, known=", ".join(dataset_names()))
    return _home("datasets") / name


def dataset_configs(name: str) -> tuple[Path, ...]:
    """Configuration files that come with a data set: `NAME.toml`, `NAME-….toml`."""
    return tuple(
        sorted(
            path for path in _home("configs").glob("*.toml") if path.stem == name or path.stem.startswith(f"{name}-")
        )
    )


def dataset_title(name: str) -> str:
    """The first heading of the data set's description, or nothing."""
    description = dataset_folder(name) / "SOURCE.md"
    lines = description.read_text(encoding="utf-8").splitlines() if description.is_file() else []
    return next((line.lstrip("# ").strip() for line in lines if line.startswith("#")), "")


def copy_dataset(name: str, folder: str | Path = ".") -> tuple[Path, ...]:
    """Copy a data set to `folder/NAME` and its configuration files to `folder`, ready to run there.

    Returns
    -------
    The files written, configuration files last.

    Raises
    ------
    UsageError : unknown name; a file is already there (then nothing is written); the folder cannot be written.
    """
    source, target = dataset_folder(name), Path(folder)
    files = {path: target / name / path.relative_to(source) for path in sorted(source.rglob("*")) if _is_figure(path)}
    configs = {path: target / path.name for path in dataset_configs(name)}
    for place in (*files.values(), *configs.values()):
        if place.exists():
            raise UsageError("usage.file_exists", path=str(place))
    try:
        for path, place in files.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
        for path, place in configs.items():
            place.write_text(_moved_config(path.read_text(encoding="utf-8"), name), encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError("usage.output_unwritable", path=str(folder), reason=error.strerror or str(error)) from error
    return (*files.values(), *configs.values())


def _moved_config(text: str, name: str) -> str:
    """The configuration with its paths to the data set leading to the copy beside it; comments stay."""
    return re.sub(rf"(?<![\w-])(?:\.{{1,2}}/)*datasets/{re.escape(name)}/", f"{name}/", text)


def _home(kind: str) -> Path:
    bundled = _PACKAGE / "bundled" / kind
    return bundled if bundled.is_dir() else _PACKAGE.parent / kind


def _is_dataset(folder: Path) -> bool:
    return folder.is_dir() and not folder.name.startswith((".", "_"))


def _is_figure(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
