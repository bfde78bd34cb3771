"""Every page, wide and narrow: nothing that axe finds, nothing that scrolls sideways."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import axe, too_wide

PAGES = [
    "/",
    "/regelingen",
    "/regelingen?q=geen-enkele",
    "/regelingen/national.rvo.eco-regeling?on=2026-05-15",
    "/regelingen/national.anlb.midden-delfland?on=2026-05-15",
    "/regelingen?place=municipalities/midden-delfland&on=2026-05-15",
    "/maatregelen?on=2026-05-15",
    "/maatregelen/grasland-met-kruiden?on=2026-05-15",
    "/stapelmatrix?rows=national.rvo.eco-regeling&columns=national.anlb.midden-delfland&on=2026-05-15",
    "/dekking?on=2026-05-15",
    "/onbekend?on=2026-05-15",
    "/nakijken",
    "/wijzigingen",
    "/indicatoren",
    "/indicatoren/bmm",
    "/grenzen",
    "/bedrijf",
    "/controle",
    "/toegankelijkheid",
    "/nergens",
]
ENGLISH = [
    "/en",
    "/en/schemes",
    "/en/schemes/national.rvo.eco-regeling?on=2026-05-15",
    "/en/stacking-matrix?rows=national.anlb.midden-delfland&columns=schemes&place=provinces/drenthe&on=2026-05-15",
    "/en/coverage?on=2026-05-15",
    "/en/changes",
    "/en/indicators/groenblauwe-dooradering",
    "/en/limits",
    "/en/farm",
    "/en/check",
    "/en/accessibility",
    "/en/nowhere",
]


@pytest.mark.parametrize("address", [*PAGES, *ENGLISH])
def test_a_page_is_accessible_and_fits(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(
        "[...document.querySelectorAll('details')].slice(0, 3).forEach(fold => { fold.open = true })"
    )
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert axe(page) == []
        assert too_wide(page) <= 0


@pytest.mark.parametrize("address", ["/", "/bedrijf", "/regelingen/national.rvo.eco-regeling?on=2026-05-15"])
def test_a_page_fits_at_twice_the_text_size(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert too_wide(page) <= 0


def test_the_first_tab_stop_leads_past_the_menu(page: Page) -> None:
    page.goto("/bedrijf")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"


def test_focus_can_be_seen(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    style = "getComputedStyle(document.activeElement)"
    assert page.evaluate(f"{style}.outlineStyle") == "solid"
    assert page.evaluate(f"parseFloat({style}.outlineWidth)") >= 3


def test_every_target_is_large_enough_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/bedrijf")
    small = page.evaluate(
        """[...document.querySelectorAll('button:not(.hidden), .nav__link, input:not([type=hidden]), select, summary')]
        .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.width < 20 || box.height < 20)).map(([html]) => html)"""
    )
    assert small == []


def test_every_page_works_without_script(browser: Browser, base_url: str) -> None:
    with browser.new_context(java_script_enabled=False, base_url=base_url) as context:
        page = context.new_page()
        for address in (*PAGES, *ENGLISH):
            page.goto(address)
            assert page.locator("h1").count() == 1
