"""The units met while reading, in their order: one name each however it is spelt, and what stands over them."""

from __future__ import annotations

from dataclasses import dataclass, field

from forecast.core.findings import Finding
from forecast.intake.sheets.page import Page
from forecast.io.tones import one_tone_place


@dataclass
class Registry:
    """Units by the letters of their names; the first spelling stands."""

    names: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _spelt: dict[str, str] = field(default_factory=dict)

    def unit(self, name: str, page: Page, at: tuple[int, int]) -> str:
        """The unit of a name; that it is spelt otherwise elsewhere is noted once."""
        known = self._spelt.get(name)
        if known is not None:
            return known
        key = one_tone_place(name).casefold()
        known = self.names.setdefault(key, name)
        if known != name and one_tone_place(known) != one_tone_place(name):
            self.findings.append(page.finding("unit_spelling", "notice", at, name=name, known=known))
        self._spelt[name] = known
        return known

    def known(self, name: str) -> str:
        """The unit of a name that was met before."""
        return self._spelt.get(name, name)
