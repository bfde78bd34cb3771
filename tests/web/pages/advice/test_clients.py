"""The adviser's desk: the list with what clients need, what is done with many at once, and what leaves as a workbook."""

import copy
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import text

from calculator.services.account.rights import Role
from calculator.services.background import batch_work
from calculator.services.statement import desks
from calculator.store.accounts import organisations
from calculator.store.farms import farms
from calculator.store.farms.farms import FarmSummary
from tests.store.people import NOW, farm, firm, mandate
from tests.web import visitors
from tests.web.visitors import Browser, database, person

PROFILE = json.loads((Path(__file__).resolve().parents[3] / "farms" / "veen-32ha.json").read_text("utf-8"))


class OneAfterTheOther:
    """Workers without processes."""

    def each(self, function: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[Any]:
        return map(function, tasks)


def worked(app: Flask) -> None:
    while batch_work.work(desks.live(visitors.database(app)), OneAfterTheOther(), "w"):
        continue


@pytest.fixture(scope="module")
def desk(app: Flask) -> tuple[Browser, Browser, dict[str, FarmSummary]]:
    """An adviser and a farmer, each in a browser, and three farms: two clients and one whose mandate ended."""
    store = database(app)
    farmer, adviser = person(app, "klant@voorbeeld.nl"), person(app, "kantoor@voorbeeld.nl", Role.ADVISER)
    office = firm(store, adviser, "Kantoor aan de dijk")
    made = {name: farm(store, farmer, name, _named(name)) for name in ("Bovenweide", "=1+1", "Was klant")}
    mandate(store, office, farmer, made["Bovenweide"])
    mandate(store, office, farmer, made["=1+1"])
    mandate(store, office, farmer, made["Was klant"], end=NOW.date())
    browsers = Browser(app), Browser(app)
    for browser, who in zip(browsers, (adviser, farmer), strict=True):
        assert browser.sign_in(who.email).status_code == 303
    return *browsers, made


def _named(name: str) -> dict[str, Any]:
    document = copy.deepcopy(PROFILE)
    document["farm"]["name"] = name
    return document


def test_clients_are_calculated_listed_compared_and_taken_along(
    app: Flask, desk: tuple[Browser, Browser, dict[str, FarmSummary]]
) -> None:
    adviser, farmer, made = desk
    page = adviser.get("/klanten").text
    assert "Bovenweide" in page
    assert "Was klant" not in page
    assert page.count("nog niet doorgerekend</span>") == 2
    # Calculated with the rules of a year ago, then with those of now.
    for on in ("2025-11-24", "2026-11-24"):
        begun = adviser.post("/klanten", {"action": "recalculate", "all": "1", "on": on, "years": "2"})
        assert begun.status_code == 303, begun.text
        assert "0 van 2 klaar" in adviser.get(begun.location).text
        worked(app)
        assert "2 van 2 klaar" in adviser.get(begun.location).text
    assert "</a>, regels van 24 november 2025: 2 van 2 klaar" in adviser.get("/klanten").text
    page = adviser.get("/en/clients?order=total").text
    assert "not calculated yet</span>" not in page
    one = adviser.get(f"/mijn/bedrijven/{made['Bovenweide'].public_id}/berekening").text
    assert "Kantoor aan de dijk" in one
    assert "Regels van 24 november 2025" in one
    assert re.search(r"Door andere regels</dt><dd>(\+|−)? ?€", one)
    assert "Laatste dag van de machtiging" in one
    # The farmer sees what was calculated, and that it was.
    own = f"/mijn/bedrijven/{made['Bovenweide'].public_id}"
    assert "Kantoor aan de dijk" in farmer.get(f"{own}/berekening").text
    assert "doorgerekend" in farmer.get(f"{own}/inzage").text
    book = adviser.post("/klanten", {"action": "portfolio", "all": "1"})
    assert book.status_code == 200, book.text
    sheets = openpyxl.load_workbook(io.BytesIO(book.data))
    assert sheets.sheetnames == ["Klanten", "Per betaler", "Open", "Dagen", "Over"]
    english = adviser.post("/en/clients", {"action": "portfolio", "all": "1"})
    days = openpyxl.load_workbook(io.BytesIO(english.data))["Days"].iter_rows(min_row=2, values_only=True)
    assert {row[4] for row in days if row[2] == "Last day of the mandate"} == {"Mandate"}
    assert not [row[4] for row in days if row[4] and "Verordening (EU)" in str(row[4])]
    rows = list(sheets["Klanten"].iter_rows(values_only=True))
    assert {row[0] for row in rows[1:]} == {"Bovenweide", "'=1+1"}
    kept = dict(zip(rows[0], rows[1], strict=True))
    total = kept["totaal (€)"]
    assert total == pytest.approx(kept["2026 (€)"] + kept["2027 (€)"])
    assert total == pytest.approx(sum(kept[f"{word} (€)"] for word in _CERTAINTY))
    paid = [
        row[2] for row in sheets["Per betaler"].iter_rows(min_row=2, values_only=True) if row[0] == rows[1][0]
    ]
    assert total == pytest.approx(sum(paid))
    assert all(cell.data_type != "f" for sheet in sheets for row in sheet for cell in row)


_CERTAINTY = ("vastgelegd", "verwacht", "hangt af van budget", "aangenomen")


def test_the_list_is_narrowed_and_ordered_by_its_address(
    desk: tuple[Browser, Browser, dict[str, FarmSummary]],
) -> None:
    adviser, _, made = desk
    assert "1 van 2 klanten" in adviser.get("/klanten?q=boven").text
    assert "Geen klant past hierbij" in adviser.get("/klanten?q=nergens&name=x&endpoint=x&_method=x").text
    ordered = adviser.get("/klanten?order=name&only=onzin&page=99").text
    assert ordered.index("=1+1") < ordered.index("Bovenweide")
    with_profile_saved = adviser.get("/klanten?only=outdated").text
    assert "Bovenweide" not in with_profile_saved
    store = database(adviser.client.application)
    with store.transaction() as unit:
        assert farms.save(unit, made["Bovenweide"].id, 1, "Bovenweide", _named("Bovenweide"), NOW)
    outdated = adviser.get("/klanten?only=outdated").text
    assert "Bovenweide" in outdated
    assert "gegevens veranderd sinds de berekening" in outdated
    assert "data changed since the calculation" in adviser.get("/en/clients?only=outdated").text
    book = adviser.post("/klanten", {"action": "portfolio", "/farms": made["Bovenweide"].public_id})
    heads, row = openpyxl.load_workbook(io.BytesIO(book.data))["Klanten"].iter_rows(values_only=True)
    kept = dict(zip(heads, row, strict=True))
    assert (kept["staat"], kept["waarom"]) == (
        "verouderd",
        "gegevens veranderd sinds de berekening",
    )


def test_statements_are_asked_for_from_the_list(
    desk: tuple[Browser, Browser, dict[str, FarmSummary]],
) -> None:
    adviser, _, made = desk
    page = adviser.post("/klanten", {"action": "statements", "/farms": made["Bovenweide"].public_id}).text
    ticked = re.findall(r'name="/farms" value="([\w-]+)" checked', page)
    assert ticked == [made["Bovenweide"].public_id]


@pytest.mark.parametrize("action", ["recalculate", "portfolio"])
def test_a_farm_whose_mandate_ended_is_named_and_nothing_is_done(
    desk: tuple[Browser, Browser, dict[str, FarmSummary]], action: str
) -> None:
    adviser, _, made = desk
    answer = adviser.post("/klanten", {"action": action, "/farms": made["Was klant"].public_id})
    assert answer.status_code == 422
    assert re.search(r"liep tot en met \d+ [a-z]+ \d{4} en is afgelopen", answer.text)
    assert "Vraag de boer om een nieuwe machtiging" in answer.text
    assert "Kies minstens één bedrijf" in adviser.post("/klanten", {"action": action}).text


def test_a_farmer_calculates_the_own_farm_again_under_newer_rules_and_sees_what_changed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = person(app, "eigen@voorbeeld.nl")
    kept = farm(database(app), owner, "Eigen erf", _named("Eigen erf"))
    browser, page = Browser(app), f"/mijn/bedrijven/{kept.public_id}/berekening"
    browser.sign_in(owner.email)
    assert "Dit bedrijf is nog niet doorgerekend." in browser.get(page).text
    asked = {"action": "recalculate", "years": "1"}
    batch = str(browser.post(page, asked).location)
    waiting = browser.get(batch).text
    assert "Berekening van uw bedrijf" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    worked(app)
    assert f'href="{page}">Naar de berekening' in browser.get(batch).text
    assert "Doorgerekend door uzelf" in browser.get(page).text
    # What was calculated a year ago, under the rules of then.
    with database(app).transaction() as unit:
        unit.execute(
            text(
                "UPDATE farm_results SET reference_on = '2025-05-15', digest = 'sha256:then' WHERE farm_id = :farm"
            ),
            {"farm": kept.id},
        )
    assert "De regels zijn veranderd sinds u dit bedrijf doorrekende." in browser.get(page).text
    browser.post(page, asked)
    worked(app)
    told = browser.get(page).text
    assert "Wat veranderde er?" in told
    assert "Regels van 15 mei 2025" in told
    english = browser.get(
        page.replace("/mijn/bedrijven", "/en/my/farms").replace("berekening", "calculation")
    )
    assert english.status_code == 200
    assert "What changed?" in english.text
    assert browser.post(page, {"action": "recalculate", "years": "99"}).status_code == 422


def test_a_calculation_that_failed_is_told_above_the_result_of_before_until_one_succeeds(app: Flask) -> None:
    owner, sound = person(app, "mislukt@voorbeeld.nl"), _named("Stuk erf")
    kept = farm(database(app), owner, "Stuk erf", sound)
    browser, page = Browser(app), f"/mijn/bedrijven/{kept.public_id}/berekening"
    browser.sign_in(owner.email)
    broken = copy.deepcopy(sound)
    broken["parcels"][0]["area_ha"] = "-3"

    def calculated(document: dict[str, Any], revision: int) -> str:
        with database(app).transaction() as unit:
            assert farms.save(unit, kept.id, revision, kept.name, document, NOW)
        browser.post(page, {"action": "recalculate", "years": "1"})
        worked(app)
        return str(browser.get(page).text)

    failed = calculated(broken, 1)
    assert "Dit bedrijf is nog niet doorgerekend." in failed
    assert re.search(r"gevraagd op [^<]*, is mislukt\.</strong> Perceel [^<]*oppervlakte", failed)
    assert "is mislukt" not in calculated(sound, 2)
    again = calculated(broken, 3)
    assert (
        again.index("is mislukt")
        < again.index("Wat hieronder staat is van daarvoor.")
        < again.index("verwacht</span>")
    )
    english = browser.get(
        page.replace("/mijn/bedrijven", "/en/my/farms").replace("berekening", "calculation")
    ).text
    assert "has failed.</strong> Parcel" in english


def test_the_list_says_of_which_client_the_calculation_failed_and_why(app: Flask) -> None:
    store = database(app)
    farmer, adviser = person(app, "stuk@voorbeeld.nl"), person(app, "stukkantoor@voorbeeld.nl", Role.ADVISER)
    broken = _named("Kapotte hoeve")
    broken["parcels"][0]["area_ha"] = "-3"
    office, made = firm(store, adviser, "Stukkantoor"), farm(store, farmer, "Kapotte hoeve", broken)
    mandate(store, office, farmer, made)
    browser = Browser(app)
    browser.sign_in(adviser.email)
    asked = {"action": "recalculate", "/farms": made.public_id, "on": "2026-11-24", "years": "1"}
    assert browser.post("/klanten", asked).status_code == 303
    worked(app)
    page = browser.get("/klanten?only=failed").text
    row = page[page.index("Kapotte hoeve") :]
    assert row.index("berekening mislukt</span>") < row.index("oppervlakte: -3 kan niet")
    assert "Kapotte hoeve" not in browser.get("/klanten?only=new").text
    book = browser.post("/klanten", {"action": "portfolio", "/farms": made.public_id})
    sheet = openpyxl.load_workbook(io.BytesIO(book.data)).worksheets[0]
    (kept,) = [cell.value for cell in sheet[sheet.max_row]][3:4]
    assert kept == "berekening mislukt"


def test_a_colleague_sees_that_a_calculation_failed_and_somebody_of_another_firm_does_not(app: Flask) -> None:
    store = database(app)
    farmer, adviser = person(app, "storing@voorbeeld.nl"), person(app, "storing1@voorbeeld.nl", Role.ADVISER)
    colleague, other = (person(app, f"{who}@voorbeeld.nl", Role.ADVISER) for who in ("storing2", "storing3"))
    broken = _named("Samen stuk")
    broken["parcels"][0]["area_ha"] = "-3"
    made = farm(store, farmer, "Samen stuk", broken)
    office, rival = firm(store, adviser, "Samen"), firm(store, other, "Anders")
    mandate(store, office, farmer, made)
    mandate(store, rival, farmer, made)
    with store.transaction() as unit:
        organisations.invite(unit, office.id, colleague.email, NOW)
        (offered,) = organisations.places(unit, colleague.id, colleague.email)
        organisations.accept(unit, offered.public_id, colleague.id, colleague.email, NOW)
    page, told = f"/mijn/bedrijven/{made.public_id}/berekening", []
    for who in (adviser, colleague, other):
        browser = Browser(app)
        browser.sign_in(who.email)
        if who is adviser:
            browser.post(page, {"action": "recalculate", "years": "1"})
            worked(app)
        told.append(
            (
                "mislukt" in browser.get("/klanten").text.partition("<tbody")[2],
                "is mislukt" in browser.get(page).text,
            )
        )
    assert told == [(True, True), (True, True), (False, False)]
