"""Comments, links that show a result for a while, and a client handed over: who may, what others see, what is kept."""

import copy
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from calculator.services.account.rights import Role
from calculator.settings import Settings
from calculator.store.accounts import organisations, users
from calculator.store.farms import comments
from calculator.store.farms.farms import FarmSummary
from calculator.store.ids import digest
from calculator.web import create_app
from calculator.web.wiring import live
from tests.store.people import NOW, farm, firm, mandate
from tests.web.visitors import Browser, Letterbox, database, person

PROFILE = json.loads((Path(__file__).resolve().parents[3] / "farms" / "veen-32ha.json").read_text("utf-8"))
ODD = "<script>alert(1)</script>\r\n=1+1 \u202egedraaid"


class Office:
    """A farmer, two advisers of one office, and a stranger of another; each in a browser."""

    def __init__(self, app: Flask) -> None:
        self.app, self.store = app, database(app)
        roles = {
            "boer": Role.FARMER,
            "adviseur": Role.ADVISER,
            "collega": Role.ADVISER,
            "vreemd": Role.ADVISER,
        }
        self.people = {who: person(app, f"{who}.delen@voorbeeld.nl", role) for who, role in roles.items()}
        self.firm = firm(self.store, self.people["adviseur"], "Kantoor aan de sloot")
        firm(self.store, self.people["vreemd"], "Ander kantoor")
        collega = self.people["collega"]
        with self.store.transaction() as unit:
            organisations.invite(unit, self.firm.id, collega.email, NOW)
        with self.store.transaction() as unit:
            (place,) = organisations.places(unit, collega.id, collega.email)
            assert organisations.accept(unit, place.public_id, collega.id, collega.email, NOW)
        self.browsers = {who: Browser(app) for who in roles}
        for who, browser in self.browsers.items():
            assert browser.sign_in(self.people[who].email).status_code == 303


class Case:
    """A new farm of the farmer with a mandate of the office."""

    def __init__(self, office: Office) -> None:
        self.app, self.store, self.people = office.app, office.store, office.people
        self.browsers = office.browsers
        document: dict[str, Any] = copy.deepcopy(PROFILE)
        document["farm"]["name"] = "Hoeve Delen"
        self.farm: FarmSummary = farm(self.store, self.people["boer"], "Hoeve Delen", document)
        self.mandate = mandate(self.store, office.firm, self.people["boer"], self.farm)

    def path(self, page: str) -> str:
        return f"/mijn/bedrijven/{self.farm.public_id}/{page}"

    def shared(self, who: str, **more: str) -> str:
        """A link made by somebody, as its path."""
        wish = {"action": "make", "/recipient": "De bank", "/days": "7", "/years": "2", **more}
        page = self.browsers[who].post(self.path("delen"), wish)
        assert page.status_code == 200, page.text
        found = re.search(r"https?://[^/<]+(/gedeeld/[\w-]+)<", page.text)
        assert found, page.text
        return found[1]

    def link(self, button: str) -> str:
        found = re.search(rf'value="({button}:[\w-]+)"', self.browsers["boer"].get(self.path("delen")).text)
        assert found
        return found[1]


@pytest.fixture(scope="module")
def office(app: Flask) -> Office:
    return Office(app)


@pytest.fixture
def case(office: Office) -> Case:
    return Case(office)


def test_a_comment_is_plain_text_with_who_and_when_and_is_erased_by_its_author_or_the_farmer(
    case: Case,
) -> None:
    adviser, farmer = case.browsers["adviseur"], case.browsers["boer"]
    assert adviser.post(case.path("berekening"), {"action": "comment", "/text": ODD}).status_code == 303
    assert farmer.post(case.path("berekening"), {"action": "comment", "/text": "Dank"}).status_code == 303
    page = farmer.get(case.path("berekening")).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\n=1+1 gedraaid" in page
    assert "Kantoor aan de sloot" in page
    mine = re.findall(r'value="(erase:[\w-]+)"', adviser.get(case.path("berekening")).text)
    of_farmer = re.findall(r'value="(erase:[\w-]+)"', page)
    assert len(mine) == 1
    assert len(of_farmer) == 2
    other = next(button for button in of_farmer if button not in mine)
    assert adviser.post(case.path("berekening"), {"action": other}).status_code == 403
    assert farmer.post(case.path("berekening"), {"action": mine[0]}).status_code == 303
    assert "alert(1)" not in farmer.get(case.path("berekening")).text
    wrong = farmer.post(case.path("berekening"), {"action": "comment", "/text": " \n"})
    assert wrong.status_code == 422
    assert "Schrijf 1 tot 2000 tekens" in wrong.text
    assert case.browsers["vreemd"].get(case.path("berekening")).status_code == 404


