"""What there is to assess of a farm: the same for all farms that answer alike, and nothing of a scheme with nothing to say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.farm import FarmProfile
from calculator.domain.memory import Answers
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Presence, Text
from calculator.eligibility.agenda import Agenda, Item
from calculator.eligibility.asked_farm import Farm
from calculator.eligibility.land import Land
from calculator.eligibility.spans import spans
from tests.builders import farm, payment, rulebook, scheme

ON = date(2026, 7, 1)
ASKS = Condition(
    "declared", {"path": "declared.melkt"}, Presence.ASK, Text("wie melkt", "who milks"), ("S1",)
)
MILK = "herd.milk"


def rules() -> Rulebook:
    return rulebook(
        scheme("dairy.x.a", payment("melk", figures={"rate": 2}, quantity=MILK, conditions=(ASKS,))),
        scheme("dairy.x.b", payment("rust", measures=["rust"], figures={"rate": 700})),
    )


def items(book: Rulebook, facts: dict[str, object]) -> tuple[Item, ...]:
    profile: FarmProfile = farm(facts=facts)
    asked = Farm(profile, book, Land.of((), book))
    return Agenda.of(asked, spans(book, range(2026, 2028), ON)).items(asked)


def schemes(found: tuple[Item, ...]) -> list[str]:
    return [span.scheme.id for item in found for span in item.spans]


def test_farms_that_answer_alike_in_words_share_what_there_is_to_assess_whatever_they_count() -> None:
    book = rules()
    one = items(book, {"declared.melkt": True, MILK: Decimal(1000)})
    assert items(book, {"declared.melkt": True, MILK: Decimal(7)}) is one


@pytest.mark.parametrize(
    "facts", [{MILK: Decimal(7)}, {"declared.melkt": False, MILK: Decimal(7)}, {"declared.melkt": True}]
)
def test_a_farm_that_answers_otherwise_has_its_own(facts: dict[str, object]) -> None:
    book = rules()
    one = items(book, {"declared.melkt": True, MILK: Decimal(1000)})
    assert items(book, facts) is not one


def test_a_scheme_with_nothing_to_say_to_a_farm_is_left_out() -> None:
    book = rules()
    assert schemes(items(book, {"declared.melkt": True, MILK: Decimal(0)})) == ["dairy.x.b"]
    assert schemes(items(book, {"declared.melkt": True, MILK: Decimal(7)})) == ["dairy.x.a", "dairy.x.b"]


def test_no_more_answers_are_kept_than_the_most_and_no_number_of_a_farm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few: Answers[object, tuple[Agenda, tuple[Item, ...]]] = Answers("agenda items", 2)
    monkeypatch.setattr("calculator.eligibility.agenda.ITEMS", few)
    book = rules()
    for said in ("a", "b", "c", "d", "e"):
        items(book, {"declared.melkt": said, MILK: Decimal("1234.5")})
    kept = book.memory.of(few)
    assert 1 <= len(kept) <= 2
    assert "1234.5" not in repr(list(kept))
