"""The four outcomes of a pair of payments, as an award reads them."""

from datetime import date

import pytest

from calculator import registry
from calculator.services.award.pair_outcomes import Kind, Outcomes
from tests.registry.builders import RELATION_HEADER, RELATION_ROW, RELATIONS, SCHEME, SCHEME_TEXT, documents

DAY = date(2024, 5, 15)
ECO, PREMIUM, STRIP = (
    "national.rvo.eco#rustgewas",
    "national.rvo.eco#klasse",
    "province.utrecht.botanisch#strook",
)


def outcomes(*rows: str, scheme: str = SCHEME_TEXT) -> Outcomes:
    table = RELATION_HEADER + "".join(rows)
    found, problems = registry.from_documents(documents({RELATIONS: table, SCHEME: scheme}))
    assert problems == ()
    assert found is not None
    return Outcomes.of(found, DAY)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ((",zero,value,", ",zero,value,"), Kind.PARTLY),
        ((",zero,value,", ",zero,money,"), Kind.MAY_NOT),
        ((",zero,value,", ",exclusive,money,"), Kind.MAY_NOT),
        ((",zero,value,", ",additive,all,"), Kind.MAY),
        ((",zero,value,", ",highest,money,"), Kind.PARTLY),
        ((",zero,value,unit,,", ",reduced,money,unit,0.5,"), Kind.PARTLY),
        ((",zero,value,", ",requires,money,"), Kind.MAY),
        ((",zero,value,", ",unknown,all,"), Kind.UNKNOWN),
    ],
)
def test_a_row_gives_one_of_four_outcomes_whichever_side_is_named_first(
    change: tuple[str, str], kind: Kind
) -> None:
    row = RELATION_ROW.replace(*change)
    # An activity has no money to lose: its premium has.
    eco = PREMIUM if ",money," in row else ECO
    known = outcomes(row.replace("@eco-activity", eco))
    one, other = known.sides[eco], known.sides[STRIP]
    assert known.between(one, other).kind is kind
    assert known.between(other, one).kind is kind
    assert [row.id for row in known.between(one, other).rows] == ["eco-utrecht"]


def test_a_pair_that_nobody_recorded_may_stack_and_shows_no_row() -> None:
    known = outcomes()
    found = known.between(known.sides[ECO], known.sides[STRIP])
    assert (found.kind, found.rows) == (Kind.MAY, ())


def test_two_public_payments_for_the_same_cost_are_unknown_until_somebody_records_the_pair() -> None:
    second = SCHEME.replace("botanisch", "akkerrand")
    changes = {
        RELATIONS: RELATION_HEADER,
        second: SCHEME_TEXT.replace("utrecht.botanisch", "utrecht.akkerrand"),
    }
    found, _ = registry.from_documents(documents(changes))
    assert found is not None
    known = Outcomes.of(found, DAY)
    pair = known.between(known.sides[STRIP], known.sides["province.utrecht.akkerrand#strook"])
    assert (pair.kind, pair.shared_costs) == (Kind.UNKNOWN, ("income_foregone",))


def test_two_schemes_whose_payments_meet_differently_stack_partly_and_say_how_often() -> None:
    known = outcomes(RELATION_ROW.replace(",zero,value,", ",exclusive,money,"))
    found = known.schemes(known.of_scheme("national.rvo.eco"), known.of_scheme("province.utrecht.botanisch"))
    assert found is not None
    assert found.kind is Kind.PARTLY
    assert dict(found.counts) == {Kind.MAY_NOT: 1, Kind.MAY: 1}
    alone = known.of_scheme("province.utrecht.botanisch")
    assert known.schemes(alone, alone) is None
