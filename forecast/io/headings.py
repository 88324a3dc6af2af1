"""Names of sheets, headings of columns and words in cells, in any language of ours, into those of the tables.

The words themselves stand in the catalogues (`tables.toml`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from forecast.core.tables import COUNTS, LINEAGE, MEASURES, QUOTAS, UNITS
from forecast.language.catalogue import LANGUAGES, topic

if TYPE_CHECKING:
    from forecast.io.raw_table import RawTable

KNOWN = {"counts": COUNTS, "quotas": QUOTAS, "units": UNITS, "lineage": LINEAGE, "measures": MEASURES}


def folded(text: str) -> str:
    """A name without regard to case, spaces and composition of letters.

    Examples
    --------
    >>> folded(" Số  Liệu ") == folded("số liệu")
    True
    """
    return unicodedata.normalize("NFC", " ".join(text.split())).casefold()


def printed(code: str, language: str) -> str:
    """The word for a code (`sheet.counts`, `quotas.kind`, `word.quotas.kind.fixed`) that is written in a language.

    Examples
    --------
    >>> printed("sheet.counts", "vi"), printed("units.parent", "vi")
    ('Số liệu', 'Đơn vị cấp trên')
    """
    return topic(language, "tables")[f"tables.{code}"].partition("|")[0].strip()


def sheet_kind(name: str) -> str | None:
    """The table that a sheet of this name holds, or None for another sheet.

    Examples
    --------
    >>> sheet_kind("Chỉ tiêu"), sheet_kind("quotas"), sheet_kind("Hướng dẫn")
    ('quotas', 'quotas', None)
    """
    kind = _meanings("sheet.").get(folded(name))
    return kind if kind in KNOWN else None


def column_name(kind: str, heading: str) -> str:
    """The column that a heading means in a table, or the heading itself where it is none of ours."""
    return _meanings(f"{kind}.").get(folded(heading), heading)


def in_our_words(kind: str, table: RawTable) -> RawTable:
    """The table with the words of its cells (chính thức, nhiệm kỳ, có) as the tables have them (final, term, yes)."""
    import pyarrow as pa

    columns = dict(table.columns)
    for name in KNOWN[kind]:
        words = _meanings(f"word.{kind}.{name}.")
        column = columns.get(name)
        if words and column is not None and pa.types.is_string(column.type):
            encoded = column.dictionary_encode()
            said = [words.get(folded(text), text) for text in encoded.dictionary.to_pylist()]
            columns[name] = pa.array(said, pa.string()).take(encoded.indices)
    return replace(table, columns=columns)


def printed_meaning(kind: str, name: str, text: str) -> str:
    """A word of a cell (chính thức) as the table has it (final), or the word itself.

    Examples
    --------
    >>> printed_meaning("counts", "status", "Chính thức"), printed_meaning("counts", "status", "?")
    ('final', '?')
    """
    return _meanings(f"word.{kind}.{name}.").get(folded(text), text)


def _meanings(prefix: str) -> Mapping[str, str]:
    """Every folded word of any language under a prefix, and our own, to what it means."""
    return _all_meanings().get(prefix, {})


@cache
def _all_meanings() -> Mapping[str, Mapping[str, str]]:
    meanings: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        for code, words in topic(language, "tables").items():
            prefix, _, name = code.removeprefix("tables.").rpartition(".")
            under = meanings.setdefault(f"{prefix}.", {})
            under[folded(name)] = name
            under.update({folded(word): name for word in words.split("|")})
    return meanings
