"""Every page of the route table: nothing that axe finds, nothing that scrolls sideways, at any width and size of text.

A page that is new gets its line in ``tests/browser/addresses.py``, or the first test here fails.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from calculator.services.demo import SignIn
from calculator.web.pages import PAGES
from tests.browser.addresses import ANYBODY, ELSEWHERE, NO_PAGE, OWN, Found
from tests.browser.conftest import axe, too_wide
from tests.browser.test_accounts import sign_in

#: A screen, the same at 200 % (WCAG 1.4.4 and 1.4.10), and a phone.
WIDTHS = (1280, 640, 320)


def looked_at(page: Page, address: str, axed: bool = True) -> Iterator[str]:
    """What is wrong with a page: Dutch on a screen, English on a phone, and everything that can be unfolded unfolded.

    Both languages have one template, so that axe, which takes a second or more, looks at one of the two.
    """
    page.set_viewport_size({"width": 1280, "height": 800})
    answer = page.goto(address)
    assert answer is not None
    if answer.status not in (200, 404):
        yield f"{address}: {answer.status}"
    page.evaluate(
        "[...document.querySelectorAll('details')].slice(0, 12).forEach(fold => { fold.open = true })"
    )
    english = address == "/en" or address.startswith("/en/")
    yield from (f"{address}: {found}" for found in (axe(page) if axed and not english else []))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if (over := too_wide(page)) > 0:
            yield f"{address}: {over} px too wide at {width}"
    if axed and english:
        yield from (f"{address}: {found}" for found in axe(page))
    page.set_viewport_size({"width": 1280, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    if (over := too_wide(page)) > 0:
        yield f"{address}: {over} px too wide with text twice as large"


def both(name: str, found: Found) -> Iterator[str]:
    """The addresses of a page in Dutch and in English."""
    page = next(page for page in PAGES if page.name == name)
    for address in (page.nl, page.en):
        yield found.address(name, address)


def wrong_with(page: Page, names: Sequence[str], found: Found) -> list[str]:
    """What is wrong with these pages in both languages; of every other page axe looks at the English one."""
    return [
        wrong
        for number, name in enumerate(names)
        for place, address in enumerate(both(name, found))
        for wrong in looked_at(page, address, axed=place == number % 2)
    ]


def test_every_page_of_the_table_is_looked_at() -> None:
    looked = {*ANYBODY, *(name for names in OWN.values() for name in names), *ELSEWHERE, *NO_PAGE}
    assert {page.name for page in PAGES} == looked
    for name, file in ELSEWHERE.items():
        text = (Path(__file__).parent / file).read_text("utf-8")
        assert "axe(" in text or "sound(" in text, f"{name}: {file} looks at nothing"


@pytest.mark.parametrize("part", [0, 1])
def test_a_page_for_everybody_is_accessible_and_fits(page: Page, part: int) -> None:
    found = Found.draft(page)
    wrong = wrong_with(page, ANYBODY[part::2], found)
    for address in found.more()[part::2]:
        wrong += looked_at(page, address)
    assert wrong == []


@pytest.mark.parametrize("role", OWN)
def test_a_page_of_whoever_is_signed_in_is_accessible_and_fits(
    page: Page, people: dict[str, SignIn], role: str
) -> None:
    sign_in(page, people[role])
    found = Found.farm(page)
    assert wrong_with(page, OWN[role], found) == []


def test_every_page_works_without_script(browser: Browser, base_url: str) -> None:
    with browser.new_context(java_script_enabled=False, base_url=base_url) as context:
        page = context.new_page()
        found = Found.draft(page)
        for number, name in enumerate(ANYBODY):
            address = [*both(name, found)][number % 2]
            page.goto(address)
            assert page.locator("h1").count() == 1, address
