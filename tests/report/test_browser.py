"""The page in a real browser, offline. Where Debian's Chromium is not installed these tests say so and are skipped."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from forecast.language import catalogue, chance_words
from forecast.report.blocks import Table, cell_words
from forecast.report.pages import tell
from forecast.report.web.page import html_bytes
from forecast.report.what_if import LEVELS, chance_of
from tests.report.city import HOSTILE, City, found

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")
OURS = ".side:not([hidden])"


class Visit:
    """A page opened from its file, with everything it asked for and complained of."""

    def __init__(self, page: Any, path: Path) -> None:
        self.page, self.complaints, self.asked = page, [], []
        page.set_default_timeout(60_000)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(path.as_uri())

    def shown(self, table: str = "results") -> list[str]:
        """Names of the units that a table shows, in their order."""
        return self.page.locator(f"{OURS} table[data-name={table}] tbody tr:visible .unit-link").all_inner_texts()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Any, city: City, tmp_path: Path) -> Iterator[Visit]:
    path = tmp_path / "report.html"
    path.write_bytes(html_bytes(city.report(), "vi"))
    context = browser.new_context(offline=True)
    visited = Visit(context.new_page(), path)
    yield visited
    context.close()
    assert visited.complaints == []
    assert [url for url in visited.asked if not url.startswith(("data:", path.as_uri()))] == []


def test_search_needs_no_tones(visit: Visit):
    """Typed without marks, a name is found; the count is said."""
    visit.page.locator(f"{OURS} .search").first.fill("don vi mau 1")
    assert visit.shown() == ["Đơn vị Mẫu 1", "Đơn vị Mẫu 10", "Đơn vị Mẫu 11"]
    assert visit.page.locator(f"{OURS} .shown").first.inner_text() == "Đang hiện 3/13 đơn vị."


def test_filter_by_flag(visit: Visit, city: City):
    """Only units of a flag are left."""
    flag = next(line.flag for line in city.report().lines if line.flag in ("watch", "at_risk", "out_of_reach"))
    visit.page.locator(f"{OURS} .by-flag").first.select_option(flag)
    report = city.report()
    assert visit.shown() == [report.names[line.unit] for line in report.all_lines if line.flag == flag]


def test_order_by_risk_and_back(visit: Visit, city: City):
    """Ordered by expected shortfall only where asked; the official order is a choice away."""
    report = city.report()
    visit.page.locator(f"{OURS} .order").first.select_option("short")
    known = [line for line in report.all_lines if line.row["expected_shortfall"] == line.row["expected_shortfall"]]
    first = max(known, key=lambda line: line.row["expected_shortfall"])
    assert visit.shown()[0] == report.names[first.unit]
    visit.page.locator(f"{OURS} .order").first.select_option("")
    assert visit.shown() == [report.names[line.unit] for line in report.all_lines]


def test_what_if_is_the_rule(visit: Visit, city: City):
    """A unit's own page says the chance of another target as the rule has it; Escape closes it."""
    line = city.report().line("D04")
    visit.page.locator(f"{OURS} table[data-name=results] tr[data-unit=D04] .unit-link").press("Enter")
    for quota in (line.points[10] + 1, line.points[25], line.points[40], 0, 10_000):
        visit.page.locator("#own-quota").fill(f"{quota:.0f}")
        chance = chance_of(quota, LEVELS, line.points, whole=True, lowest=line.row["observed"])
        assert visit.page.locator(".answer").inner_text().strip().endswith(chance_words(chance, "vi"))
    visit.page.keyboard.press("Escape")
    assert not visit.page.locator("#unit").is_visible()


def test_the_city_has_its_own_page(visit: Visit):
    """The unit that all belong to opens from the head of the page, so that a report on one unit has its what-if too."""
    visit.page.locator(f"{OURS} header .unit-link").click()
    assert (
        visit.page.locator("#unit-name").inner_text() == "Thành phố Mẫu"
        and visit.page.locator("#own-quota").is_visible()
    )


def test_the_other_language_says_the_same(visit: Visit, city: City):
    """Every cell that the script words in English is that of the English report."""
    visit.page.locator(f"{OURS} .language").click()
    assert visit.page.evaluate("document.documentElement.lang") == "en"
    compared = 0
    for block in tell(city.report(), "en").blocks:
        if isinstance(block, Table) and block.units:
            told = visit.page.locator(f"{OURS} table[data-name={block.name}]").first.evaluate(
                "table => [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent))"
            )
            expected = [
                [cell_words(cell, column.form, "en") for cell, column in zip(row, block.columns, strict=True)]
                for row in block.rows
            ]
            assert told == expected
            compared += len(told)
    assert compared > 25


def test_print(visit: Visit, tmp_path: Path):
    """Printed, the tools are gone and every row is there."""
    visit.page.emulate_media(media="print")
    assert not visit.page.locator(f"{OURS} .tools").is_visible() and len(visit.shown()) == 13
    assert visit.page.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("width", [390, 1200])
def test_no_serious_barrier(visit: Visit, width: int):
    """axe finds nothing serious, on a phone or a desk, with a unit's own page open or not; a phone needs no sideways scrolling."""
    from axe_playwright_python.sync_playwright import Axe

    visit.page.set_viewport_size({"width": width, "height": 800})
    for opened in (False, True):
        if opened:
            visit.page.locator(f"{OURS} table .unit-link").first.click()
        found_ = Axe().run(visit.page).response["violations"]
        assert [
            (one["id"], one["nodes"][0]["html"]) for one in found_ if one["impact"] in ("serious", "critical")
        ] == []
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_names_do_nothing(browser: Any, tmp_path: Path):
    """Fifty names made to run, to close tags or to turn text about are shown as they are, on the page and in a unit's own."""
    names = tuple(dict.fromkeys((*HOSTILE, *(f"{name} {at}" for at, name in enumerate(HOSTILE)))))
    report = found(tmp_path, names, n_units=len(names)).report()
    (tmp_path / "hostile.html").write_bytes(html_bytes(report, "en"))
    context = browser.new_context(offline=True)
    context.add_init_script("window.fail = () => console.error('ran')")
    visited = Visit(context.new_page(), tmp_path / "hostile.html")
    shown = visited.page.locator(f"{OURS} table[data-name=results] .unit-link").all_text_contents()
    assert len(names) == 50 and len(shown) == 51
    for name in (
        "<script>fail()</script>",
        '"><svg onload=fail()>',
        "</script><script>fail()</script>",
        "{{7*7}}",
        "]]>",
    ):
        visited.page.locator(f"{OURS} table[data-name=results] .unit-link").nth(shown.index(name)).click()
        assert visited.page.locator("#unit-name").text_content() == name
        visited.page.keyboard.press("Escape")
    assert visited.page.locator("script").count() == 2 and visited.page.locator("iframe, body style").count() == 0
    context.close()
    assert visited.complaints == []


def test_data_of_the_page_is_plain_json(city: City):
    """The values for the script can be read by any program, and words of both languages are complete."""
    text = html_bytes(city.report(), "vi").decode()
    data = json.loads(text.partition('id="data">')[2].partition("</script>")[0])
    assert set(data["words"]["vi"]) == set(data["words"]["en"]) and len(data["units"]) == 13
    assert data["words"]["en"]["chance.above"] == catalogue("en")["chance.above"]
