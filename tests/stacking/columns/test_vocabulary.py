"""Kinds of pieces and answers have one number in all parts of a population."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.domain.farm import FarmProfile, LandscapeElement, Measure
from calculator.eligibility.units import Piece, pieces
from calculator.stacking.columns.reading.vocabulary import Vocabulary, kind_of, nameless
from tests.builders import farm, measure, parcel

FIELD = parcel("P1", 3, "m1")
HEDGE = LandscapeElement("E1", "haag", length_m=Decimal(90), measures=(Measure("m1", Decimal(90), "m"),))


def piece(of: FarmProfile) -> Piece:
    (found,) = pieces(of, with_candidates=False)[0]
    return found


def on(**changes: object) -> Piece:
    return piece(farm(replace(FIELD, **changes)))  # type: ignore[arg-type]


def along(**changes: object) -> Piece:
    return piece(farm(elements=(replace(HEDGE, **changes),)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"land_use": "arable"}, {"crop_code": "265"}, {"soil": "klei"}, {"eco_region": "2"}, {"natura2000": True},
        {"glmc9": True}, {"glmc8_ha": Decimal(1)}, {"crop_history": {2025: "265"}}, {"facts": {"zone": "a"}},
        {"measures": (measure("m2", 3),)}, {"measures": (measure("m1", 3, cost_eur=Decimal(5)),)},
    ],
    ids=str,
)  # fmt: skip
def test_whatever_rules_may_ask_of_a_parcel_makes_a_kind(changes: dict[str, object]) -> None:
    assert kind_of(on(**changes)) != kind_of(on())


def test_the_name_and_the_size_of_a_parcel_make_no_kind_and_the_first_of_a_kind_stands_for_all() -> None:
    words, larger = Vocabulary(), on(id="P9", area_ha=Decimal(8), measures=(measure("m1", 8),))
    other = on(land_use="arable")
    assert [words.kind(x) for x in (on(), larger, other, on())] == [0, 0, 1, 0]
    assert [x.place for x in words.samples] == ["P1", "P1"]
    # On both kinds the same lies.
    assert words.laid_of == [0, 0]
    words.kind(on(measures=(measure("m2", 3),)))
    assert words.laid_of == [0, 0, 1]


def test_of_an_element_that_is_not_measured_along_its_length_every_size_is_a_kind() -> None:
    assert kind_of(along(length_m=Decimal(70), measures=(Measure("m1", Decimal(70), "m"),))) == kind_of(
        along()
    )
    by_piece = [
        along(length_m=None, count=Decimal(n), measures=(Measure("m1", Decimal(n), "piece"),)) for n in (3, 4)
    ]
    assert kind_of(by_piece[0]) != kind_of(by_piece[1])
    for changes in (
        {"kind": "singel"},
        {"width_m": Decimal(2)},
        {"diameter_cm": Decimal(9)},
        {"facts": {"zone": "a"}},
    ):
        assert kind_of(along(**changes)) != kind_of(along())


def test_what_lies_on_an_element_makes_a_kind_and_one_measure_by_piece_is_enough_for_its_size() -> None:
    by_length = Measure("m1", Decimal(90), "m")
    assert kind_of(along(measures=(replace(by_length, code="m2"),))) != kind_of(along())
    both = (by_length, Measure("m2", Decimal(90), "piece"))
    assert kind_of(along(measures=both, count=Decimal(90))) != kind_of(
        along(measures=both, count=Decimal(91))
    )


def test_a_piece_of_any_place_has_no_name() -> None:
    for one, other in ((on(), on(id="P9")), (along(), along(id="E9"))):
        assert one.place != other.place
        assert replace(nameless(one), id="") == replace(nameless(other), id="")


def test_answers_are_told_apart_with_their_type_and_lists_are_noted_once_they_are_asked_for() -> None:
    words = Vocabulary()
    codes = [words.code("x", value) for value in (True, 1, Decimal(1), 1, "1")]
    assert codes == [0, 1, 2, 1, 3]
    assert words.values("x") == [True, 1, Decimal(1), "1"]
    assert words.code("x", "later") == 4
    assert (words.value("x", 4), words.value("x", 0), words.values("none")) == ("later", True, [])
    words.code("y", ("a", "b"))
    assert words.listed == set()
    assert words.value("y", 0) == ("a", "b")
    assert words.listed == {"y"}
