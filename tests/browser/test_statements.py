"""Statements in a browser: issued for a bank, followed up, compared and asked for many at once, wide, narrow, by keyboard."""

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from calculator.services.award import awards
from calculator.services.background import batch_work
from calculator.services.demo import SignIn
from calculator.services.registry import rulebooks
from calculator.services.statement import desks
from calculator.services.statement.drawing import Drawing, draw
from calculator.store import Database
from tests.browser.conftest import PATIENCE, follow, sound
from tests.browser.keys import enter, tab_to
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
    check: str
    superseded: str
    sheet: str
    take: str
    whole: str
    shown: str


NL = Said(
    DUTCH, "overzichten", "/vergelijken", "/mijn/reeksen", "bank of financier", "Bewijs van wat is weggelaten",
    "Wat is er betaald?", "Download (PDF)", "ingetrokken", "gestopt", "Waardoor", "/controle",
    "vervangen door een nieuwer", "overzicht.xlsx",
    "Neem mee als PDF", "Download alles (ZIP)", "3.000,00",
)  # fmt: skip
EN = Said(
    ENGLISH, "statements", "/en/compare", "/en/my/batches", "bank or lender", "Proof of what is withheld",
    "What was paid?", "Download (PDF)", "withdrawn", "stopped", "Through what", "/en/check", "superseded on", "index.xlsx",
    "Download as PDF", "Download everything (ZIP)", "3,000.00",
)  # fmt: skip
BOTH = pytest.mark.parametrize("said", [NL, EN], ids=["nl", "en"])


DAY = date(2026, 11, 24)


def small_farm(area: str) -> dict[str, object]:
    parcel = {"id": "P1", "area_ha": area, "land_use": "arable", "eco_region": 1}
    farm = {"name": "Proefhoeve", "province": "drenthe"}
    return {"profile": "stapelwijzer-farm-1", "year": 2026, "farm": farm, "parcels": [parcel]}


def fits(page: Page) -> None:
    """``sound``, with everything unfolded."""
    page.evaluate("[...document.querySelectorAll('details')].forEach(fold => { fold.open = true })")
    sound(page)


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
    enter(page)


@BOTH
def test_a_farmer_issues_for_a_bank_follows_up_and_withdraws_by_keyboard(
    watched: Page, people: dict[str, SignIn], said: Said, tmp_path: Path
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
    expect(card).to_contain_text(f"Rabobank, {said.bank}")
    expect(card.get_by_role("link", name=said.proof)).to_be_visible()
    fits(page)
    follow(page, card.get_by_role("link", name=said.paid))
    fits(page)
    page.locator("main input[type=text]").first.fill("1.234")
    follow(page, page.locator("main button[type=submit]").first)
    expect(page.get_by_role("alert")).to_be_focused()
    fits(page)
    # As the page itself writes an amount.
    page.locator("main input[type=text]").first.fill(said.shown)
    follow(page, page.locator("main button[type=submit]").first)
    expect(page.locator("main tfoot td.amount").nth(1)).to_contain_text(said.shown)
    with page.expect_download(timeout=PATIENCE) as taken:
        page.get_by_role("button", name=said.take).click()
    follow_up = tmp_path / "follow-up.pdf"
    taken.value.save_as(follow_up)
    page.goto(said.check)
    page.locator("#statement").set_input_files(follow_up)
    follow(page, page.locator("main form button").first)
    # Part of it rests on what the bank does not get.
    expect(page.locator("[data-state=recomputed_in_part]")).to_be_focused()
    page.goto(address)
    tab_to(page, "main section details summary")
    page.keyboard.press("Enter")
    tab_to(page, "[name='reason']")
    page.keyboard.type("verkocht")
    enter(page)
    expect(page.locator("main section").first).to_contain_text(said.withdrawn)


@BOTH
def test_a_statement_takes_the_place_of_another_and_its_code_says_so(
    watched: Page, people: dict[str, SignIn], said: Said
) -> None:
    page = watched
    sign_in(page, people["farmer"], said.signing)
    farm = page.locator("main table a").first.get_attribute("href")
    page.goto(f"{farm}/{said.statements}")
    follow(page, page.locator("button[value='ask']"))
    cards = page.locator("main section")
    first = cards.first.locator("code").inner_text()
    number = cards.first.locator("h2").inner_text().split()[0]
    tab_to(page, "[name='supersedes']")
    page.keyboard.type(number)
    tab_to(page, "button[value='ask']")
    enter(page)
    expect(cards.first.locator("code")).not_to_have_text(first)
    second = cards.first.locator("code").inner_text()
    fits(page)
    page.goto(said.check)
    page.locator("#code").fill(first.lower().replace("-", " "))
    enter(page)
    told = page.locator("[data-state=genuine]")
    expect(told).to_contain_text(said.superseded)
    expect(told).to_contain_text(second)
    fits(page)


@BOTH
def test_a_statement_without_a_recipient_is_told_beside_the_field(
    page: Page, people: dict[str, SignIn], said: Said
) -> None:
    sign_in(page, people["farmer"], said.signing)
    farm = page.locator("main table a").first.get_attribute("href")
    page.goto(f"{farm}/{said.statements}")
    page.locator("[name='/purpose']").select_option("landlord")
    follow(page, page.locator("button[value='ask']"))
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
    enter(page)
    expect(page.locator("#verschil")).to_be_focused()
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
    enter(page)
    expect(page.get_by_role("progressbar")).to_be_visible()
    fits(page)
    tab_to(page, "main .actions form button")
    enter(page)
    expect(page.get_by_role("status")).to_contain_text(said.stopped)
    fits(page)


class InTurn:
    """The workers of a batch, one after the other in this process."""

    def each(self, function: Callable[..., object], tasks: Iterable[object]) -> Iterable[object]:
        return map(function, tasks)


@BOTH
def test_a_batch_is_taken_along_as_one_zip_with_a_sheet_of_all(
    watched: Page, people: dict[str, SignIn], said: Said, database_url: str, tmp_path: Path
) -> None:
    page = watched
    sign_in(page, people["farmer"], said.signing)
    page.goto(said.batches)
    for box in page.locator("[name='/farms']").all()[1:]:
        box.uncheck()
    follow(page, page.locator("main form button[type=submit]"))
    database = Database(database_url)
    while batch_work.work(desks.live(database), InTurn(), "browser"):
        continue
    database.close()
    # The page asks by itself how far it is, and reads all of it anew at the end: nobody presses anything.
    expect(page.get_by_role("link", name=said.whole)).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_js_property("value", 1)
    fits(page)
    with page.expect_download(timeout=PATIENCE) as taken:
        page.get_by_role("link", name=said.whole).click()
    taken.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        file, sheet = archive.namelist()
        assert archive.read(file).startswith(b"%PDF-")
        (tmp_path / "sheet.xlsx").write_bytes(archive.read(sheet))
    assert (file[:5], sheet) == ("0001-", said.sheet)
    book = openpyxl.load_workbook(tmp_path / "sheet.xlsx", read_only=True)
    listed = [[cell for cell in row if cell] for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    assert any(file in row for row in listed)
