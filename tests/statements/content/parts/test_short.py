"""The first page of a statement."""

from __future__ import annotations

from calculator.domain.scheme import NO_SERVICE
from calculator.statements.content.blocks import Facts
from calculator.statements.content.content import content
from tests.statements import builders


def test_income_support_is_not_named_among_what_is_rewarded() -> None:
    award = builders.award("nl", (2026,))
    support, *others = award["years"][0]["lines"]
    none = {**support, "service": NO_SERVICE, "service_name": "Geen ecosysteemdienst (inkomenssteun)"}
    award["years"][0]["lines"] = [none, *others]
    statement = content(
        builders.with_totals(award),
        builders.profile(),
        builders.rule_files(),
        language="nl",
        issue=builders.ISSUE,
    )
    (short,) = (section for section in statement.sections if section.id == "short")
    (facts,) = (block for block in short.blocks if isinstance(block, Facts))
    services = dict(facts.rows)["Waarvoor"]
    assert "Biodiversiteit" in services
    assert "Geen ecosysteemdienst" not in services
