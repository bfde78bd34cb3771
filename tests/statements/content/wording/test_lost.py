"""Why a payment is not chosen, as a farmer reads it."""

from __future__ import annotations

import pytest

from calculator.domain.relation import RelationType
from calculator.statements.content.wording.lost import lost

GIVEN = {"scheme": "x", "payment": "y", "because": "relation", "lost_to": "a#b", "difference_eur": "-1.00"}


def said(**changes: object) -> str:
    return lost({**GIVEN, **changes}, "Weidevogels", "nl")


@pytest.mark.parametrize("type", [t for t in RelationType if t is not RelationType.ADDITIVE])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_sort_of_relation_has_a_sentence_of_its_own(type: RelationType, language: str) -> None:
    every = {lost({**GIVEN, "relation": t.value}, "W", language) for t in RelationType if t != type}
    told = lost({**GIVEN, "relation": type.value}, "W", language)
    assert told not in every
    assert "W" in told
    assert "{" not in lost({**GIVEN, "relation": type.value}, "", language)


def test_a_pair_that_nobody_published_is_not_called_forbidden() -> None:
    assert said(relation=None).startswith("Of dit samen mag met Weidevogels, is niet gepubliceerd")


def test_an_award_of_before_sorts_were_told_apart_says_that_it_may_not() -> None:
    assert said() == "Mag niet samen met Weidevogels."


def test_what_runs_already_is_called_the_contract_of_the_farm() -> None:
    told = said(relation="exclusive", under_contract=True)
    assert told == "Mag niet samen met Weidevogels (uw lopende contract)."


def test_the_most_that_a_payment_pays_for_is_no_limit_of_the_law() -> None:
    assert said(because="limit", lost_to="x#y") == "Dit is meer dan waarvoor deze betaling hoogstens geldt."
    assert said(because="limit").startswith("Dit vraagt meer van Weidevogels")
    assert said(because="limit", lost_to="cap") == "De grens “Weidevogels” laat dit niet toe."


@pytest.mark.parametrize(
    ("difference", "told"),
    [("-5.00", "Het geheel levert zonder deze betaling meer op."),
     ("0.00", "Naast de andere betalingen brengt deze niets extra op.")],
)  # fmt: skip
def test_the_whole_is_said_to_bring_more_only_where_it_does(difference: str, told: str) -> None:
    assert lost({**GIVEN, "because": "better_total", "difference_eur": difference}, "", "nl") == told
