"""The whole route of an adviser in both languages: clients calculated, compared, talked about, shared, handed over."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from calculator.services import demo
from calculator.services.background import batch_work
from calculator.services.demo import SignIn
from calculator.services.statement import desks
from calculator.store import Database
from tests.browser.conftest import follow, serving, sound
from tests.browser.test_accounts import DUTCH, ENGLISH, sign_in

NOW, TODAY = datetime(2026, 11, 24, 12, tzinfo=UTC), date(2026, 11, 24)


class OneAfterTheOther:
    """Workers without processes."""

    def each(self, function: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[Any]:
        return map(function, tasks)


@dataclass(frozen=True)
class Words:
    """What the adviser's pages say in one language."""

    clients: str
    calculate: str
    done: str
    by_rules: str
    share: str
    make: str
    approve: str
    gone: str
    hand_over: str


NL = Words(
    "/klanten", "Reken door", "3 van 3 klaar", "Door andere regels", "Delen met een link", "Maak de link", "Keur goed",
    "Deze link werkt niet", "Draag over",
)  # fmt: skip
EN = Words(
    "/en/clients", "Calculate", "3 of 3 done", "By other rules", "Share by a link", "Make the link", "Approve",
    "This link does not work", "Hand over",
)  # fmt: skip


@dataclass(frozen=True)
class Demo:
    """A demo of its own, since what happens here to its mandates would be seen by other tests."""

    url: str
    people: dict[str, SignIn]
    store: Database


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    address = f"sqlite:///{tmp_path_factory.mktemp('adviser') / 'app.sqlite3'}"
    with serving(address) as (url, people):
        store = Database(address)
        demo.calculate(store, NOW, TODAY)
        worked(store)
        yield Demo(url, {who.role: who for who in people}, store)
        store.close()


def worked(store: Database) -> None:
    desk = replace(desks.live(store), today=lambda: TODAY)
    while batch_work.work(desk, OneAfterTheOther(), "w"):
        continue


@pytest.mark.parametrize("words", [NL, EN], ids=["nl", "en"])
def test_the_whole_route_of_an_adviser(browser: Browser, demonstration: Demo, words: Words) -> None:
    accounts = DUTCH if words is NL else ENGLISH
    options, people = {"base_url": demonstration.url}, demonstration.people
    with browser.new_context(**options) as one, browser.new_context(**options) as other:
        adviser, farmer = one.new_page(), other.new_page()
        sign_in(adviser, people["adviser"], accounts)
        sign_in(farmer, people["farmer"], accounts)
        adviser.goto(words.clients)
        expect(adviser.locator("table.clients tbody tr")).to_have_count(3)
        sound(adviser)
        # All of them again, in the background, with a page that says how far it is.
        adviser.locator("[name='all']").check()
        follow(adviser, adviser.get_by_role("button", name=words.calculate))
        expect(adviser.get_by_role("progressbar")).to_be_visible()
        sound(adviser)
        worked(demonstration.store)
        # The page asks by itself how far it is, and reads all of it anew at the end.
        expect(adviser.get_by_role("status")).to_contain_text(words.done)
        # One client: what new rules brought, and what is said of it.
        adviser.goto(words.clients)
        follow(adviser, adviser.locator("table.clients tbody a").first)
        expect(adviser.locator("main")).to_contain_text(words.by_rules)
        adviser.locator("textarea").fill(f"Graag aanvullen <b>{words.make}</b>")
        follow(adviser, adviser.locator("button[value='comment']"))
        expect(adviser.locator(".comments li").first).to_contain_text(f"<b>{words.make}</b>")
        sound(adviser)
        result = adviser.url
        # A link opens once the farmer agrees, and no more once it is revoked.
        follow(adviser, adviser.get_by_role("link", name=words.share))
        adviser.locator("[name='/recipient']").fill("De bank")
        follow(adviser, adviser.get_by_role("button", name=words.make))
        link = re.sub(r"https?://[^/]+", "", adviser.locator("code.hash").inner_text())
        sound(adviser)
        with browser.new_context(**options) as third:
            anybody = third.new_page()
            anybody.goto(link)
            expect(anybody.locator("h1")).to_have_text(words.gone)
            farmer.goto(adviser.url)
            follow(farmer, farmer.get_by_role("button", name=words.approve))
            anybody.goto(link)
            expect(anybody.locator("main")).to_contain_text("De bank")
            sound(anybody)
            follow(farmer, farmer.locator("button[value^='revoke:']").first)
            anybody.reload()
            expect(anybody.locator("h1")).to_have_text(words.gone)
        # A colleague takes over, and the farmer sees it.
        adviser.goto(result)
        adviser.locator("select[name='/colleague'] option:not([selected])").first.wait_for(state="attached")
        chosen = adviser.locator("select[name='/colleague'] option:not([selected])").first.inner_text()
        adviser.locator("select[name='/colleague']").select_option(label=chosen)
        follow(adviser, adviser.get_by_role("button", name=words.hand_over))
        expect(adviser.locator("main")).to_contain_text(chosen)
        farmer.goto(accounts.mandates)
        expect(farmer.locator("main")).to_contain_text(chosen)


def test_a_mandate_that_ends_while_its_farm_is_changed_saves_nothing_and_loses_nothing(
    browser: Browser, demonstration: Demo
) -> None:
    people, options = demonstration.people, {"base_url": demonstration.url}
    with browser.new_context(**options) as one, browser.new_context(**options) as other:
        page, farmer = one.new_page(), other.new_page()
        sign_in(page, people["adviser"])
        page.goto(NL.clients)
        follow(page, page.locator("table.clients tbody a").last)
        farm = page.url.split("/")[-2]
        page.goto(f"/mijn/bedrijven/{farm}/wijzigen")
        page.locator("[name='/farm/name']").fill("Half veranderd")
        sign_in(farmer, people["farmer"])
        farmer.goto("/mijn/machtigingen")
        given = farmer.locator("section", has=farmer.locator(f"a[href*='{farm}']"))
        follow(farmer, given.locator("button[value^='revoke:']").first)
        follow(page, page.get_by_role("button", name="Bewaren"))
        expect(page.locator("main")).to_contain_text("De boer heeft uw machtiging ingetrokken")
        expect(page.locator("main")).to_contain_text("Vraag de boer om een nieuwe machtiging")
        expect(page.locator("[name='/farm/name']")).to_have_value("Half veranderd")
        page.goto(NL.clients)
        expect(page.locator("table.clients tbody tr")).to_have_count(2)
