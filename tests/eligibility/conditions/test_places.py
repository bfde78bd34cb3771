"""A place that the profile leaves out is outside only where the places that it gives leave no room for it."""

from dataclasses import replace
from datetime import date

import pytest

from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import Condition, Presence, Text
from calculator.eligibility.assessment import assess
from calculator.eligibility.conditions.kinds import evaluate
from calculator.eligibility.conditions.outcomes import Setting
from calculator.eligibility.conditions.territory import inside, outside, readings
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


PROVINCE = {"provinces": ("utrecht",)}
TOWN = {"municipalities": ("woerden",)}
BOARD = {"water_boards": ("hdsr",)}


def asked_where(territory: dict[str, tuple[str, ...]], **given: str) -> list[str] | None:
    """What is asked of a farm about where it lies; None where the scheme is not its own."""
    rules = listed(TOWNS)
    provinces = {code: Code(code, Text(code.title(), code.title()), {}) for code in ("utrecht", "limburg")}
    made = scheme("region.x.y", payment("p", figures={"rate": 100}), territory=territory)
    rules = replace(rules, schemes=(made,), codelists={**rules.codelists, "provinces": provinces})
    profile = farm(facts={f"farm.{kind}": code for kind, code in given.items()})
    (found,) = assess(profile, rules, (), range(2026, 2027), date(2026, 7, 1))
    assert len(found.open) + len(found.claims) <= 1
    if found.open:
        assert found.open[0].could_pay_cents == 10_000
        return [text.nl for text in found.open[0].missing]
    return [] if found.claims else None


@pytest.mark.parametrize(
    ("territory", "given", "asked"),
    [
        (PROVINCE, {}, ["Is dit zo? Het bedrijf ligt in de provincie Utrecht"]),
        (PROVINCE, {"province": "utrecht"}, []),
        (PROVINCE, {"municipality": "woerden"}, []),
        (PROVINCE, {"water_board": "hdsr"}, []),
        (PROVINCE, {"municipality": "venlo"}, None),
        (BOARD, {"province": "utrecht"}, ["Is dit zo? Het bedrijf ligt in het gebied van hdsr"]),
        (BOARD, {"municipality": "utrecht"}, ["Is dit zo? Het bedrijf ligt in het gebied van hdsr"]),
        (BOARD, {"municipality": "woerden"}, []),
        (TOWN, {"province": "utrecht"}, ["Is dit zo? Het bedrijf ligt in de gemeente woerden"]),
        (PROVINCE | TOWN, {"municipality": "woerden"}, []),
        (PROVINCE | TOWN, {"province": "utrecht"}, ["Is dit zo? Het bedrijf ligt in de gemeente woerden"]),
        (
            PROVINCE | TOWN,
            {},
            [
                "Is dit zo? Het bedrijf ligt in de provincie Utrecht",
                "En dit? Het bedrijf ligt in de gemeente woerden",
            ],
        ),
        ({"provinces": ("utrecht", "limburg")}, {}, []),
    ],
)
def test_a_scheme_is_open_while_the_places_that_are_given_do_not_say_whether_the_farm_lies_in_it(
    territory: dict[str, tuple[str, ...]], given: dict[str, str], asked: list[str] | None
) -> None:
    assert asked_where(territory, **given) == asked


def test_several_places_are_asked_in_one_question() -> None:
    towns = {"municipalities": ("woerden", "utrecht", "venlo")}
    assert asked_where(towns) == ["Is dit zo? Het bedrijf ligt in de gemeente woerden, utrecht of venlo"]


def test_rules_that_share_a_scheme_share_how_it_is_read() -> None:
    made = scheme("region.x.y", payment("p"), territory=PROVINCE | TOWN)
    one, other = (replace(listed(TOWNS), schemes=(made,)) for _ in range(2))
    assert [id(reading) for reading in readings(one)] == [id(reading) for reading in readings(other)]
    assert [reading.unsaid for reading in readings(one)] == [
        (),
        ("provinces",),
        ("municipalities",),
        ("provinces", "municipalities"),
    ]
