"""What was done is said once, on the page of the farm that it was done for."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calculator.web import told


@pytest.fixture
def browser() -> Iterator[FlaskClient]:
    """Of an app where a statement of a farm can be issued, and its page seen."""
    app = Flask(__name__)
    app.secret_key = "told"

    @app.post("/<farm>")
    def issue(farm: str) -> str:
        told.tell("farm_statements", "issue", farm)
        return ""

    @app.get("/<farm>")
    def page(farm: str) -> str:
        return told.told("farm_statements", farm)

    @app.get("/<farm>/shares")
    def shares(farm: str) -> str:
        return told.told("farm_shares", farm)

    with app.test_client() as client:
        yield client


def test_what_was_done_is_said_once(browser: FlaskClient) -> None:
    browser.post("/a")
    assert [browser.get("/a").text, browser.get("/a").text] == ["issue", ""]


def test_what_was_done_for_one_farm_is_not_said_at_another_nor_on_another_page(browser: FlaskClient) -> None:
    browser.post("/a")
    assert [browser.get("/b").text, browser.get("/a/shares").text, browser.get("/a").text] == [
        "",
        "",
        "issue",
    ]


def test_a_look_that_shows_nothing_leaves_it_to_be_said(browser: FlaskClient) -> None:
    browser.post("/a")
    assert browser.head("/a").status_code == 200
    assert browser.get("/a").text == "issue"


def test_what_an_older_session_holds_breaks_no_page(browser: FlaskClient) -> None:
    with browser.session_transaction() as session:
        session["told"] = ["farm_statements", "issue"]
    assert browser.get("/a").text == ""
