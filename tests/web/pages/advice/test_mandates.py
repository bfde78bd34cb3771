"""Mandates on the pages: asked for by the adviser, decided by the farmer, and colleagues who come and go."""

import html
import json
import re
from datetime import UTC, date, datetime, timedelta

from flask import Flask

from calculator.services.account.rights import Role
from calculator.services.advice import mandating
from calculator.store.accounts import mandates, organisations, users
from tests.store.people import farm, firm, mandate
from tests.web.pages.account.test_farms import result
from tests.web.visitors import Browser, database, person, signed_in


def test_farms_of_one_name_are_told_apart_and_none_is_chosen_beforehand(app: Flask) -> None:
    farmer, adviser = (
        signed_in(app, "tweehoeven@voorbeeld.nl"),
        signed_in(app, "raadt@voorbeeld.nl", Role.ADVISER),
    )
    for area in ("18,40", "7,25"):
        sent = result(farmer.client)
        document = {
            **json.loads(sent["document"]),
            "farm": {"name": "De Hoeve", "municipality": "Midden-Delfland"},
        }
        document["parcels"][0] = {"id": "P1", "area_ha": area.replace(",", "."), "land_use": "arable"}
        farmer.post("/bewaren", {"document": json.dumps(document)})
    adviser.post("/organisatie", {"action": "found", "/name": "Samen verder"})
    firm = re.search(r'<option value="([\w-]+)">Samen verder', adviser.get("/klanten/machtigingen").text)
    assert firm
    wish = {
        "action": "request", "/organisation": firm[1], "/email": "tweehoeven@voorbeeld.nl", "/scope": ["view"],
        "/purpose": "Meedenken", "/start": "2026-11-01", "/end": "2027-11-01",
    }  # fmt: skip
    adviser.post("/klanten/machtigingen", wish)
    page = farmer.get("/mijn/machtigingen").text
    choice = page[page.index('name="farm"') : page.index("</select>")]
    assert "De Hoeve, Midden-Delfland, één perceel, 18,4 ha" in choice
    assert "De Hoeve, Midden-Delfland, één perceel, 7,25 ha" in choice
    assert "selected" not in choice
    assert re.search(r'<option value="">kies een bedrijf', choice)


def test_an_adviser_is_told_what_is_wrong_with_a_request_and_what_came_of_it(app: Flask) -> None:
    person(app, "vrager@voorbeeld.nl", Role.ADVISER)
    adviser = Browser(app)
    adviser.sign_in("vrager@voorbeeld.nl")
    made = adviser.post(
        "/organisatie", {"action": "found", "/name": "Vragen staat vrij"}, follow_redirects=True
    )
    assert "De organisatie is gemaakt." in made.text
    page = adviser.get("/klanten/machtigingen").text
    office = re.search(r'<option value="([\w-]+)">Vragen staat vrij', page)
    assert office
    wish = {"action": "request", "/organisation": office[1], "/scope": "view", "/purpose": "Advies"}
    wrong = adviser.post(
        "/klanten/machtigingen", {**wish, "/email": "iemand", "/start": "31-02-2026", "/end": ""}
    )
    assert wrong.status_code == 422
    told = html.unescape(wrong.text)
    for words in (
        "schrijf het als naam@voorbeeld.nl",
        '"31-02-2026" is geen datum; schrijf vanaf wanneer als dag-maand-jaar',
        "Vul in tot wanneer de machtiging geldt.",
    ):
        assert words in told
    assert '<span class="place">/' not in told
    right = {**wish, "/email": "boer@voorbeeld.nl", "/start": "24-11-2026", "/end": "1-5-2027"}
    asked = adviser.post("/klanten/machtigingen", right, follow_redirects=True)
    assert "De machtiging is gevraagd" in asked.text
    assert "24 november 2026 tot en met 30 april 2027" in asked.text
    withdraw = re.search(r'value="(withdraw:[\w-]+)"', asked.text)
    assert withdraw
    ended = adviser.post("/klanten/machtigingen", {"action": withdraw[1]}, follow_redirects=True)
    assert "30 april 2027; beëindigd op " in ended.text


