"""The units met while reading, in their order: one name each however it is spelt, and what stands over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from forecast.core.findings import Finding
from forecast.intake.sheets.page import Page, at_once
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
    _letters: dict[str, tuple[str, str]] = field(default_factory=dict)

    def expect(self, names: Sequence[str]) -> None:
        """Names that will be asked for, so that their letters are looked at together."""
        letters = at_once(one_tone_place, names)
        self._letters.update(zip(names, zip(letters, at_once(str.casefold, letters), strict=True), strict=True))

    def unit(self, name: str, page: Page, at: tuple[int, int]) -> str:
        """The unit of a name; that it is spelt otherwise elsewhere is noted once."""
        known = self._spelt.get(name)
        if known is not None:
            return known
        if name not in self._letters:
            self.expect([name])
        letters, key = self._letters[name]
        known = self.names.setdefault(key, name)
        if known != name and self._letters[known][0] != letters:
            self.findings.append(page.finding("unit_spelling", "notice", at, name=name, known=known))
        self._spelt[name] = known
        return known

    def known(self, name: str) -> str:
        """The unit of a name that was met before."""
        return self._spelt.get(name, name)
