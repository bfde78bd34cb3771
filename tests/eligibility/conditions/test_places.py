"""A place that the profile leaves out is outside only where the places that it gives leave no room for it."""

from dataclasses import replace
from datetime import date

import pytest

from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import Condition, Presence, Text
from calculator.eligibility.conditions.kinds import evaluate
from calculator.eligibility.conditions.outcomes import Setting
from calculator.eligibility.conditions.territory import inside, left_open, outside, presumed
from calculator.eligibility.reads import reads
from tests.builders import farm, parcel, payment, rulebook, scheme

ON_SAND = Condition(
    "parcel_is", {"attribute": "soil", "one_of": ("sand",)}, Presence.ASK, Text("zand", "sand"), ("S1",)
)

TOWNS = {
    "woerden": ("utrecht", "hdsr"),
    "utrecht": ("utrecht", "agv hdsr"),
    "venlo": ("limburg", "limburg"),
}


def listed(towns: dict[str, tuple[str, str]]) -> Rulebook:
    rows = {
        code: Code(code, Text(code, code), {"province": province, "water_board": boards})
        for code, (province, boards) in towns.items()
    }
    return replace(rulebook(), codelists={"municipalities": rows})


def is_outside(
    territory: dict[str, tuple[str, ...]], towns: dict[str, tuple[str, str]] | None = None, **given: str
) -> bool:
    made = scheme("water_board.x.y", payment("p"), territory=territory)
    profile = farm(facts={f"farm.{kind}": code for kind, code in given.items()})
    return outside(made, profile, listed(TOWNS if towns is None else towns))


@pytest.mark.parametrize(
    ("given", "excluded"),
    [
        ({"municipality": "venlo"}, True),
        ({"municipality": "woerden"}, False),
        ({"municipality": "utrecht"}, False),
        ({"province": "limburg"}, True),
        ({"province": "utrecht"}, False),
        ({}, False),
        ({"municipality": "venlo", "water_board": "hdsr"}, False),
    ],
)
def test_a_water_board_that_the_municipality_or_province_leaves_no_room_for_is_outside(
    given: dict[str, str], excluded: bool
) -> None:
    assert is_outside({"water_boards": ("hdsr",)}, **given) is excluded


def test_a_municipality_elsewhere_is_outside_by_the_water_board_or_the_province() -> None:
    assert is_outside({"municipalities": ("woerden",)}, water_board="limburg")
    assert is_outside({"municipalities": ("woerden",)}, province="limburg")
    assert not is_outside({"municipalities": ("woerden", "venlo")}, province="limburg")
    assert is_outside({"provinces": ("limburg",)}, municipality="woerden")
    assert is_outside({"provinces": ("limburg",)}, water_board="hdsr")


def test_what_nobody_recorded_excludes_nothing() -> None:
    towns = {**TOWNS, "venlo": ("limburg", "")}
    assert not is_outside({"water_boards": ("hdsr",)}, towns, municipality="venlo")
    assert not is_outside({"water_boards": ("hdsr",)}, towns, province="limburg")
    assert not is_outside({"water_boards": ("hdsr",)}, {}, municipality="woerden")


def test_what_is_open_to_a_farm_is_kept_for_farms_at_the_same_places_alone() -> None:
    rules = listed(TOWNS)
    here, there = (
        scheme(f"region.x.{province}", payment("p"), territory={"provinces": (province,)})
        for province in ("utrecht", "limburg")
    )
    both = (here, there)
    farms = [farm(facts={"farm.province": province}) for province in ("utrecht", "limburg")]
    for _ in range(2):
        assert [inside(both, lambda each: each, each, rules) for each in farms] == [(here,), (there,)]


@pytest.mark.parametrize(
    ("soils", "met"),
    [
        (("clay", "sand"), True),
        ((None, "sand"), True),
        (("clay", None), None),
        (("clay", "peat"), False),
        ((), False),
    ],
)
def test_a_payment_to_the_farm_is_met_by_any_of_its_land_and_open_where_a_parcel_does_not_say(
    soils: tuple[str | None, ...], met: bool | None
) -> None:
    land = tuple(replace(parcel(f"P{at}", 1), soil=soil) for at, soil in enumerate(soils))
    setting = Setting(farm(*land), date(2026, 7, 1), {})
    assert evaluate(ON_SAND, setting).met is met


def test_what_a_payment_to_the_farm_reads_of_its_land_is_beyond_facts() -> None:
    of_farm, on_land = (
        payment("p", conditions=(ON_SAND,)),
        payment("q", measures=["m"], conditions=(ON_SAND,)),
    )
    made = scheme("water_board.x.y", of_farm, on_land)
    assert reads(rulebook(), made, of_farm).beyond
    assert reads(rulebook(), made, of_farm).anywhere == {"soil"}
    assert not reads(rulebook(), made, on_land).anywhere
    assert not reads(rulebook(), made, on_land).beyond


@pytest.mark.parametrize(
    ("given", "said"),
    [({}, True), ({"province": "utrecht"}, False), ({"municipality": "woerden"}, False)],
)
def test_that_a_farm_lies_where_a_scheme_holds_is_presumed_while_its_place_is_not_filled_in(
    given: dict[str, str], said: bool
) -> None:
    made = scheme("province.utrecht.x", payment("p"), territory={"provinces": ("utrecht",)})
    provinces = {code: Code(code, Text(code, code), {}) for code in ("utrecht", "limburg")}
    towns = listed(TOWNS)
    rules = replace(towns, codelists={**towns.codelists, "provinces": provinces})
    profile = farm(facts={f"farm.{kind}": code for kind, code in given.items()})
    assert [text.nl for text in presumed((made,), profile, rules)] == (
        ["Aangenomen: het bedrijf ligt waar “province.utrecht.x” geldt; niet ingevuld: provincie."]
        if said
        else []
    )


def test_a_municipality_that_nobody_filled_in_is_left_open_whatever_the_province() -> None:
    towns = {"municipalities": ("woerden",)}
    rules = listed(TOWNS)
    made = scheme("municipality.woerden.x", payment("p"), territory=towns)
    assert left_open(made, farm(), rules) == ("municipalities",)
    assert left_open(made, farm(facts={"farm.municipality": "woerden"}), rules) == ()
    assert left_open(made, farm(facts={"farm.province": "utrecht"}), rules) == ("municipalities",)
