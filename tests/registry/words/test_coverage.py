"""What the registry holds per province and layer, and what it lacks: nothing is claimed for want of a fact."""

from datetime import date

from calculator import registry
from calculator.domain.rulebook import Rulebook
from calculator.domain.source import Confidence, Status
from calculator.registry.words import coverage
from calculator.registry.words.coverage import State
from calculator.registry.words.where import Atlas
from tests.registry.builders import SCHEME, SCHEME_TEXT, documents, edited

LISTS = {
    "codelists/provinces.csv": "code,nl,en\nutrecht,Utrecht,Utrecht\nzeeland,Zeeland,Zeeland\n",
    "codelists/municipalities.csv": "code,nl,en,province,water_board\n"
    "woerden,Woerden,Woerden,utrecht,hdsr\ngoes,Goes,Goes,zeeland,\n",
    "codelists/water_boards.csv": "code,nl,en\nhdsr,HDSR,HDSR\nelders,Elders,Elsewhere\n",
}


def rulebook(territory: str = "{provinces: [utrecht]}") -> Rulebook:
    text = edited(SCHEME_TEXT, "{provinces: [utrecht]}", territory)
    found, problems = registry.from_documents(documents({**LISTS, SCHEME: text}))
    assert problems == ()
    assert found is not None
    return found


def test_a_cell_tells_what_pays_and_how_firm_it_is() -> None:
    found = coverage.coverage(rulebook(), date(2024, 5, 15))
    cell = found.cells["utrecht", "province"]
    assert (cell.state, cell.pays) == (State.PAYS, ("province.utrecht.botanisch",))
    assert (cell.status, cell.confidence) == (Status.DEFINITIVE, Confidence.HIGH)
    assert found.cells["zeeland", "province"].state is State.NONE
    assert (
        coverage.coverage(rulebook(), date(2026, 5, 15)).cells["utrecht", "province"].status is Status.ASSUMED
    )


def test_what_has_ended_covers_nothing_and_is_named_as_missing() -> None:
    found = coverage.coverage(rulebook(), date(2027, 5, 15))
    assert found.cells["utrecht", "province"].state is State.ENDED
    missing = {m.where: m.text.en for m in found.missing}
    assert missing["provinces/utrecht"] == "only schemes that ended before 15 May 2027"
    assert missing["provinces/zeeland"] == "no scheme known"


def test_a_scheme_without_a_published_amount_is_counted_apart() -> None:
    text = SCHEME_TEXT.replace(
        "value: 1200.50, unit: EUR/ha,\n           status: definitive",
        "unit: EUR/ha,\n           status: unknown",
    )
    found, problems = registry.from_documents(documents({**LISTS, SCHEME: text}))
    assert problems == ()
    assert found is not None
    cell = coverage.coverage(found, date(2024, 5, 15)).cells["utrecht", "province"]
    assert (cell.state, cell.unpublished) == (State.UNPUBLISHED, ("province.utrecht.botanisch",))


def test_a_water_board_lies_where_its_municipalities_lie() -> None:
    found = rulebook("{water_boards: [hdsr]}")
    assert Atlas.of(found).provinces_of(found.schemes[-1]) == {"utrecht"}


def test_a_municipality_lies_in_every_water_board_that_has_ground_in_it() -> None:
    lists = {
        "codelists/municipalities.csv": "code,nl,en,province,water_board\n"
        "woerden,Woerden,Woerden,utrecht,hdsr elders\ngoes,Goes,Goes,zeeland,elders\n",
    }
    text = edited(SCHEME_TEXT, "{provinces: [utrecht]}", "{water_boards: [elders]}")
    found, problems = registry.from_documents(documents({**LISTS, **lists, SCHEME: text}))
    assert problems == ()
    assert found is not None
    atlas, scheme = Atlas.of(found), found.schemes[-1]
    assert atlas.provinces_of(scheme) == {"utrecht", "zeeland"}
    assert atlas.reaches(scheme, "municipalities", "woerden")
    assert atlas.reaches(scheme, "municipalities", "goes")
    assert not Atlas.of(rulebook("{water_boards: [hdsr]}")).reaches(
        rulebook("{water_boards: [hdsr]}").schemes[-1], "municipalities", "goes"
    )
    assert coverage.coverage(found, date(2024, 5, 15)).missing[-1].where != "municipalities"


def test_municipalities_whose_water_board_nobody_recorded_are_counted() -> None:
    missing = coverage.coverage(rulebook(), date(2024, 5, 15)).missing[-1]
    assert (missing.where, missing.text.en) == (
        "municipalities",
        "of 1 of 2 the water board is not known: Goes",
    )


def test_a_place_of_which_no_province_is_recorded_fills_no_cell_and_is_told() -> None:
    found = coverage.coverage(rulebook("{water_boards: [elders]}"), date(2024, 5, 15))
    assert found.unplaced == ("province.utrecht.botanisch",)
    assert found.cells["utrecht", "province"].state is State.NONE


def test_a_search_finds_by_every_kind_of_place() -> None:
    found = rulebook("{municipalities: [woerden]}")
    atlas, scheme = Atlas.of(found), found.schemes[-1]
    asked = {
        ("provinces", "utrecht"): True,
        ("provinces", "zeeland"): False,
        ("municipalities", "woerden"): True,
        ("municipalities", "goes"): False,
        ("water_boards", "hdsr"): True,
        ("water_boards", "elders"): False,  # Woerden lies in the other one alone
    }
    assert {place: atlas.reaches(scheme, *place) for place in asked} == asked


def test_what_is_open_everywhere_stands_apart() -> None:
    found = coverage.coverage(rulebook(), date(2024, 5, 15))
    assert found.everywhere["national"].pays == ("national.rvo.eco",)
    assert found.cells["utrecht", "national"].state is State.NONE


def test_two_schemes_meet_on_a_farm_where_their_places_may_overlap() -> None:
    atlas = Atlas.of(rulebook())

    def together(one: str, other: str) -> bool:
        schemes = [next(s for s in rulebook(t).schemes if s.layer == "province") for t in (one, other)]
        return atlas.together(schemes[0], schemes[1])

    assert together("{provinces: [utrecht]}", "{municipalities: [woerden]}")
    assert not together("{provinces: [zeeland]}", "{municipalities: [woerden]}")
    assert not together("{municipalities: [goes]}", "{municipalities: [woerden]}")
    assert together("{}", "{provinces: [zeeland]}")
    assert together("{provinces: [zeeland]}", "{water_boards: [elders]}"), "nobody recorded where it lies"
