"""What a payer measures of a parcel is asked on that parcel, where a payment on it reads it, and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import PaymentKind, Tier
from calculator.services.registry import rulebooks
from calculator.settings import Settings
from calculator.web import create_app
from calculator.web.wiring import Services
from tests.builders import payment, scheme
from tests.stacking.columns.test_evaluation import condition
from tests.web.pages.farm.test_filling import hidden, post

LEVEL, AREA = "/parcels/0/facts/waterpeil_cm", "/parcels/0/facts/grondwaterbeschermingsgebied"
BESIDE = {"/parcels/1/id": "P2", "/parcels/1/area_ha": "2,00", "/parcels/1/land_use": "arable"}


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    """The shipped rules with a province that pays long-lying grassland by its water level, outside protected areas."""
    level = payment(
        "peil", measures=["langjarig-grasland"], kind=PaymentKind.TIERED, indicator="place.waterpeil_cm",
        tiers=(Tier("hoog", at_most=Decimal(20)), Tier("midden", at_most=Decimal(40))), figures={"hoog": 300, "midden": 150},
        conditions=(condition("fact_is", path="place.grondwaterbeschermingsgebied", one_of=("no",)),),
    )  # fmt: skip
    shipped = rulebooks.current()
    return replace(shipped, schemes=(*shipped.schemes, scheme("province.zuid-holland.peil", level)))


@pytest.fixture(scope="module")
def own_app(settings: Settings, services: Services, rules: Rulebook) -> Flask:
    return create_app(settings, replace(services, rulebook=lambda: rules))


@pytest.fixture
def own(own_app: Flask) -> Iterator[FlaskClient]:
    with own_app.test_client() as opened:
        yield opened


def test_a_parcel_is_asked_what_a_payment_on_it_reads_and_is_paid_by_its_answer(own: FlaskClient) -> None:
    asked = post(own, {"action": "show", **BESIDE})
    assert f'name="{LEVEL}"' in asked.text
    assert "Waterpeil in de sloot, onder het maaiveld" in asked.text
    assert "In een grondwaterbeschermingsgebied" in asked.text
    assert "/parcels/1/facts" not in asked.text
    paid = post(own, {LEVEL: "35,5", AREA: "no"})
    assert json.loads(hidden(paid, "document"))["parcels"][0]["facts"] == {
        "waterpeil_cm": "35.5",
        "grondwaterbeschermingsgebied": False,
    }
    assert "2.760,00" in paid.text


def test_what_is_not_filled_in_is_asked_by_name_with_the_way_to_its_field(own: FlaskClient) -> None:
    asked = post(own, {AREA: "no"})
    assert "Waterpeil in de sloot, onder het maaiveld van P1" in asked.text
    assert "5.520,00" in asked.text


def test_an_answer_that_cannot_be_is_told_at_its_field(own: FlaskClient) -> None:
    told = post(own, {LEVEL: "2000", AREA: "no"})
    assert told.status_code == 422
    assert "250 cm" in told.text
    assert "Perceel P1, waterpeil in de sloot" in told.text


def test_a_fact_that_no_rule_reads_is_not_asked_and_what_was_said_of_it_stays(client: FlaskClient) -> None:
    assert "/facts/" not in post(client, {"action": "show"}).text
    kept = post(client, {"/parcels/0/facts/kensoorten": "7"})
    assert json.loads(hidden(kept, "document"))["parcels"][0]["facts"] == {"kensoorten": "7"}
    shown = client.post(
        "/bedrijf",
        data={"action": "edit", "document": hidden(kept, "document"), "/on": "2026-05-15"},
        follow_redirects=True,
    )
    assert 'name="/parcels/0/facts/kensoorten"' in shown.text


def test_the_fields_stand_there_in_english(own: FlaskClient) -> None:
    asked = post(own, {"action": "show"}, "/en/farm")
    assert "Water level in the ditch, below the surface" in asked.text
