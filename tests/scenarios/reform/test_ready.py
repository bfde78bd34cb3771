"""The scenarios that come along do what their names say."""

from datetime import date

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.scenarios import ready
from calculator.scenarios.reform import applying, checking, reading
from calculator.scenarios.reform.scenario import Scenario
from tests.scenarios.bench import shipped

SIX = (
    "anlb-twintig-jaar",
    "beste-provincie",
    "eco-goud-250",
    "landelijke-kpi-regeling",
    "waterschappen-naar-landbouwvrijstelling",
    "zonder-de-minimisplafond",
)


def made(name: str) -> tuple[Scenario, Rulebook]:
    data = ready.content(name)
    assert data is not None
    one, problems = reading.read(f"{name}.yaml", data)
    assert one is not None, [str(p) for p in problems]
    after, problems = applying.apply(shipped(), one)
    assert after is not None, [str(p) for p in problems]
    return one, after


def test_these_come_along() -> None:
    assert ready.names() == SIX
    assert ready.content("andere") is None


@pytest.mark.parametrize("name", SIX)
def test_each_is_sound_and_says_what_it_is_about_in_two_languages(name: str) -> None:
    one, after = made(name)
    assert one.id == name
    assert all((one.name.nl, one.name.en, one.about.nl, one.about.en))
    assert checking.check(shipped(), after, one) == ()


def test_without_the_ceiling_no_limit_counts_de_minimis_aid_of_farming() -> None:
    _, after = made("zonder-de-minimisplafond")
    day = date(2026, 7, 1)
    gone = {x.id for x in shipped().limits_on(day)} - {x.id for x in after.limits_on(day)}
    assert gone == {"de-minimis-landbouw"}


def test_no_water_board_pays_de_minimis_aid_any_more() -> None:
    _, after = made("waterschappen-naar-landbouwvrijstelling")
    boards = [s for s in after.schemes_on(date(2026, 7, 1)) if s.layer == "water_board"]
    bases = {p.legal_basis or s.legal_basis for s in boards for p in s.payments}
    assert boards
    assert bases.isdisjoint({"unknown", "de_minimis_agri_1408_2013"})


def test_packages_run_for_twenty_years_and_grow() -> None:
    _, after = made("anlb-twintig-jaar")
    first, last = date(2026, 7, 1), date(2045, 7, 1)
    packages = [(s, p) for s in after.schemes_on(first) if s.payer == "anlb" for p in s.payments]
    assert packages
    assert {p.term_years for _, p in packages} == {20}
    still = {s.id for s in after.schemes_on(last)}
    grown = 0
    for scheme, payment in packages:
        assert scheme.id in still
        rate = payment.figures.get("rate")
        one, other = (rate.on(d) if rate else None for d in (first, last))
        if one is not None and other is not None and one.values:
            grown += 1
            assert all(other.values[k] > v for k, v in one.values.items() if v)
    assert grown > 20
    assert after.legal_bases["cap_aecc_art70"].ends_on == date(2046, 12, 31)


def test_the_national_scheme_adds_to_the_regional_ones() -> None:
    _, after = made("landelijke-kpi-regeling")
    (added,) = [s for s in after.schemes if s.id not in {x.id for x in shipped().schemes}]
    assert (added.id, added.territory, len(added.payments)) == ("national.rvo.kpi-regeling", {}, 3)
    assert {c for p in added.payments for c in p.cost_components} == {"result_bonus"}


def test_what_one_province_rewards_is_paid_by_all_and_nobody_is_paid_twice() -> None:
    _, after = made("beste-provincie")
    day = date(2026, 7, 1)
    everywhere = set(shipped().codelists["provinces"])
    opened = [s for s in after.schemes_on(day) if "-elders-" in s.id]
    assert opened
    for scheme in opened:
        own = next(s for s in shipped().schemes_on(day) if s.id == scheme.id.rpartition("-elders-")[0])
        assert set(scheme.territory["provinces"]).isdisjoint(own.territory["provinces"])
        assert set(scheme.territory["provinces"]) | set(own.territory["provinces"]) <= everywhere
