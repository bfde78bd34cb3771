"""Scenarios that people keep: every version stays, who sees them, and who is at the bench at all."""

import pytest

from calculator.services.account.rights import NotAllowed
from calculator.services.errors import InputProblems
from calculator.services.scenario import bench as scenario_bench
from calculator.services.scenario.bench import ScenarioUnknown
from calculator.services.scenario.running import jobs as scenario_jobs
from calculator.services.scenario.running import work as scenario_work
from calculator.services.scenario.running.jobs import Asked
from calculator.services.statement.life import Desk
from calculator.store.scenarios import scenarios
from tests.store.bench import GOLD, farms, member, scenario
from tests.store.statements import actor


def test_a_scenario_stands_on_another_and_keeps_what_it_rests_on(at: Desk) -> None:
    who = member(at.database)
    scenario(at, who)
    above = """
scenario: hoger
name: {nl: Hoger, en: Higher}
on: 2025-07-01
stands_on: goud
changes:
  - {change: tariff, of: national.rvo.eco-regeling#eco-premie, key: zilver, value: 150}
"""
    made = scenario(at, who, above)
    assert made.stands_on == "goud"
    asked = scenario_jobs.begin(at, who, made.public_id, Asked(farms(at, who).public_id))
    assert set(asked.texts) == {"", "goud"}
    assert [s.id for s in scenario_work.set_up(at, asked).scenario.chain()] == ["goud", "hoger"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOLD.replace("eco-premie", "bestaat-niet"), "bestaat-niet"),
        (GOLD + GOLD.splitlines()[-1].replace("250", "260") + "\n", "line 6"),
        (GOLD.replace("value: 250", "value: duur"), "number"),
    ],
)
def test_what_is_wrong_with_a_scenario_is_said_and_nothing_is_kept(at: Desk, text: str, said: str) -> None:
    who = member(at.database)
    with pytest.raises(InputProblems) as wrong:
        scenario(at, who, text)
    assert said in str([(p.message.en, p.remedy.en) for p in wrong.value.problems])
    assert scenario_bench.listed(at, who) == []


def test_every_version_stays_and_two_savers_do_not_overwrite_each_other(at: Desk) -> None:
    who = member(at.database)
    kept = scenario(at, who)
    scenario_bench.save(at, who, kept.public_id, GOLD.replace("value: 250", "value: 240"))
    opened = scenario_bench.opened(at, who, kept.public_id)
    assert opened.kept.version == 2
    with at.database.transaction() as unit:
        assert "250" in scenarios.text_of(unit, opened.kept, 1)
        same = scenarios.save(unit, kept, name=kept.name, stands_on=None, text=GOLD, now=at.now())
    assert not same
    with pytest.raises(InputProblems):
        scenario_bench.save(at, who, kept.public_id, GOLD.replace("scenario: goud", "scenario: anders"))
    with pytest.raises(InputProblems):
        scenario(at, who)


def test_a_scenario_is_seen_by_whom_it_is_shared_with_and_nobody_else(at: Desk) -> None:
    who, other = member(at.database), member(at.database, "ander@voorbeeld.nl")
    kept = scenario(at, who)
    with pytest.raises(ScenarioUnknown):
        scenario_bench.opened(at, other, kept.public_id)
    scenario_bench.share(at, who, kept.public_id, " Ander@voorbeeld.nl")
    assert not scenario_bench.opened(at, other, kept.public_id).mine
    scenario_bench.comment(at, other, kept.public_id, "Waarom 250?")
    assert [c.text for c in scenario_bench.comments(at, who, kept.public_id)] == ["Waarom 250?"]
    with pytest.raises(NotAllowed):
        scenario_bench.save(at, other, kept.public_id, GOLD)
    asked = scenario_jobs.begin(at, other, kept.public_id, Asked(farms(at, other).public_id))
    assert scenario_jobs.watched(at, who, asked.public_id).run.actor == other.user.public_id
    scenario_bench.unshare(at, who, kept.public_id, other.user.public_id)
    with pytest.raises(ScenarioUnknown):
        scenario_jobs.watched(at, other, asked.public_id)
    member(at.database, "boer@voorbeeld.nl", "farmer")
    for nobody in ("boer@voorbeeld.nl", "niemand@voorbeeld.nl", who.user.email):
        with pytest.raises(InputProblems):
            scenario_bench.share(at, who, kept.public_id, nobody)


def test_only_the_project_group_and_advisers_are_at_the_bench_and_tokens_need_the_scope(at: Desk) -> None:
    for role in ("farmer", "registry_owner", "administrator"):
        with pytest.raises(NotAllowed):
            scenario_bench.listed(at, member(at.database, f"{role}@voorbeeld.nl", role))
    person = member(at.database).user
    reading = actor(at.database, person, ("scenarios:read",))
    assert scenario_bench.listed(at, reading) == []
    with pytest.raises(NotAllowed):
        scenario(at, reading)
    with pytest.raises(NotAllowed):
        scenario_bench.listed(at, actor(at.database, person, ("farms:read",)))
