"""``python -m tests.browser.pictures`` draws the main pages of a farmer in ``docs/pictures``, to be looked at."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import shapely
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from calculator.settings import Settings
from calculator.web import create_app
from calculator.web.serve import prepare
from calculator.web.wiring import live
from tests.geography.maps import square, written

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
_WIDE, _NARROW = 1280, 320


@contextmanager
def _served() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/app.sqlite3")
        prepare(settings, datetime(2026, 11, 24, tzinfo=UTC))
        app = create_app(settings, replace(live(), today=lambda: date(2026, 11, 24)))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _draw(page: Page, name: str, high: int = 900, wide: int = _WIDE) -> None:
    page.set_viewport_size({"width": wide, "height": 900})
    page.wait_for_load_state("networkidle")
    file = FOLDER / f"page-{name}.png"
    page.screenshot(path=file, clip={"x": 0, "y": 0, "width": wide, "height": high}, full_page=True)
    page.set_viewport_size({"width": _WIDE, "height": 900})
    Image.open(file).convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(file, optimize=True)


def _piece(page: Page, name: str, heading: str) -> None:
    """The part of a page around a heading."""
    file = FOLDER / f"page-{name}.png"
    page.locator(f"*:has(> #{heading})").first.screenshot(path=file)
    Image.open(file).convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(file, optimize=True)


def _computed(page: Page, home: str) -> str:
    """The address of a draft with the first example, computed."""
    page.goto(home)
    page.locator('a[href*="example="]').first.click()
    page.locator(".utrecht-button[value=compute]").click()
    page.wait_for_load_state()
    return page.url.rpartition("/")[0]


def _fields() -> bytes:
    shapes = [
        square(300),
        square(250, east=350),
        shapely.Polygon([(155000, 463350), (155300, 463350), (155280, 463600), (155040, 463560)]),
    ]
    cells = {"kenmerk": ["P1", "P2", "P3"], "gewascode": ["265", "233", "265"]}
    return written("GPKG", shapes, cells)


def main() -> None:
    """Draw them all."""
    with _served() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": _WIDE, "height": 900})
        page.goto(f"{base}/en/estimate")
        _draw(page, "estimate-en")
        page.goto(f"{_computed(page, f'{base}/en')}/result")
        _draw(page, "result-en", 1400)
        _draw(page, "result-narrow-en", 1400, _NARROW)
        picked = page.locator("#overwegen input[name=consider]")
        page.locator("#overwegen > summary").click()
        for number in range(2):
            picked.nth(number).check()
        page.locator("button[value=consider]").click()
        _piece(page, "plans-en", "plannen")
        at = _computed(page, base)
        page.goto(f"{at}/delen?cost=1")
        _draw(page, "parts-nl", 1000)
        page.goto(f"{at}/uitkomst")
        _draw(page, "result-nl", 1400)
        _piece(page, "aid-nl", "grenzen")
        _piece(page, "applying-nl", "aanvragen")
        page.goto(f"{at}/percelen-inlezen")
        file = {"name": "p.gpkg", "mimeType": "application/octet-stream", "buffer": _fields()}
        page.set_input_files("#bestand", [file])  # type: ignore[list-item]  # a file that is in memory
        page.locator("main form button[type=submit]").first.click()
        _draw(page, "import-nl", 560)
        page.locator("button[value=apply]").click()
        _draw(page, "parcels-nl", 1000)
        _draw(page, "parcels-narrow-nl", 1400, _NARROW)
        page.goto(f"{at}/kaart")
        _draw(page, "map-nl", 1000)
        page.goto(f"{at}/kaart?parcel=1")
        _draw(page, "outline-nl", 1000)
        _draw(page, "outline-narrow-nl", 1200, _NARROW)
        browser.close()


if __name__ == "__main__":
    main()
