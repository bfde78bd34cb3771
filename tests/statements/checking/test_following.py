"""The follow-up of a statement stands on its own: what it expected is recomputed, and nothing on it can be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from calculator.statements.award.follow_up import Paid
from calculator.statements.carrying import packing
from calculator.statements.carrying.packing import Followed
from calculator.statements.checking import carried, visible
from calculator.statements.checking.carried import Carried
from calculator.statements.checking.following import TOLD, Later, issue_follow_up
from calculator.statements.checking.intake import LIMITS
from calculator.statements.checking.verdict import Part, State, Verdict
from calculator.statements.checking.verify import Trust, verify
from calculator.statements.drawing import pdf
from tests.statements import builders
from tests.statements.builders import ECO
from tests.statements.drawing.test_pdf import failures

DAY = date(2027, 3, 1)
RATE = b"id: national.rvo.eco-regeling\nrate: 180.00\n"
PAID = (
    Paid("national.rvo.basisinkomenssteun", "per-hectare", 744_124),
    Paid("private.rabobank.rentekorting", "korting", 0),
)
RULES_LATER = {**builders.rule_files(), ECO: RATE}
PUBLISHED = {
    (path, packing.sha256(raw))
    for rules in (builders.rule_files(), RULES_LATER)
    for path, raw in rules.items()
}


def recompute(profile: Any, rules: Mapping[str, bytes], options: Any) -> dict[str, object]:
    award = builders.recompute(profile, rules, options)
    if rules.get(ECO) == RATE:
        for year in award["years"]:
            for line in year["lines"]:
                if line["scheme"].endswith("eco-regeling"):
                    line["amount_eur"] = "6183.00"
    return award


def checked(raw: bytes) -> Verdict:
    return verify(raw, Trust(recompute, lambda path, digest: (path, digest) in PUBLISHED))


@pytest.fixture(scope="module")
def read(dutch: bytes) -> Carried:
    return carried.carried(dutch, LIMITS)


def later(rules: Mapping[str, bytes]) -> Later:
    return Later(rules, lambda profile, options: recompute(profile, rules, options))


@pytest.fixture(scope="module")
def followed(read: Carried) -> bytes:
    return issue_follow_up(read, 2026, PAID, issued_on=DAY, later=later(RULES_LATER)).pdf


def test_a_follow_up_is_genuine_conforms_and_says_what_is_only_told(followed: bytes) -> None:
    verdict = checked(followed)
    assert verdict.state is State.GENUINE
    assert TOLD in verdict.notes
    assert failures(followed) == []


def words_of(raw: bytes) -> str:
    """The words of the first page, however its lines break."""
    said = " ".join(visible.pages_text(raw)[0].split())
    return said.replace("- ", "-")


def test_its_first_page_sets_paid_beside_expected_with_the_reason(followed: bytes, read: Carried) -> None:
    said = words_of(followed)
    assert "Opvolging van een beloningsoverzicht" in said
    assert str(read.manifest["check_code"]) in said
    assert "zoals verwacht, tot op de cent" in said
    assert "niets betaald" in said
    assert "nog niet bekend" in said


def test_rules_that_changed_since_are_carried_along_and_their_outcome_is_told(followed: bytes) -> None:
    carries = carried.carried(followed, LIMITS)
    assert carries.later_rules == RULES_LATER
    assert "volgens de regels van 1 maart 2027" in words_of(followed)


def test_where_the_rules_are_the_same_they_are_carried_once(read: Carried) -> None:
    made = issue_follow_up(read, 2026, (), issued_on=DAY, later=later(builders.rule_files())).pdf
    carries = carried.carried(made, LIMITS)
    assert carries.later_rules is None
    assert checked(made).state is State.GENUINE


def drawn(read: Carried, act: packing.Act, rules: Mapping[str, bytes] | None) -> bytes:
    """A follow-up of which pages, data and manifest agree, whatever it says."""
    packed = packing.pack(
        read.award,
        read.profile,
        read.rules,
        act,
        options=read.options,
        renderer=pdf.renderer(),
        later_rules=rules,
    )
    return pdf.draw(read.award, read.profile, read.rules, packed, act)


def test_a_follow_up_of_another_statement_than_its_data_is_altered(followed: bytes) -> None:
    carries = carried.carried(followed, LIMITS)
    said = carries.act.followed
    assert said is not None
    other = replace(said, statement={**said.statement, "number": "2026-000018"})
    verdict = checked(drawn(carries, replace(carries.act, followed=other), carries.later_rules))
    assert verdict.state is State.ALTERED
    assert [finding.place for finding in verdict.findings] == ["follow_up/statement"]


@pytest.mark.parametrize("rules", [None, RULES_LATER])
def test_an_outcome_that_the_later_rules_do_not_give_is_altered(followed: bytes, rules: Any) -> None:
    carries = carried.carried(followed, LIMITS)
    said = carries.act.followed
    assert said is not None
    assert said.later is not None
    richer = replace(said, later=(*said.later[:-1], replace(said.later[-1], cents=9_999_900)))
    verdict = checked(drawn(carries, replace(carries.act, followed=richer), rules))
    assert verdict.state is State.ALTERED
    assert {finding.part for finding in verdict.findings} == {Part.AMOUNTS}


def test_later_rules_that_were_never_published_are_never_run(read: Carried) -> None:
    rules = {**builders.rule_files(), ECO: b"id: national.rvo.eco-regeling\nrate: 9999.00\n"}
    made = issue_follow_up(read, 2026, PAID, issued_on=DAY, later=later(rules)).pdf
    assert checked(made).state is State.RULES_NOT_PUBLISHED


@pytest.mark.parametrize(
    "broken",
    [
        [],
        {"year": "x", "paid": [], "statement": {"issued_on": "2026-11-24"}, "later": None},
        {"year": 2026, "paid": [{}], "statement": {"issued_on": "2026-11-24"}, "later": None},
        {"year": 2026, "paid": [], "statement": {"issued_on": "gisteren"}, "later": None},
        {"year": 2026, "paid": 3, "statement": {"issued_on": "2026-11-24"}, "later": None},
    ],
)
def test_a_follow_up_of_no_known_form_is_told_so(read: Carried, monkeypatch: Any, broken: object) -> None:
    monkeypatch.setattr(Followed, "as_data", property(lambda _: broken))
    said = Followed(2026, (), {"issued_on": "2026-11-24", "check_code": "", "number": None})
    made = drawn(read, replace(read.act, followed=said), None)
    assert checked(made).state is State.UNKNOWN


def test_a_recipient_gets_the_follow_up_of_its_own_payments_only(read: Carried) -> None:
    shared = packing.Shared(packing.Recipient("RVO", "province"), {"profile/finance": "0" * 64})
    given = replace(read, act=replace(read.act, shared=shared))
    made = issue_follow_up(given, 2026, PAID, issued_on=DAY, later=later(RULES_LATER)).pdf
    carries = carried.carried(made, LIMITS)
    assert carries.later_rules is None
    assert carries.shared.recipient.name == "RVO"
