"""Signing in, out, and setting a password; nothing that is answered tells who has an account."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calculator.domain.statement_life import Step
from calculator.services.account import signing_in as accounts
from calculator.services.account.rights import Action, Role
from calculator.services.account.signing_in import Links
from calculator.store import Database
from calculator.store.accounts import users
from calculator.web import account_words
from calculator.web.identity import moment
from tests.web.visitors import PASSWORD, Browser, Letterbox, database, person, signed_in

WRONG = "niet dit wachtwoord hoor"


def test_whoever_signs_in_sees_their_farms_and_after_signing_out_no_more(app: Flask) -> None:
    person(app, "een@voorbeeld.nl")
    browser = Browser(app)
    assert browser.get("/mijn/bedrijven").status_code == 303
    answer = browser.sign_in("Een@Voorbeeld.nl ")
    assert (answer.status_code, answer.location) == (303, "/mijn/bedrijven")
    assert "Mijn bedrijven" in browser.get("/mijn/bedrijven").text
    assert browser.post("/uitloggen").status_code == 303
    assert browser.get("/mijn/bedrijven").status_code == 303


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app: Flask) -> None:
    browser = signed_in(app, "kopie@voorbeeld.nl")
    stolen = browser.client.get_cookie("stapelwijzer")
    assert stolen
    browser.post("/uitloggen")
    thief = app.test_client()
    thief.set_cookie("stapelwijzer", stolen.value)
    assert thief.get("/mijn/bedrijven").status_code == 303


def test_wrong_password_unknown_address_and_locked_account_get_the_same_answer(app: Flask) -> None:
    person(app, "slot@voorbeeld.nl")
    told = set()
    for email in ("slot@voorbeeld.nl", "niemand@voorbeeld.nl"):
        for _ in range(accounts.FREE_TRIES + 1):
            answer = Browser(app).sign_in(email, WRONG)
            assert answer.status_code == 422
            told.add(re.sub(r'value="[^"]*"|&#34;[^}]*&#34;', "", answer.text))
    # Locked by now: the right password gets it too.
    answer = Browser(app).sign_in("slot@voorbeeld.nl")
    assert answer.status_code == 422
    told.add(re.sub(r'value="[^"]*"|&#34;[^}]*&#34;', "", answer.text))
    assert len(told) == 1


def test_the_lock_grows_ends_by_itself_and_ends_with_a_new_password(app: Flask) -> None:
    store: Database = database(app)
    person(app, "wacht@voorbeeld.nl")
    now = moment()
    for _ in range(accounts.FREE_TRIES):
        assert accounts.sign_in(store, "wacht@voorbeeld.nl", WRONG, now) is None
    later = now + accounts.FIRST_WAIT
    assert accounts.sign_in(store, "wacht@voorbeeld.nl", PASSWORD, later - timedelta(seconds=1)) is None
    assert accounts.sign_in(store, "wacht@voorbeeld.nl", WRONG, later) is None
    assert accounts.sign_in(store, "wacht@voorbeeld.nl", PASSWORD, later + accounts.FIRST_WAIT) is None
    assert accounts.sign_in(store, "wacht@voorbeeld.nl", PASSWORD, later + accounts.LONGEST_WAIT) is not None


@pytest.mark.parametrize(
    ("role", "first"),
    [(Role.ADVISER, "/klanten"), (Role.PROJECT_GROUP, "/scenarios"), (Role.FARMER, "/mijn/bedrijven")],
)
def test_somebody_begins_with_their_own_work_or_with_what_they_came_for(
    app: Flask, role: Role, first: str
) -> None:
    email = f"begin-{role}@voorbeeld.nl"
    person(app, email, role)
    browser = Browser(app)
    assert browser.sign_in(email).location == first
    assert browser.get("/inloggen").location == first
    assert Browser(app).sign_in(email, next="/account").location == "/account"


def test_a_sign_in_ends_after_idle_hours_and_after_a_working_day(app: Flask) -> None:
    store = database(app)
    person(app, "oud@voorbeeld.nl")
    now = moment()
    secret = accounts.sign_in(store, "oud@voorbeeld.nl", PASSWORD, now)
    assert secret
    for hour in range(1, 12):
        assert accounts.actor(store, secret, now + timedelta(hours=hour)) is not None
    assert accounts.actor(store, secret, now + accounts.LONGEST_SIGN_IN + timedelta(seconds=1)) is None
    idle = accounts.sign_in(store, "oud@voorbeeld.nl", PASSWORD, now)
    assert idle
    assert accounts.actor(store, idle, now + accounts.LONGEST_IDLE + timedelta(seconds=1)) is None
    # Whatever was found too old is gone, and a clock set back does not bring it to life.
    assert accounts.actor(store, idle, now) is None


def test_an_account_is_made_by_mail_and_opened_by_its_link(app: Flask, letters: Letterbox) -> None:
    browser = Browser(app)
    wishes = {"/email": "nieuw@voorbeeld.nl", "/name": "Nieuw", "/role": "farmer"}
    asked = browser.post("/account-maken", wishes)
    assert "Kijk in uw e-mail" in asked.text
    link = letters.link()
    weak = browser.post(link, {"/password": "wachtwoord123"})
    assert (weak.status_code, "makkelijk te raden" in weak.text) == (422, True)
    assert browser.post(link, {"/password": PASSWORD}).location == "/mijn/bedrijven"
    assert browser.get("/mijn/bedrijven").status_code == 200
    assert Browser(app).sign_in("nieuw@voorbeeld.nl").status_code == 303
    # Once only.
    assert Browser(app).get(link).status_code == 404
    assert Browser(app).post(link, {"/password": PASSWORD}).status_code == 404


def test_asking_again_for_a_known_address_answers_the_same_and_changes_nothing(
    app: Flask, letters: Letterbox
) -> None:
    person(app, "bekend@voorbeeld.nl", Role.ADVISER)
    wishes = {"/name": "Iemand anders", "/role": "farmer"}
    known = Browser(app).post("/account-maken", {**wishes, "/email": "bekend@voorbeeld.nl"})
    fresh = Browser(app).post("/account-maken", {**wishes, "/email": "onbekend@voorbeeld.nl"})
    assert known.text == fresh.text
    assert {mail.subject for mail in letters.mails[-2:]} == {
        "U hebt al een account bij Stapelwijzer",
        "Uw account bij Stapelwijzer",
    }
    assert Browser(app).sign_in("bekend@voorbeeld.nl").status_code == 303
    with database(app).transaction() as unit:
        user = users.by_email(unit, "bekend@voorbeeld.nl")
    assert user
    assert (user.name, user.role) == ("bekend", "adviser")


def test_nobody_gives_themselves_a_role_that_others_give(app: Flask, letters: Letterbox) -> None:
    before = len(letters.mails)
    for role in ("administrator", "registry_owner", "project_group", "", "x"):
        wishes = {"/email": "hoog@voorbeeld.nl", "/name": "Hoog", "/role": role}
        assert Browser(app).post("/account-maken", wishes).status_code == 422
    assert len(letters.mails) == before


def test_a_forgotten_password_is_set_anew_and_everybody_else_is_out(app: Flask, letters: Letterbox) -> None:
    other = signed_in(app, "kwijt@voorbeeld.nl")
    before = len(letters.mails)
    known = Browser(app).post("/wachtwoord-vergeten", {"/email": "kwijt@voorbeeld.nl"})
    unknown = Browser(app).post("/wachtwoord-vergeten", {"/email": "nooit@voorbeeld.nl"})
    assert known.text == unknown.text
    assert len(letters.mails) == before + 1
    fresh = "een heel ander wachtwoord"
    assert Browser(app).post(letters.link(), {"/password": fresh}).status_code == 303
    assert other.get("/mijn/bedrijven").status_code == 303
    assert Browser(app).sign_in("kwijt@voorbeeld.nl").status_code == 422
    assert Browser(app).sign_in("kwijt@voorbeeld.nl", fresh).status_code == 303


def test_a_link_works_for_an_hour_and_only_the_last_one(app: Flask) -> None:
    store, box, links = database(app), Letterbox(), Links("https://x.nl", {"nl": "/wachtwoord"})
    person(app, "laat@voorbeeld.nl")
    now = moment()
    for minutes in (0, 2):
        accounts.request_reset(store, box, links, "laat@voorbeeld.nl", now + timedelta(minutes=minutes))
    first, second = (mail.text.partition("/wachtwoord/")[2].split()[0] for mail in box.mails)
    assert not accounts.link_is_good(store, first, now)
    assert accounts.link_is_good(store, second, now + timedelta(minutes=61))
    assert not accounts.link_is_good(store, second, now + timedelta(minutes=62))


def test_an_address_is_not_flooded_with_mail(app: Flask) -> None:
    store, box, links = database(app), Letterbox(), Links("https://x.nl", {"nl": "/wachtwoord"})
    person(app, "vloed@voorbeeld.nl")
    now = moment()
    for seconds in range(0, 120, 10):
        accounts.request_reset(store, box, links, "vloed@voorbeeld.nl", now + timedelta(seconds=seconds))
    assert len(box.mails) == 2


def test_no_secret_is_in_the_database(app: Flask, letters: Letterbox) -> None:
    browser = signed_in(app, "geheim@voorbeeld.nl")
    Browser(app).post("/wachtwoord-vergeten", {"/email": "geheim@voorbeeld.nl"})
    shown = browser.post(
        "/mijn/account",
        {"action": "token", "/token_name": "x", "/token_scopes": "farms:read", "/token_days": "30"},
    )
    token = re.search(r"sw_[\w-]+", shown.text)
    assert token
    with browser.client.session_transaction() as session:
        cookie = session["_user_id"]
    store = database(app)
    assert store.url.database
    kept = b"".join(Path(f"{store.url.database}{part}").read_bytes() for part in ("", "-wal"))
    for secret in (PASSWORD, letters.link().rpartition("/")[2], token[0], cookie):
        assert secret.encode() not in kept


def test_changing_the_password_asks_for_the_old_one_and_signs_others_out(app: Flask) -> None:
    browser = signed_in(app, "wissel@voorbeeld.nl")
    other = Browser(app)
    other.sign_in("wissel@voorbeeld.nl")
    fresh = "een heel ander wachtwoord"
    change = {"action": "password", "/password": WRONG, "/new_password": fresh}
    assert browser.post("/mijn/account", change).status_code == 422
    assert other.get("/mijn/account").status_code == 200
    done = browser.post("/mijn/account", {**change, "/password": PASSWORD})
    assert "Andere browsers zijn uitgelogd" in done.text
    assert browser.get("/mijn/account").status_code == 200
    assert other.get("/mijn/account").status_code == 303


@pytest.mark.parametrize(
    "password", ["kort", "aaaaaaaaaaaaaaaa", "wachtwoord123", "stapelwijzer2026", "x" * 201]
)
def test_a_password_that_can_be_guessed_is_refused_with_what_to_do(app: Flask, password: str) -> None:
    browser = Browser(app)
    email = f"zwak-{len(password)}-{password[0]}@voorbeeld.nl"
    person(app, email)
    browser.sign_in(email)
    answer = browser.post(
        "/mijn/account", {"action": "password", "/password": PASSWORD, "/new_password": password}
    )
    assert answer.status_code == 422
    assert "vier of vijf woorden" in answer.text


def test_whoever_is_shut_out_is_out_at_once(app: Flask) -> None:
    browser = signed_in(app, "uit@voorbeeld.nl")
    chief = signed_in(app, "baas@voorbeeld.nl", Role.ADMINISTRATOR)
    with database(app).transaction() as unit:
        user = users.by_email(unit, "uit@voorbeeld.nl")
    assert user
    assert chief.post("/beheer/mensen", {"action": f"shut:{user.public_id}"}).status_code == 303
    assert browser.get("/mijn/bedrijven").status_code == 303
    assert Browser(app).sign_in("uit@voorbeeld.nl").status_code == 422
    chief.post("/beheer/mensen", {"action": f"open:{user.public_id}"})
    assert Browser(app).sign_in("uit@voorbeeld.nl").status_code == 303


def test_an_administrator_gives_a_role_but_not_to_themselves(app: Flask) -> None:
    chief = signed_in(app, "chef@voorbeeld.nl", Role.ADMINISTRATOR)
    user = person(app, "groeit@voorbeeld.nl")
    chief.post("/beheer/mensen", {"action": f"role:{user.public_id}", "role": "project_group"})
    with database(app).transaction() as unit:
        found, own = users.by_email(unit, "groeit@voorbeeld.nl"), users.by_email(unit, "chef@voorbeeld.nl")
    assert found
    assert own
    assert found.role == "project_group"
    assert (
        chief.post("/beheer/mensen", {"action": f"role:{own.public_id}", "role": "farmer"}).status_code == 404
    )
    assert (
        chief.post("/beheer/mensen", {"action": f"role:{user.public_id}", "role": "god"}).status_code == 404
    )


def test_pages_of_whoever_is_signed_in_are_kept_by_no_browser(app: Flask, client: FlaskClient) -> None:
    browser = signed_in(app, "vers@voorbeeld.nl")
    for path in ("/mijn/bedrijven", "/", "/regelingen"):
        assert browser.get(path).headers["Cache-Control"] == "no-store"
    assert "no-store" not in client.get("/").headers.get("Cache-Control", "")


def test_every_step_in_the_trail_of_a_farm_is_said_in_words(app: Flask) -> None:
    on_farm = [f"farm.{action}" for action in Action if action is not Action.TRAIL]
    on_statement = [f"statement.{step}" for step in ("draft", *Step)]
    with app.test_request_context():
        told = {code: account_words.action(code) for code in (*on_farm, *on_statement)}
    assert {code: said for code, said in told.items() if said == code} == {}
