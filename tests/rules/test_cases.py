"""The worked examples beside the schemes, run through the ordinary engine. What a case names must agree."""

from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from pathlib import PurePosixPath

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.registry.cases import Case
from calculator.services.registry import rule_cases, rulebooks

CASES = rule_cases.read(None)


@lru_cache(maxsize=1)
def rules() -> Rulebook:
    return rulebooks.current()


@cache
def outcome(path: str) -> rule_cases.Outcome:
    """The case of that path, computed once."""
    return rule_cases.run(rules(), next(case for case in CASES if case.path == path))


def name(case: Case) -> str:
    return f"{case.scheme}: {PurePosixPath(case.path).stem}"


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_case_beside_a_scheme_comes_out_as_its_payer_says(case: Case) -> None:
    assert [d.en for d in outcome(case.path).differences] == []


def test_there_are_cases() -> None:
    assert len(CASES) >= 145


def test_every_payment_that_pays_stands_in_a_case() -> None:
    reached = rule_cases.reach(rules(), [outcome(case.path) for case in CASES], date(2026, 7, 1))
    assert len(reached.payments) > 150
    assert reached.bare == ()


@pytest.mark.parametrize(
    ("expect", "says"),
    [
        ({"total_eur": "1.00"}, "total_eur: expected 1.00, computed"),
        ({"lines": ({"scheme": "no.such.scheme"},)}, "does not occur"),
        ({"refused": ({"scheme": "no.such.scheme"},)}, "refused: scheme no.such.scheme does not occur"),
    ],
)
def test_a_case_that_does_not_come_out_says_what_was_computed(expect: dict[str, object], says: str) -> None:
    case = replace(CASES[0], expect=expect)
    assert [says in d.en for d in rule_cases.run(rules(), case).differences] == [True]


def test_a_farm_that_is_refused_is_a_difference_and_no_crash() -> None:
    case = replace(CASES[0], farm={"profile": "other"})
    assert rule_cases.run(rules(), case).differences
