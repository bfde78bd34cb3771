"""Clients calculated in the background: mandates count at the moment of use, and a killed worker loses nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from calculator.domain.scheme import Text
from calculator.services.account import trail
from calculator.services.account.rights import Actor
from calculator.services.advice import (
    client_results,
    clients,
    commenting,
    mandating,
    recalculation,
    result_batch,
)
from calculator.services.advice.recalculation import Calculated, Recalculation
from calculator.services.background import batch_work
from calculator.services.errors import InputProblems
from calculator.services.statement import batch_life
from calculator.services.statement.drawing import Failed
from calculator.services.statement.life import Desk
from calculator.store import Database
from calculator.store.accounts import organisations
from calculator.store.accounts.users import User
from calculator.store.background import batches
from calculator.store.background.batches import BatchKind, BatchState, ItemState
from calculator.store.farms import comments, results
from calculator.store.farms.farms import FarmSummary
from tests.store import people
from tests.store.statements import actor, desk

NAMES = [f"Hoeve {number}" for number in range(batch_work.CHUNK + 3)]
SUMMARY = {
    "total": 1234, "low": None, "high": None, "net": None, "years": {"2026": 1234}, "payers": [], "certainty": {},
    "questions": [], "facts": 0, "schemes": ["a.b.c"], "deadlines": [],
}  # fmt: skip


class InTurn:
    """Workers without processes and without rules; ``before`` is called at every chunk."""

    def __init__(self, before: Callable[[], object] = lambda: None) -> None:
        self.before = before

    def each(self, function: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[Any]:
        assert function is recalculation.recalculate
        self.before()
        return iter([calculated(task) for task in tasks])


def calculated(task: Recalculation) -> Calculated | Failed:
    if task.question.document["farm"]["name"] == "Hoeve 1":  # type: ignore[index]
        return Failed(Text("kan niet", "cannot"))
    return Calculated(SUMMARY, "sha256:x", None)


class Office:
    """A farmer with farms, and an adviser with a mandate on each."""

    def __init__(self, database: Database) -> None:
        self.at: Desk = desk(database)
        self.farmer = actor(database, people.person(database))
        adviser = people.person(database, "adviseur@voorbeeld.nl", "adviser")
        firm = people.firm(database, adviser)
        self.farms = {name: people.farm(database, self.farmer.user, name) for name in NAMES}
        self.mandates = {
            name: people.mandate(database, firm, self.farmer.user, farm) for name, farm in self.farms.items()
        }
        self.adviser: Actor = actor(database, adviser)

    def begin(self, *chosen: FarmSummary) -> str:
        ids = [farm.public_id for farm in chosen or self.farms.values()]
        made = result_batch.begin(self.at, self.adviser, ids, on="2026-07-01", years="1", language="nl")
        return made.public_id

    def ended(self, batch: str) -> dict[str, Any]:
        found, items = batch_life.progress(self.at.database, self.adviser, batch, BatchKind.RESULTS)
        return {item.farm_name: item for item in items} | {"": found}

    def kept(self) -> set[int]:
        with self.at.database.transaction() as unit:
            return {result.farm_id for result in results.of_organisations(unit, self.adviser.organisations)}


@pytest.fixture
def office(migrated: Database) -> Office:
    return Office(migrated)


def test_a_failure_names_its_farm_and_stops_nobody_else(office: Office) -> None:
    begun = office.begin()
    assert batch_work.work(office.at, InTurn(), "w")
    ended = office.ended(begun)
    assert ended[""].state is BatchState.DONE
    assert ended["Hoeve 1"].reason == Text("kan niet", "cannot")
    assert ended[""].counts == {ItemState.WAITING: 0, ItemState.DONE: len(NAMES) - 1, ItemState.FAILED: 1}
    assert office.kept() == {farm.id for name, farm in office.farms.items() if name != "Hoeve 1"}
    steps = trail.of_farm(
        office.at.database,
        office.farmer,
        office.farms["Hoeve 2"].public_id,
        now=people.NOW,
        today=people.TODAY,
    )
    assert {"farm.calculate"} <= {step.action for step in steps}


def test_a_mandate_that_is_revoked_meanwhile_keeps_nothing(office: Office) -> None:
    begun = office.begin(office.farms["Hoeve 0"], office.farms["Hoeve 2"])

    def revoke() -> None:
        mandating.revoke(
            office.at.database, office.farmer, office.mandates["Hoeve 2"], people.NOW, people.TODAY
        )

    batch_work.work(office.at, InTurn(before=revoke), "w")
    ended = office.ended(begun)
    assert ended["Hoeve 0"].state is ItemState.DONE
    assert "ingetrokken" in ended["Hoeve 2"].reason.nl
    assert office.kept() == {office.farms["Hoeve 0"].id}


def test_an_adviser_who_leaves_the_firm_meanwhile_keeps_nothing(office: Office) -> None:
    begun = office.begin(office.farms["Hoeve 0"], office.farms["Hoeve 2"])
    adviser = office.adviser.user

    def leave() -> None:
        with office.at.database.transaction() as unit:
            for place in organisations.places(unit, adviser.id, adviser.email):
                organisations.leave(unit, place)

    batch_work.work(office.at, InTurn(before=leave), "w")
    ended = office.ended(begun)
    assert [ended[name].state for name in ("Hoeve 0", "Hoeve 2")] == [ItemState.FAILED] * 2
    assert office.kept() == set()


def test_a_killed_worker_is_taken_over_and_a_cancel_is_heard(office: Office) -> None:
    begun = office.begin()

    class Killed(BaseException):
        pass

    calls = iter(range(9))

    def kill() -> None:
        if next(calls) == 1:
            raise Killed

    with pytest.raises(Killed):
        batch_work.work(office.at, InTurn(before=kill), "killed")
    assert office.ended(begun)[""].counts[ItemState.WAITING] == 3
    later = replace(office.at, now=lambda: people.NOW + batches.SILENCE * 2)
    assert batch_work.work(later, InTurn(), "next")
    assert office.ended(begun)[""].counts[ItemState.WAITING] == 0
    again = office.begin()
    cancel = lambda: batch_life.cancel(  # noqa: E731
        office.at.database, office.adviser, again, people.NOW, kind=BatchKind.RESULTS
    )
    batch_work.work(later, InTurn(before=cancel), "w")
    assert office.ended(again)[""].state is BatchState.CANCELLED
    assert office.ended(again)[""].counts[ItemState.WAITING] == 3


def test_results_go_with_the_mandate(office: Office) -> None:
    office.begin(office.farms["Hoeve 0"])
    batch_work.work(office.at, InTurn(), "w")
    assert office.kept()
    with office.at.database.transaction() as unit:
        unit.execute(text("UPDATE mandates SET status = 'revoked'"))
    with office.at.database.transaction() as unit:
        results.sweep(unit, people.TODAY)
    assert office.kept() == set()


def test_what_failed_is_the_firm_s_that_asked_and_not_of_another_where_the_same_person_works(
    office: Office,
) -> None:
    """The adviser works for two firms; a colleague of the other sees no calculation that the other did not ask."""
    store, farm = office.at.database, office.farms["Hoeve 1"]
    colleague, elsewhere = (people.person(store, f"{who}@voorbeeld.nl", "adviser") for who in ("c", "e"))
    first = next(iter(office.adviser.organisations))
    second = people.firm(store, elsewhere, "Ander bureau")
    with store.transaction() as unit:
        for user, firm in ((colleague, first), (office.adviser.user, second.id)):
            organisations.invite(unit, firm, user.email, people.NOW)
            (offered,) = (p for p in organisations.places(unit, user.id, user.email) if not p.accepted)
            organisations.accept(unit, offered.public_id, user.id, user.email, people.NOW)
    office.begin(farm)
    batch_work.work(office.at, InTurn(), "w")
    people.mandate(store, second, office.farmer.user, farm)

    def told(who: User) -> list[bool]:
        asked = {"now": people.NOW, "today": people.TODAY}
        found = client_results.of_farm(store, actor(store, who), farm.public_id, **asked)  # type: ignore[arg-type]
        rules = office.at.rulebook()
        shown = clients.listed(store, actor(store, who), rules, people.TODAY)
        return [found.failed is not None, *(c.state == "failed" for c in shown if c.farm == farm)]

    assert told(colleague) == [True, True]
    assert told(elsewhere) == [False, False]
    store.migrate("0021")
    store.migrate()
    assert told(elsewhere) == [False, False], "of a person of two firms nobody can tell whose it was"


def test_a_button_that_is_pressed_twice_calculates_once(office: Office) -> None:
    first = office.begin()
    assert office.begin() == first
    assert office.begin(office.farms["Hoeve 0"]) != first
    while batch_work.work(office.at, InTurn(), "w"):
        continue
    assert office.begin() != first, "what has ended may be asked again"


def test_a_comment_that_is_sent_twice_is_kept_once(office: Office) -> None:
    farm, said = office.farms["Hoeve 0"], "Klopt de slootlengte?"

    def write(who: Actor, text: str, after: timedelta = timedelta(0)) -> int:
        commenting.write(
            office.at.database, who, farm.public_id, text, now=people.NOW + after, today=people.TODAY
        )
        with office.at.database.transaction() as unit:
            return len(comments.of_farm(unit, farm.id))

    assert [write(office.adviser, said), write(office.adviser, said)] == [1, 1]
    assert [write(office.farmer, said), write(office.farmer, "Ja")] == [2, 3]
    assert write(office.farmer, "Ja", timedelta(minutes=2)) == 4


def test_a_farm_that_is_not_there_is_named(office: Office) -> None:
    own = people.farm(office.at.database, office.adviser.user, "Eigen")
    with pytest.raises(InputProblems) as wrong:
        result_batch.begin(
            office.at, office.adviser, [own.public_id, "onbekend"], on=None, years=None, language="nl"
        )
    assert [problem.pointer for problem in wrong.value.problems] == ["/farms/1"]


def test_a_farmer_calculates_the_own_farm_again_and_no_adviser_sees_it(office: Office) -> None:
    farm = office.farms["Hoeve 0"]
    for _ in range(2):
        result_batch.begin(office.at, office.farmer, [farm.public_id], on=None, years=None, language="nl")
        batch_work.work(office.at, InTurn(), "w")

    def shown(who: Actor) -> list[str]:
        found = client_results.of_farm(
            office.at.database, who, farm.public_id, now=people.NOW, today=people.TODAY
        )
        return [one.result.organisation for one in found.shown]

    assert shown(office.farmer) == [""], "the own result, once"
    assert shown(office.adviser) == []
    office.begin(farm)
    batch_work.work(office.at, InTurn(), "w")
    assert len(shown(office.farmer)) == 2
    assert len(shown(office.adviser)) == 1
    with office.at.database.transaction() as unit:
        unit.execute(text("UPDATE mandates SET status = 'revoked'"))
    with office.at.database.transaction() as unit:
        results.sweep(unit, people.TODAY)
    assert shown(office.farmer) == [""], "it goes with no mandate"
    office.at.database.migrate("0019")
    office.at.database.migrate()
    assert shown(office.farmer) == []


def test_a_result_is_compared_with_the_last_one_under_other_rules() -> None:
    last = results.Result(
        1, 1, "Kantoor", 4, date(2025, 11, 24), 3, "sha256:old", people.NOW, 1000, SUMMARY, None
    )
    then = recalculation.baseline(last, "sha256:new", people.TODAY)
    assert then is not None
    assert (then.on, then.amounts, then.revision, then.schemes) == (last.on, {2026: 1234}, 4, ("a.b.c",))
    # Calculated again with the same rules, it stays compared with what came before.
    again = replace(
        last, on=people.TODAY, digest="sha256:new", earlier=then.kept, computed_at=people.NOW + timedelta(1)
    )
    assert recalculation.baseline(again, "sha256:new", people.TODAY) == then
    assert recalculation.baseline(None, "sha256:new", people.TODAY) is None
