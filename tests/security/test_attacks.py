"""What people try: each attack once, against the application as it is."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from calculator.services.account.rights import Role
from calculator.settings import Settings
from calculator.store.accounts import users
from calculator.store.farms import farms
from calculator.web import create_app
from calculator.web.wiring import live
from tests.security.conftest import TODAY, World
from tests.security.routes import PROFILE
from tests.store.people import PASSWORD, with_password
from tests.web.visitors import Browser, Letterbox, database, signed_in

SECURE = "https://stapelwijzer.voorbeeld.nl"


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """As it runs for the public: TLS in front, secrets of its own, the usual rates."""
    settings = Settings(
        f"sqlite:///{tmp_path_factory.mktemp('production') / 'app.sqlite3'}",
        demo=False,
        secret_key="0f1e2d3c4b5a69788796a5b4c3d2e1f0",
        public_url=SECURE,
        smtp_url="smtps://post.voorbeeld.nl",
        mail_from="post@voorbeeld.nl",
        trusted_proxies=1,
        api_rate="5 per minute",
        sign_in_rate="3 per minute",
    )
    made = create_app(settings, replace(live(), today=lambda: TODAY, outbox=Letterbox()))
    database(made).migrate()
    yield made
    database(made).close()


def behind_proxy(address: str = "203.0.113.1") -> dict[str, str]:
    return {"X-Forwarded-For": address, "X-Forwarded-Proto": "https", "Referer": f"{SECURE}/inloggen"}


def test_a_session_that_was_planted_is_not_the_one_that_is_signed_in(app: Flask) -> None:
    with_password(database(app), "fixatie@voorbeeld.nl")
    victim = Browser(app)
    victim.token()
    planted = victim.client.get_cookie("stapelwijzer")
    assert planted
    victim.sign_in("fixatie@voorbeeld.nl")
    now = victim.client.get_cookie("stapelwijzer")
    assert now
    assert now.value != planted.value
    attacker = app.test_client()
    attacker.set_cookie("stapelwijzer", planted.value)
    assert attacker.get("/mijn/bedrijven").status_code == 303
    # The token of the planted session is worth nothing in the new one either.
    with attacker.session_transaction() as session:
        old = session["csrf_token"]
    with victim.client.session_transaction() as session:
        assert session.get("csrf_token") != old


def test_a_cookie_that_was_made_up_or_changed_signs_nobody_in(world: World) -> None:
    cookie = world.browsers[Role.FARMER].client.get_cookie("stapelwijzer")
    assert cookie
    thief = world.app.test_client()
    for value in (cookie.value[:-1], cookie.value + "x", "x", json.dumps({"_user_id": "1"}), ""):
        thief.set_cookie("stapelwijzer", value)
        assert thief.get("/mijn/bedrijven").status_code == 303


def test_the_cookie_cannot_be_read_by_scripts_sent_in_the_clear_or_taken_along(production: Flask) -> None:
    answer = production.test_client().get("/inloggen", base_url=SECURE, headers=behind_proxy())
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-stapelwijzer=")
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert word in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize(
    "onwards",
    [
        "https://elders.voorbeeld.nl/",
        "//elders.voorbeeld.nl",
        "/\\elders.voorbeeld.nl",
        "\\\\elders.voorbeeld.nl",
        "/\t/elders.voorbeeld.nl",
        "/x\r\nLocation: https://elders.voorbeeld.nl",
        "javascript:alert(1)",
        "mijn/bedrijven",
        "/é",
    ],
)
def test_signing_in_leads_to_no_other_site(world: World, onwards: str) -> None:
    browser = Browser(world.app)
    answer = browser.sign_in(world.people[Role.FARMER].email, next=onwards)
    assert (answer.status_code, answer.location) == (303, "/mijn/bedrijven")
    assert (
        world.browsers[Role.FARMER].get("/inloggen", query_string={"next": onwards}).location
        == "/mijn/bedrijven"
    )


def test_signing_in_leads_on_to_the_page_that_was_asked_for(world: World) -> None:
    browser = Browser(world.app)
    sent_away = browser.get("/mijn/machtigingen?x=1")
    asked = re.search(r'name="next" value="([^"]+)"', browser.get(sent_away.location).text)
    assert asked
    assert (
        browser.sign_in(world.people[Role.FARMER].email, next=asked[1]).location == "/mijn/machtigingen?x=1"
    )


@pytest.mark.parametrize("host", ["elders.voorbeeld.nl", "localhost.elders.voorbeeld.nl", "a b", ""])
def test_a_host_that_is_not_ours_is_refused_on_page_and_api(app: Flask, host: str) -> None:
    client = app.test_client()
    for path in ("/", "/api/v1/farms", "/wachtwoord-vergeten"):
        assert client.get(path, headers={"Host": host}).status_code == 400


def test_whoever_watches_over_the_service_needs_no_name_of_it(production: Flask) -> None:
    """As the image asks for its health: by the address of the machine, not through the proxy."""
    client = production.test_client()
    codes = [client.get(path, headers={"Host": "127.0.0.1:8000"}).status_code for path in ("/healthz", "/")]
    assert codes == [200, 400]
    assert client.get("/readyz", headers={"Host": "127.0.0.1:8000"}).get_json()["database"] == "reachable"


def test_a_mailed_link_leads_to_the_configured_address_whatever_the_request_says(
    app: Flask, letters: Letterbox
) -> None:
    browser = Browser(app)
    with_password(database(app), "post@voorbeeld.nl")
    headers = {"X-Forwarded-Host": "elders.voorbeeld.nl", "Forwarded": "host=elders.voorbeeld.nl"}
    browser.post("/wachtwoord-vergeten", {"/email": "post@voorbeeld.nl"}, headers=headers)
    assert "http://127.0.0.1:8000/wachtwoord/" in letters.mails[-1].text
    assert "elders" not in letters.mails[-1].text


def test_fields_nobody_asked_for_change_nothing(app: Flask) -> None:
    browser = signed_in(app, "massa@voorbeeld.nl")
    wishes = {
        "role": "administrator",
        "/role": "administrator",
        "email": "x@y.nl",
        "/email": "x@y.nl",
        "id": "1",
    }
    browser.post("/mijn/account", {"action": "profile", "/name": "Massa", "/language": "nl", **wishes})
    with database(app).transaction() as unit:
        found = users.by_email(unit, "massa@voorbeeld.nl")
    assert found
    assert (found.role, found.name) == ("farmer", "Massa")


def test_a_profile_cannot_say_whose_farm_it_is(world: World) -> None:
    client, token = world.browsers[Role.FARMER].client, world.tokens[Role.FARMER]
    for extra in ({"owner_id": 1}, {"public_id": "x"}, {"revision": 99}):
        answer = client.post("/api/v1/farms", json={**PROFILE, **extra}, headers={"X-CSRFToken": token})
        assert answer.status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "/static/../settings.py",
        "/static/..%2f..%2fsettings.py",
        "/static/%2e%2e/%2e%2e/settings.py",
        "/api/v1/schemas/..%2f..%2fsettings",
        "/mijn/bedrijven/..%2f..%2fetc%2fpasswd",
        "/regelingen/..%2f..%2fpublished.csv",
        "/wachtwoord/..%2f..%2fx",
    ],
)
def test_no_path_leads_out_of_its_folder(world: World, path: str) -> None:
    answer = world.browsers[Role.FARMER].client.get(path)
    assert answer.status_code == 404
    assert "database_url" not in answer.text


def test_words_of_people_are_never_run(app: Flask) -> None:
    # The product is too long to turn up by chance in a page's tokens and addresses.
    nasty = "{{ 7919*7907 }}{% for x in config %}{{ x }}{% endfor %}<script>alert(1)</script>${7919*7907}\"'"
    browser = signed_in(app, "sjabloon@voorbeeld.nl", Role.ADVISER)
    browser.post("/mijn/account", {"action": "profile", "/name": nasty, "/language": "nl"})
    browser.post("/organisatie", {"action": "found", "/name": nasty})
    profile = {**PROFILE, "farm": {**PROFILE["farm"], "name": nasty[:100]}}
    browser.post("/bewaren", {"document": json.dumps(profile), "on": "2026-05-15", "years": "1"})
    with database(app).transaction() as unit:
        found = users.by_email(unit, "sjabloon@voorbeeld.nl")
        assert found
        (kept,) = farms.owned(unit, found.id)
    for path in ("/mijn/account", "/organisatie", "/mijn/bedrijven", f"/mijn/bedrijven/{kept.public_id}"):
        text = browser.get(path).text
        assert "{{ 7919*7907 }}" in text, path
        assert "<script>alert" not in text
        assert str(7919 * 7907) not in text


def test_every_answer_forbids_what_is_not_needed(world: World) -> None:
    for path in ("/", "/mijn/bedrijven", "/inloggen", "/nergens", "/api/v1/farms"):
        headers = world.browsers[Role.FARMER].get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"


def test_over_tls_browsers_are_told_to_stay_there(production: Flask) -> None:
    client = production.test_client()
    assert (
        "max-age=63072000"
        in client.get("/", base_url=SECURE, headers=behind_proxy()).headers["Strict-Transport-Security"]
    )


def test_trying_passwords_from_one_address_is_stopped_and_elsewhere_goes_on(production: Flask) -> None:
    def attempt(address: str) -> int:
        client = production.test_client()
        page = client.get("/inloggen", base_url=SECURE, headers=behind_proxy(address))
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert token
        data = {"csrf_token": token[1], "/email": "iemand@voorbeeld.nl", "/password": PASSWORD}
        return client.post("/inloggen", data=data, base_url=SECURE, headers=behind_proxy(address)).status_code

    assert [attempt("203.0.113.5") for _ in range(4)] == [422, 422, 422, 429]
    assert attempt("203.0.113.6") == 422


def test_the_api_sheds_whoever_asks_too_often_and_says_when_to_come_back(production: Flask) -> None:
    client = production.test_client()
    answers = [
        client.get("/api/v1/farms", base_url=SECURE, headers=behind_proxy("203.0.113.7")) for _ in range(6)
    ]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert answers[-1].content_type == "application/problem+json"
    assert int(answers[-1].headers["Retry-After"]) <= 60


def test_tokens_that_are_made_up_have_no_rates_of_their_own(production: Flask) -> None:
    client = production.test_client()
    codes = [
        client.get(
            "/api/v1/limits",
            base_url=SECURE,
            headers={**behind_proxy("203.0.113.10"), "Authorization": f"Bearer {number}"},
        ).status_code
        for number in range(6)
    ]
    assert codes == [200] * 5 + [429]


def test_an_address_that_a_client_makes_up_counts_for_nothing_behind_the_proxy(production: Flask) -> None:
    client = production.test_client()
    codes = []
    for number in range(6):
        # The proxy adds the real address at the end; what stands before it is the client's own invention.
        headers = behind_proxy(f"198.51.100.{number}, 203.0.113.8")
        codes.append(client.get("/api/v1/farms", base_url=SECURE, headers=headers).status_code)
    assert codes[-1] == 429


def test_a_form_from_another_site_over_tls_is_refused_even_with_a_token(production: Flask) -> None:
    client = production.test_client()
    page = client.get("/inloggen", base_url=SECURE, headers=behind_proxy("203.0.113.9"))
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    headers = {**behind_proxy("203.0.113.9"), "Referer": "https://elders.voorbeeld.nl/"}
    data = {"csrf_token": token[1], "/email": "a@b.nl", "/password": "x"}
    answer = client.post("/inloggen", data=data, base_url=SECURE, headers=headers)
    assert answer.status_code == 400
    assert "verlopen" in answer.text


def test_no_secret_stands_in_the_repository() -> None:
    root = Path(__file__).resolve().parents[2]
    for path in [*(root / "calculator").rglob("*.py"), *root.glob("*.cfg"), root / "wsgi.py"]:
        text = path.read_text("utf-8")
        assert not re.search(r"(?i)(secret_key|password|token)\s*=\s*[\"'][^\"'{}]{8,}[\"']", text), path