def test_a_colleague_goes_only_after_it_is_said_what_becomes_of_the_clients(app: Flask) -> None:
    store = database(app)
    manager = person(app, "beheert@voorbeeld.nl", Role.ADVISER)
    leaver = person(app, "stapt-op@voorbeeld.nl", Role.ADVISER)
    farmer = person(app, "blijft@voorbeeld.nl")
    office = firm(store, manager, "Dijk en duin")
    mandate(store, office, farmer, farm(store, farmer, "Kreek"))
    adviser, other = Browser(app), Browser(app)
    adviser.sign_in(manager.email)
    other.sign_in(leaver.email)
    adviser.post("/organisatie", {"action": f"invite:{office.public_id}", "/email": leaver.email})
    found = re.search(r'value="accept:([\w-]+)"', other.get("/organisatie").text)
    assert found
    place = found[1]
    other.post("/organisatie", {"action": f"accept:{place}"})
    with store.transaction() as unit:
        held = mandates.of_organisations(unit, frozenset({office.id}))[0]
        mandates.hand_over(unit, held.id, leaver.id)
    asked = adviser.post("/organisatie", {"action": f"remove:{place}"})
    assert asked.status_code == 200
    assert "stapt-op@voorbeeld.nl verwijderen uit Dijk en duin?" in asked.text
    assert "De machtiging van één bedrijf blijft bij de organisatie en verandert niet." in asked.text
    assert "Naar één van die klanten kijkt daarna niemand in het bijzonder." in asked.text
    assert "Er blijft niemand over" not in asked.text
    assert "stapt-op@voorbeeld.nl" in adviser.get("/organisatie").text, "nothing happened yet"
    done = adviser.post("/organisatie", {"action": f"remove:{place}", "sure": "1"}, follow_redirects=True)
    assert "Dat lidmaatschap is beëindigd." in done.text
    assert "stapt-op@voorbeeld.nl" not in done.text
    with store.transaction() as unit:
        assert [m.keeper for m in mandates.of_organisations(unit, frozenset({office.id}))] == [None]
    own = re.search(r'value="remove:([\w-]+)"', adviser.get("/organisatie").text)
    assert own
    last = adviser.post("/en/organisation", {"action": f"remove:{own[1]}"})
    assert "Nobody is left who can act for these clients" in last.text


def test_an_adviser_who_ended_a_mandate_is_told_so_at_the_farm_and_goes_on_to_the_clients(app: Flask) -> None:
    store = database(app)
    adviser, farmer = person(app, "klaar@voorbeeld.nl", Role.ADVISER), person(app, "rust@voorbeeld.nl")
    office, hedge = firm(store, adviser, "Klaar en af"), farm(store, farmer, "Heg")
    given = mandate(store, office, farmer, hedge)
    browser = Browser(app)
    browser.sign_in(adviser.email)
    browser.post("/klanten/machtigingen", {"action": f"withdraw:{given}"})
    refused = browser.get(f"/mijn/bedrijven/{hedge.public_id}")
    assert refused.status_code == 403
    assert "Uw organisatie heeft de machtiging beëindigd." in refused.text
    offered = re.findall(r'utrecht-button--\w+-action" href="([^"]+)"', refused.text)
    assert offered == ["/klanten", "/"]


def test_an_address_says_by_itself_of_nothing_that_it_was_done(app: Flask) -> None:
    store = database(app)
    farmer, adviser = person(app, "typt@voorbeeld.nl"), person(app, "typt.advies@voorbeeld.nl", Role.ADVISER)
    hedge = farm(store, farmer, "Wei")
    given = mandate(store, firm(store, adviser, "Typen"), farmer, hedge)
    browser = Browser(app)
    browser.sign_in(farmer.email)
    assert 'role="status"' not in browser.get("/mijn/machtigingen?done=revoke").text
    assert 'role="status"' not in browser.get("/mijn/bedrijven?gone=1").text
    done = browser.post("/mijn/machtigingen", {"action": f"revoke:{given}"}, follow_redirects=True)
    assert "De machtiging is ingetrokken" in done.text
    assert "De machtiging is ingetrokken" not in browser.get("/mijn/machtigingen").text, "it is said once"


def test_no_two_entries_of_the_menu_are_called_nearly_alike(app: Flask) -> None:
    browser = signed_in(app, "menu@voorbeeld.nl")
    names = re.findall(
        r'class="nav__link" href="[^"]+"[^>]*>([^<]+)</a>', browser.get("/mijn/bedrijven").text
    )
    assert "Mijn bedrijven" in names
    assert [name for name in names if name.startswith("Mijn bedrij")] == ["Mijn bedrijven"]


def test_the_last_day_of_a_mandate_is_said_alike_everywhere(app: Flask) -> None:
    store = database(app)
    adviser, farmer = person(app, "laatste@voorbeeld.nl", Role.ADVISER), person(app, "dag@voorbeeld.nl")
    meadow = farm(store, farmer, "Beemd")
    mandate(store, firm(store, adviser, "Laatste dag"), farmer, meadow, end=date(2027, 5, 1))
    browser = Browser(app)
    browser.sign_in(adviser.email)
    for page in ("/mijn/bedrijven", f"/mijn/bedrijven/{meadow.public_id}", "/klanten/machtigingen"):
        said = browser.get(page).text.replace("\u00a0", " ")
        assert "tot en met 30 april 2027" in said, page
    assert "1 van één klant" in browser.get("/klanten").text


def test_who_tries_the_demo_can_ask_the_demo_farmer_for_a_mandate(app: Flask) -> None:
    store, now = database(app), datetime(2026, 11, 24, 12, tzinfo=UTC)
    with store.transaction() as unit:
        adviser = users.by_email(unit, "adviseur@demo.test")
        assert adviser is not None
        (office,) = organisations.ids_of(unit, adviser.id)
        asked = mandates.asked(unit, office, "boer@demo.test", now - timedelta(days=1))
    assert asked < mandating.ASKED_A_DAY
