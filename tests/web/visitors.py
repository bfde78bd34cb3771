"""Browsers of people: signed in, and sending the token of their session along."""

import re
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calculator.services.account import api_tokens
from calculator.services.account.outbox import Mail
from calculator.services.account.rights import Role
from calculator.store import Database
from calculator.store.accounts import users
from calculator.store.accounts.users import User
from tests.store.people import PASSWORD, with_password


@dataclass
class Letterbox:
    """An outbox that keeps what it gets."""

    mails: list[Mail] = field(default_factory=list)

    def __call__(self, mail: Mail) -> None:
        self.mails.append(mail)

    def link(self) -> str:
        """The path of the link in the last mail."""
        found = re.search(r"https?://[^/\s]+(/\S+)", self.mails[-1].text)
        assert found
        return found[1]


class Browser:
    """A client with its own cookies; ``post`` sends the token that its last page showed."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, **options)

    def token(self) -> str:
        return self.token_of_page(self.get("/inloggen", follow_redirects=True).text)

    @staticmethod
    def token_of_page(text: str) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', text)
        assert found
        return found[1]

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.token(), **(data or {})}, **options)

    def sign_in(self, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
        return self.post("/inloggen", {"/email": email, "/password": password, **more})


def database(app: Flask) -> Database:
    return app.extensions["stapelwijzer"].database


def person(app: Flask, email: str, role: Role = Role.FARMER) -> User:
    """Somebody with a password."""
    return with_password(database(app), email, role)


def signed_in(app: Flask, email: str, role: Role = Role.FARMER) -> Browser:
    """The browser of somebody new who has just signed in."""
    person(app, email, role)
    browser = Browser(app)
    assert browser.sign_in(email).status_code == 303
    return browser


def api_token(app: Flask, email: str, *scopes: str) -> str:
    """A token of somebody who has an account."""
    from calculator.services.account.rights import Actor
    from calculator.web.identity import moment

    store = database(app)
    with store.transaction() as unit:
        user = users.by_email(unit, email)
    assert user
    return api_tokens.make(store, Actor(user), "programma", scopes, 30, moment())
