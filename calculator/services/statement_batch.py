"""Statements for a portfolio: asked for at once, made in the background, farm by farm, whatever happens to one of them.

A farm of one's own gets an issued statement, a farm under a mandate a draft for its farmer to approve. Every item is
asked for under a key of its own, so that a worker that takes over after a crash finds what the other had finished.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from calculator.domain.scheme import Text
from calculator.domain.statement_life import ImpossibleStep, Life
from calculator.services import award_options, rights, statement_drawing, statement_life, wishes
from calculator.services.awards import canonical
from calculator.services.errors import CannotComplete, InputProblem, InputProblems
from calculator.services.rights import Action, Actor, FarmUnknown, NotAllowed
from calculator.services.statement_drawing import Failed
from calculator.services.statement_issue import NotIssued, Ready, issue
from calculator.services.statement_life import Desk
from calculator.services.statement_recipient import recipient
from calculator.services.statement_requests import Request
from calculator.services.statement_workers import Computed, Question, Workers, compute, told
from calculator.store import Database, audit, batches, farms, organisations, statements, users
from calculator.store import workers as seen
from calculator.store.batches import Batch, BatchState, Item
from calculator.store.statements import Kept

MOST_FARMS = 2_000
#: Farms between two moments at which progress is kept and a cancel is heard.
CHUNK = 8

NO_FARM = Text(
    "Dit bedrijf bestaat niet, of u mag het niet zien.", "There is no such farm, or you may not see it."
)


def begin(desk: Desk, actor: Actor, farm_ids: Sequence[str], request: Request) -> Batch:
    """Keep a batch for the workers; the options of ``request`` hold for every farm. Raises InputProblems."""
    unique = list(dict.fromkeys(farm_ids))
    if not 0 < len(unique) <= MOST_FARMS:
        raise InputProblems([_how_many()])
    now, today = desk.now(), desk.today()
    asked = award_options.read(
        desk.rulebook(),
        on=request.on,
        years=request.years,
        mode=request.mode,
        today=today,
        prefix="/",
        wish=request.wish,
    )
    reader = recipient(request.recipient, request.purpose)
    options = {
        "on": asked.on.isoformat(),
        "years": str(asked.years),
        "mode": asked.mode,
        "recipient": reader.name,
        "purpose": reader.purpose,
        **asked.wish.options,
    }
    problems: list[InputProblem] = []
    found: list[tuple[str, str]] = []
    with desk.database.transaction() as unit:
        for place, farm in enumerate(unique):
            try:
                permit = rights.require(unit, actor, farm, Action.ISSUE, now=now, today=today)
                found.append((farm, permit.farm.name))
            except FarmUnknown:
                problems.append(InputProblem(f"/farms/{place}", NO_FARM, _LEAVE_OUT))
            except NotAllowed as refusal:
                problems.append(InputProblem(f"/farms/{place}", refusal.reason, refusal.remedy))
        if problems:
            raise InputProblems(problems)
        made = batches.begin(
            unit, actor.user.public_id, found, language=request.language, options=options, now=now
        )
        audit.append(
            unit, at=now, actor=actor.user.public_id, action="statement.batch", subject=made.public_id
        )
        return made


def opened(database: Database, actor: Actor, public_id: str) -> Batch:
    """A batch of the person's own; raises FarmUnknown, and NotAllowed for a token that does not reach so far."""
    rights.reach(actor, Action.VIEW)
    with database.transaction() as unit:
        found = batches.find(unit, public_id)
        if found is None or found.actor != actor.user.public_id:
            raise FarmUnknown
        return found


def listed(database: Database, actor: Actor) -> list[Batch]:
    """The batches of the person, newest first; raises NotAllowed."""
    rights.reach(actor, Action.VIEW)
    with database.transaction() as unit:
        return batches.of_actor(unit, actor.user.public_id)


