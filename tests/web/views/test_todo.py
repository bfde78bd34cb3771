"""The few things that somebody can do with a result: what brings most first, nothing twice."""

from __future__ import annotations

from calculator.web.views import todo
from tests.builders import payment, rulebook, scheme

FARM = {"parcels": [{"id": "P1"}, {"id": "P2"}]}


def open_on(payment: str, could: str | None, *paths: str) -> dict[str, object]:
    return {"payment": payment, "paths": list(paths), "could_pay_up_to_eur": could}


def asked_for(*questions: dict[str, object]) -> list[tuple[str, ...]]:
    found = todo.answers({"open": list(questions)}, FARM, rulebook(), "nl")
    return [tuple(fact.pointer for fact in answer.facts) for answer in found]


def test_of_unknown_worth_what_is_done_on_land_comes_before_what_nobody_spoke_of() -> None:
    breeds = open_on("runderen", None, "herd.rare_cattle")
    crops = open_on("rustgewas", None, "P1.crop_history", "declared.rest_crop_before")
    milk = open_on("melk", "30.00", "supply.programmes")
    assert asked_for(breeds, crops, milk) == [
        ("/supply/programmes",),
        ("/parcels/0/crop_history", "/declared/rest_crop_before"),
        ("/herd/rare_cattle",),
    ]


def test_what_an_answer_of_known_worth_asks_for_is_not_asked_again_without_one() -> None:
    premium = open_on("eco-premie", "900.00", "P1.eco_region", "P2.eco_region")
    grass = open_on("langjarig-grasland", None, "P2.eco_region")
    dearer = open_on("gras", "50.00", "P1.eco_region")
    assert asked_for(premium, grass, dearer) == [
        ("/parcels/0/eco_region", "/parcels/1/eco_region"),
        ("/parcels/0/eco_region",),
    ]


def test_what_could_add_nothing_is_not_of_unknown_worth_and_comes_last() -> None:
    ended = open_on("jonge-boer", "2800.00", "farm.young_farmer") | {"continuation": True}
    milk = open_on("melk", None, "supply.programmes")
    found = todo.answers({"open": [ended, milk]}, FARM, rulebook(), "nl")
    assert [answer.most for answer in found] == [None, 0]
    counted = {**milk, "paths": ended["paths"]}
    (both,) = todo.answers({"open": [ended, counted]}, FARM, rulebook(), "nl")
    assert both.most is None


def test_a_payment_of_unknown_worth_in_one_year_is_of_unknown_worth_and_the_rest_is_told_as_a_part() -> None:
    first, later = (
        open_on("runderen", could, "herd.rare_cattle") | {"year": y} for y, could in ((1, "9.00"), (2, None))
    )
    (alone,) = todo.answers({"open": [first, later]}, FARM, rulebook(), "nl")
    assert (alone.most, alone.partly) == (None, False)
    sheep = open_on("schapen", "50.00", "herd.rare_cattle")
    (both,) = todo.answers({"open": [first, later, sheep]}, FARM, rulebook(), "nl")
    assert (both.most, both.partly) == (50, True)


def test_where_the_dairy_is_missing_only_what_one_dairy_pays_can_be_won() -> None:
    both = ("supply.dairy", "supply.programmes")
    asked = [
        {**open_on("melk", "400.00", *both), "scheme": "dairy.een.melk"},
        {**open_on("deelname", "50.00", *both), "scheme": "dairy.een.deelname"},
        {**open_on("melk", "300.00", *both), "scheme": "dairy.ander.melk"},
    ]
    (answer,) = todo.answers({"open": asked}, FARM, rulebook(), "nl")
    assert answer.most == 450


def test_where_the_province_is_missing_only_what_one_province_pays_can_be_won() -> None:
    paid = {"een": ("utrecht",), "ander": ("limburg", "zeeland"), "derde": ("zeeland",)}
    schemes = [scheme(f"province.x.{n}", payment("p"), territory={"provinces": at}) for n, at in paid.items()]
    asked = [
        {**open_on("weide", could, "farm.province"), "scheme": f"province.x.{name}"}
        for name, could in (("een", "400.00"), ("ander", "300.00"), ("derde", "250.00"))
    ]
    (answer,) = todo.answers({"open": asked}, FARM, rulebook(*schemes), "nl")
    assert answer.most == 550


def test_what_an_answer_could_bring_is_named_by_its_scheme_too() -> None:
    costs = open_on("kosten", "90.00", "farm.province") | {
        "scheme_name": "Zoet water", "payment_name": "Deel van de kosten",
    }  # fmt: skip
    plain = open_on("aanleg", "50.00", "farm.province") | {"scheme": "water.x.sloten"}
    (answer,) = todo.answers({"open": [costs, {**costs, "year": 2}, plain]}, FARM, rulebook(), "nl")
    assert answer.payments == ("Zoet water: Deel van de kosten", "water.x.sloten: aanleg")
