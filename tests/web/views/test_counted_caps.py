"""Pages and the text of an award say how a cap came about that counts for each of a number of the farm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from calculator.domain.limit import LimitKind
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.registry.words import diff
from calculator.services.award import as_json
from calculator.services.catalogue import listing
from calculator.stacking.awarding import award
from tests.builders import ask, farm, limit, measure, parcel, payment, rulebook, scheme

ON = date(2026, 7, 1)


def capped(per: str | None, cap: object = 50) -> Rulebook:
    one = limit("per-koe", LimitKind.AMOUNT_CAP, figures={"cap": cap}, payments=("dairy.x.a",), cap_per=per)
    return rulebook(scheme("dairy.x.a", payment("p", measures=["m1"], figures={"rate": 300})), limits=[one])


def told(per: str, number: object, language: str) -> dict[str, object]:
    rules = capped(per)
    found = award(ask(farm(parcel("P1", 20, measure("m1", 20)), facts={per: Decimal(str(number))}), rules))
    (use,) = as_json.to_json(found, rules, language=language)["limits"]  # type: ignore[misc]
    return use  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("per", "language", "said"),
    [
        ("herd.dairy_cows", "nl", "€\u00a050 per melkkoe × 80"),
        ("herd.dairy_cows", "en", "€50 per dairy cow × 80"),
        ("declared.hokken", "nl", "€\u00a050 × 80 (Per-koe)"),
    ],
)
def test_an_award_says_what_the_cap_is_made_of(per: str, language: str, said: str) -> None:
    use = told(per, 80, language)
    assert use["counts"]["text"] == said  # type: ignore[index]
    assert use["ceiling_eur"] == "4000.00"


@pytest.mark.parametrize("counted", [True, False])
def test_the_result_page_says_it_too_and_nothing_of_other_limits(app: Flask, *, counted: bool) -> None:
    use = told("herd.dairy_cows", 80, "nl")
    shown = use if counted else {key: value for key, value in use.items() if key != "counts"}
    with app.test_request_context("/"):
        made = app.jinja_env.from_string(
            '{% from "parts/outcome.html" import limits with context %}{{ limits(view) }}'
        )
        said = made.render(view=_View([("Per koe", "farm", (shown,))]), aid_window=lambda _: None)
    assert ("€\u00a050 per melkkoe × 80" in said) is counted


class _View:
    """What the macro asks of an award as it is arranged."""

    def __init__(self, limits: list[object]) -> None:
        self.limits, self.names = limits, dict[str, str]()

    def binding(self) -> list[str]:
        return []


def test_the_page_of_limits_names_the_figure_by_what_it_counts_for() -> None:
    (one,) = listing.limits(capped("herd.dairy_cows"), ON, "nl")
    assert one["cap_per"] == "herd.dairy_cows"
    assert [x["label"] for x in one["figures"]] == ["maximum per melkkoe"]  # type: ignore[attr-defined]
    (plain,) = listing.limits(capped(None), ON, "nl")
    assert [x["label"] for x in plain["figures"]] == ["maximum"]  # type: ignore[attr-defined]


def test_a_cap_that_begins_to_count_for_something_else_is_a_change() -> None:
    rules = capped("herd.dairy_cows")
    (old,) = rules.limits
    new = replace(old, cap_per="grassland_ha")
    found = diff.Compared(old.id, old.name, rules, ON, ON)
    assert [change.text for change in found.limits(old, new)] == [
        Text(
            "per-koe: maximum per melkkoe wordt maximum per hectare grasland",
            "per-koe: maximum per dairy cow becomes maximum per hectare of grassland",
        )
    ]
    assert list(found.limits(old, old)) == []
