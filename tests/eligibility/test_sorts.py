"""Sorts of land: what payments do not tell apart is one sort, and a sort says nothing of whose land it is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.domain.farm import Measure, Parcel
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Presence, Text
from calculator.eligibility.sorts import Sort, Sorts
from calculator.eligibility.units import Piece
from tests.builders import measure, parcel, payment, rulebook, scheme

SOIL = Condition(
    "parcel_is", {"attribute": "soil", "one_of": ("peat",)}, Presence.ASK, Text("veen", "peat"), ("S1",)
)
REST = measure("rust", 2)


def rules() -> Rulebook:
    return rulebook(
        scheme("national.x.a", payment("veen", measures=["rust"], figures={"rate": 100}, conditions=(SOIL,))),
        scheme("national.x.b", payment("hoogstens", measures=["rust"], figures={"rate": 100, "cap": 50})),
        scheme("national.x.c", payment("bedrijf", figures={"rate": 100})),
    )


def sort(book: Rulebook, place: Parcel, *measures: Measure) -> Sort:
    return Sorts.of(book).seen(
        Piece(f"{place.id}/1", place.id, place.area_ha, measures or place.measures, place)
    )


def test_land_that_differs_in_place_and_size_alone_is_one_sort_on_whichever_farm() -> None:
    book = rules()
    assert sort(book, parcel("A", 2, REST, soil="peat")) is sort(
        book, parcel("B", 5, measure("rust", 3), soil="peat")
    )


@pytest.mark.parametrize(
    "other",
    [
        parcel("A", 2, REST, soil="clay"),
        parcel("A", 2, REST, soil="peat", land_use="arable"),
        parcel("A", 2, REST, soil="peat", glmc8_ha=Decimal(1)),
        parcel("A", 2, REST, soil="peat", crop_history={2025: "gras"}),
        parcel("A", 2, "weiden", soil="peat"),
        parcel("A", 2, REST, "weiden", soil="peat"),
        parcel("A", 2, measure("rust", 2, income_forgone_eur=Decimal(3)), soil="peat"),
    ],
)
def test_what_a_payment_may_look_at_tells_sorts_apart(other: Parcel) -> None:
    book = rules()
    assert sort(book, parcel("A", 2, REST, soil="peat")) is not sort(book, other)


def test_a_sort_says_which_measure_each_payment_on_land_is_for_and_of_which_type_the_land_is_to_it() -> None:
    book = rules()
    found = sort(book, parcel("A", 2, measure("weiden", 2), REST, soil="peat"))
    a, b, _ = book.schemes
    ways = {way: (at, of_type) for way, at, of_type in found.paid}
    # A cap depends on how large the piece is: there every piece stands alone.
    assert ways[Sorts.of(book).way(b, b.payments[0])] == (1, None)
    at, of_type = ways[Sorts.of(book).way(a, a.payments[0])]
    assert at == 1
    assert of_type is not None
    assert "peat" in of_type
    assert len(ways) == 2


def test_nothing_that_is_kept_names_a_place_or_says_how_large_it_is() -> None:
    book = rules()
    sort(book, parcel("geheim", "7.1234", measure("rust", "7.1234"), soil="peat"))
    kept = repr(vars(Sorts.of(book))["_known"])
    assert "peat" in kept
    assert "geheim" not in kept
    assert "7.1234" not in kept


def test_no_more_sorts_are_kept_than_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calculator.eligibility.sorts._MOST_SORTS", 3)
    book = rules()
    for use in "abcdefgh":
        sort(book, parcel("A", 1, REST, land_use=use))
        assert len(vars(Sorts.of(book))["_known"]) <= 3
