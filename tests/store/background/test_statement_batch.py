"""A portfolio in the background: progress, cancel, resume after a crash, and one failure that stops nobody else."""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from sqlalchemy import text

from calculator.domain.statement_life import Life
from calculator.services.account.rights import Actor, FarmUnknown
from calculator.services.background import batch_work
from calculator.services.errors import InputProblems
from calculator.services.statement import batch, batch_life, life
from calculator.services.statement import drawing as statement_drawing
from calculator.services.statement import workers as statement_workers
from calculator.services.statement import zipping as statement_zip
from calculator.services.statement.drawing import Drawing
from calculator.services.statement.life import Desk
from calculator.services.statement.requests import Request
from calculator.services.statement.workers import Computed, Question
from calculator.store import Database, StoreUnavailable
from calculator.store.accounts import organisations
from calculator.store.background import batches
from calculator.store.background.batches import BatchState, ItemState
from calculator.store.farms import farms
from calculator.store.records import numbering, statements
from tests.store import people
from tests.store.dying import broken_task
from tests.store.statements import UNDRAWABLE, actor, desk, drawn

ASKED = Request("", on="2026-07-01", years="2")


def computed(question: Question) -> Computed:
    return Computed({"farm": question.document["farm"]["name"], "total_eur": "12.34"})  # type: ignore[index]


