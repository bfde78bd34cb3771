"""Statements from draft to withdrawn, on both databases."""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from calculator.domain.statement_life import ImpossibleStep, Life
from calculator.services.account.rights import Actor, FarmUnknown, NotAllowed
from calculator.services.errors import CannotComplete, InputProblems
from calculator.services.statement import life
from calculator.services.statement.drawing import Drawing, Drawn, Failed
from calculator.services.statement.issue import NotIssued, Ready, issue
from calculator.services.statement.register import StoredRegister
from calculator.services.statement.requests import Request
from calculator.store import Database
from calculator.store.farms import farms
from calculator.store.records import audit, numbering, statements
from calculator.store.records.statement_models import StatementRow
from tests.store import people
from tests.store.statements import UNDRAWABLE, actor, desk, draw_all


@pytest.fixture
def opened(migrated: Database) -> Database:
    return migrated


@pytest.fixture
def farmer(opened: Database) -> Actor:
    return actor(opened, people.person(opened))


@pytest.fixture
def farm(opened: Database, farmer: Actor) -> str:
    return people.farm(opened, farmer.user).public_id


@pytest.fixture
def adviser(opened: Database, farmer: Actor, farm: str) -> Actor:
    person = people.person(opened, "adviseur@voorbeeld.nl", "adviser")
    firm = people.firm(opened, person)
    with opened.transaction() as unit:
        found = farms.find(unit, farm)
    people.mandate(opened, firm, farmer.user, found)
    return actor(opened, person)


def test_a_farmer_who_asks_gets_an_issued_statement(opened: Database, farmer: Actor, farm: str) -> None:
    kept = life.ask(desk(opened), farmer, Request(farm))
    assert (kept.life, kept.number, kept.issued_on) == (Life.ISSUED, "2026-000001", people.TODAY)
    again, pdf = life.file(desk(opened), farmer, kept.public_id)
    assert again == kept
    assert hashlib.sha256(pdf).hexdigest() == kept.pdf_sha256
    assert b"2026-000001 Weide" in pdf


def test_an_adviser_makes_a_draft_that_the_farmer_approves(
    opened: Database, farmer: Actor, adviser: Actor, farm: str
) -> None:
    at = desk(opened)
    kept = life.ask(at, adviser, Request(farm), "k1")
    assert (kept.life, kept.number) == (Life.DRAFT, None)
    with pytest.raises(ImpossibleStep):
        life.issued(at, adviser, kept.public_id)
    with pytest.raises(NotAllowed):
        life.approve(at, adviser, kept.public_id)
    life.approve(at, farmer, kept.public_id)
    assert life.issued(at, adviser, kept.public_id).life is Life.ISSUED
    assert life.ask(at, adviser, Request(farm), "k1").number == "2026-000001"


def test_what_is_issued_is_what_was_approved_whatever_the_profile_became(
    opened: Database, farmer: Actor, adviser: Actor, farm: str
) -> None:
    at = desk(opened)
    kept = life.ask(at, adviser, Request(farm))
    with opened.transaction() as unit:
        found = farms.find(unit, farm)
        assert found is not None
        farms.save(unit, found.id, 1, "Anders", {"farm": {"name": "Anders"}}, people.NOW)
    life.approve(at, farmer, kept.public_id)
    life.issued(at, farmer, kept.public_id)
    assert b"Weide" in life.file(at, farmer, kept.public_id)[1]


def test_the_same_key_gives_the_same_statement(opened: Database, farmer: Actor, farm: str) -> None:
    at = desk(opened)
    first = life.ask(at, farmer, Request(farm), "same")
    assert life.ask(at, farmer, Request(farm), "same") == first
    assert life.ask(at, farmer, Request(farm), "other").number == "2026-000002"
    with pytest.raises(InputProblems) as wrong:
        life.ask(at, farmer, Request(farm, years="3"), "same")
    assert wrong.value.problems[0].pointer == "Idempotency-Key"


def test_two_people_may_use_the_same_key(opened: Database, farmer: Actor, adviser: Actor, farm: str) -> None:
    at = desk(opened)
    one, other = (life.ask(at, who, Request(farm), "k") for who in (farmer, adviser))
    assert one.public_id != other.public_id


@pytest.mark.parametrize("key", ["", "x" * 201, "a\nb", "sleutel-é"])
def test_a_key_that_cannot_be_kept_is_refused(opened: Database, farmer: Actor, farm: str, key: str) -> None:
    with pytest.raises(InputProblems):
        life.ask(desk(opened), farmer, Request(farm), key)


def test_a_request_sent_many_times_at_once_gives_one_statement(
    opened: Database, farmer: Actor, farm: str
) -> None:
    found: list[str | None] = []

    def send() -> None:
        found.append(life.ask(desk(opened), farmer, Request(farm), "storm").number)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["2026-000001"] * 6


