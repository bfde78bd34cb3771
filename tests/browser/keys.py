"""Going through a page with the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.conftest import PATIENCE


def enter(page: Page) -> None:
    """Press Enter where that leads to another page, and wait until all of that page is there."""
    with page.expect_navigation(timeout=PATIENCE):
        page.keyboard.press("Enter")


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"the focus on {selector} cannot be seen"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {selector}")
