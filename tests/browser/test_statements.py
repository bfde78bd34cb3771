"""Statements in a browser: issued for a bank, followed up, compared and asked for many at once, wide, narrow, by keyboard."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from calculator.services import awards, rulebooks
from calculator.services.demo import SignIn
from calculator.services.statement_drawing import Drawing, draw
from tests.browser.conftest import axe, too_wide
from tests.browser.test_accounts import DUTCH, ENGLISH, Words, sign_in


@dataclass(frozen=True)
class Said:
    """What the pages of statements say in one language."""

    signing: Words
    statements: str
    compare: str
    batches: str
    bank: str
    proof: str
    paid: str
    pdf: str
    withdrawn: str
    stopped: str
    through: str


NL = Said(
    DUTCH, "overzichten", "/vergelijken", "/mijn/reeksen", "bank of financier", "Bewijs van wat is weggelaten",
    "Wat is er betaald?", "Download (PDF)", "ingetrokken", "gestopt", "Waardoor",
)  # fmt: skip
EN = Said(
    ENGLISH, "statements", "/en/compare", "/en/my/batches", "bank or lender", "Proof of what is withheld",
    "What was paid?", "Download (PDF)", "withdrawn", "stopped", "Through what",
)  # fmt: skip
BOTH = pytest.mark.parametrize("said", [NL, EN], ids=["nl", "en"])


#: Drawing and checking take seconds on a busy machine.
SLOW = 60_000
DAY = date(2026, 11, 24)


def small_farm(area: str) -> dict[str, object]:
    parcel = {"id": "P1", "area_ha": area, "land_use": "arable", "eco_region": 1}
    farm = {"name": "Proefhoeve", "province": "drenthe"}
    return {"profile": "stapelwijzer-farm-1", "year": 2026, "farm": farm, "parcels": [parcel]}


def fits(page: Page) -> None:
    """Nothing that axe finds and nothing that scrolls sideways, wide and narrow, with everything unfolded."""
    page.evaluate("[...document.querySelectorAll('details')].forEach(fold => { fold.open = true })")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert axe(page) == [], page.url
        assert too_wide(page) <= 0, page.url
    page.set_viewport_size({"width": 1280, "height": 800})


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"the focus on {selector} cannot be seen"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {selector}")


def ask_for_bank(page: Page, said: Said, years: str) -> None:
    """Ask for a statement for a bank with the keyboard alone."""
    tab_to(page, "#years")
    page.keyboard.press("Control+a")
    page.keyboard.type(years)
    tab_to(page, "[name='/purpose']")
    page.keyboard.type(said.bank)
    tab_to(page, "[name='/recipient']")
    page.keyboard.type("Rabobank")
    tab_to(page, "button[value='ask']")
    page.keyboard.press("Enter")


@BOTH
def test_a_farmer_issues_for_a_bank_follows_up_and_withdraws_by_keyboard(
    watched: Page, people: dict[str, SignIn], said: Said
) -> None:
    page = watched
    sign_in(page, people["farmer"], said.signing)
    farm = page.locator("main table a").first.get_attribute("href")
    address = f"{farm}/{said.statements}"
    page.goto(address)
    fits(page)
    page.goto(address)
    ask_for_bank(page, said, "2")
    card = page.locator("main section").first
    expect(card).to_contain_text(f"Rabobank, {said.bank}", timeout=SLOW)
    expect(card.get_by_role("link", name=said.proof)).to_be_visible()
    fits(page)
    card.get_by_role("link", name=said.paid).click()
    fits(page)
    page.locator("main input[type=text]").first.fill("1.234")
    page.locator("main button[type=submit]").first.click()
    expect(page.get_by_role("alert")).to_be_focused()
    fits(page)
    page.goto(address)
    tab_to(page, "main section details summary")
    page.keyboard.press("Enter")
    tab_to(page, "[name='reason']")
    page.keyboard.type("verkocht")
    page.keyboard.press("Enter")
    expect(page.locator("main section").first).to_contain_text(said.withdrawn)


@BOTH
def test_a_statement_without_a_recipient_is_told_beside_the_field(
    page: Page, people: dict[str, SignIn], said: Said
) -> None:
    sign_in(page, people["farmer"], said.signing)
    farm = page.locator("main table a").first.get_attribute("href")
    page.goto(f"{farm}/{said.statements}")
    page.locator("[name='/purpose']").select_option("landlord")
    page.locator("button[value='ask']").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.locator("[name='/recipient']").get_attribute("aria-invalid") == "true"
    assert page.locator("[name='/purpose']").input_value() == "landlord"
    fits(page)


@pytest.fixture(scope="module")
def two_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two statements of one small farm, the second with more land."""
    folder = tmp_path_factory.mktemp("compared")
    for name, area in (("old", "12.5"), ("new", "14.0")):
        farm = small_farm(area)
        award = awards.compute(rulebooks.current(), farm, on=DAY, years=1).award
        (folder / f"{name}.pdf").write_bytes(draw(Drawing(award, farm, "nl", DAY, None)).pdf)
    return folder / "old.pdf", folder / "new.pdf"


@BOTH
def test_two_statements_are_compared(watched: Page, said: Said, two_files: tuple[Path, Path]) -> None:
    page = watched
    page.goto(said.compare)
    fits(page)
    for name, file in zip(("old", "new"), two_files, strict=True):
        page.locator(f"#{name}").set_input_files(file)
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.locator("#verschil")).to_be_focused(timeout=SLOW)
    expect(page.locator("main table")).to_contain_text(said.through)
    fits(page)


@BOTH
def test_a_batch_is_begun_followed_and_stopped_by_keyboard(
    watched: Page, people: dict[str, SignIn], said: Said
) -> None:
    page = watched
    sign_in(page, people["farmer"], said.signing)
    page.goto(said.batches)
    fits(page)
    page.goto(said.batches)
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("progressbar")).to_be_visible()
    fits(page)
    tab_to(page, "main .actions form button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(said.stopped)
    fits(page)
