"""From a quick estimate to a whole profile, part by part: saved while one types, by keyboard, on a phone, without script."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import axe, choose, follow, too_wide
from tests.browser.keys import enter, tab_to


@dataclass(frozen=True)
class Words:
    """What the pages say in one language."""

    home: str
    begin: str
    grassland: str
    estimate: str
    result: str
    complete: str
    herd: str
    milk: str
    waiting: str
    all_parts: str
    parcels: str
    region: str
    second: str
    change: str
    changed: str
    compute: str


DUTCH = Words(
    "/", "Schat het in twee minuten", "Blijvend grasland", "Schat wat het oplevert", "Uw beste stapel", "Maak er een profiel van",
    "Vee, melk en programma’s", "Melk per jaar", "Uw invoer staat hier klaar.", "Alle delen", "Percelen en maatregelen",
    "Eco-regio", "Regio 2", "Verander", "Eén perceel is veranderd.", "Bereken de beste stapel",
)  # fmt: skip
ENGLISH = Words(
    "/en", "Estimate it in two minutes", "Permanent grassland", "Estimate what it brings", "Your best stack",
    "Make it a profile", "Herd, milk and programmes", "Milk per year", "Your input is kept here.", "All parts",
    "Parcels and measures", "Eco region", "Region 2", "Change", "One parcel was changed.", "Calculate the best stack",
)  # fmt: skip
BOTH = pytest.mark.parametrize("words", [DUTCH, ENGLISH], ids=["nl", "en"])


def to_the_parts(page: Page, words: Words) -> None:
    page.goto(words.home)
    follow(page, page.get_by_role("link", name=words.begin))
    page.get_by_label(words.grassland, exact=True).fill("30")
    follow(page, page.get_by_role("button", name=words.estimate))
    expect(page.get_by_role("heading", level=1)).to_have_text(words.result)
    follow(page, page.get_by_role("link", name=words.complete))


@BOTH
def test_an_estimate_becomes_a_profile_that_saves_itself(watched: Page, words: Words) -> None:
    page = watched
    page.goto(words.home)
    follow(page, page.get_by_role("link", name=words.begin))
    assert axe(page) == []
    to_the_parts(page, words)
    assert axe(page) == []
    follow(page, page.get_by_role("link", name=words.herd))
    milk = page.get_by_label(words.milk, exact=True)
    milk.fill("690000")
    milk.press("Tab")
    after = page.evaluate("document.activeElement.id")
    expect(page.get_by_role("status")).to_contain_text(words.waiting)
    assert page.evaluate("document.activeElement.id") == after != "", "saving moves nobody out of a field"
    assert axe(page) == []
    page.reload()
    expect(page.get_by_label(words.milk, exact=True)).to_have_value("690000")
    follow(page, page.get_by_role("link", name=words.all_parts))

    follow(page, page.get_by_role("link", name=words.parcels))
    page.get_by_role("checkbox").first.check()
    choose(page.get_by_label(words.region, exact=True), words.second)
    assert axe(page) == []
    follow(page, page.get_by_role("button", name=words.change, exact=True))
    expect(page.get_by_role("status")).to_contain_text(words.changed)
    follow(page, page.get_by_role("link", name=words.grassland))
    expect(page.get_by_label(words.region, exact=True)).to_have_value("2")
    assert axe(page) == []


def test_the_way_from_estimate_to_profile_and_back_needs_no_mouse(page: Page) -> None:
    page.goto("/schatting")
    tab_to(page, "[name='/land/permanent_grassland']")
    page.keyboard.type("30")
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(DUTCH.result)
    tab_to(page, "[role=status] a")
    enter(page)
    page.wait_for_url("**/delen")
    tab_to(page, "a[href$='/deel/herd']")
    enter(page)
    page.wait_for_url("**/deel/herd")
    tab_to(page, "[name='/herd/milk_kg_year']")
    page.keyboard.type("690000")
    enter(page)
    page.wait_for_url("**/delen")
    tab_to(page, "main form button[type=submit]")
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(DUTCH.result)
    tab_to(page, "summary:has(#plannen)", most=300)
    page.keyboard.press("Enter")
    tab_to(page, "#overwegen > summary", most=300)
    page.keyboard.press("Enter")
    tab_to(page, "#overwegen input[name=consider]")
    page.keyboard.press("Space")
    tab_to(page, "#overwegen button[value=consider]", most=300)
    enter(page)
    expect(page.locator("#plannen")).to_be_visible()
    expect(page.locator("main select[name^='/choice/']").first).to_be_visible()


def test_every_part_fits_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    to_the_parts(page, DUTCH)
    assert too_wide(page) <= 0
    for link in [a.get_attribute("href") for a in page.locator(".task__name").all()]:
        assert link
        page.goto(link)
        assert too_wide(page) <= 0, link
        assert axe(page) == [], link


@BOTH
def test_the_parts_work_without_script(browser: Browser, base_url: str, words: Words) -> None:
    with browser.new_context(java_script_enabled=False, base_url=base_url) as context:
        page = context.new_page()
        to_the_parts(page, words)
        follow(page, page.get_by_role("link", name=words.herd))
        page.get_by_label(words.milk, exact=True).fill("690000")
        enter(page)
        follow(page, page.get_by_role("link", name=words.herd))
        expect(page.get_by_label(words.milk, exact=True)).to_have_value("690000")
        follow(page, page.get_by_role("link", name=words.all_parts))
        follow(page, page.get_by_role("button", name=words.compute))
        expect(page.get_by_role("heading", level=1)).to_have_text(words.result)
