"""Where candidate measures would lie, and what gives way to them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from calculator.domain.farm import LandscapeElement, Measure
from calculator.domain.rulebook import Code, Rulebook
from calculator.eligibility import candidates
from calculator.eligibility.candidates import Arrangement, TooManyCandidatesError, arrangements, planned
from calculator.eligibility.units import pieces
from tests.builders import farm, measure, parcel, rulebook, text


def rules(**groups: str) -> Rulebook:
    """A rulebook in which these measures share an exclusive group."""
    made = rulebook()
    codes = {c: Code(c, text(c), {"unit": "ha", "one_of": g}) for c, g in groups.items()}
    return replace(made, codelists={**made.codelists, "measures": codes})


def wish(code: str, quantity: object, **changes: object) -> Measure:
    return measure(code, quantity, candidate=True, **changes)


def offered(
    *measures: Measure, area: object = 10, book: Rulebook | None = None, **changes: object
) -> tuple[Arrangement, ...]:
    place = parcel("P1", area, *measures, **changes)
    book = book or rules()
    every = candidates.candidates(farm(place), book)
    return arrangements(place, book, [c for c in every if c.fits])


def lies(arrangement: Arrangement) -> list[tuple[str, Decimal]]:
    return [(m.code, m.quantity) for m in arrangement.measures]


def test_a_farm_as_it_is_comes_first_and_then_every_set_that_fits() -> None:
    found = offered(measure("m1", 4), wish("m2", 3), wish("m3", 5))
    assert [sorted(a.taken) for a in found] == [[], [1], [1, 2], [2]]
    assert found[0].measures == (measure("m1", 4),)


def test_a_candidate_of_another_group_lies_on_what_is_there_and_displaces_nothing() -> None:
    _, with_it = offered(measure("m1", 10), wish("m2", 3))
    assert lies(with_it) == [("m1", 3), ("m2", 3), ("m1", 7)]
    assert with_it.displaced == ()


def test_a_candidate_takes_ground_that_is_free_of_its_group_before_it_displaces() -> None:
    book = rules(m1="g", m2="g")
    _, beside = offered(measure("m1", 6), wish("m2", 4), book=book)
    assert sorted(lies(beside)) == [("m1", 6), ("m2", 4)]
    assert beside.displaced == ()
    _, over = offered(measure("m1", 6), wish("m2", 7), book=book)
    assert sum(q for c, q in lies(over) if c == "m1") == 3
    assert over.displaced == (("m1", Decimal(3)),)


def test_two_candidates_of_one_group_go_together_as_long_as_the_ground_lasts() -> None:
    book = rules(m1="g", m2="g")
    assert len(offered(wish("m1", 6), wish("m2", 4), book=book)) == 4
    assert [sorted(a.taken) for a in offered(wish("m1", 6), wish("m2", 5), book=book)] == [[], [0], [1]]


def test_a_candidate_on_a_part_lies_on_that_part() -> None:
    _, found = offered(measure("m1", 6, part="a"), measure("m2", 4, part="b"), wish("m3", 4, part="b"))
    assert lies(found) == [("m1", 6), ("m2", 4), ("m3", 4)]


def test_a_candidate_on_a_new_part_lies_beside_the_others() -> None:
    _, found = offered(measure("m1", 6, part="a"), wish("m2", 4, part="b"))
    assert lies(found) == [("m1", 6), ("m2", 4)]


def test_the_same_measure_on_more_land_displaces_the_smaller_one_of_itself() -> None:
    _, found = offered(measure("m1", 6), wish("m1", 10, part=None))
    assert found.displaced == (("m1", Decimal(6)),)
    assert lies(found) == [("m1", 10)]


def test_what_is_covered_never_exceeds_the_parcel() -> None:
    book = rules(m1="g", m2="g", m3="g")
    for found in offered(measure("m1", 8), wish("m2", 5), wish("m3", 5), wish("m4", 9), book=book):
        group = [m for m in found.measures if m.code != "m4"]
        assert sum(m.quantity for m in group) <= 10
        cut, _ = pieces(planned(farm(parcel("P1", 10)), {"P1": found}))
        assert sum(p.quantity for p in cut) == 10


def test_costs_are_those_of_what_lies_there_and_effort_those_of_what_is_new() -> None:
    book = rules(m1="g", m2="g")
    old, new = measure("m1", 10, cost_eur=Decimal(20)), wish("m2", 4, cost_eur=Decimal(50))
    now, found = offered(old, replace(new, income_forgone_eur=Decimal(5)), book=book)
    assert (now.cost, now.effort) == (200_00, 0)
    assert (found.cost, found.effort) == (6 * 20_00 + 4 * 55_00, 4 * 55_00)


def test_a_candidate_without_a_cost_has_no_known_effort() -> None:
    _, found = offered(wish("m1", 1))
    assert (found.cost, found.effort) == (0, None)


def test_lost_income_that_is_known_counts_where_the_cost_is_not() -> None:
    old, new = measure("m1", 10, income_forgone_eur=Decimal(3)), wish("m2", 4)
    now, found = offered(old, replace(new, income_forgone_eur=Decimal(5)), book=rules(m1="g", m2="g"))
    assert (now.cost, now.effort) == (10 * 3_00, 0)
    assert (found.cost, found.effort) == (6 * 3_00 + 4 * 5_00, None)


def test_a_measure_for_arable_land_does_not_fit_on_grassland() -> None:
    made = rules(m1="g")
    row = replace(made.codelists["measures"]["m1"], columns={"land": "arable"})
    book = replace(made, codelists={**made.codelists, "measures": {"m1": row}})
    on_grass, on_arable = (
        farm(parcel("P1", 1, wish("m1", 1), land_use=use)) for use in ("permanent_grassland", "arable")
    )
    assert [c.fits for c in candidates.candidates(on_grass, book)] == [False]
    assert [c.fits for c in candidates.candidates(on_arable, book)] == [True]


def test_more_combinations_than_can_be_worked_out_are_refused() -> None:
    with pytest.raises(TooManyCandidatesError) as told:
        offered(*(wish(f"m{n}", 1) for n in range(500)))
    assert told.value.place == "P1"


def test_five_hundred_that_exclude_each_other_are_five_hundred_choices() -> None:
    every = [wish(f"m{n}", 10) for n in range(500)]
    assert len(offered(*every, book=rules(**{m.code: "g" for m in every}))) == 501


def test_on_an_element_a_candidate_lies_beside_its_own_group_first() -> None:
    hedge = LandscapeElement(
        "E1", "heg", length_m=Decimal(100),
        measures=(Measure("m1", Decimal(60), "m"), Measure("m2", Decimal(70), "m", candidate=True)),
    )  # fmt: skip
    book = rules(m1="g", m2="g")
    made = farm(elements=(hedge,))
    _, found = arrangements(hedge, book, candidates.candidates(made, book))
    assert found.displaced == (("m1", Decimal(30)),)
    cut, _ = pieces(planned(made, {"E1": found}))
    assert sorted((p.measures[0].code, p.quantity) for p in cut) == [("m1", 30), ("m2", 70)]


def test_of_two_hundred_candidates_it_is_told_that_they_are_too_many_before_large_sets_are_laid_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes: list[int] = []
    laid_out = candidates.arranged

    def counted(place: Any, chosen: Any, book: Any) -> Arrangement | None:
        sizes.append(len(chosen))
        return laid_out(place, chosen, book)

    monkeypatch.setattr(candidates, "arranged", counted)
    with pytest.raises(TooManyCandidatesError):
        offered(*(wish(f"m{n}", "0.5") for n in range(200)), area=100)
    assert max(sizes) == 2
    assert len(sizes) <= candidates.MOST_ARRANGEMENTS
