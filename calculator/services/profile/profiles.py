"""A farm profile as JSON becomes a FarmProfile, or a list of all that is wrong with it.

``parse`` reads bytes, ``read`` gives the values their meaning under a rulebook. ``docs/profile.md`` lists
the fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from calculator.domain.farm import FarmProfile
from calculator.domain.quantity import plain
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.services.errors import InputProblems
from calculator.services.profile import bounds, facts, land, money, values, words
from calculator.services.profile import undertaking as parties
from calculator.services.profile.codes import Codes
from calculator.services.profile.parse import parse, structural_problems
from calculator.services.profile.values import Fields, Findings, Place

__all__ = ["PROFILE", "parse", "read"]

#: The shape this reads, as the key ``profile`` says it.
PROFILE = "stapelwijzer-farm-1"

_KEYS = (
    "profile", "year", "farm", "undertaking", "parcels", "elements", "herd", "supply", "indicators",
    "indicator_history", "declared", "finance", "contracts", "bundles",
)  # fmt: skip


def read(document: object, rulebook: Rulebook) -> FarmProfile:
    """The profile in the document; raises InputProblems with every problem, in the order of the fields."""
    structural = tuple(structural_problems(document))
    if structural:
        raise InputProblems(structural)
    findings = Findings()
    profile = _profile(Place(document, "", findings), Codes.of(rulebook))
    if findings.problems:
        raise InputProblems(findings.problems)
    return profile


def _profile(place: Place, codes: Codes) -> FarmProfile:
    fields = Fields(place, _KEYS)
    values.choice(fields.must("profile"), (PROFILE,))
    year = values.whole(fields.must("year"), bounds.FIRST_YEAR, bounds.LAST_YEAR)
    name, about_farm = facts.farm(fields.get("farm"), codes)
    undertaking = parties.undertaking(fields.get("undertaking"), codes)
    ground = land.Ground()
    parcels_at, elements_at = fields.must("parcels"), fields.get("elements")
    parcels = _list(parcels_at, bounds.MOST_PARCELS, Text("percelen", "parcels"))
    elements = _list(elements_at, bounds.MOST_ELEMENTS, Text("elementen", "elements"))
    read_parcels = tuple(land.parcel(at, codes, ground) for at in parcels)
    read_elements = tuple(land.element(at, codes, ground) for at in elements)
    _farm_size(parcels_at, ground)
    finance_at = fields.get("finance")
    finance = Fields(finance_at, ("loans", "leases")) if finance_at else None
    loans = money.loans(finance)
    made = FarmProfile(
        year=year or bounds.FIRST_YEAR,
        name=name,
        parcels=read_parcels,
        elements=read_elements,
        facts={**_facts(fields, codes, about_farm), **money.scores(loans)},
        undertaking=undertaking,
        loans=loans,
        leases=money.leases(finance, codes, ground),
        contracts=money.contracts(fields.get("contracts"), codes, ground),
        indicator_history=facts.indicator_history(fields.get("indicator_history"), codes),
    )
    ground.check_references()
    _bundles(fields.get("bundles"), codes)
    return made


def _bundles(place: Place | None, codes: Codes) -> None:
    """Measures that somebody keeps together under a name, to put on parcels: nothing is computed with them."""
    for at in _list(place, bounds.MOST_ENTRIES, Text("bundels", "bundles")):
        bundle = Fields(at, ("name", "measures"))
        values.text(bundle.must("name"), 60)
        for measure in _list(bundle.must("measures"), bounds.MOST_ENTRIES, Text("maatregelen", "measures")):
            codes.code(measure, "measures")


def _facts(fields: Fields, codes: Codes, about_farm: Mapping[str, facts.Fact]) -> dict[str, object]:
    return {
        **about_farm,
        **facts.herd(fields.get("herd"), codes),
        **facts.supply(fields.get("supply"), codes),
        **facts.indicators(fields.get("indicators"), codes),
        **facts.declared(fields.get("declared"), codes),
    }


def _list(place: Place | None, most: int, what: Text) -> list[Place]:
    return place.items(most, what) if place is not None else []


def _farm_size(place: Place | None, ground: land.Ground) -> None:
    total = sum(ground.areas.values(), Decimal(0))
    if place is not None and total > bounds.FARM_HA.high:
        limit = bounds.FARM_HA
        place.wrong(words.too_large(plain(total), plain(limit.high), limit.unit, limit.why))