def progress(database: Database, actor: Actor, public_id: str) -> tuple[Batch, list[Item]]:
    """How far a batch of the person's own is, farm by farm; raises FarmUnknown."""
    batch = opened(database, actor, public_id)
    with database.transaction() as unit:
        return batch, batches.items(unit, batch)


def cancel(desk: Desk, actor: Actor, public_id: str) -> Batch:
    """Stop after the farms under way; what was made stays. Cancelling again changes nothing."""
    rights.reach(actor, Action.ISSUE)
    batch = opened(desk.database, actor, public_id)
    with desk.database.transaction() as unit:
        batches.end(unit, batch, BatchState.CANCELLED, desk.now())
    return opened(desk.database, actor, public_id)


def work(desk: Desk, workers: Workers, worker: str, go_on: Callable[[], bool] = lambda: True) -> bool:
    """Take the next batch that nobody works on and finish it; False where there is none. Raises StoreUnavailable.

    Where ``go_on`` says no, it stops after the farms under way and gives the rest back to whoever works next.
    """
    with desk.database.transaction() as unit:
        batch = batches.claim(unit, worker, desk.now())
    if batch is None:
        return False
    run = _Run(desk, workers, worker, batch)
    with desk.database.transaction() as unit:
        waiting = batches.items(unit, batch, waiting=True)
    for start in range(0, len(waiting), CHUNK):
        if not go_on():
            with desk.database.transaction() as unit:
                batches.give_back(unit, batch, worker)
            return True
        if not run.alive():
            return True
        run.chunk(waiting[start : start + CHUNK])
    with desk.database.transaction() as unit:
        batches.end(unit, batch, BatchState.DONE, desk.now())
    return True