def test_a_link_of_the_farmer_opens_for_anybody_is_counted_and_revoked_at_once(case: Case) -> None:
    path = case.shared("boer")
    anybody = Browser(case.app)
    page = anybody.get(path)
    assert page.status_code == 200
    assert "Hoeve Delen" in page.text
    assert "met De bank" in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert not re.search(r"\bkvk\b", re.sub(r"hx-headers='[^']*'|value=\"[^\"]*\"", "", page.text.lower()))
    assert anybody.get(path.replace("/gedeeld/", "/en/shared/")).status_code == 200
    assert "2 keer" in case.browsers["boer"].get(case.path("delen")).text
    seen = case.browsers["boer"].get(case.path("inzage")).text
    assert "deelbare link geopend" in seen
    assert "wie de link heeft" in seen
    assert "Hoe zeker het geld is" in page.text, "who reads it sees what is only assumed"
    done = case.browsers["boer"].post(case.path("delen"), {"action": case.link("revoke")})
    told = case.browsers["boer"].get(str(done.location)).text
    assert "De link is ingetrokken: wie hem heeft, ziet vanaf nu niets meer." in told
    assert "Ingetrokken op" in told
    gone = anybody.get(path)
    assert gone.status_code == 404
    assert "Vraag een nieuwe aan wie hem u gaf" in gone.text
    assert anybody.get("/gedeeld/onzin").text.replace("/onzin", "") == gone.text.replace(path[8:], "")


def test_a_form_that_is_sent_twice_at_once_makes_one_link_and_both_answers_show_it(case: Case) -> None:
    def form() -> str:
        page = case.browsers["boer"].get(case.path("delen")).text
        (found,) = re.findall(r'name="once" value="([\w-]+)"', page)
        return str(found)

    once = form()
    first = case.shared("boer", once=once)
    assert case.shared("boer", once=once) == first
    assert case.shared("boer", once=once, **{"/recipient": "De collega"}) != first, "another wish"
    assert case.shared("boer", once=form()) != first, "another form"
    links = case.browsers["boer"].get(case.path("delen")).text
    assert len(re.findall(r'value="revoke:', links)) == 3
    newest = re.findall(r'value="(revoke:[\w-]+)"', links)
    for button in newest:
        case.browsers["boer"].post(case.path("delen"), {"action": button})
    again = case.shared("boer", once=once)
    assert again != first, "what was revoked stays revoked"
    assert Browser(case.app).get(first).status_code == 404
    assert Browser(case.app).get(again).status_code == 200


def test_only_a_digest_of_a_link_is_kept_and_it_expires(case: Case) -> None:
    path = case.shared("boer")
    secret = path.rpartition("/")[2]
    assert len(secret) == 43
    with case.store.engine.begin() as connection:
        rows = connection.execute(text("SELECT * FROM share_links")).all()
        assert secret not in str(rows)
        assert digest(secret) in str(rows)
        past = (NOW - timedelta(days=400)).strftime("%Y-%m-%d %H:%M:%S.000000")
        connection.execute(
            text("UPDATE share_links SET expires_at = :past WHERE token_hash = :hash"),
            {"past": past, "hash": digest(secret)},
        )
    assert Browser(case.app).get(path).status_code == 404
    assert "verlopen" in case.browsers["boer"].get(case.path("delen")).text


