"""What grew on a parcel before: a year that nobody filled in may have been a good one, as long as that could make it enough."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from calculator.domain.award import Award
from calculator.domain.scheme import Condition, Presence
from calculator.stacking.awarding import award
from tests.builders import ask, farm, parcel, payment, rulebook, scheme, text


def answered(history: Mapping[int, str]) -> Award:
    """A parcel in 2026, with a payment for land on which a rest crop stood twice in the three years before."""
    asked = {"crops": ["233"], "years": 3, "at_least": 2}
    twice = Condition("history_includes", asked, Presence.ASK, text("twice"), ("S1",))
    rules = scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 100}, conditions=(twice,)))
    return award(ask(farm(parcel("P1", 1, "m1", crop_history=history)), rulebook(rules)))


@pytest.mark.parametrize(
    ("history", "paid", "open_"),
    [
        ({2023: "233", 2025: "233"}, 100_00, False),
        ({2023: "233", 2024: "265"}, 0, True),
        ({}, 0, True),
        ({2023: "265", 2024: "265"}, 0, False),
        ({2022: "233", 2023: "265", 2024: "265"}, 0, False),
    ],
    ids=["twice", "once, one year unknown", "nothing known", "at most once", "too long ago"],
)
def test_a_year_that_nobody_knows_leaves_it_open_only_where_it_could_make_it_enough(
    history: Mapping[int, str], paid: int, open_: bool
) -> None:
    found = answered(history)
    assert found.total == paid
    assert bool(found.open) == open_
    assert bool(found.refusals) == (not paid and not open_)


def or_else_said() -> Condition:
    """Presumed by the history of the parcel; where that says otherwise the farmer is asked."""
    last_year = Condition(
        "history_includes", {"crops": ["258"], "years": 1}, Presence.PRESUME, text("lucerne"), ("S1",)
    )
    said = Condition("declared", {"path": "declared.toch"}, Presence.ASK, text("all the same"), ("S1",))
    return Condition(
        "any_of", {"conditions": (last_year, said)}, Presence.PRESUME, text("lucerne last year"), ("S1",)
    )


@pytest.mark.parametrize(
    ("history", "said", "paid", "open_", "assumed"),
    [
        ({}, {}, 100_00, False, True),
        ({}, {"declared.toch": False}, 0, True, False),
        ({2025: "258"}, {}, 100_00, False, False),
        ({2025: "265"}, {}, 0, True, False),
        ({2025: "265"}, {"declared.toch": True}, 100_00, False, False),
        ({2025: "265"}, {"declared.toch": False}, 0, False, False),
    ],
)
def test_what_the_profile_contradicts_is_asked_and_not_presumed(
    history: Mapping[int, str], said: Mapping[str, object], paid: int, open_: bool, assumed: bool
) -> None:
    lucerne = payment("p", measures=["m1"], figures={"rate": 100}, conditions=(or_else_said(),))
    land = parcel("P1", 1, "m1", crop_history=history)
    found = award(ask(farm(land, facts=said), rulebook(scheme("province.x.a", lucerne))))
    assert (found.total, bool(found.open)) == (paid, open_)
    assert any("lucerne last year" in t.en for t in found.assumptions) is assumed


def after(crop: str) -> Condition:
    """The crop stands on the parcel, and stood there last year."""
    parts = (
        Condition("parcel_is", {"attribute": "crop_code", "one_of": [crop]}, Presence.PRESUME, text("c"), ()),
        Condition("history_includes", {"crops": [crop], "years": 1}, Presence.PRESUME, text("h"), ()),
    )
    return Condition("all_of", {"conditions": parts}, Presence.PRESUME, text("again"), ("S1",))


@pytest.mark.parametrize(
    ("crop", "history", "paid", "open_", "assumed"),
    [
        ("258", {2025: "258"}, 100_00, False, False),
        ("383", {2025: "383"}, 100_00, False, False),
        ("258", {2025: "383"}, 0, True, False),
        ("233", {2025: "233"}, 0, True, False),
        ("258", {}, 100_00, False, True),
        (None, {2025: "383"}, 100_00, False, True),
        (None, {2025: "233"}, 0, True, False),
        (None, {}, 100_00, False, True),
    ],
)
def test_the_same_crop_again_is_not_another_one_of_the_list_after_it(
    crop: str | None, history: Mapping[int, str], paid: int, open_: bool, assumed: bool
) -> None:
    said = Condition("declared", {"path": "declared.toch"}, Presence.ASK, text("all the same"), ("S1",))
    again = Condition(
        "any_of",
        {"conditions": (after("258"), after("383"), said)},
        Presence.PRESUME,
        text("the same crop again"),
        ("S1",),
    )
    extended = payment("p", measures=["m1"], figures={"rate": 100}, conditions=(again,))
    land = parcel("P1", 1, "m1", crop_code=crop, crop_history=history)
    found = award(ask(farm(land), rulebook(scheme("province.x.a", extended))))
    assert (found.total, bool(found.open)) == (paid, open_)
    assert any("the same crop again" in t.en for t in found.assumptions) is assumed


@pytest.mark.parametrize(("crop", "refused"), [("258", False), ("233", True), (None, False)])
def test_conditions_that_belong_together_are_refused_by_one_and_asked_by_each(
    crop: str | None, refused: bool
) -> None:
    parts = (
        Condition(
            "parcel_is", {"attribute": "crop_code", "one_of": ["258"]}, Presence.ASK, text("c"), ("S1",)
        ),
        Condition("declared", {"path": "declared.a"}, Presence.ASK, text("a"), ("S1",)),
    )
    both = Condition("all_of", {"conditions": parts}, Presence.ASK, text("both"), ("S1",))
    paid = payment("p", measures=["m1"], figures={"rate": 100}, conditions=(both,))
    found = award(ask(farm(parcel("P1", 1, "m1", crop_code=crop)), rulebook(scheme("province.x.a", paid))))
    assert bool(found.refusals) is refused
    if not refused:
        asked = {path for question in found.open for path in question.paths}
        assert asked == ({"declared.a"} if crop else {"declared.a", "P1.crop_code"})
