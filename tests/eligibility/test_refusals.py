"""A refusal reads right: what was not met, by how much, and what can be done."""

from __future__ import annotations

from calculator.domain.scheme import Condition, Presence, Text
from calculator.stacking.awarding import award
from tests.builders import ask, farm, parcel, payment, rulebook, scheme

CERTIFIED = Condition(
    "fact_is",
    {"path": "supply.certificate", "one_of": ("planetproof",)},
    Presence.ASK,
    Text("het bedrijf heeft het certificaat", "the farm has the certificate"),
    ("S1",),
)


def test_what_works_out_to_nothing_is_refused_with_what_can_be_done() -> None:
    paid = payment("p", measures=["m"], figures={"rate": 10, "min_quantity": 5})
    rules = rulebook(scheme("province.x.a", paid))
    (refused,) = award(ask(farm(parcel("P1", 1, "m")), rules)).refusals
    assert refused.remedy is not None
    assert refused.remedy.en == "If this changes or is not right, change the profile."


def test_a_refusal_says_that_its_condition_was_not_met_and_never_the_condition_alone() -> None:
    rules = rulebook(
        scheme("dairy.zuivel.premie", payment("p", figures={"rate": 1}, conditions=(CERTIFIED,)))
    )
    (refused,) = award(ask(farm(parcel("P1", 1), facts={"supply.certificate": "none"}), rules)).refusals
    assert refused.reason == Text(
        "voorwaarde niet vervuld: het bedrijf heeft het certificaat",
        "condition not met: the farm has the certificate",
    )
    assert refused.shortfall is not None
    assert "planetproof" in refused.shortfall.nl


def test_what_is_refused_or_asked_leaves_no_assumption_and_what_is_paid_does() -> None:
    takes_part = Condition(
        "declared", {"path": "declared.deelname"}, Presence.PRESUME, Text("doet mee", "takes part"), ("S1",)
    )
    rules = rulebook(
        scheme("dairy.zuivel.premie", payment("p", figures={"rate": 1}, conditions=(takes_part, CERTIFIED)))
    )
    for certificate, assumed in ((None, False), ("none", False), ("planetproof", True)):
        facts = {"supply.certificate": certificate} if certificate else {}
        found = award(ask(farm(parcel("P1", 1), facts=facts), rules))
        assert any("takes part" in t.en for t in found.assumptions) is assumed, certificate
