"""Full ceilings and caps over land: windows that aid received fills by itself, and ground of which the engine alone is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from calculator.domain.farm import FarmProfile, LandscapeElement
from calculator.domain.limit import LimitKind
from calculator.domain.quantity import Unit
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme
from calculator.stacking.columns import FarmColumns
from calculator.stacking.columns.answer import Gathering
from calculator.stacking.columns.ceilings.caps import CAPPED
from calculator.stacking.columns.ceilings.windows import TIGHT
from calculator.stacking.columns.settling import Columns
from tests.builders import (
    de_minimis,
    farm,
    limit,
    measure,
    parcel,
    payment,
    pays,
    relation,
    rulebook,
    scheme,
    series,
)
from tests.stacking.columns.test_cases import eco, grant
from tests.stacking.columns.test_evaluation import DE_MINIMIS, ON, of_farm, same

STRIP = "province.x.strip"


def strip(rate: int = 100, **figures: int) -> Scheme:
    """A grant on land that the ceiling counts."""
    paid = payment("p", measures=["strip"], figures={"rate": rate, **figures})
    return scheme(STRIP, paid, legal_basis=DE_MINIMIS)


def rules(*more: Scheme, ceiling: int = 1_000, **figures: int) -> Rulebook:
    """That grant, a payment of less on the same land, and one on other land that no limit counts."""
    row = relation(STRIP, RelationType.EXCLUSIVE, "province.x.flower")
    flower = pays("flower", "flower", 40, legal_basis="notified_scheme")
    other = pays("other", "other", 70, legal_basis="notified_scheme")
    return rulebook(strip(**figures), flower, other, *more, relations=[row], limits=[de_minimis(ceiling)])


def land(hectares: object = 2) -> FarmProfile:
    return farm(parcel("P1", hectares, "strip", "flower"), parcel("P2", 3, "other"))


def received(*aid: tuple[str, int], hectares: object = 2) -> FarmProfile:
    return replace(land(hectares), undertaking=farm(aid=aid).undertaking)


def withheld(found: FarmColumns) -> list[int]:
    return [sum(of_farm(found, at)["binding"].values()) for at in range(len(found))]  # type: ignore[attr-defined]


def test_land_lies_otherwise_where_aid_received_fills_the_ceiling_and_that_is_what_it_withholds() -> None:
    found = same(rules(), [received(("2025-01-01", aid)) for aid in (0, 700, 1_000, 5_000)], years=1)
    assert found.total.tolist() == [2 * 100_00 + 3 * 70_00] * 2 + [2 * 40_00 + 3 * 70_00] * 2
    assert (withheld(found), found.left()) == ([0, 0, 2 * 60_00, 2 * 60_00], {})


def test_aid_received_later_keeps_out_what_stands_in_its_window_too() -> None:
    """What is granted in July stands in the window of December, which is full; from 2030 on it is not."""
    found = same(rules(), [received(("2026-12-01", 1_500)), received(("2027-12-01", 1_000))], years=5)
    years = [{year for (ref, year) in of_farm(found, at)["paid"] if ref == f"{STRIP}#p"} for at in (0, 1)]  # type: ignore[attr-defined]
    assert (years, found.left()) == ([{2030}, set()], {})


def test_a_ceiling_that_aid_fills_withholds_nothing_from_land_that_pays_as_much_otherwise() -> None:
    found = same(rules(rate=40), [received(("2025-01-01", 1_000))], years=1)
    assert (found.total.tolist(), withheld(found)) == ([2 * 40_00 + 3 * 70_00], [0])
    assert of_farm(found, 0)["binding"] == {"de-minimis-landbouw": 0}


def test_where_a_part_fits_the_engine_is_asked_of_that_ground_and_the_rest_is_added() -> None:
    found = same(rules(), [received(("2025-01-01", 900), hectares=h) for h in (2, "1.2345")], years=2)
    assert found.left() == {TIGHT: 2}
    # EUR 100 in both years together: all other land of each farm is paid as ever.
    assert found.total.tolist() == [
        2 * (2 * 40_00 + 3 * 70_00) + 60_00,
        2 * (round(1.2345 * 40_00) + 3 * 70_00) + 60_00,
    ]


def test_a_year_in_which_other_things_alone_are_claimed_is_told_full_where_aid_fills_it() -> None:
    """The strip is paid in 2026 alone; in 2027 and 2028 the aid still stands in the windows, with all that is left of room."""
    once = replace(strip(), validity=replace(strip().validity, end=date(2027, 1, 1)))
    flower = pays("flower", "flower", 40, legal_basis="notified_scheme")
    other = pays("other", "other", 70, legal_basis="notified_scheme")
    book = rulebook(once, flower, other, limits=[de_minimis(1_000)])
    found = same(
        book, [received(("2026-01-01", 900)), received(("2026-01-01", 900), ("2026-02-01", 400))], years=3
    )
    assert withheld(found)[1] > 0


@pytest.mark.parametrize(("parcels", "gap"), [(1, 0), (12, 3)])
def test_the_part_is_proven_as_near_as_the_whole_farm_is(parcels: int, gap: int) -> None:
    """A square metre is worth 4.6 cents, of which 2.8 are left: rounding twelve lines hides that, and no steps are searched."""
    book = rules(rate=500)
    book = replace(book, limits=(de_minimis(Decimal("1000.03")),))
    one = farm(parcel("P1", 3, "strip", "flower"), *(parcel(f"Q{n}", 3, "other") for n in range(parcels)))
    found = same(book, [one], years=1)
    assert (found.gap.tolist(), found.left()) == ([gap], {TIGHT: 1})


def test_what_is_looked_for_in_whole_metres_is_granted_in_the_year_that_the_whole_farm_has_it_in() -> None:
    """EUR 64 are left beside two years of the grant to the farm; a metre at EUR 56 does not fill them, in any year."""
    hedge = payment("h", measures=["hedge"], unit=Unit.METRE, figures={"rate": 56})
    book = rules(
        scheme("province.x.hedge", hedge, legal_basis=DE_MINIMIS), grant("g", 968, DE_MINIMIS), ceiling=2_000
    )
    laid = LandscapeElement(
        "E1", "haag", length_m=Decimal("66.66"), measures=(measure("hedge", "66.66", unit="m"),)
    )
    same(book, [farm(*parcels, elements=(laid,)) for parcels in ((), (parcel("P2", 3, "other"),))], years=3)


def test_a_full_cap_leaves_the_land_that_it_does_not_count_as_it_is() -> None:
    book = rules(ceiling=9_000, max_quantity=5)
    found = same(book, [land(hectares) for hectares in (4, 5, 7, "9.1234")], years=2)
    assert found.left() == {CAPPED: 3}
    assert found.total.tolist()[2] == 2 * (5 * 100_00 + 2 * 40_00 + 3 * 70_00)


def test_grants_to_the_farm_weigh_with_the_land_under_one_ceiling() -> None:
    book = rules(grant("g", 750, DE_MINIMIS), grant("h", 300, "notified_scheme"), ceiling=1_000)
    farms = [received(("2025-01-01", aid), hectares=h) for aid in (0, 90, 700, 1_000) for h in (2, 4)]
    same(book, farms, years=2)


@pytest.mark.parametrize("aid", [900, 1_000])
def test_a_class_that_hangs_on_that_ground_leaves_the_farm_as_a_whole(aid: int) -> None:
    """With flowers for the strip all land would reach the class."""
    made = eco()
    grass = replace(made.payments[0], measures=("flower",))
    book = rules(replace(made, payments=(grass, made.payments[1])))
    row = relation(STRIP, RelationType.EXCLUSIVE, "national.rvo.eco#gras")
    same(
        replace(book, relations=(*book.relations, row)), [received(("2025-01-01", aid), hectares=8)], years=1
    )


def test_two_ceilings_that_are_full_at_once_leave_the_farm_to_the_engine() -> None:
    """Without one of them the other still keeps the strip out: neither withholds anything."""
    book = rules()
    other = replace(de_minimis(2_000), id="de-minimis-algemeen")
    found = same(replace(book, limits=(*book.limits, other)), [received(("2025-01-01", 2_500))], years=1)
    assert set(of_farm(found, 0)["binding"].values()) == {0}  # type: ignore[attr-defined]


def left(book: Rulebook, one: FarmProfile, years: int) -> dict[int, str]:
    """The farm, with the reason, if the ordinary engine is to be asked of all of it."""
    span = range(ON.year, ON.year + years)
    return Columns(book, ON, span).settle([one], 0, Gathering(tuple(span)))


def test_a_class_is_weighed_against_money_beside_grants_of_which_names_choose_one() -> None:
    """Two grants pay alike, and one fits: the engine chooses between them, the class is weighed without it."""
    grass, premium = eco(series(60)).payments
    made = scheme("national.rvo.eco", grass, replace(premium, unit=Unit.HECTARE))
    other = pays("a", "gras", 50, legal_basis="notified_scheme")
    row = relation(other.id, RelationType.EXCLUSIVE, "national.rvo.eco#gras")
    twins = [grant(name, 750, DE_MINIMIS) for name in ("g", "h")]
    book = rulebook(made, other, *twins, relations=[row], limits=[de_minimis(1_000)])
    one = farm(parcel("P1", 10, "gras"))
    found = same(book, [one], years=1)
    assert (found.left(), left(book, one, 1)) == ({TIGHT: 1}, {})
    assert found.total.tolist() == [10 * 60_00 + 750_00]


@pytest.mark.parametrize("rate", ["999.998", "999.99", "1000"])
def test_what_is_granted_fills_later_years_to_the_cent_in_which_it_is_not_asked_for(rate: str) -> None:
    """One of two grants is given in 2026; in 2027 and 2028 it stands in the window still, beside other things."""
    gone = replace(strip().validity, end=date(2027, 1, 1))
    twins = [replace(grant(name, Decimal(rate), DE_MINIMIS), validity=gone) for name in ("g", "h")]
    other = pays("other", "other", 70, legal_basis="notified_scheme")
    book = rulebook(*twins, other, limits=[de_minimis(1_000)])
    assert same(book, [land()], years=3).left() == {TIGHT: 1}
    assert left(book, land(), 3) == {}


def drawn(random: Random) -> FarmProfile:
    some = [m for m in ("strip", "flower", "other", "m1") if random.random() < 0.6] or ["strip"]
    parcels = [
        parcel(
            f"P{n}",
            f"{random.randint(1, 80_000) / 10_000}",
            *random.sample(some, random.randint(1, len(some))),
        )
        for n in range(random.randint(1, 4))
    ]
    if random.random() < 0.3:
        parcels.append(parcel("P9", 4, "other", measure("strip", random.randint(1, 3), part="a")))
    days = [
        f"{random.randint(2023, 2030)}-{random.randint(1, 12):02}-01" for _ in range(random.randint(0, 3))
    ]
    return farm(*parcels, aid=[(day, random.choice([100, 550, 900, 1_000, 1_400])) for day in days])


@pytest.mark.parametrize("seed", [1, pytest.param(range(2, 40), marks=pytest.mark.soak)], ids=["few", "many"])
def test_whatever_fills_a_limit_on_land_the_farm_is_paid_what_its_own_award_says(seed: int | range) -> None:
    for number in [seed] if isinstance(seed, int) else seed:
        random = Random(number)
        cap = limit("hectares", LimitKind.QUANTITY_CAP, figures={"cap": 6}, payments=("province.x.m1",))
        book = rules(
            grant("g", random.choice([200, 450]), DE_MINIMIS),
            pays("m1", "m1", 55, legal_basis="notified_scheme"),
        )
        made = replace(book, limits=(*book.limits, cap))
        same(made, [drawn(random) for _ in range(12)], ON, years=random.randint(1, 4))


def test_a_ceiling_withholds_nothing_of_a_grant_that_a_cap_keeps_out_too() -> None:
    """The grant is for ten hectares, of which one may be paid; without the ceiling it is kept out all the same."""
    made = payment("p", quantity="subsidiable_ha", unit=Unit.HECTARE, figures={"rate": 60})
    whole, ground = scheme("province.x.whole", made, legal_basis=DE_MINIMIS), pays("land", "strip", 180)
    cap = limit("cap", LimitKind.QUANTITY_CAP, figures={"cap": 1}, payments=(whole.id, ground.id))
    found = same(
        rulebook(whole, ground, limits=[de_minimis(300), cap]), [farm(parcel("P1", 10, "strip"))], years=2
    )
    assert of_farm(found, 0)["binding"] == {"cap": 2 * 9 * 180_00}
