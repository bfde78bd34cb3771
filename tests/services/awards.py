"""An award in which every list holds something, so that no key of its JSON goes unseen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculator.domain.award import (
    ActivityUse,
    Award,
    Certificate,
    ClassResult,
    Line,
    NextStep,
    NotChosen,
    PlannedMeasure,
    PresentValue,
    Receipt,
    TierDistance,
    Variant,
    WeighedCandidate,
    YearAward,
)
from calculator.domain.claim import Certainty, Claim, OpenQuestion, Refusal, Terms
from calculator.domain.lasting import Extension, NoticeDue
from calculator.domain.limit import LimitKind
from calculator.domain.limit_use import CapCount, LimitUse
from calculator.domain.money import Range
from calculator.domain.quantity import Unit
from calculator.domain.rulebook import RuleRef
from calculator.domain.scheme import Level, Text
from calculator.domain.source import Confidence, Status
from tests.builders import SOURCE

SCHEME = "national.anlb.midden-delfland"
ON = date(2026, 7, 1)
WANTED = PlannedMeasure("grasland-met-kruiden", "P1", Decimal("1.5"), "ha", 11250)


def claim(rate: Range | None = None) -> Claim:
    terms = Terms(
        scheme=SCHEME,
        payment="a01c",
        level=Level.UNIT,
        unit=Unit.HECTARE,
        rate=rate or Range.exactly(62372),
        legal_basis="private",
        status=Status.DEFINITIVE,
        confidence=Confidence.HIGH,
        certainty=Certainty.CONTRACTED,
        sources=(SOURCE,),
        points={"klimaat": Fraction(1, 3)},
        value=Fraction(181),
        measures=("grasland-met-kruiden",),
        multi_year=True,
        term_years=6,
        extension=Extension(1, silent=True),
        caveats=(Text("let op", "mind"),),
    )
    return Claim(terms, "P1", "P1/1", 2026, Decimal("6.0000"), "6 ha x EUR 623.72", date(2022, 12, 15))


def full_award() -> Award:
    line = Line(claim(), Decimal("6.0000"), 374232, 374232, 374232, since=2020, extended=2026)
    goal = {"klimaat": (Decimal("2.0"), Decimal(10) / 3)}
    both = Text("eerlijk", "honest")
    return Award(
        receipt=Receipt(
            "stapelwijzer 1", "sha256:a", ON, "sha256:b", (RuleRef(SCHEME, ON, "c"),), 1, "advise",
            {"effort": "100", "lock": ["a"], "forbid": ["b"]},
        ),
        certificate=Certificate("optimal", "dual", 374232, 374232),
        total=374232,
        net=None,
        low=374232,
        high=400000,
        present_value=PresentValue(374232, Decimal("0.030"), Text("aanname", "assumption")),
        continuation=5,
        years=(YearAward(2026, 374232, (line,), (line,)),),
        classes=(ClassResult(
            SCHEME, 2026, None, goal, Decimal("59.5"), "brons", Decimal("0.5"), both, {"klimaat": Decimal("1.3334")}
        ),),
        refusals=(Refusal(SCHEME, "a01c", "P1", 2026, both, both, both, SOURCE),),
        open=(OpenQuestion(SCHEME, "gone", "farm", 2026, (both,), ("farm.organic",), None),),
        not_chosen=(NotChosen(SCHEME, "a01c", "P1", 2026, "relation", "x#y", SOURCE, "26(2)", -100),),
        limits=(
            LimitUse(
                "de-minimis", both, "undertaking", 2026, 100, 5000000, "2023-2026", ((ON, 100, "gemeente"),), True,
                250, 4999900, None, "3(2)", LimitKind.DE_MINIMIS, None, (f"{SCHEME}#a01c",),
                CapCount("herd.dairy_cows", Decimal(50), Decimal(80)),
            ),
        ),
        indicators={"eiwit_pct": "64"},
        landscape_share=Decimal("0.0512345678"),
        landscape_definition=both,
        contingent=(both,),
        assumptions=(both,),
        not_modelled=((SCHEME, both),),
        caveats=(both,),
        activities=(ActivityUse(claim(), Decimal("6.0000"), False, Text("door ANLb", "by ANLb")),),
        variants=(Variant("now", 1, 0, 1, 0, (WANTED,), (("P1", "gras-klaver", Decimal(1), "ha"),)),),
        tiers=(TierDistance(SCHEME, "a01c", 2026, "indicators.eiwit_pct", Decimal(64), Decimal(65), 100),),
        next_step=NextStep(WANTED, 500, None),
        candidates=(
            WeighedCandidate(
                WANTED, False, "open",
                unanswered=(OpenQuestion(SCHEME, "a01c", "P1", 2026, (both,), ("P1.facts.zone",), 500),),
            ),
            WeighedCandidate(WANTED, True, "chosen", -300, 10),
        ),
        notices=(NoticeDue(SCHEME, "a01c", "P1", date(2026, 12, 31), ON, 1, "other", False, ("x#y",)),),
    )  # fmt: skip
