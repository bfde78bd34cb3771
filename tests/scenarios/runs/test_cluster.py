"""A Dask scheduler with workers of its own gives the same to the cent as this process."""

import pickle

import distributed

from calculator.scenarios.population.synthetic import synthesise
from calculator.scenarios.runs import running
from calculator.scenarios.runs.crew import Cluster, Held
from calculator.scenarios.runs.evaluating import Evaluator
from tests.scenarios.bench import GOLD_250, receipt, rules, run, scenario, shipped


def test_two_workers_of_a_cluster_give_the_same_to_the_cent() -> None:
    farms, one = synthesise(30, seed=3, kind="hard"), scenario(GOLD_250)
    after = rules(one)
    pinned = receipt(farms, after, one)
    held = Held(farms, {b.digest: b for b in (shipped(), after)}, one.on, one.years)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, scheduler_port=0
    ) as cluster:
        evaluate = Evaluator(lambda: Cluster(held, cluster.scheduler_address), pinned.mark, size=5)
        found = running.run(farms, (shipped(), after), one, evaluate, pinned)
        evaluate.close()
    alone = run(farms, one)
    for name in ("farms", "paid", "reached", "open"):
        assert getattr(found.after, name).equals(getattr(alone.after, name))
        assert getattr(found.before, name).equals(getattr(alone.before, name))


def test_what_is_sent_to_a_worker_leaves_behind_what_was_worked_out_and_what_came_later() -> None:
    one = scenario(GOLD_250)
    held = Held(synthesise(2, seed=3, kind="hard"), {}, one.on, one.years)
    held.also({shipped().digest: shipped()})
    arrived = pickle.loads(pickle.dumps(held))
    assert held.later
    assert (arrived.later, arrived.known) == ({}, {})
    assert (arrived.population.digest, arrived.years) == (held.population.digest, held.years)
