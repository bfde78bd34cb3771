"""A run works out a sample of its farms once more, exactly; answers that differ are not told."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace

import numpy as np
import pytest

from calculator.scenarios.population.synthetic import synthesise
from calculator.scenarios.population.tables import Population
from calculator.scenarios.runs import rechecking, running
from calculator.scenarios.runs.crew import Alone, Held, Task
from calculator.scenarios.runs.evaluating import Evaluator
from calculator.scenarios.runs.rechecking import DisagreementError, drawn, size
from calculator.scenarios.runs.result import from_bytes, to_bytes
from tests.scenarios.bench import GOLD_250, receipt, rules, run, scenario, shipped

FARMS = 30


class Spoiling(Alone):
    """Pays every farm of the columns so many cents more than it should, under one set of rules."""

    def __init__(self, held: Held, digest: str, cents: int) -> None:
        super().__init__(held)
        self.digest, self.cents = digest, cents

    def submit(self, task: Task) -> Future[bytes]:
        answer = super().submit(task)
        if task.exact or task.variant.digest != self.digest:
            return answer
        told = from_bytes(answer.result())
        more = told.farms.assign(total=told.farms["total"] + self.cents)
        spoiled: Future[bytes] = Future()
        spoiled.set_result(to_bytes(replace(told, farms=more)))
        return spoiled


def spoiled(farms: Population, side: str, cents: int) -> running.Run:
    one = scenario(GOLD_250)
    after = rules(one)
    books = {book.digest: book for book in (shipped(), after)}
    digest = after.digest if side == "after" else shipped().digest
    pinned = receipt(farms, after, one)
    evaluate = Evaluator(lambda: Spoiling(Held(farms, books, one.on, one.years), digest, cents), pinned.mark)
    return running.run(farms, (shipped(), after), one, evaluate, pinned)


@pytest.mark.parametrize("side", ["before", "after"])
def test_an_answer_that_is_off_stops_the_run(side: str) -> None:
    with pytest.raises(DisagreementError, match=r"1 of 2 farms .* by up to 100 cents") as stopped:
        spoiled(synthesise(FARMS, seed=3), side, 100)
    assert (stopped.value.recheck.disagreed, stopped.value.recheck.most_cents) == (1, 100)


def test_the_receipt_says_what_was_worked_out_again_and_its_key_does_not_hang_on_it() -> None:
    farms = synthesise(FARMS, seed=3)
    done = run(farms, scenario(GOLD_250), seed=5)
    told = done.receipt.as_data()
    assert {k: told[k] for k in ("rechecked_farms", "rechecked_seed", "rechecked_disagreed")} == {
        "rechecked_farms": 2,
        "rechecked_seed": 5,
        "rechecked_disagreed": 0,
    }
    assert done.receipt.key == replace(done.receipt, recheck=None).key
    assert done.receipt == run(farms, scenario(GOLD_250), seed=5, workers=2).receipt


def test_the_same_seed_draws_the_same_farms_and_few_of_a_large_population() -> None:
    farms = np.arange(50_000)
    assert drawn(farms, 7).tolist() == drawn(farms[::-1].copy(), 7).tolist()
    assert drawn(farms, 7).tolist() != drawn(farms, 8).tolist()
    assert [size(n) for n in (0, 1, 200, 1_000, 50_000, 200_000)] == [0, 1, 1, 3, 15, 53]
    assert len(np.unique(drawn(farms, 7))) == rechecking.size(50_000)
