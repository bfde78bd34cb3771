"""What a condition counts of parcels and elements that are themselves as asked: shares, totals and means."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import FarmProfile, LandscapeElement, Parcel
from calculator.domain.scheme import Condition, Level, Presence
from calculator.stacking.awarding import award
from tests.builders import ask, farm, measure, parcel, payment, rulebook, scheme, text

SCORE, QUALITY = "place.score", "place.kwaliteit"


def condition(kind: str, **arguments: object) -> Condition:
    return Condition(kind, arguments, Presence.ASK, text("voorwaarde"), ())


def scored(least: int) -> tuple[Condition, ...]:
    return (condition("fact_at_least", path=SCORE, value=str(least)),)


def land(id: str, area: object, score: object = None, *measures: object, **more: object) -> Parcel:
    facts = {} if score is None else {SCORE: Decimal(str(score))}
    return parcel(id, area, *measures, facts=facts, **more)  # type: ignore[arg-type]


def hedge(id: str, metres: int | None, quality: str | None = None, *codes: str) -> LandscapeElement:
    facts: dict[str, object] = {} if quality is None else {QUALITY: quality}
    length = None if metres is None else Decimal(metres)
    measures = tuple(measure(code, metres or 0, unit="m") for code in codes)
    return LandscapeElement(id, "haag", length_m=length, measures=measures, facts=facts)


def paid(profile: FarmProfile, *conditions: Condition) -> Award:
    bonus = payment("p", level=Level.FARM, quantity="one", figures={"rate": 100}, conditions=conditions)
    return award(ask(profile, rulebook(scheme("province.x.bonus", bonus))))


def said(found: Award) -> tuple[str, str]:
    (refused,) = found.refusals
    assert refused.shortfall is not None
    return refused.shortfall.nl, refused.shortfall.en


def half(of: dict[str, object], within: str = "parcel_ha") -> Condition:
    return condition("share_at_least", of=of, **{"in": within}, value="0.5")


HIGH = half({"land_use": ["permanent_grassland"], "where": scored(70)})


def test_half_of_the_land_scores_enough_to_the_last_square_metre() -> None:
    assert paid(farm(land("P1", 5, 70), land("P2", 5, 69)), HIGH).total == 100_00
    short = paid(farm(land("P1", "4.9999", 70), land("P2", "5.0001", 69)), HIGH)
    assert said(short) == ("0,0001 ha tekort voor 50 % van 10 ha", "0.0001 ha short of 50 % of 10 ha")


def test_what_was_not_measured_is_asked_only_while_it_decides() -> None:
    (waits,) = paid(farm(land("P1", 4, 80), land("P2", 3), land("P3", 3, 10)), HIGH).open
    assert (waits.paths, waits.could_pay_cents) == (("P2.facts.score",), 100_00)
    assert paid(farm(land("P1", 5, 80), land("P2", 5)), HIGH).total == 100_00
    assert paid(farm(land("P1", 1, 80), land("P2", 3), land("P3", 6, 10)), HIGH).refusals


def test_a_share_of_the_same_land_counts_no_other_land() -> None:
    of: dict[str, object] = {"measures": ["m1"], "where": scored(70)}
    profile = farm(
        land("P1", 2, 70, measure("m1", 1)), land("P2", 9, 0, measure("m1", 1)), land("P3", 50, 90)
    )
    assert paid(profile, half(of, "same_land")).total == 100_00
    assert said(paid(profile, half(of)))[1] == "29.5 ha short of 50 % of 61 ha"
    assert said(paid(farm(land("P1", 2, 70)), half(of, "same_land")))[0] == "geen areaal van deze soort"


GOOD = (condition("fact_is", path=QUALITY, one_of=("goed",)),)
LONG = condition("total_at_least", of={"elements": ["haag"], "where": GOOD}, unit="m", value="500")


@pytest.mark.parametrize(
    ("metres", "total"), [((300, 200), 100_00), ((300, 199), 0)], ids=["500 m", "a metre short"]
)
def test_hedges_of_good_quality_add_up(metres: tuple[int, int], total: int) -> None:
    hedges = [hedge(f"E{m}", m, "goed") for m in metres]
    found = paid(farm(elements=(*hedges, hedge("E", 900, "matig"))), LONG)
    assert found.total == total
    if not total:
        assert said(found) == (
            "499 m waar minstens 500 m nodig is (1 m te weinig)", "499 m where at least 500 m is needed (1 m too little)",
        )  # fmt: skip


def test_a_hedge_of_which_quality_or_length_is_not_known_is_asked() -> None:
    (waits,) = paid(farm(elements=(hedge("E1", 400, "goed"), hedge("E2", 100), hedge("E3", 1))), LONG).open
    assert waits.paths == ("E2.facts.kwaliteit", "E3.facts.kwaliteit")
    (waits,) = paid(farm(elements=(hedge("E1", 400, "goed"), hedge("E2", None, "goed"))), LONG).open
    assert waits.paths == ("E2.length_m",)


def test_metres_under_a_measure_add_up_over_elements_and_strips_of_a_parcel() -> None:
    asked = condition("total_at_least", of={"measures": ["rand"]}, unit="m", value="300")
    strip = parcel("P1", 2, measure("rand", "0.05", width_m=Decimal(5)))
    assert paid(farm(strip, elements=(hedge("E1", 200, None, "rand"),)), asked).total == 100_00
    assert said(paid(farm(strip, elements=(hedge("E1", 199, None, "rand"),)), asked))[1].startswith(
        "299 m where"
    )
    (waits,) = paid(farm(parcel("P1", 2, measure("rand", "0.05"))), asked).open
    assert waits.paths == ("P1.width_m",)


def test_strips_add_up_to_the_metre_whatever_each_comes_to_by_its_width() -> None:
    """Three of 1/3 metre: EUR 100, where each that is rounded by itself would leave them short of a metre."""
    strips = (parcel(f"P{n}", 1, measure("rand", "0.0001", width_m=Decimal(3))) for n in range(3))
    profile, of = farm(*strips), {"measures": ["rand"]}
    assert paid(profile, condition("total_at_least", of=of, unit="m", value="1")).total == 100_00
    assert said(paid(profile, condition("total_at_least", of=of, unit="m", value="2")))[1].startswith(
        "1 m where"
    )
    (one,) = paid(farm(profile.parcels[0]), condition("total_at_least", of=of, unit="m", value="1")).refusals
    assert one.shortfall is not None
    assert one.shortfall.en == "0.33 m where at least 1 m is needed (0.67 m too little)"


def average(least: str, per: str = "ha", kind: str = "mean_at_least") -> Condition:
    return condition(kind, path=SCORE, of={"measures": ["m1"]}, per=per, value=least)


MIXED = farm(land("P1", 3, 6, measure("m1", 3)), land("P2", 1, 1, measure("m1", 1)), land("P3", 9, 0))


def test_a_mean_weighs_hectares_or_counts_each_place_once() -> None:
    assert paid(MIXED, average("4.75")).total == 100_00
    assert paid(MIXED, average("4.75", kind="mean_at_most")).total == 100_00
    assert said(paid(MIXED, average("4", per="place"))) == (
        "gemiddeld 3,5 waar minstens 4 nodig is (0,5 te weinig)",
        "3.5 where at least 4 is needed (0.5 too little) on average",
    )


def test_a_mean_that_is_short_by_less_than_can_be_said_is_short() -> None:
    thirds = farm(*(land(f"P{n}", 1, s, measure("m1", 1)) for n, s in enumerate((4, 4, "3.99999"))))
    assert said(paid(thirds, average("4")))[0] == "gemiddeld 3,99 waar minstens 4 nodig is (0,01 te weinig)"


def test_a_mean_asks_every_place_and_is_none_where_there_is_none() -> None:
    (waits,) = paid(
        farm(land("P1", 1, 9, measure("m1", 1)), land("P2", 1, None, measure("m1", 1))), average("4")
    ).open
    assert waits.paths == ("P2.facts.score",)
    assert said(paid(farm(land("P1", 1, 9)), average("4")))[1] == "the farm has no place of this kind"


def test_on_land_each_piece_waits_for_the_place_that_does_not_say() -> None:
    made = payment("p", measures=["m1"], figures={"rate": 10}, conditions=(HIGH,))
    profile = farm(land("P1", 1, None, "m1"), land("P2", 1, 30, "m1"))
    found = award(ask(profile, rulebook(scheme("province.x.land", made))))
    assert [(q.place, q.paths) for q in found.open] == [(p, ("P1.facts.score",)) for p in ("P1", "P2")]
