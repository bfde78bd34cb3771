"""What fills a limit is told by its payments, each once, as far as anything is paid of it."""

from __future__ import annotations

from dataclasses import replace

from calculator.stacking.awarding import award
from calculator.stacking.limits.filled_by import payments
from tests.builders import ask, farm, parcel, pays, rulebook


def test_payments_that_fill_a_limit_are_told_once_by_name_and_not_where_nothing_is_paid() -> None:
    land = farm(parcel("P1", 1, "mb"), parcel("P2", 1, "mb"), parcel("P3", 1, "ma"))
    lines = award(ask(land, rulebook(pays("b", "mb", 100), pays("a", "ma", 50)))).years[0].lines
    assert len(lines) == 3
    assert payments(reversed(lines)) == ("province.x.a#p", "province.x.b#p")
    assert payments([replace(x, amount=0) if x.claim.scheme == "province.x.a" else x for x in lines]) == (
        "province.x.b#p",
    )
