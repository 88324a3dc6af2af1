"""Words for people: one catalogue per language, hand-written, complete in each.

A language is one folder of `*.toml` files here and one entry of `LANGUAGES`.
"""

from forecast.language.catalogue import (
    LANGUAGES,
    Span,
    Word,
    catalogue,
    chance_number,
    chance_word,
    chance_words,
    default_language,
    number,
    percent,
    say,
)
from forecast.language.describe import describe, describe_error

__all__ = [
    "LANGUAGES",
    "Span",
    "Word",
    "catalogue",
    "chance_number",
    "chance_word",
    "chance_words",
    "default_language",
    "describe",
    "describe_error",
    "number",
    "percent",
    "say",
]