def test_numbers_have_no_gap_where_a_file_cannot_be_made(opened: Database, farmer: Actor) -> None:
    at = desk(opened)
    names = ("A", UNDRAWABLE, "B", f"{UNDRAWABLE} 2", "C")
    ids = [people.farm(opened, farmer.user, name).public_id for name in names]
    ready = []
    for farm in ids:
        kept = life.approve(at, farmer, life.draft(at, farmer, Request(farm)).public_id)
        with opened.transaction() as unit:
            ready.append(Ready(kept, statements.content(unit, kept.id)))
    answers = issue(opened, farmer, ready, now=people.NOW, today=people.TODAY, draw_all=draw_all)
    numbers = [None if isinstance(answer, NotIssued) else answer.number for answer in answers]
    assert numbers == ["2026-000001", None, "2026-000002", None, "2026-000003"]
    files = [life.file(at, farmer, ready[place].kept.public_id)[1] for place in (0, 2, 4)]
    assert [b"2026-00000%d " % number in file for number, file in enumerate(files, 1)] == [True] * 3
    with pytest.raises(CannotComplete):
        life.ask(at, farmer, Request(ids[1]))


def test_each_statement_of_a_block_is_kept_while_those_after_it_are_still_drawn(
    opened: Database, farmer: Actor
) -> None:
    at, kept_so_far = desk(opened), []
    ready = []
    for name in "ABC":
        farm = people.farm(opened, farmer.user, name).public_id
        kept = life.approve(at, farmer, life.draft(at, farmer, Request(farm)).public_id)
        with opened.transaction() as unit:
            ready.append(Ready(kept, statements.content(unit, kept.id)))

    def one_by_one(drawings: Sequence[Drawing]) -> Iterator[Drawn | Failed]:
        for drawing in drawings:
            with opened.transaction() as unit:
                kept_so_far.append(numbering.last(unit, 2026))
            yield from draw_all([drawing])

    issue(opened, farmer, ready, now=people.NOW, today=people.TODAY, draw_all=one_by_one)
    assert kept_so_far == [0, 1, 2]


def test_a_year_counts_from_one_again(opened: Database, farmer: Actor, farm: str) -> None:
    numbers = [
        life.ask(desk(opened, today=day), farmer, Request(farm, on="2026-07-01")).number
        for day in (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 1))
    ]
    assert numbers == ["2026-000001", "2027-000001", "2027-000002"]


def test_a_new_statement_supersedes_the_old_one_when_it_is_issued(
    opened: Database, farmer: Actor, farm: str
) -> None:
    at, register = desk(opened), StoredRegister(opened)
    old = life.ask(at, farmer, Request(farm))
    new = life.ask(at, farmer, Request(farm, supersedes=old.public_id))
    assert old.check_code is not None
    found = register.find(old.check_code)
    assert found is not None
    assert (found.life, found.successor, found.number) == ("superseded", new.check_code, "2026-000001")
    assert found.pdf == life.file(at, farmer, old.public_id)[1]
    with pytest.raises(InputProblems):
        life.ask(at, farmer, Request(farm, supersedes=old.public_id))
    with pytest.raises(ImpossibleStep):
        life.withdraw(at, farmer, old.public_id, "te laat")


def test_a_statement_of_another_farm_is_not_superseded(opened: Database, farmer: Actor, farm: str) -> None:
    other = people.farm(opened, farmer.user, "Anders").public_id
    old = life.ask(desk(opened), farmer, Request(other))
    with pytest.raises(InputProblems):
        life.ask(desk(opened), farmer, Request(farm, supersedes=old.public_id))


def test_a_withdrawal_says_why_and_is_found_by_code(opened: Database, farmer: Actor, farm: str) -> None:
    at, register = desk(opened), StoredRegister(opened)
    kept = life.ask(at, farmer, Request(farm))
    for reason in ("", " \n ", "x" * 501):
        with pytest.raises(InputProblems):
            life.withdraw(at, farmer, kept.public_id, reason)
    gone = life.withdraw(at, farmer, kept.public_id, "perceel P2 is  verkocht")
    assert (gone.life, gone.reason) == (Life.WITHDRAWN, "perceel P2 is verkocht")
    found = register.find(str(kept.check_code))
    assert found is not None
    assert (found.life, found.changed_on) == ("withdrawn", people.TODAY)
    assert life.ask(at, farmer, Request(farm)).number == "2026-000002"


def test_a_draft_is_not_in_the_register(opened: Database, adviser: Actor, farm: str) -> None:
    life.ask(desk(opened), adviser, Request(farm))
    assert StoredRegister(opened).find("7F3A-91C2-0B44-E6D8") is None


