"""The route of the project group, by keyboard and mouse: a scenario by forms, worked out, read, on any width."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from calculator.services.background import scenarios as scenario_background
from calculator.services.demo import SignIn
from calculator.services.scenario.running import work as scenario_work
from calculator.services.statement import desks
from calculator.services.statement.life import Desk
from calculator.store import Database
from calculator.store.scenarios.scenario_runs import KeptRun
from tests.browser.conftest import axe, follow, serving, too_wide


def here(at: Desk, kept: KeptRun, worker: str, go_on: Callable[[], bool]) -> bool:
    scenario_work.perform(at, kept, worker, go_on=go_on, draw=lambda _, language: language.encode())
    return True


def sound(page: Page) -> None:
    """Nothing for axe to say, and nothing to scroll sideways on a narrow screen."""
    page.set_viewport_size({"width": 320, "height": 900})
    assert too_wide(page) == 0, page.url
    assert axe(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, SignIn, str]]:
    """The address of a server of its own, a member of the project group, and the address of the database."""
    url = f"sqlite:///{tmp_path_factory.mktemp('bench') / 'app.sqlite3'}"
    with serving(url) as (address, people):
        yield address, next(who for who in people if who.role == "project_group"), url


def test_the_project_group_makes_and_reads_a_scenario(watched: Page, bench: tuple[str, SignIn, str]) -> None:
    page = watched
    address, who, store_url = bench
    page.goto(f"{address}/inloggen")
    page.fill('[name="/email"]', who.email)
    page.fill('[name="/password"]', who.password)
    follow(page, page.get_by_role("button", name="Log in"))
    follow(page, page.get_by_role("link", name="Scenario's"))
    sound(page)
    page.get_by_label("Naam", exact=True).fill("Goud voor 250 euro")
    follow(page, page.get_by_role("button", name="Maak het scenario"))
    follow(page, page.get_by_role("link", name="Tarief"))
    page.get_by_label("Welke regeling").select_option("national.rvo.eco-regeling")
    follow(page, page.get_by_role("button", name="Kies"))
    page.get_by_label("Welk getal").select_option("national.rvo.eco-regeling#eco-premie|rate|goud")
    page.get_by_label("Wordt").fill("250")
    sound(page)
    follow(page, page.get_by_role("button", name="Voeg toe"))
    expect(page.get_by_role("row", name="250")).to_have_count(1)
    sound(page)
    scenario = page.url
    page.goto(f"{address}/scenarios/bedrijven")
    page.get_by_label("Hoeveel").fill("24")
    follow(page, page.get_by_role("button", name="Maak"))
    sound(page)
    follow(page, page.get_by_role("link", name="Open een bedrijf"))
    page.get_by_label("Sleutel van het bedrijf").fill("F000003")
    follow(page, page.get_by_role("button", name="Toon de hele toekenning"))
    expect(page.get_by_role("heading", name="Bedrijf F000003")).to_be_visible()
    sound(page)
    page.goto(f"{scenario}/doorrekenen")
    sound(page)
    follow(page, page.get_by_role("button", name="Begin"))
    expect(page.get_by_role("status")).to_contain_text("Wacht op zijn beurt")
    sound(page)
    database = Database(store_url)
    assert scenario_background.work(desks.live(database), "w", do=here)
    database.close()
    # The page asks by itself how far it is, and shows the answer when that is there.
    expect(page.locator("figure svg:visible").nth(3)).to_be_visible()
    sound(page)
    follow(page, page.get_by_role("link", name="Voortgang door de jaren"))
    sound(page)
    page.go_back()
    follow(page, page.get_by_role("link", name="Vergelijk"))
    sound(page)
