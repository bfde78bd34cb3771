"""``python -m tests.browser.pictures`` draws the main pages of farmer and adviser in ``docs/pictures``, to be looked at."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import shapely
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from calculator.services import demo
from calculator.services.background import batch_work
from calculator.services.demo import SignIn
from calculator.services.statement import desks
from calculator.settings import Settings
from calculator.store import Database
from calculator.web import create_app
from calculator.web.serve import prepare
from calculator.web.wiring import live
from tests.browser.conftest import CHROMIUM, follow
from tests.browser.test_accounts import ENGLISH, sign_in
from tests.browser.test_adviser import OneAfterTheOther
from tests.geography.maps import square, written

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
_WIDE, _NARROW = 1280, 320


@dataclass(frozen=True)
class _Served:
    """A demo, its clients calculated under the rules of a year ago and of today; ``base`` is its address."""

    base: str
    people: dict[str, SignIn]


@contextmanager
def _served() -> Iterator[_Served]:
    with tempfile.TemporaryDirectory() as folder:
        settings, now = (
            Settings(database_url=f"sqlite:///{folder}/app.sqlite3"),
            datetime(2026, 11, 24, 12, tzinfo=UTC),
        )
        people = {who.role: who for who in prepare(settings, now)}
        _calculated(Database(settings.database_url), now)
        app = create_app(settings, replace(live(), today=lambda: date(2026, 11, 24)))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield _Served(f"http://127.0.0.1:{server.server_port}", people)
        server.shutdown()
        thread.join()


def _calculated(database: Database, now: datetime) -> None:
    demo.calculate(database, now, now.date())
    at = replace(desks.live(database), now=lambda: now, today=now.date)
    while batch_work.work(at, OneAfterTheOther(), "pictures"):
        continue
    database.close()


def _draw(page: Page, name: str, high: int = 900, wide: int = _WIDE) -> None:
    page.set_viewport_size({"width": wide, "height": 900})
    page.wait_for_load_state("networkidle")
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file, clip={"x": 0, "y": 0, "width": wide, "height": high}, full_page=True)
    page.set_viewport_size({"width": _WIDE, "height": 900})
    Image.open(file).convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(file, optimize=True)


def _piece(page: Page, name: str, heading: str) -> None:
    """The part of a page around a heading, unfolded."""
    file = FOLDER / f"{name}.png"
    around = page.locator(f"section:has(#{heading})").last
    around.evaluate(
        "part => { for (const fold of part.querySelectorAll(':scope > details')) fold.open = true }"
    )
    around.screenshot(path=file)
    Image.open(file).convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(file, optimize=True)


def _computed(page: Page, home: str) -> str:
    """The address of a draft with the first example, computed."""
    page.goto(home)
    follow(page, page.locator('a[href*="example="]').first)
    follow(page, page.locator(".utrecht-button[value=compute]"))
    return page.url.rpartition("/")[0]


def _fields() -> bytes:
    shapes = [
        square(300),
        square(250, east=350),
        shapely.Polygon([(155000, 463350), (155300, 463350), (155280, 463600), (155040, 463560)]),
    ]
    cells = {"kenmerk": ["P1", "P2", "P3"], "gewascode": ["265", "233", "265"]}
    return written("GPKG", shapes, cells)


def _of_farmer(page: Page, base: str) -> None:
    page.goto(f"{base}/en/estimate")
    _draw(page, "page-estimate-en")
    page.goto(f"{_computed(page, f'{base}/en')}/result")
    _draw(page, "page-result-en", 1400)
    _piece(page, "result", "wie")
    _draw(page, "page-result-narrow-en", 1400, _NARROW)
    page.locator("summary:has(#plannen)").click()
    picked = page.locator("#overwegen input[name=consider]")
    page.locator("#overwegen > summary").click()
    for number in range(2):
        picked.nth(number).check()
    follow(page, page.locator("button[value=consider]"))
    _piece(page, "page-plans-en", "plannen")
    at = _computed(page, base)
    page.goto(f"{at}/delen?cost=1")
    _draw(page, "page-parts-nl", 1000)
    page.goto(f"{at}/uitkomst")
    _draw(page, "page-result-nl", 1400)
    _piece(page, "page-aid-nl", "grenzen")
    _piece(page, "page-applying-nl", "aanvragen")
    page.goto(f"{at}/percelen-inlezen")
    file = {"name": "p.gpkg", "mimeType": "application/octet-stream", "buffer": _fields()}
    page.set_input_files("#bestand", [file])  # type: ignore[list-item]  # a file that is in memory
    follow(page, page.locator("main form button[type=submit]").first)
    _draw(page, "page-import-nl", 560)
    follow(page, page.locator("button[value=apply]"))
    _draw(page, "page-parcels-nl", 1000)
    _draw(page, "page-parcels-narrow-nl", 1400, _NARROW)
    page.goto(f"{at}/kaart")
    _draw(page, "page-map-nl", 1000)
    page.goto(f"{at}/kaart?parcel=1")
    _draw(page, "page-outline-nl", 1000)
    _draw(page, "page-outline-narrow-nl", 1200, _NARROW)


def _of_adviser(page: Page, served: _Served) -> None:
    """The list of clients, what changed for one of them, and what a link shows to somebody without an account."""
    page.goto("/en/sign-in")
    page.get_by_label(ENGLISH.email).fill(served.people["adviser"].email)
    page.get_by_label(ENGLISH.password).fill(served.people["adviser"].password)
    follow(page, page.get_by_role("button", name=ENGLISH.press))
    page.goto(f"{served.base}/en/clients")
    _draw(page, "clients", 900)
    follow(page, page.locator("main table a").first)
    at = page.url.rpartition("/")[0]
    _draw(page, "calculation", 1500)
    page.context.clear_cookies()
    sign_in(page, served.people["farmer"], ENGLISH)
    page.goto(f"{at}/share")
    page.locator("[name='/recipient']").fill("Bank")
    follow(page, page.locator("button[value=make]"))
    link = str(page.locator("main code.hash").text_content())
    page.context.clear_cookies()
    page.goto(urlsplit(link.strip()).path)
    _draw(page, "shared", 1000)


def main() -> None:
    """Draw them all."""
    with _served() as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": _WIDE, "height": 900}, base_url=served.base)
        _of_farmer(page, served.base)
        _of_adviser(page, served)
        browser.close()


if __name__ == "__main__":
    main()