def test_a_withdrawn_draft_is_never_issued(
    opened: Database, farmer: Actor, adviser: Actor, farm: str
) -> None:
    at = desk(opened)
    kept = life.ask(at, adviser, Request(farm))
    life.withdraw(at, farmer, kept.public_id, "niet akkoord")
    for step in (life.approve, life.issued):
        with pytest.raises(ImpossibleStep):
            step(at, farmer, kept.public_id)


def test_a_statement_withdrawn_while_its_file_is_drawn_is_not_issued(
    opened: Database, farmer: Actor, adviser: Actor, farm: str
) -> None:
    at = desk(opened)
    kept = life.approve(at, farmer, life.ask(at, adviser, Request(farm)).public_id)

    def while_drawing(drawings: Sequence[Drawing]) -> Sequence[Drawn | Failed]:
        if life.opened(at, farmer, kept.public_id).life is Life.APPROVED:
            life.withdraw(at, farmer, kept.public_id, "toch niet")
        return draw_all(drawings)

    with pytest.raises(CannotComplete):
        life.issued(replace(at, draw_all=while_drawing), farmer, kept.public_id)
    assert life.ask(at, farmer, Request(farm)).number == "2026-000001"


def test_a_mandate_that_ended_while_the_file_is_drawn_issues_nothing(
    opened: Database, farmer: Actor, adviser: Actor, farm: str
) -> None:
    at = desk(opened)
    kept = life.approve(at, farmer, life.ask(at, adviser, Request(farm)).public_id)

    def while_drawing(drawings: Sequence[Drawing]) -> Sequence[Drawn | Failed]:
        with opened.transaction() as unit:
            unit.execute(text("UPDATE mandates SET status = 'revoked'"))
        return draw_all(drawings)

    with pytest.raises((CannotComplete, NotAllowed)):
        life.issued(replace(at, draw_all=while_drawing), adviser, kept.public_id)
    assert life.opened(at, farmer, kept.public_id).life is Life.APPROVED


FOR_BANK = {"recipient": " Rabobank ", "purpose": "bank"}


def test_a_statement_for_a_recipient_is_numbered_kept_and_found_like_any_other(
    opened: Database, farmer: Actor, farm: str
) -> None:
    at = desk(opened)
    whole, kept = life.ask(at, farmer, Request(farm)), life.ask(at, farmer, Request(farm, **FOR_BANK))
    assert (kept.number, kept.recipient, kept.purpose) == ("2026-000002", "Rabobank", "bank")
    assert b"Rabobank" in life.file(at, farmer, kept.public_id)[1]
    found = StoredRegister(opened).find(str(kept.check_code))
    assert found is not None
    assert found.number == kept.number
    assert life.openings(at, farmer, kept.public_id)[1] == f'{{"check_code": "{kept.check_code}"}}'.encode()
    assert life.openings(at, farmer, whole.public_id)[1] is None


def test_what_proves_a_withheld_value_is_the_farmers_alone(
    opened: Database, farmer: Actor, adviser: Actor, farm: str
) -> None:
    at = desk(opened)
    kept = life.ask(at, adviser, Request(farm, **FOR_BANK))
    assert life.openings(at, farmer, kept.public_id)[1] is None
    life.approve(at, farmer, kept.public_id)
    life.issued(at, adviser, kept.public_id)
    with pytest.raises(NotAllowed):
        life.openings(at, adviser, kept.public_id)
    assert life.openings(at, farmer, kept.public_id)[1]
    with opened.transaction() as unit:
        done = [entry.action for entry in audit.of_farm(unit, farm)]
    assert done.count("farm.disclose") == 2


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({"purpose": "neighbour"}, "/purpose"),
        ({"purpose": "bank"}, "/recipient"),
        ({"purpose": "bank", "recipient": " "}, "/recipient"),
        ({"recipient": "x" * 201}, "/recipient"),
    ],
)
def test_a_recipient_that_cannot_be_is_wrong_input(
    opened: Database, farmer: Actor, farm: str, asked: dict[str, str], pointer: str
) -> None:
    for attempt in (life.ask, life.draft):
        with pytest.raises(InputProblems) as wrong:
            attempt(desk(opened), farmer, Request(farm, **asked))
        assert [problem.pointer for problem in wrong.value.problems] == [pointer]


def test_the_same_key_for_another_recipient_is_another_request(
    opened: Database, farmer: Actor, farm: str
) -> None:
    life.ask(desk(opened), farmer, Request(farm), "same")
    with pytest.raises(InputProblems):
        life.ask(desk(opened), farmer, Request(farm, **FOR_BANK), "same")


