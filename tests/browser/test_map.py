"""Parcels from a map in a real browser: read, drawn on by keys, and a drawing where there is no script."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from calculator.services.background import parcel_imports
from calculator.store import Database
from calculator.store.background import workers
from calculator.web.identity import moment
from calculator.web.pages.farm import parcel_import
from tests.browser import test_profile as profile
from tests.browser.conftest import axe, follow, too_wide
from tests.browser.tiles import Tiles
from tests.geography.maps import square, written


@dataclass(frozen=True)
class Words:
    """What the import and the map say in one language; ``profile`` has the words on the way there."""

    profile: profile.Words
    read: str
    file: str
    show: str
    take: str
    taken: str
    on_map: str
    draw: str
    middle: str
    last: str
    corners: str
    keep: str
    kept: str


DUTCH = Words(
    profile.DUTCH, "Percelen inlezen uit een bestand", "Kaart of tabel met percelen", "Laat zien wat verandert",
    "Neem het aangevinkte over", "2 percelen zijn veranderd.", "Op de kaart", "verander de grens van perceel Kamp",
    "Hoek in het midden van de kaart", "Laatste hoek weg", "Hoeken", "Bewaar de grens", "De grens van perceel Kamp is bewaard.",
)  # fmt: skip
ENGLISH = Words(
    profile.ENGLISH, "Read parcels from a file", "Map or table with parcels", "Show what changes", "Take over what is ticked",
    "2 parcels were changed.", "On the map", "change the outline of parcel Kamp", "Corner in the middle of the map",
    "Remove the last corner", "Corners", "Save the outline", "The outline of parcel Kamp is saved.",
)  # fmt: skip
BOTH = pytest.mark.parametrize("words", [DUTCH, ENGLISH], ids=["nl", "en"])


def send_a_map(page: Page, words: Words) -> None:
    profile.to_the_parts(page, words.profile)
    follow(page, page.get_by_role("link", name=words.profile.parcels))
    follow(page, page.get_by_role("link", name=words.read))
    content = written("GPKG", [square()], {"kenmerk": ["Kamp"], "gewascode": ["265"]})
    file = {"name": "percelen.gpkg", "mimeType": "application/geopackage+sqlite3", "buffer": content}
    page.get_by_label(words.file).set_input_files([file])  # type: ignore[list-item]  # a file that is in memory
    follow(page, page.get_by_role("button", name=words.show))


def read_a_map(page: Page, words: Words) -> None:
    send_a_map(page, words)
    follow(page, page.get_by_role("button", name=words.take))
    expect(page.get_by_role("status")).to_contain_text(words.taken)
    follow(page, page.get_by_role("link", name=words.on_map))


def test_the_page_of_a_large_map_follows_its_reading_by_itself(
    watched: Page, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody presses anything: the bar is there while somebody works, and then what would change."""
    monkeypatch.setattr(parcel_import, "_SMALL", 0)
    kept = Database(database_url)
    with kept.transaction() as unit:
        workers.seen(unit, "map", moment())
    send_a_map(watched, DUTCH)
    expect(watched.get_by_role("status")).to_contain_text("wacht op zijn beurt")
    expect(watched.get_by_role("progressbar", name="Voortgang")).to_be_visible()
    assert axe(watched) == []
    watched.set_viewport_size({"width": 320, "height": 800})
    assert not too_wide(watched)
    assert parcel_imports.work(kept, "map", moment)
    expect(watched.get_by_role("button", name=DUTCH.take)).to_be_visible()
    with kept.transaction() as unit:
        workers.gone(unit, "map")
    kept.close()


@BOTH
def test_a_parcel_is_read_from_a_file_and_drawn_on_by_keys(watched: Page, words: Words) -> None:
    page = watched
    read_a_map(page, words)
    expect(page.locator(".leaflet-container path.parcel-shape")).to_have_count(2)
    assert axe(page) == []
    follow(page, page.get_by_role("link", name=words.draw))
    field = page.get_by_label(words.corners, exact=True)
    before = field.input_value()
    assert len(before.split("\n")) == 4
    expect(page.locator(".corner")).to_have_count(4)
    page.get_by_role("button", name=words.middle).press("Enter")
    expect(page.locator(".corner")).to_have_count(5)
    page.get_by_role("button", name=words.last).press("Enter")
    expect(field).to_have_value(before)
    page.locator("#kaart").click(position={"x": 30, "y": 250})
    expect(page.locator(".corner")).to_have_count(5)
    page.get_by_role("button", name=words.last).press("Enter")
    assert axe(page) == []
    with page.expect_navigation():
        page.get_by_role("button", name=words.keep).press("Enter")
    expect(page.get_by_role("status")).to_contain_text(words.kept)
    page.set_viewport_size({"width": 320, "height": 800})
    assert too_wide(page) <= 0
    assert axe(page) == []


def test_without_script_the_map_is_a_drawing_with_the_list(browser: Browser, base_url: str) -> None:
    with browser.new_context(java_script_enabled=False, base_url=base_url) as context:
        page = context.new_page()
        read_a_map(page, DUTCH)
        expect(page.locator("#tekening svg path")).to_have_count(1)
        follow(page, page.get_by_role("link", name=DUTCH.draw))
        page.get_by_label(DUTCH.corners, exact=True).fill("155000 463000\n155100 463000\n155100 463100")
        follow(page, page.get_by_role("button", name=DUTCH.keep))
        expect(page.get_by_role("status")).to_contain_text(DUTCH.kept)
        expect(page.get_by_role("row", name="Kamp")).to_contain_text("0,5000 ha")


def test_the_base_map_comes_only_when_asked_for_and_only_from_the_host_that_is_set(
    watched: Page, tiles: Tiles
) -> None:
    page = watched
    read_a_map(page, DUTCH)
    expect(page.locator(".leaflet-container path.parcel-shape")).to_have_count(2)
    assert tiles.asked == []
    with page.expect_response(f"{tiles.url}/**") as first:
        page.get_by_label("Toon de ondergrond van PDOK").check()
    assert first.value.ok
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_visible()
    assert all(path.startswith("/brt/achtergrondkaart/wmts/") for path, _ in tiles.asked)
    assert {came_from for _, came_from in tiles.asked} == {None}, "no address of a page of ours is told"
    expect(page.locator("#ondergrond-fout")).to_be_hidden()


def test_a_host_of_tiles_that_fails_is_told_and_the_map_works_on(page: Page, tiles: Tiles) -> None:
    read_a_map(page, DUTCH)
    follow(page, page.get_by_role("link", name=DUTCH.draw))
    tiles.fails = True
    try:
        page.get_by_label("Toon de ondergrond van PDOK").check()
        expect(page.locator("#ondergrond-fout")).to_contain_text("De kaart werkt zonder")
        page.get_by_role("button", name=DUTCH.middle).press("Enter")
        expect(page.locator(".corner")).to_have_count(5)
    finally:
        tiles.fails = False
