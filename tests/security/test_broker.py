"""Signing in by a broker of identities: a real one in miniature, which signs its answers, and what goes wrong on the way."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from calculator.services.account import signing_in
from calculator.settings import Settings
from calculator.store.accounts import credentials, users
from calculator.web import create_app
from calculator.web.identity import moment
from calculator.web.wiring import live
from tests.security.conftest import TODAY
from tests.web.visitors import Browser, Letterbox, database, person


@dataclass
class Broker:
    """``says`` are the claims of the next answer; ``key`` is what it is signed with."""

    address: str = ""
    published: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    key: RSAKey | None = None
    says: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def __call__(self, environ: Any, start: Any) -> Any:
        request = Request(environ)
        answers = {
            "/.well-known/openid-configuration": {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/jwks",
                "id_token_signing_alg_values_supported": ["RS256"],
            },
            "/jwks": KeySet([self.published]).as_dict(private=False),
        }
        if request.path == "/token":
            self.asked.append(request.form.to_dict())
            now = int(time.time())
            claims = {"iss": self.address, "aud": "stapelwijzer", "iat": now, "exp": now + 60, **self.says}
            token = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key or self.published)
            answers["/token"] = {"access_token": "x", "token_type": "Bearer", "id_token": token}
        return Response(json.dumps(answers[request.path]), content_type="application/json")(environ, start)


@pytest.fixture(scope="module")
def broker() -> Iterator[Broker]:
    made = Broker()
    server = make_server("127.0.0.1", 0, made, threaded=True)
    made.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def brokered(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    settings = Settings(
        f"sqlite:///{tmp_path_factory.mktemp('broker') / 'app.sqlite3'}",
        oidc_issuer=broker.address,
        oidc_client_id="stapelwijzer",
        oidc_client_secret="geheim van ons beiden",
        sign_in_rate="",
    )
    made = create_app(settings, replace(live(), today=lambda: TODAY, outbox=Letterbox()))
    database(made).migrate()
    return made


def come(browser: Browser, broker: Broker, **says: Any) -> Any:
    """Off to the broker and back, as a browser that does what it is told."""
    there = browser.get("/inloggen/broker")
    assert there.status_code == 302
    asked = {name: values[0] for name, values in parse_qs(urlsplit(there.location).query).items()}
    broker.key = says.pop("key", None)
    state = says.pop("state", asked["state"])
    broker.says = {
        "sub": "s-1",
        "email": "nieuw@voorbeeld.nl",
        "name": "Nieuw",
        "nonce": asked["nonce"],
        **says,
    }
    return browser.get(f"/inloggen/terug?code=c&state={state}")


def test_the_sign_in_page_offers_a_broker_only_where_one_is_configured(brokered: Flask, app: Flask) -> None:
    assert "inlogdienst" in Browser(brokered).get("/inloggen").text
    assert "inlogdienst" not in Browser(app).get("/inloggen").text


def test_somebody_new_gets_an_account_and_is_known_again(brokered: Flask, broker: Broker) -> None:
    first, again = Browser(brokered), Browser(brokered)
    assert come(first, broker).location == "/mijn/bedrijven"
    assert first.get("/mijn/bedrijven").status_code == 200
    # The address may change at the broker; the subject is who it is.
    assert come(again, broker, email="anders@voorbeeld.nl").status_code == 303
    with database(brokered).transaction() as unit:
        found = users.by_email(unit, "nieuw@voorbeeld.nl")
        assert found
        assert (found.name, found.role) == ("Nieuw", "farmer")
        assert users.by_email(unit, "anders@voorbeeld.nl") is None


def test_the_broker_is_asked_with_a_state_a_nonce_and_proof_of_who_asked(
    brokered: Flask, broker: Broker
) -> None:
    browser = Browser(brokered)
    asked = parse_qs(urlsplit(browser.get("/inloggen/broker").location).query)
    assert asked["redirect_uri"] == ["http://127.0.0.1:8000/inloggen/terug"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["state"]
    assert asked["nonce"]
    come(browser, broker, sub="s-pkce", email="pkce@voorbeeld.nl")
    assert broker.asked[-1]["code_verifier"]


def test_an_account_that_exists_is_opened_by_a_broker_only_after_its_password(
    brokered: Flask, broker: Broker
) -> None:
    person(brokered, "bestaat@voorbeeld.nl")
    says = {"sub": "s-2", "email": "Bestaat@voorbeeld.nl"}
    browser = Browser(brokered)
    answer = come(browser, broker, **says)
    assert answer.status_code == 200
    assert "Log één keer in met het wachtwoord" in answer.text
    assert browser.get("/mijn/bedrijven").status_code == 303
    assert browser.sign_in("bestaat@voorbeeld.nl").status_code == 303
    assert come(Browser(brokered), broker, **says).status_code == 303


def test_whoever_made_an_account_first_with_the_address_of_another_is_out_once_that_other_sets_a_password(
    brokered: Flask, broker: Broker
) -> None:
    says = {"sub": "s-first", "email": "later@voorbeeld.nl"}
    assert come(Browser(brokered), broker, **says).status_code == 303
    store = database(brokered)
    with store.transaction() as unit:
        user = users.by_email(unit, "later@voorbeeld.nl")
        assert user
        credentials.open_password_token(unit, user.id, "link", moment() + timedelta(hours=1), None)
    assert signing_in.set_password(store, "link", "vier-woorden-van-later", moment())
    assert "Log één keer in met het wachtwoord" in come(Browser(brokered), broker, **says).text


def test_what_waits_for_one_account_is_not_linked_to_another(brokered: Flask, broker: Broker) -> None:
    person(brokered, "slachtoffer@voorbeeld.nl")
    person(brokered, "ander@voorbeeld.nl")
    says = {"sub": "s-3", "email": "slachtoffer@voorbeeld.nl"}
    browser = Browser(brokered)
    come(browser, broker, **says)
    browser.sign_in("ander@voorbeeld.nl")
    assert "Log één keer in met het wachtwoord" in come(Browser(brokered), broker, **says).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "x"},
        {"aud": "een andere dienst"},
        {"iss": "https://elders.voorbeeld.nl"},
        {"exp": 1},
        {"sub": ""},
        {"key": RSAKey.generate_key(2048, {"kid": "1"})},
        {"state": "x"},
    ],
    ids=["nonce", "audience", "issuer", "expired", "nobody", "key", "state"],
)
def test_an_answer_that_is_not_right_signs_nobody_in(
    brokered: Flask, broker: Broker, wrong: dict[str, Any]
) -> None:
    browser = Browser(brokered)
    answer = come(browser, broker, **{"sub": "s-wrong", "email": "fout@voorbeeld.nl", **wrong})
    assert answer.status_code == 422
    assert "Inloggen lukte niet" in answer.text
    assert browser.get("/mijn/bedrijven").status_code == 303
    with database(brokered).transaction() as unit:
        assert users.by_email(unit, "fout@voorbeeld.nl") is None


def test_a_broker_that_does_not_answer_leaves_the_password(tmp_path: Any) -> None:
    settings = Settings(
        f"sqlite:///{tmp_path / 'app.sqlite3'}", oidc_issuer="http://127.0.0.1:9", oidc_client_id="x"
    )
    made = create_app(settings, replace(live(), today=lambda: TODAY))
    database(made).migrate()
    answer = Browser(made).get("/inloggen/broker")
    assert answer.status_code == 422
    assert "Inloggen lukte niet" in answer.text
    database(made).close()
