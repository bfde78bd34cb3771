"""A scenario in which claims stand pays what was claimed before, under its own rules, and nobody chooses again."""

import pytest

from calculator.scenarios.population.synthetic import synthesise
from calculator.scenarios.reform import reading
from tests.scenarios.bench import GOLD_250, run, scenario, text

STAND = "claims: stand\n"
DEARER = "{change: tariff, of: national.rvo.eco-regeling#eco-premie, key: zilver, value: 300}"


def test_a_class_that_pays_more_is_paid_more_but_nobody_works_towards_it() -> None:
    farms = synthesise(40, seed=21, kind="advise")
    chosen, stands = (run(farms, scenario(DEARER, more=more)) for more in ("", STAND))
    assert stands.before.totals.tolist() == chosen.before.totals.tolist()
    best, kept = chosen.after.totals, stands.after.totals
    assert (kept <= best + 2).all()
    assert (kept > stands.before.totals).any()
    assert stands.receipt.recheck is not None
    assert stands.receipt.recheck.disagreed == 0


def test_the_same_with_two_workers_and_nothing_changes_where_no_rule_does() -> None:
    farms, one = synthesise(10, seed=4, kind="hard"), scenario(GOLD_250, more=STAND)
    alone, together = run(farms, one, size=7), run(farms, one, workers=2, size=4)
    assert alone.after.totals.tolist() == together.after.totals.tolist()
    off = "{change: limit, limit: aber-per-hectare, factor: 1}"
    still = run(farms, scenario(off, more=STAND), all_again=True)
    assert still.after.totals.tolist() == still.before.totals.tolist()


@pytest.mark.parametrize(
    ("changes", "more"),
    [
        ((GOLD_250,), "participation: {threshold_eur: 100}\n"),
        (
            (GOLD_250, "{change: budget, scheme: national.rvo.eco-regeling, eur: 1000, allot: pro_rata}"),
            "",
        ),
    ],
)
def test_who_lets_claims_stand_weighs_neither_participation_nor_a_budget(
    changes: tuple[str, ...], more: str
) -> None:
    found, problems = reading.read("proef.yaml", text(*changes, more=more + STAND).encode())
    assert found is None
    assert ["does not choose again" in p.message.en for p in problems] == [True]
