"""What was worked out under one rulebook holds under another as far as they have the same rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from calculator.domain.limit import LimitKind
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import GrantRule, PaymentKind
from calculator.stacking.columns.reading.sharing import answers, between, otherwise
from tests.builders import de_minimis, limit, payment, pays, relation, rulebook, scheme, text


@dataclass(frozen=True)
class Read:
    rulebook: Rulebook
    on: date = date(2026, 7, 1)
    years: range = range(2026, 2028)


CEILING = de_minimis()
SHARE = limit("costs", LimitKind.COST_SHARE, figures={"percent": 40})
CAP = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 100})
GRANT = scheme("province.x.grant", payment("p", figures={"rate": 1}, grant=GrantRule("multi_year")))
LAND = pays("a", "m", 1)
ROW = relation("province.x.a", RelationType.EXCLUSIVE, "province.x.grant")
RULES = rulebook(LAND, GRANT, relations=[ROW], limits=[CEILING, SHARE, CAP])
MORE = rulebook(LAND, GRANT, pays("b", "m", 1), relations=[ROW], limits=[CEILING, SHARE, CAP])


def test_payments_are_answered_the_same_by_the_same_codes_bases_ceilings_on_costs_and_years() -> None:
    one = Read(RULES)
    assert answers(one, Read(replace(RULES, codelists=dict(RULES.codelists), limits=(SHARE,))))
    others = [
        Read(RULES, on=date(2026, 7, 2)),
        Read(RULES, years=range(2026, 2029)),
        Read(replace(RULES, limits=(CEILING, CAP))),
        Read(replace(RULES, limits=(replace(SHARE, id="other"),))),
        Read(replace(RULES, codelists={**RULES.codelists, "payers": {"x": Code("x", text("x"), {})}})),
        Read(replace(RULES, legal_bases={})),
    ]
    assert [answers(one, other) for other in others] == [False] * 6


def test_a_grant_over_years_may_weigh_otherwise_by_other_versions_or_another_ceiling_over_years() -> None:
    mine = {id(GRANT)}
    assert otherwise(RULES, RULES) == set()
    assert otherwise(RULES, replace(RULES, limits=(CEILING,))) == set()
    assert otherwise(RULES, replace(RULES, limits=(replace(CEILING, id="other"), SHARE, CAP))) == mine
    assert otherwise(RULES, rulebook(LAND, replace(GRANT, name=text("other")), limits=RULES.limits)) == mine
    assert otherwise(RULES, rulebook(pays("a", "m", 2), GRANT, limits=RULES.limits)) == set()


def test_payments_bear_on_each_other_the_same_by_the_same_rows_limits_and_payments_for_the_farm() -> None:
    assert between(RULES, replace(RULES))
    # A payment on land is met by rows and limits alone.
    assert between(RULES, MORE)
    premium = payment("klasse", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha", measures=["m"])
    others = [
        replace(RULES, relations=()),
        replace(RULES, limits=(CEILING, CAP)),
        rulebook(LAND, relations=[ROW], limits=RULES.limits),
        rulebook(LAND, GRANT, scheme("national.rvo.eco", premium), relations=[ROW], limits=RULES.limits),
    ]
    assert [between(RULES, other) for other in others] == [False] * 4
