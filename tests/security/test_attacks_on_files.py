"""Attacks through what is drawn, taken along and handed in: nothing is fetched, no formula runs, no entity is followed."""

import csv
import io
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import openpyxl
import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select

from calculator.services.account import api_tokens
from calculator.services.account.rights import Actor
from calculator.store.accounts import users
from calculator.store.accounts.account_models import ApiTokenRow, PasswordTokenRow, SignInRow
from calculator.web.identity import moment
from tests.security.routes import PROFILE
from tests.store.people import with_password
from tests.web.visitors import Browser, Letterbox, api_token, database

FORMULAS = ("=cmd|' /C calc'!A0", "+HYPERLINK(1)", "-2+3+cmd|x", "@SUM(1)", "\t=1+1", "=WEBSERVICE(A1)")


@contextmanager
def listening() -> Iterator[tuple[int, list[object]]]:
    """A server of an attacker on this machine, and who connected to it."""
    heard: list[object] = []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.2)
        done = threading.Event()

        def wait() -> None:
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                heard.append(connection)
                connection.close()

        thread = threading.Thread(target=wait)
        thread.start()
        try:
            yield server.getsockname()[1], heard
        finally:
            done.set()
            thread.join()


def form(name: str, **more: str) -> dict[str, str]:
    profile = {**PROFILE, "farm": {**PROFILE["farm"], "name": name}}
    return {"document": json.dumps(profile), "on": "2026-05-15", "years": "1", **more}


def test_drawing_a_statement_fetches_nothing_whatever_a_name_says(app: Flask) -> None:
    with listening() as (port, heard):
        name = f'<img src="http://127.0.0.1:{port}/a"><link rel=stylesheet href=//127.0.0.1:{port}/b>'
        answer = app.test_client().post("/beloningsoverzicht", data=form(name[:120]))
        assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert heard == []


@pytest.mark.parametrize("where", ["http://127.0.0.1:{port}/x", "file:///etc/passwd"])
def test_a_file_that_is_checked_or_compared_is_not_followed_anywhere(app: Flask, where: str) -> None:
    with listening() as (port, heard):
        target = where.format(port=port)
        made = pikepdf.new()
        made.add_blank_page()
        entity = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{target}">]><x>&e;</x>'.encode()
        made.Root.Metadata = made.make_stream(entity, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=target)
        for name in ("award.json", "manifest.json", "factur-x.xml"):
            made.attachments[name] = pikepdf.AttachedFileSpec(made, entity, filename=name)
        raw = io.BytesIO()
        made.save(raw)
        for path, field in (("/controle", "statement"), ("/vergelijken", "old")):
            data: dict[str, Any] = {field: (io.BytesIO(raw.getvalue()), "x.pdf")}
            answer = app.test_client().post(path, data=data)
            assert answer.status_code in (200, 422)
            assert "root:" not in answer.text
    assert heard == []


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_name_that_is_a_formula_is_text_in_every_table(app: Flask, formula: str) -> None:
    client = app.test_client()
    for kind in ("csv", "csv-machine", "xlsx"):
        answer = client.post("/meenemen", data=form(formula.strip(), form=kind))
        assert answer.status_code == 200, answer.text
        for cell in cells(kind, answer.data):
            if cell[:1] in "=+@\t\r" or (cell[:1] == "-" and not cell[1:2].isdigit()):
                assert cell.strip() in ("", "-", "—"), cell


def cells(kind: str, content: bytes) -> Iterator[str]:
    """The texts of a table as a program opens it; in a workbook a formula is of a type of its own."""
    if kind == "xlsx":
        for sheet in openpyxl.load_workbook(io.BytesIO(content)):
            for row in sheet.iter_rows():
                assert [cell.value for cell in row if cell.data_type == "f"] == []
        return
    for separator in (";", ","):
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=separator):
            yield from row


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(app: Flask, letters: Letterbox) -> None:
    with_password(database(app), "bekend@voorbeeld.nl")
    texts, sent = [], []
    for email in ("bekend@voorbeeld.nl", "onbekend@voorbeeld.nl"):
        before = len(letters.mails)
        browser = Browser(app)
        answer = browser.post("/wachtwoord-vergeten", {"/email": email})
        texts.append(
            (answer.status_code, browser.client.get("/wachtwoord-vergeten").status_code, answer.text)
        )
        sent.append(len(letters.mails) - before)
    plain = [(one, two, text.replace("onbekend@", "").replace("bekend@", "")) for one, two, text in texts]
    assert plain[0][:2] == plain[1][:2]
    assert [
        word for word in plain[0][2].split() if word not in plain[1][2].split() and "csrf" not in word
    ] == []
    assert sent == [1, 0]


def test_no_secret_is_kept_only_what_verifies_it(app: Flask, letters: Letterbox) -> None:
    store = database(app)
    with_password(store, "geheim@voorbeeld.nl")
    browser = Browser(app)
    browser.sign_in("geheim@voorbeeld.nl")
    token = api_token(app, "geheim@voorbeeld.nl", "farms:read")
    browser.post("/wachtwoord-vergeten", {"/email": "geheim@voorbeeld.nl"})
    link = letters.link().rpartition("/")[2]
    with store.transaction() as unit:
        kept = [*unit.scalars(select(ApiTokenRow.token_hash)), *unit.scalars(select(PasswordTokenRow.token_hash)),
                *unit.scalars(select(SignInRow.token_hash))]  # fmt: skip
    assert all(len(value) == 64 for value in kept)
    assert [
        secret for secret in (token, link) if any(secret in value or value in secret for value in kept)
    ] == []


def test_a_token_is_worth_nothing_after_its_end_and_nothing_beyond_its_scope(app: Flask) -> None:
    store = database(app)
    with_password(store, "sleutel@voorbeeld.nl")
    with store.transaction() as unit:
        user = users.by_email(unit, "sleutel@voorbeeld.nl")
    assert user
    old = api_tokens.make(store, Actor(user), "oud", ("farms:read",), 30, moment() - timedelta(days=31))
    new = api_tokens.make(store, Actor(user), "nieuw", ("farms:read",), 30, moment())
    client = app.test_client()

    def ask(token: str, method: str = "GET") -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return client.open(
            "/api/v1/farms", method=method, headers=headers, json=PROFILE if method == "POST" else None
        ).status_code

    assert ask(old) == 401
    assert ask(new) == 200
    assert ask(new, "POST") == 403
    # And it opens no page.
    assert client.get("/mijn/bedrijven", headers={"Authorization": f"Bearer {new}"}).status_code == 303
