"""Keeping a farm, opening it again, and two people at the same farm; on the pages."""

import html
import json
import re

from flask import Flask
from flask.testing import FlaskClient

from calculator.services.account.rights import Role
from tests.web.pages.farm.test_filling import SMALL
from tests.web.visitors import PASSWORD, Browser, Letterbox, person, signed_in

CARRIED = ("document", "on", "years")


def result(client: FlaskClient) -> dict[str, str]:
    """What the result page of a small farm carries along."""
    text = client.post("/bedrijf", data=SMALL, follow_redirects=True).text
    found = {name: re.search(rf'type="hidden" name="{name}" value="([^"]*)"', text) for name in CARRIED}
    return {name: html.unescape(hit[1]) for name, hit in found.items() if hit}


def hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found
    return html.unescape(found[1])


def test_a_result_without_an_account_is_kept_after_signing_in(app: Flask) -> None:
    person(app, "bewaar@voorbeeld.nl")
    browser = Browser(app)
    carried = result(browser.client)
    asked = browser.client.post("/bewaren", data=carried)
    assert "Log in om dit bedrijf te bewaren" in asked.text
    document = hidden(asked.text, "document")
    kept = browser.sign_in("bewaar@voorbeeld.nl", document=document)
    assert kept.location.startswith("/mijn/bedrijven/")
    page = browser.get(kept.location).text
    assert json.loads(hidden(page, "document")) == json.loads(carried["document"])
    assert "Bedrijf zonder naam" in page


def test_a_result_waits_with_the_link_of_a_new_account(app: Flask, letters: Letterbox) -> None:
    browser = Browser(app)
    document = result(browser.client)["document"]
    form = browser.post("/account-maken", {"action": "show", "document": document})
    assert hidden(form.text, "document") == document
    wishes = {"/email": "wachtend@voorbeeld.nl", "/name": "Vers", "/role": "farmer", "document": document}
    assert "Kijk in uw e-mail" in browser.post("/account-maken", wishes).text
    browser.post(letters.link(), {"/password": PASSWORD})
    assert "Bedrijf zonder naam" in browser.get("/mijn/bedrijven").text


def test_what_is_no_profile_is_not_kept(app: Flask) -> None:
    browser = signed_in(app, "niets@voorbeeld.nl")
    for document in ("", "{}", "nonsense", "[]", '{"profile": "stapelwijzer-farm-1"}'):
        assert browser.post("/bewaren", {"document": document}).status_code == 422
    assert "nog geen bedrijf" in browser.get("/mijn/bedrijven").text


def test_a_kept_farm_is_changed_and_says_which_version_it_is(app: Flask) -> None:
    browser = signed_in(app, "wijzig@voorbeeld.nl")
    address = browser.post("/bewaren", result(browser.client)).location
    form = browser.get(f"{address}/wijzigen")
    assert 'value="18,4"' in form.text or 'value="18,40"' in form.text
    change = {**SMALL, "/farm/name": "Hoeve", "revision": hidden(form.text, "revision"), "action": "save"}
    assert browser.post(f"{address}/wijzigen", change).location == address
    page = browser.get(address).text
    assert "Hoeve" in page
    assert "versie 2" in page


def test_the_second_saver_is_told_keeps_what_was_filled_in_and_may_then_decide(app: Flask) -> None:
    browser = signed_in(app, "twee@voorbeeld.nl")
    address = browser.post("/bewaren", result(browser.client)).location
    other = {**SMALL, "/farm/name": "Andere", "revision": "1", "action": "save"}
    mine = {**SMALL, "/farm/name": "Mijne", "/herd/dairy_cows": "77", "revision": "1", "action": "save"}
    assert browser.post(f"{address}/wijzigen", other).status_code == 303
    told = browser.post(f"{address}/wijzigen", mine)
    assert told.status_code == 409
    assert "Dit bedrijf is intussen ergens anders bewaard" in told.text
    assert "er is niets verloren" in told.text
    assert 'value="Mijne"' in told.text
    assert 'value="77"' in told.text
    assert "Andere" in browser.get(address).text
    again = {**mine, "revision": hidden(told.text, "revision")}
    assert browser.post(f"{address}/wijzigen", again).status_code == 303
    assert "Mijne" in browser.get(address).text


