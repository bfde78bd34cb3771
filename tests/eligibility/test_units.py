"""Parcels are cut into pieces on which the same measures lie."""

from __future__ import annotations

from decimal import Decimal

from calculator.domain.farm import LandscapeElement, Measure
from calculator.eligibility.units import pieces
from tests.builders import farm, measure, parcel


def cut(*measures: object, area: object = 10) -> list[tuple[Decimal, set[str]]]:
    found, _ = pieces(farm(parcel("P1", area, *measures)))  # type: ignore[arg-type]
    return [(p.quantity, {m.code for m in p.measures}) for p in found]


def test_a_measure_without_part_that_covers_the_parcel_lies_under_all_parts() -> None:
    found = cut("gras", measure("a", 6, part="a"), measure("b", 4, part="b"))
    assert found == [(6, {"gras", "a"}), (4, {"gras", "b"})]


def test_measures_of_one_part_lie_on_the_same_ground() -> None:
    assert cut(measure("a", 6, part="x"), measure("b", 2, part="x")) == [
        (2, {"a", "b"}),
        (4, {"a"}),
        (4, set()),
    ]


def test_measures_of_different_parts_lie_beside_each_other() -> None:
    assert cut(measure("a", 6, part="x"), measure("b", 2, part="y")) == [(6, {"a"}), (2, {"b"}), (2, set())]


def test_partial_measures_without_a_part_are_laid_together_and_that_is_said() -> None:
    found, assumptions = pieces(farm(parcel("P1", 10, measure("a", 6), measure("b", 2))))
    assert [(p.quantity, len(p.measures)) for p in found] == [(2, 2), (4, 1), (4, 0)]
    assert "P1" in assumptions[0].nl


def test_the_pieces_always_add_up_to_the_parcel() -> None:
    found = cut("gras", measure("a", "3.1234", part="a"), measure("b", "2.2", part="b"), measure("c", "5.5"))
    assert sum(q for q, _ in found) == 10


def test_a_candidate_measure_is_left_out_of_what_is_managed() -> None:
    assert cut("gras", measure("a", 2, candidate=True)) == [(10, {"gras"})]


def test_an_element_is_cut_by_the_length_of_its_measures() -> None:
    ditch = LandscapeElement(
        "E1", "sloot", length_m=Decimal(1850), measures=(Measure("schonen", Decimal(1200), "m"),)
    )
    found, _ = pieces(farm(elements=(ditch,)))
    assert [(p.quantity, len(p.measures)) for p in found] == [(1200, 1), (650, 0)]
