"""Values of ours as text and back, to the last bit: frozen dataclasses, arrays, tuples, mappings, numbers.

Made for what a panel teaches (`forecast.engine.learn.Learned`). Reading makes nothing but dataclasses of this package.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import Any

import numpy as np

PACKAGE = __name__.partition(".")[0]
UNFIT = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    ImportError,
)  # raised for values that this version does not know


def freeze(value: Any) -> bytes:
    """A value as JSON; the same bytes for the same value.

    Raises
    ------
    TypeError : it holds something that is none of the kinds above.

    Examples
    --------
    >>> thaw(freeze({(1, "a"): np.array([0.1, np.nan])}))
    {(1, 'a'): array([0.1, nan])}
    """
    return json.dumps(_plain(value), ensure_ascii=False, indent=1).encode()


def thaw(content: bytes) -> Any:
    """The value that was frozen.

    Raises
    ------
    ValueError : the content is no frozen value.
    """
    return _whole(json.loads(content.decode()))


def _plain(value: Any) -> Any:
    if value is None or (isinstance(value, str | bool | int | float) and type(value).__module__ == "builtins"):
        return value
    if isinstance(value, np.ndarray | np.generic):
        array = np.ascontiguousarray(value).reshape(np.shape(value))
        if array.dtype.hasobject:
            raise TypeError(array.dtype)
        kind = array.dtype.newbyteorder("<").str
        raw = b64encode(array.astype(kind).tobytes()).decode()
        return {"array": raw, "type": kind, "shape": list(array.shape), "scalar": isinstance(value, np.generic)}
    if isinstance(value, tuple | list):
        return {"tuple" if isinstance(value, tuple) else "list": [_plain(item) for item in value]}
    if isinstance(value, Mapping):
        return {"mapping": [[_plain(key), _plain(item)] for key, item in value.items()]}
    if is_dataclass(value) and type(value).__module__.startswith(f"{PACKAGE}."):
        held = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"value": f"{type(value).__module__}:{type(value).__qualname__}", "of": held}
    raise TypeError(type(value))


def _whole(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    if "array" in plain:
        array = np.frombuffer(b64decode(plain["array"]), plain["type"]).reshape(plain["shape"]).copy()
        return array[()] if plain["scalar"] else array
    if "tuple" in plain or "list" in plain:
        items = [_whole(item) for item in plain["tuple" if "tuple" in plain else "list"]]
        return tuple(items) if "tuple" in plain else items
    if "mapping" in plain:
        return {_whole(key): _whole(item) for key, item in plain["mapping"]}
    module, _, name = str(plain.get("value", "")).partition(":")
    kind = getattr(import_module(module), name, None) if module.startswith(f"{PACKAGE}.") else None
    if not isinstance(kind, type) or not is_dataclass(kind):
        raise ValueError(plain)
    return kind(**{name: _whole(item) for name, item in plain["of"].items()})
