"""What comes by the piece is proven best by the piece: the bound comes down to what whole pieces can reach."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.domain.farm import LandscapeElement, Measure
from calculator.domain.quantity import Unit
from calculator.stacking.awarding import award
from tests.builders import ask, de_minimis, farm, payment, rulebook, scheme


@pytest.mark.parametrize(
    ("ceiling", "best"),
    [
        (1_850, 2 * 700 + 400),  # as fine as one likes: 1,850
        (1_950, 700 + 3 * 400),
        (2_450, 6 * 400),
    ],
)
def test_of_trees_under_a_ceiling_the_best_whole_number_is_proven(ceiling: int, best: int) -> None:
    trees = [
        LandscapeElement(f"E{code}", "boom", count=Decimal(9), measures=(Measure(code, Decimal(9), "piece"),))
        for code in ("m1", "m2")
    ]
    paid = [
        scheme(
            f"province.x.{code}",
            payment("p", measures=[code], figures={"rate": rate}, unit=Unit.PIECE, quantity="count"),
            legal_basis="de_minimis_agri_1408_2013",
        )
        for code, rate in (("m1", 700), ("m2", 400))
    ]
    found = award(ask(farm(elements=tuple(trees)), rulebook(*paid, limits=[de_minimis(ceiling)])))
    assert (found.total, found.certificate.status, found.certificate.gap) == (best * 100, "optimal", 0)
