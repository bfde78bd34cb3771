"""Going back, reloading and coming again: a form that is under way is found as it was, and by nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calculator.services.account import drafts
from calculator.store import Examples
from calculator.web.sealing import seal, unseal
from tests.web.pages.farm.test_filling import SMALL
from tests.web.visitors import database, signed_in


def test_a_result_has_an_address_that_can_be_loaded_again(client: FlaskClient) -> None:
    sent = client.post("/bedrijf", data=SMALL)
    assert sent.status_code == 303
    for _ in range(2):
        answer = client.get(sent.location)
        assert answer.status_code == 200
        assert "Uw beste stapel" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
    english = sent.location.replace("/bedrijf/", "/en/farm/").replace("/uitkomst", "/result")
    assert "Your best stack" in client.get(english).text


def test_going_back_from_a_result_shows_the_filled_form(client: FlaskClient) -> None:
    shown = client.post("/bedrijf", data=SMALL).location
    for back in (shown.removesuffix("/uitkomst"), "/bedrijf"):
        assert 'value="18,40"' in client.get(back).text


def test_an_example_that_was_changed_is_found_as_it_was_left(client: FlaskClient, app: Flask) -> None:
    first, second, *_ = Examples(database(app)).all()
    about = f"example:{first.public_id}"
    client.post("/bedrijf", data={**SMALL, "/farm/name": "Mijn variant", "about": about})
    assert 'value="Mijn variant"' in client.get(f"/bedrijf?example={first.public_id}").text
    assert "Mijn variant" not in client.get(f"/bedrijf?example={second.public_id}").text
    assert "Mijn variant" not in client.get("/bedrijf").text


def test_wrong_fields_have_an_address_too_with_everything_that_is_wrong(client: FlaskClient) -> None:
    sent = client.post("/bedrijf", data={**SMALL, "/parcels/0/area_ha": "1.234"})
    for _ in range(2):
        answer = client.get(sent.location)
        assert answer.status_code == 422
        assert "kan 1234 zijn of 1,234" in answer.text


def test_beginning_anew_leaves_nothing(client: FlaskClient) -> None:
    shown = client.post("/bedrijf", data=SMALL).location
    form = shown.removesuffix("/uitkomst")
    assert client.post(form, data={**SMALL, "action": "restart"}).location == "/bedrijf"
    assert 'value="18,40"' not in client.get("/bedrijf").text
    assert client.get(form).status_code == 404


def test_nobody_else_sees_a_form_under_way(app: Flask) -> None:
    mine, other = app.test_client(), app.test_client()
    shown = mine.post("/bedrijf", data=SMALL).location
    other.post("/bedrijf", data={**SMALL, "/parcels/0/area_ha": "3"})
    for address in (shown, shown.removesuffix("/uitkomst")):
        assert other.get(address).status_code == 404
        assert app.test_client().get(address).status_code == 404
    other.post(shown.removesuffix("/uitkomst"), data={**SMALL, "/parcels/0/area_ha": "99"})
    assert 'value="18,40"' in mine.get(shown.removesuffix("/uitkomst")).text


@pytest.mark.parametrize("header", [{"Origin": "https://elders.nl"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_replaces_nothing_of_what_somebody_is_busy_with(
    client: FlaskClient, header: dict[str, str]
) -> None:
    answer = client.post("/bedrijf", data=SMALL, headers=header)
    assert answer.status_code == 400
    assert "Set-Cookie" not in answer.headers


def test_signing_out_forgets_every_form(app: Flask) -> None:
    browser = signed_in(app, "gedeeld@voorbeeld.nl")
    shown = browser.post("/bedrijf", SMALL).location
    browser.post("/uitloggen")
    assert browser.get(shown).status_code == 404


def test_a_form_is_sealed_and_gone_after_eight_hours(app: Flask) -> None:
    store, secret, now = database(app), drafts.new_secret(), datetime(2026, 11, 24, 12, tzinfo=UTC)
    content: dict[str, object] = {"name": "Hoeve Geheim" * 100_000}
    made = drafts.keep(store, secret, None, "", seal(content, secret), now)
    with store.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT sealed, holder FROM drafts").all()
    assert kept
    assert all("Geheim" not in sealed and secret not in (sealed, holder) for sealed, holder in kept)
    late = now + drafts.LIFE + timedelta(minutes=1)
    sealed = drafts.opened(store, secret, made, now)
    assert sealed
    assert unseal(sealed, secret) == content
    assert unseal(sealed, drafts.new_secret()) is None
    assert drafts.opened(store, secret, made, late) is None
    drafts.keep(store, drafts.new_secret(), None, "", "", late)
    with store.transaction() as unit:
        assert drafts.drafts.sealed(unit, made, drafts.digest(secret)) is None


def test_a_form_that_is_asked_for_by_its_head_is_there(client: FlaskClient) -> None:
    for address in ("/bedrijf", "/en/farm", "/controle", "/vergelijken", "/inloggen", "/account-maken"):
        answer = client.head(address)
        assert answer.status_code == 200, address
        assert not answer.data


def test_a_form_with_the_outlines_of_a_large_farm_is_opened_again() -> None:
    content: dict[str, object] = {"x": "".join(f"{hash((1, n)):x}" for n in range(40_000))}
    sealed = seal(content, "geheim")
    assert len(sealed) > 200_000
    assert unseal(sealed, "geheim") == content