def test_wrong_fields_of_a_kept_farm_are_told_and_nothing_is_saved(app: Flask) -> None:
    browser = signed_in(app, "fout@voorbeeld.nl")
    address = browser.post("/bewaren", result(browser.client)).location
    wrong = {**SMALL, "/parcels/0/area_ha": "1.234", "revision": "1", "action": "save"}
    answer = browser.post(f"{address}/wijzigen", wrong, follow_redirects=True)
    assert answer.status_code == 422
    assert "kan 1234 zijn of 1,234" in answer.text
    assert "versie 1" in browser.get(address).text


def test_going_back_after_deleting_finds_nothing_and_says_so(app: Flask) -> None:
    browser = signed_in(app, "terug@voorbeeld.nl")
    address = browser.post("/bewaren", result(browser.client)).location
    gone = browser.post(f"{address}/weg", follow_redirects=True)
    assert "Het bedrijf is verwijderd" in gone.text
    for path in (address, f"{address}/wijzigen", f"{address}/weg"):
        assert browser.get(path).status_code == 404
    assert browser.post(f"{address}/weg").status_code == 404
    typed = {**SMALL, "/farm/name": "Toch nog", "revision": "1", "action": "save"}
    told = browser.post(f"{address}/wijzigen", typed)
    assert told.status_code == 404
    assert "Dit bedrijf is verwijderd" in told.text
    assert 'value="Toch nog"' in told.text
    anew = browser.post("/mijn/bedrijven/nieuw", {**typed, "draft": hidden(told.text, "draft")})
    assert "Toch nog" in browser.get(anew.location).text


def test_a_mandate_that_is_revoked_mid_edit_saves_nothing_and_says_what_to_do(app: Flask) -> None:
    farmer, adviser = signed_in(app, "geeft@voorbeeld.nl"), signed_in(app, "raad@voorbeeld.nl", Role.ADVISER)
    address = farmer.post("/bewaren", result(farmer.client)).location
    adviser.post("/organisatie", {"action": "found", "/name": "Raad en daad"})
    firm_id = re.search(r'<option value="([\w-]+)">Raad en daad', adviser.get("/klanten/machtigingen").text)
    assert firm_id
    wish = {
        "action": "request", "/organisation": firm_id[1], "/email": "geeft@voorbeeld.nl", "/scope": ["view", "edit"],
        "/purpose": "Meedenken", "/start": "2026-11-01", "/end": "2027-11-01",
    }  # fmt: skip
    assert adviser.post("/klanten/machtigingen", wish).status_code == 303
    page = farmer.get("/mijn/machtigingen").text
    approve = re.search(r'value="(approve:[\w-]+)"', page)
    assert approve
    farm_id = address.rpartition("/")[2]
    none = farmer.post("/mijn/machtigingen", {"action": approve[1], "farm": ""})
    assert none.status_code == 422
    assert "Er is geen bedrijf gekozen; er is niets gegeven." in none.text
    assert farmer.post("/mijn/machtigingen", {"action": approve[1], "farm": farm_id}).status_code == 303
    form = adviser.get(f"{address}/wijzigen")
    assert form.status_code == 200
    revoke = approve[1].replace("approve", "revoke")
    farmer.post("/mijn/machtigingen", {"action": revoke})
    typed = {**SMALL, "/farm/name": "Beter", "revision": "1", "action": "save"}
    answer = adviser.post(f"{address}/wijzigen", typed)
    assert answer.status_code == 403
    assert 'value="Beter"' in answer.text
    assert "De boer heeft uw machtiging ingetrokken" in answer.text
    assert "Vraag de boer om een nieuwe machtiging" in answer.text
    assert "versie 1" in farmer.get(address).text
    seen = farmer.get(f"{address}/inzage").text
    assert "bekeken" in seen
    rows = [re.sub(r"<[^>]*>", "|", row) for row in re.findall(r"<tr><td>.*?</tr>", seen)]
    assert any("|–||machtiging ingetrokken: Raad en daad|" in row for row in rows), (
        "the farmer acted for nobody"
    )
    assert any("|Raad en daad||bekeken|" in row for row in rows)