def test_a_link_of_an_adviser_waits_for_the_farmer_and_ends_with_the_mandate(case: Case) -> None:
    path = case.shared("adviseur")
    anybody = Browser(case.app)
    assert anybody.get(path).status_code == 404
    approve = case.link("approve")
    assert case.browsers["adviseur"].post(case.path("delen"), {"action": approve}).status_code == 403
    assert case.browsers["vreemd"].post(case.path("delen"), {"action": approve}).status_code == 404
    assert case.browsers["boer"].post(case.path("delen"), {"action": approve}).status_code == 303
    assert anybody.get(path).status_code == 200
    case.browsers["boer"].post("/mijn/machtigingen", {"action": f"revoke:{case.mandate}"})
    assert anybody.get(path).status_code == 404
    refused = case.browsers["adviseur"].post(case.path("delen"), {"action": "make", "/recipient": "De bank"})
    assert refused.status_code == 403


def test_what_is_wrong_with_a_link_is_told(case: Case) -> None:
    wish = {"action": "make", "/recipient": "x", "/days": "4000", "/statement": "onbekend", "/years": "2"}
    page = case.browsers["boer"].post(case.path("delen"), wish)
    assert page.status_code == 422
    for said in (
        "Schrijf voor wie de link is",
        "Kies hoe lang de link werkt",
        "Dit is geen uitgegeven overzicht",
    ):
        assert said in page.text
    assert case.browsers["boer"].post(case.path("delen"), {**wish, "/years": "99"}).status_code == 422
    both = (
        case.browsers["boer"].post(case.path("delen"), {"action": "make", "/days": "7", "/years": "99"}).text
    )
    assert all(said in both for said in ("Schrijf voor wie de link is.", "is geen aantal jaren"))


def test_a_client_is_handed_over_to_a_colleague_and_the_farmer_is_told(
    case: Case, letters: Letterbox
) -> None:
    adviser, farmer = case.browsers["adviseur"], case.browsers["boer"]
    collega = case.people["collega"]
    answer = adviser.post(case.path("berekening"), {"action": "hand-over", "/colleague": collega.public_id})
    assert answer.status_code == 303
    assert letters.mails[-1].to == case.people["boer"].email
    assert "Hoeve" not in letters.mails[-1].text
    assert collega.name in farmer.get("/mijn/machtigingen").text
    assert "overgedragen aan een collega" in farmer.get(case.path("inzage")).text
    assert collega.name in adviser.get("/klanten").text
    # The mandate is the organisation's: both may go on, and it ends for both at once.
    for who in ("adviseur", "collega"):
        assert case.browsers[who].get(case.path("berekening")).status_code == 200
    stranger = case.people["vreemd"].public_id
    wrong = adviser.post(case.path("berekening"), {"action": "hand-over", "/colleague": stranger})
    assert wrong.status_code == 422
    assert "nodig iemand uit" in wrong.text
    assert (
        farmer.post(case.path("berekening"), {"action": "hand-over", "/colleague": stranger}).status_code
        == 404
    )
    farmer.post("/mijn/machtigingen", {"action": f"revoke:{case.mandate}"})
    for who in ("adviseur", "collega"):
        assert case.browsers[who].get(case.path("berekening")).status_code == 403


def test_what_somebody_wrote_goes_with_their_account(case: Case) -> None:
    leaves = person(case.app, "vertrekt.delen@voorbeeld.nl")
    with case.store.transaction() as unit:
        comments.write(unit, case.farm.id, leaves.id, None, "Van mij", NOW)
    assert "Van mij" in case.browsers["boer"].get(case.path("berekening")).text
    with case.store.transaction() as unit:
        users.remove(unit, leaves.id)
    assert "Van mij" not in case.browsers["boer"].get(case.path("berekening")).text


def test_guessing_a_link_is_slowed_down(tmp_path: Path) -> None:
    settings = Settings(f"sqlite:///{tmp_path / 'app.sqlite3'}", sign_in_rate="3 per minute")
    made = create_app(settings, live())
    database(made).migrate()
    anybody = Browser(made)
    answers = [anybody.get(f"/gedeeld/{number}").status_code for number in range(5)]
    database(made).close()
    assert answers == [404, 404, 404, 429, 429]
