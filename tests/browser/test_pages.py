"""What every page has in common: the way past the menu, a focus that can be seen, targets for a thumb."""

from playwright.sync_api import Page, expect


def test_the_first_tab_stop_leads_past_the_menu(page: Page) -> None:
    page.goto("/bedrijf")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    page.keyboard.press("Enter")
    expect(page.locator("#inhoud")).to_be_focused()


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
