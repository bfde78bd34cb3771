"""What forcing a claim costs is exact or is not told; how much work that may take is counted, so that it is always the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.limit import LimitKind
from calculator.domain.relation import RelationType
from calculator.domain.scheme import GrantRule, Scheme
from calculator.stacking.awarding import award
from calculator.stacking.explaining import forcing
from calculator.stacking.solving.optimum import restriction
from tests.builders import ask, de_minimis, farm, limit, parcel, payment, relation, rulebook, scheme

AMOUNTS = [5_003 + 617 * (n * n % 29) for n in range(12)]
AGRI = "de_minimis_agri_1408_2013"


def grants(years: int = 2) -> Award:
    """Grants of odd amounts, more than any window of three years holds: which is best is counted out."""
    made = [
        scheme(
            f"province.x.s{n:02}",
            payment("p", figures={"rate": amount}, grant=GrantRule("annual", (1 + n % 12, 1))),
            legal_basis=AGRI,
        )
        for n, amount in enumerate(AMOUNTS)
    ]
    return award(ask(farm(parcel("P1", 1)), rulebook(*made, limits=[de_minimis()]), years=years))


def on_land() -> Award:
    """Grants and land of which too much is wanted under one ceiling: land is divided, so that nothing can be counted out."""
    made = [
        *(
            scheme(
                f"province.x.m{n}",
                payment("p", measures=[f"m{n}"], figures={"rate": 400 + 37 * n}),
                legal_basis=AGRI,
            )
            for n in range(4)
        ),
        *(
            scheme(f"province.x.s{n}", payment("p", figures={"rate": amount}), legal_basis=AGRI)
            for n, amount in enumerate(AMOUNTS)
        ),
    ]
    land = farm(*(parcel(f"P{n}", Decimal(31 + 7 * n) / 4, f"m{n}") for n in range(4)))
    return award(ask(land, rulebook(*made, limits=[de_minimis()]), years=2))


def differences(found: Award) -> dict[object, int | None]:
    return {(x.scheme, x.place, x.years): x.difference for x in found.not_chosen}


def unknown(found: Award) -> int:
    return list(differences(found).values()).count(None)


def test_every_claim_on_an_ordinary_farm_is_told_what_it_would_cost() -> None:
    for found in (grants(), on_land()):
        assert found.certificate.status == "optimal"
        assert found.not_chosen
        assert all(less is not None and less <= 0 for less in differences(found).values())


def test_a_claim_that_fits_in_no_year_beside_itself_has_no_difference() -> None:
    found = grants(years=3)
    three_years = {f"province.x.s{n:02}" for n, amount in enumerate(AMOUNTS) if 3 * amount > 50_000}
    assert three_years
    assert three_years <= {x.scheme for x in found.not_chosen if x.difference is None}
    assert not any("not worked out" in text.en for text in found.caveats)


def test_what_takes_more_work_than_an_award_may_spend_is_left_out_and_counted() -> None:
    whole = differences(grants())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forcing, "_MOST_EFFORT", -1)
        found = grants()
    assert unknown(found) > 0
    assert any(f"For {unknown(found)} payments" in text.en for text in found.caveats)
    assert {k: v for k, v in differences(found).items() if v is not None}.items() <= whole.items()


def test_a_search_that_is_stopped_is_not_taken_for_the_optimum() -> None:
    whole = differences(on_land())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(restriction, "_SECONDS", -1e9)
        assert differences(on_land()) == whole


def grant(id: str, amount: int) -> Scheme:
    given = payment("p", figures={"rate": amount})
    return scheme(f"province.x.{id}", given, legal_basis="de_minimis_agri_1408_2013")


def test_what_forcing_a_claim_costs_under_one_ceiling_leaves_the_choice_under_another_as_it_is() -> None:
    """Under each ceiling two of three grants fit."""
    general = "de_minimis_general_2023_2831"
    other = limit(
        "de-minimis-algemeen", LimitKind.DE_MINIMIS, figures={"ceiling": 50_000, "discount_rate": 3},
        legal_bases=(general,), all_or_nothing=True, window="rolling", window_years=3,
    )  # fmt: skip
    amounts = {"a": 30_000, "b": 26_000, "c": 24_000, "d": 31_000, "e": 27_000, "f": 22_000}
    given = [
        replace(grant(n, amount), legal_basis=general if n > "c" else "de_minimis_agri_1408_2013")
        for n, amount in amounts.items()
    ]
    found = award(ask(farm(), rulebook(*given, limits=[de_minimis(), other])))
    assert found.total == 50_000_00 + 49_000_00
    lost = {n.scheme[-1]: n.difference for n in found.not_chosen}
    assert lost == {"a": 30_000_00 - 50_000_00, "d": 31_000_00 - 49_000_00}


def test_a_grant_below_its_ceiling_is_possible_though_no_choice_of_the_award_comes_to_its_amount() -> None:
    """Of three grants that exclude each other the best has no ceiling, and the least is beaten: only 30,001 takes of it."""
    made = [
        scheme(f"province.x.{name}", payment("p", figures={"rate": rate}), legal_basis=basis)
        for name, rate, basis in (("a", "15633.75", AGRI), ("b", 30_001, AGRI), ("c", 30_000, "aber_art14_investment"))
    ]  # fmt: skip
    rows = [
        relation(f"province.x.{one}", RelationType.EXCLUSIVE, f"province.x.{other}", id=one + other)
        for one, other in ("ab", "ac", "bc")
    ]
    book = rulebook(*made, relations=rows, limits=[de_minimis(20_000)])
    found = award(ask(farm(parcel("P1", 1)), book))
    assert found.total == 30_000_00
    told = {x.scheme[-1]: (x.because, x.difference) for x in found.not_chosen}
    assert told == {"a": ("relation", -14_366_25), "b": ("limit", None)}
