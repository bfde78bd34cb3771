"""Real Chromium (Debian's) against a server in this process."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, Response, expect
from werkzeug.serving import make_server

from calculator.services.demo import SignIn
from calculator.settings import Settings
from calculator.web import create_app
from calculator.web.serve import prepare
from calculator.web.wiring import live
from tests.browser.tiles import Tiles, tile_host

#: The shell of the browser without its windows asks a third less of the processor; the whole browser does as well.
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
#: Milliseconds. What is there soon on a quiet machine takes its time on a busy one; nothing here asks how fast.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the server keeps, for who works on it from beside."""
    return f"sqlite:///{tmp_path_factory.mktemp('browser') / 'app.sqlite3'}"


@pytest.fixture(scope="session")
def tiles() -> Iterator[Tiles]:
    """The host from which maps may show a base map."""
    with tile_host() as found:
        yield found


@pytest.fixture(scope="session")
def served(database_url: str, tiles: Tiles) -> Iterator[tuple[str, list[SignIn]]]:
    """The address of a server with the real rules and the demo farms, and its demo sign-ins."""
    with serving(database_url, tiles.url) as found:
        yield found


def _closed(app: Flask) -> WSGIApplication:
    """Closes every answer: the server leaves the file of one open where the browser goes away while it is sent."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterator[bytes]:
        with closing(app(environ, start)) as parts:
            yield from parts

    return answer


@contextmanager
def serving(
    database_url: str, map_tiles: str = "https://tiles.invalid"
) -> Iterator[tuple[str, list[SignIn]]]:
    """Such a server for as long as the block runs."""
    settings = Settings(database_url=database_url, map_tiles=map_tiles)
    people = prepare(settings, datetime(2026, 11, 24, tzinfo=UTC))
    app = create_app(settings, replace(live(), today=lambda: date(2026, 11, 24)))
    server = make_server("127.0.0.1", 0, _closed(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", people
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def server(served: tuple[str, list[SignIn]]) -> str:
    """The address of the server."""
    return served[0]


@pytest.fixture
def people(served: tuple[str, list[SignIn]]) -> dict[str, SignIn]:
    """The demo sign-ins by role."""
    return {who.role: who for who in served[1]}


@pytest.fixture(scope="session")
def base_url(server: str) -> str:
    return server


@pytest.fixture
def watched(page: Page) -> Iterator[Page]:
    """A page on which nothing may go wrong unseen: no console error, no failed request, nothing from elsewhere."""
    wrong: list[str] = []

    def look(answer: Response) -> None:
        if answer.status >= 400 and answer.request.resource_type != "document":
            wrong.append(f"{answer.status} {answer.url}")
        if not answer.url.startswith("http://127.0.0.1"):
            wrong.append(f"from elsewhere: {answer.url}")

    page.on("response", look)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console",
        lambda said: wrong.append(said.text) if said.type == "error" and "422" not in said.text else None,
    )
    yield page
    assert wrong == []


def follow(page: Page, link: Locator) -> None:
    """Click what leads to another page, and wait until all of that page is there: what is asked next is asked of it."""
    with page.expect_navigation(timeout=PATIENCE):
        link.click()


def choose(listed: Locator, start: str) -> None:
    """The choice in a list whose words begin so."""
    listed.select_option(listed.locator("option", has_text=start).get_attribute("value"))


def axe(page: Page) -> list[str]:
    """What axe finds wrong, in words.

    It need not fetch style sheets, sound and film first: of these tags only the rule on sound that plays by itself asks for
    them, and no page has any.
    """
    page.evaluate(AXE)
    assert page.locator("audio, video").count() == 0
    asked = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("asked => axe.run(document, asked)", asked)
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def too_wide(page: Page) -> int:
    """By how many pixels the page can be scrolled sideways."""
    # A page that is on its way has no element yet.
    page.locator("main").wait_for()
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def sound(page: Page) -> None:
    """Nothing scrolls sideways, wide or narrow, and axe finds nothing: at the width of a screen in Dutch, of a phone in English.

    Both languages have one template, and axe takes a second.
    """
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        if (width == 320) == ("/en/" in page.url):
            assert axe(page) == [], page.url
        assert too_wide(page) <= 0, page.url
    page.set_viewport_size({"width": 1280, "height": 800})
