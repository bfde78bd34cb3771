"""What the whole loses where a claim that is not paid is forced in; past a stated effort that is left open, and said."""

from __future__ import annotations

import pytest

from calculator.domain.scheme import Scheme
from calculator.stacking.awarding import award
from calculator.stacking.explaining import forcing
from tests.builders import ask, de_minimis, farm, payment, rulebook, scheme


def grant(id: str, amount: int) -> Scheme:
    given = payment("p", figures={"rate": amount})
    return scheme(f"province.x.{id}", given, legal_basis="de_minimis_agri_1408_2013")


@pytest.mark.parametrize(("most", "costs"), [(None, -20_000_00), (-1, None)])
def test_what_forcing_a_claim_costs_is_not_guessed_where_it_takes_too_much(
    most: int | None, costs: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if most is not None:
        monkeypatch.setattr(forcing, "_MOST_EFFORT", most)
    rules = rulebook(grant("a", 30_000), grant("b", 26_000), grant("c", 24_000), limits=[de_minimis()])
    found = award(ask(farm(), rules))
    assert [(n.scheme, n.difference) for n in found.not_chosen] == [("province.x.a", costs)]
    said = [c.en for c in found.caveats if "was not worked out" in c.en]
    assert [c.startswith("For 1 payments") for c in said] == ([True] if most else [])
