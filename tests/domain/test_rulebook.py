"""Rules under which farms were assessed may go to another process: what was remembered of them stays behind."""

import pickle

from calculator.stacking.awarding import award
from tests.builders import ask, farm, parcel, payment, rulebook, scheme


def test_rules_that_were_used_answer_the_same_in_another_process() -> None:
    rules = rulebook(scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 100})))
    mine = farm(parcel("P1", 2, "m1"))
    here = award(ask(mine, rules))
    there = pickle.loads(pickle.dumps(rules))
    assert rules.memory
    assert there == rules
    assert not there.memory
    assert award(ask(mine, there)) == here
