"""A contract that goes on by itself is filled in by hand: its extension, its notice, and what is wrong with them."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import follow, sound
from tests.browser.keys import enter, tab_to

LINE = "/contracts/0/lines/0/"


@dataclass(frozen=True)
class Words:
    """What the pages say in one language."""

    page: str
    compute: str
    add_contract: str
    add_line: str
    more: str
    extends: str
    months: str
    notice_by: str
    given: str
    ambiguous: str
    day: str
    notices: str
    told: str
    change: str


DUTCH = Words(
    "/bedrijf", "Bereken de beste stapel", "Contract toevoegen", "Regel toevoegen", "Verlenging en opzegging",
    "Verlengt zichzelf met zoveel jaren", "Opzegtermijn in maanden", "Opzeggen uiterlijk op", "Is er opgezegd?",
    "kan 1 oktober zijn of 10 januari", "1 oktober", "Contracten: opzeggen of laten doorlopen",
    "verlengt zichzelf met 1 jaar, tenzij u opzegt", "Gegevens veranderen",
)  # fmt: skip
ENGLISH = Words(
    "/en/farm", "Calculate the best stack", "Add a contract", "Add a line", "Extension and notice",
    "Extends itself by so many years", "Notice in months", "Notice at the latest on", "Was notice given?",
    "could be 1 October or 10 January", "1 October", "Contracts: give notice or let them go on",
    "extends itself by 1 year, unless you give notice", "Change the data",
)  # fmt: skip
BOTH = pytest.mark.parametrize("words", [DUTCH, ENGLISH], ids=["nl", "en"])


def named(page: Page, pointer: str) -> Locator:
    return page.locator(f"[name='{pointer}']")


def with_contract(page: Page, words: Words) -> None:
    """A parcel of grassland under a package of a collective for six years."""
    page.goto(words.page)
    named(page, "/on").fill("2026-05-15")
    for key, value in (("id", "P1"), ("area_ha", "6")):
        named(page, f"/parcels/0/{key}").fill(value)
    named(page, "/parcels/0/land_use").select_option("permanent_grassland")
    follow(page, page.get_by_role("button", name=words.add_contract))
    named(page, "/contracts/0/scheme").select_option("national.anlb.midden-delfland")
    named(page, "/contracts/0/from").fill("2023-01-01")
    named(page, "/contracts/0/until").fill("2028-12-31")
    follow(page, page.get_by_role("button", name=words.add_line, exact=True))
    named(page, f"{LINE}package").select_option("a01c")
    named(page, f"{LINE}unit").select_option("P1")
    named(page, f"{LINE}quantity").fill("6")


@BOTH
def test_a_contract_that_goes_on_is_filled_in_mended_and_told_of(watched: Page, words: Words) -> None:
    page = watched
    with_contract(page, words)
    folded = page.locator("#f-contracts details.further")
    expect(folded.get_by_label(words.extends)).to_be_hidden()
    folded.locator("summary").focus()
    page.keyboard.press("Enter")
    folded.get_by_label(words.extends).fill("1")
    folded.get_by_label(words.notice_by).fill("1-10")
    folded.get_by_label(words.given).select_option(index=2)
    follow(page, page.get_by_role("button", name=words.compute).last)

    page.get_by_role("alert").get_by_role("link", name=re.compile(words.ambiguous)).click()
    wrong = named(page, f"{LINE}notice_by")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_accessible_description(re.compile(words.ambiguous))
    expect(named(page, f"{LINE}package").locator("option:checked")).to_have_text(re.compile("^A01c [A-Z]"))
    sound(page)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(words.day)
    enter(page)

    told = page.get_by_role("region", name=words.notices)
    expect(told).to_contain_text(words.told)
    sound(page)
    follow(page, page.get_by_role("link", name=words.change))
    expect(named(page, f"{LINE}notice_by")).to_have_value(words.day)
    expect(page.locator("#f-contracts details.further").get_by_label(words.months)).to_be_visible()


def test_extension_and_notice_are_reached_and_left_by_keys_alone(page: Page) -> None:
    with_contract(page, DUTCH)
    named(page, f"{LINE}decision").focus()
    tab_to(page, "details.further > summary")
    page.keyboard.press("Enter")
    for key in ("extends_years", "notice_months", "notice_by", "notice_given"):
        tab_to(page, f"[name='{LINE}{key}']", most=2)
    page.set_viewport_size({"width": 320, "height": 800})
    expect(named(page, f"{LINE}notice_by")).to_have_accessible_description(re.compile("dag en maand"))
