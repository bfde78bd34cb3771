"""The way through the house: a farm is filled in, mended, computed, opened up, changed, and taken along as a PDF."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import axe, choose, follow, too_wide


@dataclass(frozen=True)
class Words:
    """What the page says in one language."""

    page: str
    check: str
    area: str
    use: str
    grassland: str
    region: str
    second: str
    measure: str
    kind: str
    add_measure: str
    add_parcel: str
    day: str
    years: str
    compute: str
    wrong: str
    mended: str
    result: str
    who: str
    formula: str
    change: str
    download: str
    genuine: str
    statement: str
    recompute: str


DUTCH = Words(
    "/bedrijf", "/controle", "Oppervlakte", "Gebruik", "Blijvend grasland", "Eco-regio", "Regio 2", "Maatregel",
    "Langjarig grasland", "Maatregel toevoegen", "Perceel toevoegen", "Regels van deze dag", "Aantal jaren",
    "Bereken de beste stapel", "kan 1234 zijn of 1,234", "18,40", "Uw beste stapel", "Wie betaalt wat", "Berekening",
    "Gegevens veranderen", "Download het beloningsoverzicht (PDF)", "Het overzicht klopt", "Het beloningsoverzicht (PDF)",
    "Reken na",
)  # fmt: skip
ENGLISH = Words(
    "/en/farm", "/en/check", "Area", "Land use", "Permanent grassland", "Eco region", "Region 2", "Measure",
    "Long-term grassland", "Add a measure", "Add a parcel", "Rules of this day", "Number of years",
    "Calculate the best stack", "could be 1234 or 1.234", "18.40", "Your best stack", "Who pays what", "Calculation",
    "Change the data", "Download the reward statement (PDF)", "The statement is right", "The reward statement (PDF)",
    "Recompute",
)  # fmt: skip
BOTH = pytest.mark.parametrize("words", [DUTCH, ENGLISH], ids=["nl", "en"])


def fill(page: Page, words: Words, area: str) -> None:
    """One parcel of grassland with one measure, on a day of which the rules are known."""
    page.goto(words.page)
    parcel = page.locator("#f-parcels-0")
    parcel.get_by_label(words.area, exact=True).first.fill(area)
    parcel.get_by_label(words.use, exact=True).select_option(label=words.grassland)
    choose(parcel.get_by_label(words.region), words.second)
    parcel.get_by_label(words.measure, exact=True).select_option(label=words.kind)
    parcel.get_by_label(words.area, exact=True).nth(1).fill("18,40")
    page.get_by_label(words.day).fill("2026-05-15")


@BOTH
def test_a_farm_goes_all_the_way(watched: Page, words: Words, tmp_path: Path) -> None:
    page = watched
    fill(page, words, "1.234")
    follow(page, page.get_by_role("button", name=words.compute).last)

    summary = page.get_by_role("alert")
    expect(summary).to_contain_text(words.wrong)
    assert axe(page) == []
    summary.get_by_role("link", name=re.compile("1234")).click()
    expect(page.locator("[name='/parcels/0/area_ha']")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(words.mended)

    follow(page, page.get_by_role("button", name=words.add_measure))
    expect(page.locator("[name='/parcels/0/measures/1/code']")).to_be_focused()
    follow(page, page.get_by_role("button", name=words.add_parcel))
    expect(page.locator("[name='/parcels/1/area_ha']")).to_be_focused()
    page.locator("#f-parcels-1").get_by_label(words.area, exact=True).first.fill("2,5")
    page.locator("#f-parcels-1").get_by_label(words.use, exact=True).select_option(label=words.grassland)
    page.get_by_label(words.years).select_option("3")
    follow(page, page.get_by_role("button", name=words.compute).last)

    expect(page.get_by_role("heading", level=1)).to_have_text(words.result)
    expect(page.get_by_role("heading", name=words.who)).to_be_visible()
    expect(page.locator(".slab").nth(1)).to_be_attached()
    line = page.locator("#regels-alles details.line").first
    expect(line).to_be_hidden()
    page.locator("summary:has(#regels)").click()
    expect(line.get_by_text(words.formula, exact=True)).to_be_hidden()
    line.locator("summary").click()
    expect(line.get_by_text(words.formula, exact=True)).to_be_visible()
    expect(line.locator(".source").first).to_be_visible()
    assert axe(page) == []

    with page.expect_download() as saved:
        page.get_by_role("button", name=words.download).click()
    statement = tmp_path / "statement.pdf"
    saved.value.save_as(statement)
    assert statement.read_bytes().startswith(b"%PDF-")

    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(words.result)
    follow(page, page.get_by_role("link", name=words.change))
    expect(page.locator("[name='/parcels/1/area_ha']")).to_have_value(re.compile("^2"))

    page.goto(words.check)
    page.get_by_label(words.statement).set_input_files(statement)
    follow(page, page.get_by_role("button", name=words.recompute, exact=True))
    expect(page.get_by_role("alert")).to_contain_text(words.genuine)
    assert axe(page) == []


def test_what_is_folded_away_is_printed_in_full_and_unfolds_for_a_link_to_it(page: Page) -> None:
    page.goto("/")
    follow(page, page.get_by_role("link", name="Voorbeeldboerderij De Vlietlanden"))
    page.get_by_label("Regels van deze dag").fill("2026-05-15")
    follow(page, page.get_by_role("button", name="Bereken de beste stapel").last)
    folded = [page.locator(f"#{name}-alles") for name in ("open", "regels", "klassen", "grenzen", "aannamen")]
    for part in folded:
        expect(part).to_be_hidden()
    page.emulate_media(media="print")
    for part in folded:
        expect(part).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Bekijk de punten").click()
    expect(page.locator("#klassen-alles")).to_be_visible()
    expect(page.locator("#grenzen-alles")).to_be_hidden()


def test_an_example_fits_on_a_phone_from_form_to_result(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/")
    follow(page, page.get_by_role("link", name="Voorbeeldboerderij De Vlietlanden"))
    assert too_wide(page) <= 0
    page.get_by_label("Regels van deze dag").fill("2026-05-15")
    page.get_by_label("Aantal jaren").select_option("10")
    follow(page, page.get_by_role("button", name="Bereken de beste stapel").last)
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw beste stapel")
    assert too_wide(page) <= 0
    for fold in page.locator("details:not([open]) > summary").all():
        if fold.is_visible():
            fold.click()
    assert axe(page) == []
    assert too_wide(page) <= 0


@BOTH
def test_it_works_without_script(browser: Browser, base_url: str, words: Words) -> None:
    with browser.new_context(java_script_enabled=False, base_url=base_url) as context:
        page = context.new_page()
        fill(page, words, "18,40")
        follow(page, page.get_by_role("button", name=words.add_parcel))
        expect(page.locator("#f-parcels-1")).to_be_visible()
        follow(page, page.locator("#f-parcels-1").get_by_role("button").last)
        expect(page.locator("#f-parcels-1")).to_have_count(0)
        follow(page, page.get_by_role("button", name=words.compute).last)
        expect(page.get_by_role("heading", level=1)).to_have_text(words.result)


def test_enter_in_a_field_computes_and_removes_nothing(page: Page) -> None:
    fill(page, DUTCH, "18,40")
    page.locator("#f-parcels-0").get_by_label("Oppervlakte", exact=True).first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw beste stapel")


def test_the_language_changes_without_losing_what_was_filled_in(page: Page) -> None:
    fill(page, DUTCH, "18,40")
    follow(page, page.get_by_role("button", name="English"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Data of the farm")
    expect(page.locator("[name='/parcels/0/area_ha']")).to_have_value("18,40")
    follow(page, page.get_by_role("button", name="Calculate the best stack").last)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your best stack")
    follow(page, page.get_by_role("link", name="Nederlands"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw beste stapel")


@BOTH
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_going_back_shows_what_was_filled_in(
    browser: Browser, base_url: str, words: Words, script: bool
) -> None:
    with browser.new_context(java_script_enabled=script, base_url=base_url) as context:
        page = context.new_page()
        fill(page, words, "18,40")
        follow(page, page.get_by_role("button", name=words.add_parcel))
        page.locator("[name='/parcels/1/area_ha']").fill("2,5")
        page.locator("[name='/parcels/1/land_use']").select_option("permanent_grassland")
        follow(page, page.get_by_role("button", name=words.compute).last)
        expect(page.get_by_role("heading", level=1)).to_have_text(words.result)
        page.go_back()
        expect(page.locator("[name='/parcels/0/area_ha']")).to_have_value("18,40")
        expect(page.locator("[name='/parcels/1/area_ha']")).to_have_value("2,5")
        page.go_forward()
        expect(page.get_by_role("heading", level=1)).to_have_text(words.result)
        page.go_back()
        page.go_back()
        expect(page.locator("[name='/parcels/0/area_ha']")).to_have_value("18,40")
