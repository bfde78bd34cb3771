"""Statements for a portfolio: asked for at once, made in the background, farm by farm, whatever happens to one of them.

A farm of one's own gets an issued statement, a farm under a mandate a draft for its farmer to approve. Every item is
asked for under a key of its own, so that a worker that takes over after a crash finds what the other had finished.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from calculator.domain.dutch_day import dutch_day
from calculator.domain.scheme import Text
from calculator.domain.statement_life import ImpossibleStep, Life
from calculator.services.account.rights import Action, Actor, FarmUnknown, NotAllowed
from calculator.services.award import wishes
from calculator.services.award.awards import canonical
from calculator.services.errors import CannotComplete, InputProblems
from calculator.services.profile.first_problem import first_problem
from calculator.services.statement import batch_life, requests
from calculator.services.statement import drawing as statement_drawing
from calculator.services.statement import life as statement_life
from calculator.services.statement.batch_life import Turn
from calculator.services.statement.drawing import Drawing, Drawn, Failed
from calculator.services.statement.issue import NotIssued, Ready, issue
from calculator.services.statement.life import Desk
from calculator.services.statement.requests import Request
from calculator.services.statement.workers import Computed, Question, Workers, compute
from calculator.store.background import batches
from calculator.store.background.batches import Batch, BatchKind, Item
from calculator.store.farms import farms
from calculator.store.records import audit, statements
from calculator.store.records.statements import Kept


def begin(desk: Desk, actor: Actor, farm_ids: Sequence[str], request: Request) -> Batch:
    """Keep a batch for the workers; the options of ``request`` hold for every farm. Raises InputProblems."""
    unique = batch_life.once(farm_ids)
    now, today = desk.now(), desk.today()
    asked, reader = requests.read(request, desk.rulebook(), today)
    options = {
        "on": asked.on.isoformat(),
        "years": str(asked.years),
        "mode": asked.mode,
        "recipient": reader.name,
        "purpose": reader.purpose,
        **asked.wish.options,
    }
    with desk.database.transaction() as unit:
        audit.wait_turn(unit)
        found = batch_life.allowed(unit, actor, unique, Action.ISSUE, now=now, today=today)
        again = batches.under_way(
            unit, actor.user.public_id, BatchKind.STATEMENTS, unique, request.language, options
        )
        if again is not None:
            return again
        made = batches.begin(
            unit, actor.user.public_id, found, language=request.language, options=options, now=now
        )
        audit.append(
            unit, at=now, actor=actor.user.public_id, action="statement.batch", subject=made.public_id
        )
        return made


def chunk(
    desk: Desk, workers: Workers, batch: Batch, turn: Turn
) -> tuple[dict[int, str | Text | None], Foretold | None]:
    """Draft, draw, and issue what may be issued: how each of the farms ended, and the awards of the next ones begun.

    Those are asked for behind the files of these, so that no worker waits for the last file or for us.
    """
    run = _Run(desk, workers, batch, _Ahead(turn.following))
    foretold = turn.begun if isinstance(turn.begun, Foretold) else run.foretold(turn.items)
    drafts = run.drafts(turn.items, foretold)
    ends: dict[int, Kept | Text] = {key: said for key, said in drafts.items() if isinstance(said, Text)}
    kept = {key: found for key, found in drafts.items() if isinstance(found, Kept)}
    ends.update(run.issued({k: v for k, v in kept.items() if v.life is Life.APPROVED}))
    ends.update(run.drawn({k: v for k, v in kept.items() if v.life is not Life.APPROVED}))
    told_of: dict[int, str | Text | None] = {
        key: end if isinstance(end, Text) else end.public_id for key, end in ends.items()
    }
    return told_of, run.ahead.begun


@dataclass(frozen=True, slots=True)
class Foretold:
    """Questions and their answers, which are worked on whether or not somebody reads them."""

    questions: Sequence[Question]
    answers: Iterator[Computed | Failed]


@dataclass(slots=True)
class _Ahead:
    """The farms that come next, and their awards once these are begun."""

    items: Sequence[Item]
    begun: Foretold | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    """A few farms of one batch."""

    desk: Desk
    workers: Workers
    batch: Batch
    ahead: _Ahead

    def drafts(self, items: Sequence[Item], foretold: Foretold) -> dict[int, Kept | Text]:
        pairs = zip(foretold.questions, foretold.answers, strict=True)
        known = {canonical(question.document): answer for question, answer in pairs}
        desk = replace(self.desk, compute=_Foreseen(self.desk.compute, known))
        return {item.id: self._draft(desk, item) for item in items}

    def _draft(self, desk: Desk, item: Item) -> Kept | Text:
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
            actor = self._asker()
            kept = statement_life.draft(desk, actor, request, f"batch-{self.batch.public_id}-{item.place}")
            return self._approved(actor, kept)
        except InputProblems as wrong:
            return first_problem(wrong, desk.rulebook())
        except (CannotComplete, NotAllowed, ImpossibleStep) as stop:
            return stop.reason
        except FarmUnknown:
            return batch_life.NO_FARM

    def _approved(self, actor: Actor, kept: Kept) -> Kept:
        """Farmers approve by asking; a draft under a mandate waits for its farmer."""
        with self.desk.database.transaction() as unit:
            farm = farms.find(unit, kept.farm)
        if kept.life is not Life.DRAFT or farm is None or farm.owner_id != actor.user.id:
            return kept
        return statement_life.approve(self.desk, actor, kept.public_id)

    def foretold(self, items: Sequence[Item]) -> Foretold:
        """The awards of these farms, begun."""
        options = self.batch.options
        on, years = date.fromisoformat(str(options["on"])), int(str(options["years"]))
        with self.desk.database.transaction() as unit:
            found = [farms.find(unit, item.farm) for item in items]
            documents = [farms.document(unit, farm.id) for farm in found if farm is not None]
        questions = [
            Question(document, on, years, str(options["mode"]), self.batch.language, wishes.kept(options))
            for document in documents
        ]
        return Foretold(questions, self.workers.each(compute, questions))

    def _files(self, drawings: Sequence[Drawing]) -> Iterator[Drawn | Failed]:
        """The files of these farms, and behind them the awards of the next."""
        files = self.workers.each(statement_drawing.tried, drawings)
        if self.ahead.items and self.ahead.begun is None:
            self.ahead.begun = self.foretold(self.ahead.items)
        return files

    def _asker(self) -> Actor:
        with self.desk.database.transaction() as unit:
            return batch_life.asker(unit, self.batch)

    def issued(self, kept: Mapping[int, Kept]) -> dict[int, Kept | Text]:
        if not kept:
            return {}
        with self.desk.database.transaction() as unit:
            try:
                actor = batch_life.asker(unit, self.batch)
            except FarmUnknown:
                return dict.fromkeys(kept, batch_life.NO_FARM)
            ready = [Ready(found, statements.content(unit, found.id)) for found in kept.values()]
        answers = issue(
            self.desk.database,
            actor,
            ready,
            now=self.desk.now(),
            today=self.desk.today(),
            draw_all=self._files,
        )
        return {
            key: answer.reason if isinstance(answer, NotIssued) else answer
            for key, answer in zip(kept, answers, strict=True)
        }

    def drawn(self, kept: Mapping[int, Kept]) -> dict[int, Kept | Text]:
        """Drafts get their file now, so that taking the whole batch away later costs nothing."""
        with self.desk.database.transaction() as unit:
            without = {k: v for k, v in kept.items() if statements.pdf(unit, v.id) is None}
            drawings = [
                statement_drawing.drawing(
                    found, statements.content(unit, found.id), dutch_day(found.created_at)
                )
                for found in without.values()
            ]
        ends: dict[int, Kept | Text] = dict(kept)
        drawn = self._files(drawings)
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