def test_what_is_set_for_a_plan_is_computed_with_and_kept(opened: Database, farmer: Actor, farm: str) -> None:
    at = desk(opened)
    set_for = Request(farm, mode="advise", effort="250", lock=("rustgewas@P1",), forbid=("gras-klaver",))
    kept = life.ask(at, farmer, set_for, "plan")
    wished = {"effort": "250", "lock": ["rustgewas@P1"], "forbid": ["gras-klaver"]}
    assert kept.options.items() >= {"mode": "advise", **wished}.items()
    with opened.transaction() as unit:
        assert statements.content(unit, kept.id).award["wish"] == wished
    assert life.ask(at, farmer, set_for, "plan") == kept
    with pytest.raises(InputProblems):
        life.ask(at, farmer, replace(set_for, lock=()), "plan")


def test_what_is_set_for_a_plan_is_wrong_input_where_there_is_no_plan(
    opened: Database, farmer: Actor, farm: str
) -> None:
    with pytest.raises(InputProblems) as wrong:
        life.ask(desk(opened), farmer, Request(farm, effort="250"))
    assert [problem.pointer for problem in wrong.value.problems] == ["/effort"]


def test_a_recipient_to_whom_nothing_belongs_is_warned_of_and_one_with_a_payment_is_not(
    opened: Database, farmer: Actor, farm: str
) -> None:
    at = desk(opened)
    line = {
        "payer": "asr",
        "payer_name": "a.s.r. real estate",
        "scheme": "landlord.asr.x",
        "layer": "landlord",
    }
    paid = {"farm": "x", "years": [{"year": 2026, "lines": [line]}]}
    at = replace(at, compute=lambda *_, **__: SimpleNamespace(award=paid))
    typed = life.ask(at, farmer, Request(farm, recipient="a.s.r real estate", purpose="landlord"))
    assert "Wel bekend: a.s.r. real estate." in life.warnings(typed)[0].nl
    right = life.ask(at, farmer, Request(farm, recipient="A.S.R. Real Estate", purpose="landlord"))
    public = life.ask(at, farmer, Request(farm, recipient="Wie dan ook", purpose="province"))
    assert life.warnings(right) == life.warnings(public) == ()


def test_a_stranger_finds_nothing(opened: Database, farmer: Actor, farm: str) -> None:
    stranger = actor(opened, people.person(opened, "ander@voorbeeld.nl"))
    at = desk(opened)
    kept = life.ask(at, farmer, Request(farm))
    for call in (life.opened, life.approve, life.issued, life.file, life.listed):
        with pytest.raises(FarmUnknown):
            call(at, stranger, kept.public_id if call is not life.listed else farm)
    with pytest.raises(FarmUnknown):
        life.ask(at, stranger, Request(farm))
    for nonsense in ("", "x" * 40, "é", "\0"):
        with pytest.raises(FarmUnknown):
            life.opened(at, farmer, nonsense)


@pytest.mark.parametrize(
    "values",
    [
        {"pdf": b"%PDF x"},
        {"number_of": None},
        {"check_code": "0000-0000-0000-0000"},
        {"award": {}},
        {"recipient": "Triodos Bank"},
        {"purpose": "bank"},
        {"openings": b"{}"},
    ],
)
def test_the_database_itself_keeps_an_issued_statement_as_it_is(
    opened: Database, farmer: Actor, farm: str, values: dict[str, object]
) -> None:
    kept = life.ask(desk(opened), farmer, Request(farm))
    changes = {"sequence": 7} if "number_of" in values else values
    for attempt in (update(StatementRow).values(**changes), delete(StatementRow)):
        with pytest.raises(DBAPIError, match="issued statement"), opened.transaction() as unit:
            unit.execute(attempt)
    assert life.opened(desk(opened), farmer, kept.public_id) == kept


def test_removing_a_farm_removes_its_drafts_and_leaves_what_was_issued(
    opened: Database, farmer: Actor, adviser: Actor, farm: str
) -> None:
    at = desk(opened)
    life.ask(at, adviser, Request(farm))
    kept = life.ask(at, farmer, Request(farm))
    with opened.transaction() as unit:
        found = farms.find(unit, farm)
        assert found is not None
        farms.remove(unit, found.id, None)
    with opened.transaction() as unit:
        assert list(unit.scalars(select(StatementRow.public_id))) == [kept.public_id]
    assert StoredRegister(opened).find(str(kept.check_code)) is not None


def test_every_step_stands_in_the_log(opened: Database, farmer: Actor, farm: str) -> None:
    at = desk(opened)
    kept = life.ask(at, farmer, Request(farm))
    life.withdraw(at, farmer, kept.public_id, "vergissing")
    with opened.transaction() as unit:
        told = [entry.action for entry in audit.of_farm(unit, farm) if entry.subject == kept.public_id]
    assert told == ["statement.withdraw", "statement.issue", "statement.approve", "statement.draft"]