class InTurn:
    """Workers without processes; ``break_off`` raises when it is asked for the so-manieth task."""

    def __init__(self, break_off: int | None = None) -> None:
        self.left = break_off

    def each(self, function: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[Any]:
        replaced = {statement_drawing.tried: drawn, statement_workers.compute: computed}
        for task in tasks:
            if self.left is not None and isinstance(task, Drawing):
                self.left -= 1
                if self.left < 0:
                    raise KeyboardInterrupt
            yield replaced[function](task)  # type: ignore[index]


@pytest.fixture
def at(migrated: Database) -> Desk:
    return desk(migrated)


@pytest.fixture
def farmer(at: Desk) -> Actor:
    return actor(at.database, people.person(at.database))


def portfolio(at: Desk, owner: Actor, *names: str) -> list[str]:
    return [people.farm(at.database, owner.user, name).public_id for name in names]


def finished(at: Desk, public_id: str, who: Actor) -> dict[str, Any]:
    found = batch_life.opened(at.database, who, public_id)
    with at.database.transaction() as unit:
        return {item.farm_name: item for item in batches.items(unit, found)} | {"": found}


def test_an_adviser_who_leaves_the_firm_drafts_nothing_for_the_farms_after_it(
    at: Desk, farmer: Actor
) -> None:
    adviser = people.person(at.database, "adviseur@voorbeeld.nl", "adviser")
    firm = people.firm(at.database, adviser)
    ids = portfolio(at, farmer, "Hoeve 1", "Hoeve 2")
    for farm in ids:
        with at.database.transaction() as unit:
            found = farms.find(unit, farm)
        assert found is not None
        people.mandate(at.database, firm, farmer.user, found)
    who = actor(at.database, adviser)
    made = batch.begin(at, who, ids, ASKED)

    asked = list[None]()

    def rulebook() -> Any:
        asked.append(None)
        if len(asked) == 2:
            with at.database.transaction() as unit:
                for place in organisations.places(unit, adviser.id, adviser.email):
                    organisations.leave(unit, place)
        return at.rulebook()

    assert batch_work.work(replace(at, rulebook=rulebook), InTurn(), "w")
    ended = finished(at, made.public_id, who)
    assert [ended[name].state for name in ("Hoeve 1", "Hoeve 2")] == [ItemState.DONE, ItemState.FAILED]


def test_a_failure_names_its_farm_and_stops_nobody_else(at: Desk, farmer: Actor) -> None:
    names = [*(f"Hoeve {number}" for number in range(9)), UNDRAWABLE, "Laatste"]
    made = batch.begin(at, farmer, portfolio(at, farmer, *names), ASKED)
    assert (made.state, made.total) == (BatchState.WAITING, 11)
    assert batch_work.work(at, InTurn(), "w")
    found = finished(at, made.public_id, farmer)
    assert found[""].state is BatchState.DONE
    assert found[""].counts == {ItemState.WAITING: 0, ItemState.DONE: 10, ItemState.FAILED: 1}
    assert found[UNDRAWABLE].reason.en == "cannot be drawn"
    numbers = {life.opened(at, farmer, found[name].statement).number for name in names if name != UNDRAWABLE}
    assert numbers == {f"2026-{number:06d}" for number in range(1, 11)}
    assert not batch_work.work(at, InTurn(), "w")


def test_every_statement_of_a_batch_is_for_the_same_recipient(at: Desk, farmer: Actor) -> None:
    asked = replace(ASKED, recipient="Provincie Drenthe", purpose="province")
    made = batch.begin(at, farmer, portfolio(at, farmer, "A", "B"), asked)
    batch_work.work(at, InTurn(), "w")
    found = finished(at, made.public_id, farmer)
    for name in ("A", "B"):
        kept = life.opened(at, farmer, found[name].statement)
        assert (kept.recipient, kept.purpose) == ("Provincie Drenthe", "province")
        assert life.openings(at, farmer, kept.public_id)[1]
    with pytest.raises(InputProblems):
        batch.begin(at, farmer, portfolio(at, farmer, "C"), replace(ASKED, purpose="province"))


def test_every_farm_of_a_batch_is_computed_with_what_is_set_for_the_plan(at: Desk, farmer: Actor) -> None:
    seen: list[dict[str, object]] = []

    class Seeing(InTurn):
        def each(self, function: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[Any]:
            seen.extend(task.wish.options for task in tasks if isinstance(task, Question))
            yield from super().each(function, tasks)

    wished = replace(ASKED, mode="advise", effort="100", lock=("rustgewas",))
    begun = batch.begin(at, farmer, portfolio(at, farmer, "Een", "Twee"), wished)
    batch_work.work(at, Seeing(), "w")
    assert seen == [{"effort": "100", "lock": ["rustgewas"]}] * 2
    found = finished(at, begun.public_id, farmer)
    with at.database.transaction() as unit:
        kept = statements.find(unit, found["Een"].statement)
    assert kept is not None
    assert kept.options["lock"] == ["rustgewas"]


def test_a_farm_under_a_mandate_gets_a_draft_for_its_farmer(at: Desk, farmer: Actor) -> None:
    (farm,) = portfolio(at, farmer, "Weide")
    person = people.person(at.database, "adviseur@voorbeeld.nl", "adviser")
    with at.database.transaction() as unit:
        summary = farms.find(unit, farm)
    people.mandate(at.database, people.firm(at.database, person), farmer.user, summary)
    adviser = actor(at.database, person)
    made = batch.begin(at, adviser, [farm, farm], ASKED)
    assert made.total == 1
    batch_work.work(at, InTurn(), "w")
    item = finished(at, made.public_id, adviser)["Weide"]
    kept = life.opened(at, farmer, item.statement)
    assert (kept.life, kept.number) == (Life.DRAFT, None)
    assert life.file(at, adviser, kept.public_id)[1].startswith(b"%PDF None Weide")
    with pytest.raises(FarmUnknown):
        batch_life.opened(at.database, farmer, made.public_id)
    with at.database.transaction() as unit:
        unit.execute(text("UPDATE mandates SET status = 'revoked'"))
    with statement_zip.archive(
        at, adviser, batch_life.opened(at.database, adviser, made.public_id), "en"
    ) as file:
        names = zipfile.ZipFile(file).namelist()
    assert names == ["index.xlsx"]


def test_a_batch_that_broke_off_goes_on_where_it_stopped(at: Desk, farmer: Actor) -> None:
    names = [f"Hoeve {number}" for number in range(20)]
    made = batch.begin(at, farmer, portfolio(at, farmer, *names), ASKED)
    with pytest.raises(KeyboardInterrupt):
        batch_work.work(at, InTurn(break_off=13), "crashed")
    found = finished(at, made.public_id, farmer)
    assert found[""].state is BatchState.RUNNING
    assert found[""].counts[ItemState.DONE] == 8
    assert not batch_work.work(at, InTurn(), "too soon")
    later = Desk(at.database, at.rulebook, at.compute, lambda: people.NOW + batches.SILENCE * 2, at.today)
    assert batch_work.work(later, InTurn(), "next")
    found = finished(at, made.public_id, farmer)
    assert found[""].counts[ItemState.DONE] == 20
    with at.database.transaction() as unit:
        assert numbering.last(unit, 2026) == 20
    sequences = sorted(life.opened(at, farmer, found[name].statement).sequence or 0 for name in names)
    assert sequences == list(range(1, 21))


def test_a_worker_that_died_between_issuing_and_noting_it_does_not_issue_twice(
    at: Desk, farmer: Actor
) -> None:
    (farm,) = portfolio(at, farmer, "Weide")
    made = batch.begin(at, farmer, [farm], ASKED)
    key = f"batch-{made.public_id}-0"
    options = {name: str(value) for name, value in made.options.items()}
    done = life.ask(at, farmer, Request(farm, **options), key)
    batch_work.work(at, InTurn(), "w")
    assert finished(at, made.public_id, farmer)["Weide"].statement == done.public_id
    with at.database.transaction() as unit:
        assert numbering.last(unit, 2026) == 1


def test_cancelling_keeps_what_was_made(at: Desk, farmer: Actor) -> None:
    made = batch.begin(at, farmer, portfolio(at, farmer, *(f"H{n}" for n in range(20))), ASKED)

    class CancelledMeanwhile(InTurn):
        def each(self, function: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[Any]:
            batch_life.cancel(at.database, farmer, made.public_id, at.now())
            return super().each(function, tasks)

    batch_work.work(at, CancelledMeanwhile(), "w")
    assert batch_life.cancel(at.database, farmer, made.public_id, at.now()).state is BatchState.CANCELLED
    counts = batch_life.opened(at.database, farmer, made.public_id).counts
    assert counts == {ItemState.WAITING: 12, ItemState.DONE: 8, ItemState.FAILED: 0}
    assert not batch_work.work(at, InTurn(), "w")


def test_two_workers_never_take_the_same_batch(at: Desk, farmer: Actor) -> None:
    batch.begin(at, farmer, portfolio(at, farmer, "A"), ASKED)
    with at.database.transaction() as unit:
        assert batches.claim(unit, "one", people.NOW) is not None
    with at.database.transaction() as unit:
        assert batches.claim(unit, "two", people.NOW + timedelta(seconds=30)) is None


def test_a_farm_that_was_removed_meanwhile_fails_by_name(at: Desk, farmer: Actor) -> None:
    ids = portfolio(at, farmer, "Blijft", "Weg")
    made = batch.begin(at, farmer, ids, ASKED)
    with at.database.transaction() as unit:
        gone = farms.find(unit, ids[1])
        assert gone is not None
        farms.remove(unit, gone.id, None)
    batch_work.work(at, InTurn(), "w")
    found = finished(at, made.public_id, farmer)
    assert found["Weg"].state is ItemState.FAILED
    assert found["Blijft"].state is ItemState.DONE


@pytest.mark.parametrize("ids", [[], ["unknown"], ["é"], ["x"] * 3 + ["y"]])
def test_a_batch_of_farms_that_are_not_there_is_wrong_input(at: Desk, farmer: Actor, ids: list[str]) -> None:
    with pytest.raises(InputProblems) as wrong:
        batch.begin(at, farmer, ids, ASKED)
    assert all(problem.pointer.startswith("/farms") for problem in wrong.value.problems)


def test_more_farms_than_a_batch_takes_is_wrong_input(at: Desk, farmer: Actor) -> None:
    with pytest.raises(InputProblems):
        batch.begin(at, farmer, [str(number) for number in range(batch_life.MOST_FARMS + 1)], ASKED)


def test_the_archive_has_a_file_per_farm_and_a_sheet_of_all(at: Desk, farmer: Actor) -> None:
    names = ["De Ên / \\ ../..", UNDRAWABLE, "农场", "=1+1"]
    made = batch.begin(at, farmer, portfolio(at, farmer, *names), ASKED)
    batch_work.work(at, InTurn(), "w")
    with statement_zip.archive(
        at, farmer, batch_life.opened(at.database, farmer, made.public_id), "nl"
    ) as file:
        opened = zipfile.ZipFile(io.BytesIO(file.read()))
    assert opened.namelist() == ["0001-de-en.pdf", "0003.pdf", "0004-1-1.pdf", "overzicht.xlsx"]
    assert opened.testzip() is None
    sheet = openpyxl.load_workbook(io.BytesIO(opened.read("overzicht.xlsx"))).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[3] for row in rows] == ["2026-000001", None, "2026-000002", "2026-000003"]
    assert [row[2] for row in rows] == ["uitgegeven", "mislukt", "uitgegeven", "uitgegeven"]
    assert rows[1][8] == "kan niet"
    assert rows[3][1] == "'=1+1"


def test_the_database_going_away_ends_no_item(at: Desk, farmer: Actor) -> None:
    made = batch.begin(at, farmer, portfolio(at, farmer, "A"), ASKED)

    class Away(InTurn):
        def each(self, function: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[Any]:
            raise StoreUnavailable("gone")

    with pytest.raises(StoreUnavailable):
        batch_work.work(at, Away(), "w")
    assert batch_life.opened(at.database, farmer, made.public_id).counts[ItemState.WAITING] == 1


def test_a_killed_process_takes_only_its_own_task_along() -> None:
    with statement_workers.Pool() as pool:
        answers = list(pool.each(broken_task, ["a", "b", "kill", "c", "d"]))
        assert [answer if isinstance(answer, str) else "failed" for answer in answers] == [
            "A", "B", "failed", "C", "D",
        ]  # fmt: skip
        assert list(pool.each(broken_task, ["e"])) == ["E"]
        # Work begun beside it goes on too, whoever asked first.
        first, second = (pool.each(broken_task, tasks) for tasks in (["f", "kill", "g"], ["h", "i"]))
        assert [answer if isinstance(answer, str) else "failed" for answer in first] == ["F", "failed", "G"]
        assert list(second) == ["H", "I"]
