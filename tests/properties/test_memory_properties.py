"""What rules remember of other farms never shows: an award is the same, to the byte, whoever was asked before."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from typing import cast

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.services.award.awards import compute
from calculator.services.errors import CannotComplete
from calculator.services.registry import rulebooks
from tests.benchmarks.farms import many_farms
from tests.benchmarks.populations import Json, population

ON = date(2026, 7, 1)


def told(rules: Rulebook, document: Json, years: int) -> str:
    try:
        return json.dumps(compute(rules, document, on=ON, years=years).award)
    except CannotComplete as refusal:
        return refusal.args[0] if refusal.args else repr(refusal)


def forgetful(rules: Rulebook) -> Rulebook:
    """The same rules, with nothing remembered."""
    return replace(rules)


def farms(count: int, seed: int, rules: Rulebook) -> list[Json]:
    return [
        *many_farms(count, seed),
        *population(count, seed, rules),
        *population(count, seed, rules, hard=True),
    ]


def small(document: Json) -> Json:
    """The farm on its first parcels alone, so that it is worked out soon."""
    return {**document, "parcels": cast("list[Json]", document["parcels"])[:6], "elements": []}


def test_an_award_is_the_same_to_the_byte_whoever_was_asked_before() -> None:
    rules = forgetful(rulebooks.load(None))
    documents = [small(d) for d in farms(2, 5, rules)]
    for document in documents[::-1]:
        told(rules, document, 2)
    for document in documents[::3]:
        assert told(rules, document, 2) == told(forgetful(rules), document, 2)


@pytest.mark.soak
def test_awards_after_hundreds_of_others_are_those_of_rules_that_remember_nothing() -> None:
    rules = forgetful(rulebooks.load(None))
    documents = farms(100, 6, rules)
    random.Random(1).shuffle(documents)
    for document in documents:
        told(rules, document, 10)
    for document in documents[::5]:
        assert told(rules, document, 10) == told(forgetful(rules), document, 10)
