"""The route of the project group, by keyboard and mouse: a scenario by forms, worked out, read, on any width."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from calculator.services.background import scenarios as scenario_background
from calculator.services.demo import SignIn
from calculator.services.scenario import work as scenario_work
from calculator.services.statement import desks
from calculator.services.statement.life import Desk
from calculator.store import Database
from calculator.store.scenario_runs import KeptRun
from tests.browser.conftest import axe, serving, too_wide


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
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Scenario's").click()
    sound(page)
    page.get_by_label("Naam", exact=True).fill("Goud voor 250 euro")
    page.get_by_role("button", name="Maak het scenario").click()
    page.get_by_role("link", name="Tarief").click()
    page.get_by_label("Welke regeling").select_option("national.rvo.eco-regeling")
    page.get_by_role("button", name="Kies").click()
    page.get_by_label("Welk getal").select_option("national.rvo.eco-regeling#eco-premie|rate|goud")
    page.get_by_label("Wordt").fill("250")
    sound(page)
    page.get_by_role("button", name="Voeg toe").click()
    assert page.get_by_role("row", name="250").count() == 1
    sound(page)
    scenario = page.url
    page.goto(f"{address}/scenarios/bedrijven")
    page.get_by_label("Hoeveel").fill("24")
    page.get_by_role("button", name="Maak").click()
    sound(page)
    page.goto(f"{scenario}/doorrekenen")
    sound(page)
    page.get_by_role("button", name="Begin").click()
    assert page.get_by_role("status").inner_text().startswith("Wacht op zijn beurt")
    sound(page)
    database = Database(store_url)
    assert scenario_background.work(desks.live(database), "w", do=here)
    database.close()
    page.get_by_role("link", name="Ververs").click()
    assert page.locator("figure svg").count() >= 4
    sound(page)
    page.get_by_role("link", name="Voortgang door de jaren").click()
    sound(page)
    page.go_back()
    page.get_by_role("link", name="Vergelijk").click()
    sound(page)
