"""What was worked out under one rulebook is taken over under another only where it holds there too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Scheme
from calculator.stacking.columns import Evaluation, FarmColumns
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import de_minimis, farm, limit, measure, parcel, payment, relation, rulebook, scheme

ON, THEN = date(2026, 7, 1), date(2027, 1, 1)
FARMS = [
    farm(parcel("P1", "3.5", "m1", "m2"), parcel("P2", 2, "m1", measure("m3", 1, part="a"))),
    farm(parcel("P1", 6, "m1"), facts={"farm.province": "utrecht"}),
    farm(parcel("P1", 4, "m2"), parcel("P2", 4, "m3"), aid=[("2025-01-01", 25_000)]),
    farm(parcel("P1", 1, "m2", "m3"), aid=None),
    farm(parcel("P1", 5, "m4"), aid=None),
]


def land(rate: int, **more: object) -> Scheme:
    return scheme("province.x.land", payment("p", measures=["m1"], figures={"rate": rate}), **more)


def before() -> Rulebook:
    return rulebook(
        land(100),
        scheme(
            "province.x.grant",
            payment("p", figures={"rate": 30_000}),
            legal_basis="de_minimis_agri_1408_2013",
        ),
        scheme(
            "province.x.aid",
            payment("p", measures=["m4"], figures={"rate": 90}),
            legal_basis="de_minimis_agri_1408_2013",
        ),
        scheme("province.x.strip", payment("p", measures=["m2"], figures={"rate": 120})),
        scheme("province.x.other", payment("p", measures=["m3"], figures={"rate": 70})),
        relations=[relation("province.x.land", RelationType.EXCLUSIVE, "province.x.strip")],
        limits=[
            de_minimis(),
            limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 500}, payments=("province.x.land",)),
        ],
    )


def other(rules: Rulebook, **changes: object) -> Rulebook:
    """The rules with parts put in place of others; what is not named is the same object."""
    return replace(rules, digest="other", **changes)  # type: ignore[arg-type]


def rest(rules: Rulebook) -> tuple[Scheme, ...]:
    return tuple(s for s in rules.schemes if s.id != "province.x.land")


def dearer(rules: Rulebook) -> Rulebook:
    return other(rules, schemes=(land(250), *rest(rules)))


def elsewhere(rules: Rulebook) -> Rulebook:
    return other(rules, schemes=(land(100, territory={"provinces": ("utrecht",)}), *rest(rules)))


def without_scheme(rules: Rulebook) -> Rulebook:
    return other(rules, schemes=rest(rules))


def one_more(rules: Rulebook) -> Rulebook:
    new = scheme("province.x.new", payment("p", measures=["m2"], figures={"rate": 400}))
    return other(rules, schemes=(*rules.schemes, new))


def adding_up(rules: Rulebook) -> Rulebook:
    return other(rules, relations=tuple(replace(r, type=RelationType.ADDITIVE) for r in rules.relations))


def without_limits(rules: Rulebook) -> Rulebook:
    return other(rules, limits=())


def capped(rules: Rulebook) -> Rulebook:
    more = limit("more", LimitKind.AMOUNT_CAP, figures={"cap": 100}, payments=("province.x.other",))
    return other(rules, limits=(*rules.limits, more))


def told(found: FarmColumns) -> list[object]:
    names = [found.payments[code] for code in found.paid.at[1].tolist()]
    paid = zip(
        found.paid.at[0].tolist(), names, found.paid.at[2].tolist(), found.paid.value.tolist(), strict=True
    )
    asked = zip(
        found.open.at[0].tolist(), (found.payments[c] for c in found.open.at[1].tolist()), strict=True
    )
    return [found.total.tolist(), sorted(paid), sorted(asked), [found.reasons[code] for code in found.reason]]


@pytest.mark.parametrize(
    "change",
    [dearer, elsewhere, without_scheme, one_more, adding_up, without_limits, capped, lambda rules: rules],
)
def test_taking_over_changes_no_answer(change: object) -> None:
    rules = before()
    after = change(rules)  # type: ignore[operator]
    columns, everybody = encode(FARMS, Vocabulary()), np.arange(len(FARMS))
    first = Evaluation(rules, ON, 3)
    first.of_columns(columns, everybody)
    taken = Evaluation(after, ON, 3, first)
    fresh = told(Evaluation(change(before()), ON, 3).of(FARMS))  # type: ignore[operator]
    assert told(taken.of_columns(columns, everybody)) == fresh
    # And what was taken over is left as it was.
    assert told(first.of_columns(columns, everybody)) == told(Evaluation(before(), ON, 3).of(FARMS))


@pytest.mark.parametrize("measures", [(), ("m1",)], ids=["farm", "land"])
@pytest.mark.parametrize("limits", [[de_minimis(3_000)], []], ids=["another version", "a ceiling"])
def test_a_grant_over_years_is_asked_anew_where_its_later_years_may_weigh_otherwise(
    measures: tuple[str, ...], limits: list[Limit]
) -> None:
    """EUR 1,000 in the first of three years, and as much or EUR 2,500 in the others, held against EUR 3,000 at once."""

    def grant(rate: int, **more: object) -> Scheme:
        made = payment(
            "p",
            measures=measures,
            figures={"rate": rate},
            term_years=3,
            grant=GrantRule("multi_year", (10, 1)),
        )
        return scheme("province.x.grant", made, legal_basis="de_minimis_agri_1408_2013", **more)

    now, then = grant(1_000, validity=Period(date(2000, 1, 1), THEN)), Period(THEN)
    rules = rulebook(now, grant(1_000, validity=then), limits=limits)
    after = other(rules, schemes=(now, grant(2_500, validity=then)), limits=(de_minimis(3_000),))
    columns, everybody = encode([farm(parcel("P1", 1, "m1"))], Vocabulary()), np.arange(1)
    first = Evaluation(rules, ON, 3)
    first.of_columns(columns, everybody)
    fresh = told(Evaluation(after, ON, 3).of_columns(columns, everybody))
    assert told(Evaluation(after, ON, 3, first).of_columns(columns, everybody)) == fresh


def test_what_no_change_bears_on_is_not_asked_again() -> None:
    rules = before()
    columns, everybody = encode(FARMS, Vocabulary()), np.arange(len(FARMS))
    first = Evaluation(rules, ON, 3)
    first.of_columns(columns, everybody)
    second = Evaluation(dearer(rules), ON, 3, first)
    taken, theirs = second._columns.types, first._columns.types
    assert taken.tables is theirs.tables
    samples = columns.words.samples
    codes = [{m.code for m in samples[number].measures} for number, _ in taken.kinds._known]
    assert codes
    assert not any("m1" in c for c in codes)