@dataclass(frozen=True, slots=True)
class _Run:
    """One worker at one batch."""

    desk: Desk
    workers: Workers
    worker: str
    batch: Batch

    def alive(self) -> bool:
        with self.desk.database.transaction() as unit:
            seen.seen(unit, self.worker, self.desk.now())
            return batches.still_mine(unit, self.batch, self.worker, self.desk.now())

    def chunk(self, items: Sequence[Item]) -> None:
        """Draft, draw, and issue what may be issued; then keep how each of them ended."""
        actor = self._actor()
        ends: dict[int, Kept | Text] = {}
        if actor is None:
            ends = {item.id: NO_FARM for item in items}
        else:
            drafts = self._drafts(actor, items)
            ends.update({key: said for key, said in drafts.items() if isinstance(said, Text)})
            kept = {key: found for key, found in drafts.items() if isinstance(found, Kept)}
            ends.update(self._issued(actor, {k: v for k, v in kept.items() if v.life is Life.APPROVED}))
            ends.update(self._drawn({k: v for k, v in kept.items() if v.life is not Life.APPROVED}))
        with self.desk.database.transaction() as unit:
            for item in items:
                ended = ends[item.id]
                if isinstance(ended, Text):
                    batches.settle(unit, item, reason=ended)
                else:
                    batches.settle(unit, item, statement=ended.public_id)

    def _actor(self) -> Actor | None:
        """The person as they are now: a mandate that ended meanwhile opens nothing any more."""
        with self.desk.database.transaction() as unit:
            user = users.by_public_id(unit, self.batch.actor)
            if user is None or user.disabled:
                return None
            return Actor(user, organisations.ids_of(unit, user.id))

    def _drafts(self, actor: Actor, items: Sequence[Item]) -> dict[int, Kept | Text]:
        foreseen = self._foreseen(items)
        desk = replace(self.desk, compute=foreseen)
        return {item.id: self._draft(desk, actor, item) for item in items}

    def _draft(self, desk: Desk, actor: Actor, item: Item) -> Kept | Text:
        options = {
            name: str(value) for name, value in self.batch.options.items() if name not in ("lock", "forbid")
        }
        wish = wishes.kept(self.batch.options)
        request = Request(
            item.farm,
            language=self.batch.language,
            lock=tuple(wish.lock),
            forbid=tuple(wish.forbid),
            **options,
        )
        try:
            kept = statement_life.draft(desk, actor, request, f"batch-{self.batch.public_id}-{item.place}")
            return self._approved(actor, kept)
        except InputProblems as wrong:
            return told(wrong)
        except (CannotComplete, NotAllowed, ImpossibleStep) as stop:
            return stop.reason
        except FarmUnknown:
            return NO_FARM

    def _approved(self, actor: Actor, kept: Kept) -> Kept:
        """Farmers approve by asking; a draft under a mandate waits for its farmer."""
        with self.desk.database.transaction() as unit:
            farm = farms.find(unit, kept.farm)
        if kept.life is not Life.DRAFT or farm is None or farm.owner_id != actor.user.id:
            return kept
        return statement_life.approve(self.desk, actor, kept.public_id)

    def _foreseen(self, items: Sequence[Item]) -> _Foreseen:
        """The awards of these farms, computed at once."""
        options = self.batch.options
        on, years = date.fromisoformat(str(options["on"])), int(str(options["years"]))
        with self.desk.database.transaction() as unit:
            found = [farms.find(unit, item.farm) for item in items]
            documents = [farms.document(unit, farm.id) for farm in found if farm is not None]
        questions = [
            Question(document, on, years, str(options["mode"]), self.batch.language, wishes.kept(options))
            for document in documents
        ]
        answers = self.workers.each(compute, questions)
        known = {
            canonical(question.document): answer for question, answer in zip(questions, answers, strict=True)
        }
        return _Foreseen(self.desk.compute, known)

    def _issued(self, actor: Actor, kept: Mapping[int, Kept]) -> dict[int, Kept | Text]:
        if not kept:
            return {}
        with self.desk.database.transaction() as unit:
            ready = [Ready(found, statements.content(unit, found.id)) for found in kept.values()]
        answers = issue(
            self.desk.database,
            actor,
            ready,
            now=self.desk.now(),
            today=self.desk.today(),
            draw_all=lambda drawings: list(self.workers.each(statement_drawing.tried, drawings)),
        )
        return {
            key: answer.reason if isinstance(answer, NotIssued) else answer
            for key, answer in zip(kept, answers, strict=True)
        }

    def _drawn(self, kept: Mapping[int, Kept]) -> dict[int, Kept | Text]:
        """Drafts get their file now, so that taking the whole batch away later costs nothing."""
        with self.desk.database.transaction() as unit:
            without = {k: v for k, v in kept.items() if statements.pdf(unit, v.id) is None}
            drawings = [
                statement_drawing.drawing(found, statements.content(unit, found.id), found.created_at.date())
                for found in without.values()
            ]
        ends: dict[int, Kept | Text] = dict(kept)
        drawn = self.workers.each(statement_drawing.tried, drawings)
        for (key, found), file in zip(without.items(), drawn, strict=True):
            if isinstance(file, Failed):
                ends[key] = file.reason
                continue
            with self.desk.database.transaction() as unit:
                statements.change(unit, found, found.life, pdf=file.pdf)
        return ends


@dataclass(frozen=True, slots=True)
class _Foreseen:
    """A calculation that was done already; a farm that was saved in between is computed as it is now."""

    compute: statement_life.Compute
    known: Mapping[bytes, Computed | Failed]

    def __call__(self, rulebook: object, document: object, **asked: object) -> statement_life.Awarded:
        found = self.known.get(canonical(document))
        if isinstance(found, Failed):
            raise CannotComplete(found.reason)
        return found or self.compute(rulebook, document, **asked)


_LEAVE_OUT = Text("Laat het weg.", "Leave it out.")


def _how_many() -> InputProblem:
    return InputProblem(
        "/farms",
        Text("Noem minstens één bedrijf.", "Name at least one farm."),
        Text(f"Een reeks heeft 1 tot {MOST_FARMS} bedrijven.", f"A batch has 1 to {MOST_FARMS} farms."),
    )
