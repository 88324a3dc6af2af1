"""Links between the pages: every file and every heading that is linked to exists; no page hangs in the air."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("datasets/*/*.md")])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def targets(page: Path) -> list[str]:
    """Links of a page to other places in the repository."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [target for target in _LINK.findall(text) if not target.startswith(("http://", "https://"))]


def anchors(page: Path) -> set[str]:
    """Headings as links name them: lower case, without signs, spaces as hyphens."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name):
    """The linked file is there, and has the linked heading."""
    page = ROOT / name
    lost = []
    for target in targets(page):
        file, _, anchor = target.partition("#")
        place = (page.parent / file).resolve() if file else page
        if not place.is_file() or (anchor and anchor not in anchors(place)):
            lost.append(target)
    assert lost == []


def test_every_page_of_the_documentation_is_in_its_index():
    """docs/index.md leads to each page under docs/."""
    index = ROOT / "docs" / "index.md"
    linked = {(index.parent / target.partition("#")[0]).resolve() for target in targets(index)}
    assert (
        sorted(str(page) for page in PAGES if "docs" in page.relative_to(ROOT).parts and page not in {*linked, index})
        == []
    )
