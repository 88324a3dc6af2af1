"""Measures that the import knows by name: how they are called, and which of them the admissions prior may speak for."""

from __future__ import annotations

from forecast.language.catalogue import catalogue, say

ADMISSIONS = "admissions"


def label_of(measure: str, language: str) -> str:
    """The measure in words for reports; "" for one that is not known.

    Examples
    --------
    >>> label_of("admissions", "vi"), label_of("admissions_women", "en"), label_of("Thu ngân sách", "vi")
    ('Kết nạp đảng viên', 'Admissions of party members: women', '')
    """
    whole, _, group = measure.partition("_")
    known, part = f"known_measure.{whole}", f"candidates.group.{group}"
    if known not in catalogue(language) or (group and part not in catalogue(language)):
        return ""
    return f"{say(known, language)}: {say(part, language)}" if group else say(known, language)