def test_an_account_is_taken_along_and_then_deleted_with_everything(app: Flask) -> None:
    browser = signed_in(app, "vertrekt@voorbeeld.nl")
    address = browser.post("/bewaren", result(browser.client)).location
    export = browser.post("/mijn/gegevens")
    assert export.content_type == "application/zip"
    assert export.data[:2] == b"PK"
    assert browser.post("/mijn/account/weg", {"/password": "niet dit"}).status_code == 422
    gone = browser.post("/mijn/account/weg", {"/password": PASSWORD})
    assert "Uw account is verwijderd" in gone.text
    assert browser.get(address).status_code == 303
    assert Browser(app).sign_in("vertrekt@voorbeeld.nl").status_code == 422


def test_what_was_typed_survives_the_end_of_a_sign_in(app: Flask) -> None:
    browser = signed_in(app, "weg@voorbeeld.nl")
    address = browser.post("/bewaren", result(browser.client)).location
    form = browser.get(f"{address}/wijzigen").text
    typed = {**SMALL, "/farm/name": "Net getypt", "revision": hidden(form, "revision"), "action": "save"}
    token = browser.token_of_page(form)
    browser.client.delete_cookie("stapelwijzer")
    told = browser.client.post(
        f"{address}/wijzigen", data={**typed, "csrf_token": token}, follow_redirects=True
    )
    assert "U was uitgelogd; wat u invulde is er nog" in told.text
    back = browser.sign_in("weg@voorbeeld.nl", next=hidden(told.text, "next"))
    again = browser.get(back.location).text
    assert 'value="Net getypt"' in again
    saved = {**typed, "draft": hidden(again, "draft"), "revision": hidden(again, "revision")}
    assert browser.post(f"{address}/wijzigen", saved).location == address
    assert "Net getypt" in browser.get(address).text


def test_a_page_of_an_earlier_sign_in_keeps_what_was_typed_and_saves_nothing(app: Flask) -> None:
    browser = signed_in(app, "verlopen@voorbeeld.nl")
    address = browser.post("/bewaren", result(browser.client)).location
    old = {**SMALL, "/farm/name": "Van gisteren", "revision": "1", "action": "save", "csrf_token": "oud"}
    told = browser.client.post(f"{address}/wijzigen", data=old)
    assert told.status_code == 400
    assert 'value="Van gisteren"' in told.text
    assert "druk nog eens op Bewaren" in told.text
    assert "versie 1" in browser.get(address).text
    elsewhere = browser.client.post(f"{address}/wijzigen", data=old, headers={"Origin": "https://elders.nl"})
    assert elsewhere.status_code == 400
    assert "Van gisteren" not in elsewhere.text


def test_a_kept_farm_that_is_computed_and_changed_stays_one_farm(app: Flask) -> None:
    browser = signed_in(app, "eenbedrijf@voorbeeld.nl")
    address = browser.post("/bewaren", result(browser.client)).location
    page = browser.get(address).text
    sent = {name: hidden(page, name) for name in ("document", "kept", "revision", "on", "years")}
    shown = browser.post("/bedrijf", {**sent, "action": "compute"})
    found = browser.get(shown.location).text
    assert "Bewaar dit bedrijf" not in found
    form = browser.get(shown.location.removesuffix("/uitkomst")).text
    carried = {name: hidden(form, name) for name in ("draft", "kept", "revision")}
    changed = {**SMALL, **carried, "/farm/name": "Eén bedrijf", "action": "compute"}
    again = browser.post(f"/bedrijf/{carried['draft']}", changed)
    told = browser.get(again.location).text
    assert "Bewaar de wijzigingen" in told
    saved = browser.post("/bewaren", {name: hidden(told, name) for name in ("document", "draft")})
    assert saved.location == address
    assert "versie 2" in browser.get(address).text
    assert browser.get("/mijn/bedrijven").text.count(address) == 1


def test_keeping_a_result_twice_makes_one_farm(app: Flask) -> None:
    browser = signed_in(app, "tweemaal@voorbeeld.nl")
    shown = browser.post("/bedrijf", SMALL).location
    first = browser.get(shown).text
    kept = browser.post("/bewaren", {name: hidden(first, name) for name in ("document", "draft")})
    again = browser.get(shown).text
    assert "Bewaar dit bedrijf" not in again
    assert kept.location in again
