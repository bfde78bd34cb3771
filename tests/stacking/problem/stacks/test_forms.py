"""Which payments may rest together follows from the rows between them, and from how what nobody published is read."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from calculator.domain.claim import Claim
from calculator.domain.relation import Relation, RelationType
from calculator.domain.scheme import Level
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.stacking.law.pairs import Relations
from calculator.stacking.law.reach import Reach
from calculator.stacking.problem.stacks import compatible
from calculator.stacking.problem.stacks.compatible import TooManyStacksError
from calculator.stacking.problem.stacks.forms import excluding, form, kept_apart
from tests.builders import ask, farm, parcel, payment, relation, rulebook, scheme

SOMETHING, UNKNOWN = RelationType.EXCLUSIVE, RelationType.UNKNOWN


def row(a: str, type: RelationType, b: str, level: Level = Level.UNIT) -> Relation:
    return relation(f"province.x.{a}", type, f"province.x.{b}", level=level)


def claims() -> list[Claim]:
    """Of a, b and c on one hectare."""
    made = (scheme(f"province.x.{n}", payment("p", measures=["m"], figures={"rate": 1})) for n in "abc")
    rules = rulebook(*made)
    asked = ask(farm(parcel("P1", 1, "m")), rules)
    (found,) = assess(
        asked.profile, rules, pieces(asked.profile, with_candidates=False)[0], asked.horizon, asked.on
    )
    return list(found.claims)


def held(
    rows: Sequence[Relation], reading: str = "expected", freed: frozenset[str] = frozenset()
) -> set[str]:
    found = form(claims(), Relations(tuple(rows)), reading, freed)
    assert len(found.held) == len(set(found.held))
    return {"".join("abc"[at] for at in each) for each in found.held}


EVERY = {"", "a", "b", "c", "ab", "ac", "bc", "abc"}


def test_payments_that_exclude_each_other_rest_on_no_ground_together() -> None:
    assert held(()) == EVERY
    assert held([row("a", SOMETHING, "b")]) == EVERY - {"ab", "abc"}


def test_what_nobody_published_keeps_apart_but_where_it_is_read_at_its_highest() -> None:
    rows = [row("a", UNKNOWN, "b")]
    assert [held(rows, reading) for reading in ("low", "expected", "high")] == [EVERY - {"ab", "abc"}] * 2 + [
        EVERY
    ]
    assert [form(claims(), Relations(tuple(of)), "expected", frozenset()).unknown for of in (rows, [])] == [
        True,
        False,
    ]


def test_what_rests_on_another_is_held_with_it_or_where_that_lies_elsewhere() -> None:
    needs = row("a", RelationType.REQUIRES, "b")
    assert held([needs]) == EVERY - {"a", "ac"}
    assert held([needs], freed=frozenset([needs.id])) == EVERY
    # It does not rest on itself.
    assert held([relation("province.x.a", RelationType.REQUIRES, "province.x.a")]) == {"", "b", "c", "bc"}


@pytest.mark.parametrize("type", list(RelationType), ids=str)
def test_stacks_are_apart_where_no_row_changes_what_is_paid(type: RelationType) -> None:
    changing = ("zero", "reduced", "net_of", "sum_capped", "highest")
    assert form(claims(), Relations((row("b", type, "c"),)), "expected", frozenset()).apart is (
        type not in changing
    )


def test_too_many_sets_are_told_by_place_first_payment_and_how_many_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(compatible, "MOST_PAIRS", 5)
    with pytest.raises(TooManyStacksError) as refused:
        form(claims(), Relations(()), "expected", frozenset())
    told = refused.value
    assert (told.place, told.ref, told.year, told.others) == ("P1", "province.x.a#p", 2026, 2)


def test_payments_are_kept_apart_as_far_as_the_farthest_row_that_excludes_them() -> None:
    one, other, _ = claims()

    def far(*rows: Relation, reading: str = "expected") -> Reach | None:
        relations = Relations(rows)
        return kept_apart([relations.between(one, other), relations.between(other, one)], reading)

    assert far() is None
    assert far(row("a", RelationType.ADDITIVE, "b", Level.FARM)) is None
    ground, on_parcel, anywhere = (
        row("a", SOMETHING, "b", x) for x in (Level.UNIT, Level.PARCEL, Level.FARM)
    )
    assert far(ground) is Reach.GROUND
    assert far(row("b", RelationType.HIGHEST, "a", Level.FARM), ground) is Reach.GROUND
    assert far(ground, on_parcel) is Reach.PARCEL
    assert far(on_parcel, anywhere) is Reach.FARM
    open_ = row("a", UNKNOWN, "b", Level.PARCEL)
    assert [far(open_, reading=x) for x in ("low", "expected", "high")] == [Reach.PARCEL, Reach.PARCEL, None]
    pair = Relations((open_, on_parcel)).between(one, other)
    assert [len(excluding([pair], x)) for x in ("expected", "high")] == [2, 1]
