"""The clients of an adviser: how each stands, what is due, and what new rules have done to its result.

Listing asks the same few things of the database however many clients there are. It shows names, states and what the
organisation calculated itself; opening a client, or taking its figures along, is logged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from calculator.domain.memory import Answers
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.registry.words import diff
from calculator.services.account import rights
from calculator.services.account.rights import Action, Actor
from calculator.services.advice import recalculation
from calculator.services.advice.recalculation import Baseline
from calculator.services.award import summary as result_summary
from calculator.services.award.summary import Deadline, Summary
from calculator.store import Database
from calculator.store.accounts import mandates
from calculator.store.accounts.mandates import Mandate
from calculator.store.background import batches
from calculator.store.background.batches import BatchKind, Item
from calculator.store.farms import farms, results
from calculator.store.farms.farms import FarmSummary
from calculator.store.farms.results import Result
from calculator.store.records import statements
from calculator.store.records.statements import Kept

#: What changed between two days.
_SUBJECTS: Answers[tuple[date, date], list[str]] = Answers("subjects of changes", 32)

_PROFILE_CHANGED = Text("gegevens veranderd sinds de berekening", "data changed since the calculation")
_RULE_CHANGED = Text("{} regel veranderd sinds de berekening", "{} rule changed since the calculation")
_RULES_CHANGED = Text("{} regels veranderd sinds de berekening", "{} rules changed since the calculation")
_CORRECTED = Text("register bijgewerkt sinds de berekening", "registry updated since the calculation")
#: A mandate that ends within so many days is worth asking for anew.
SOON = timedelta(days=60)
MANDATE_ENDS = Text("Laatste dag van de machtiging", "Last day of the mandate")
FROM_MANDATE = Text("Machtiging", "Mandate")
#: The kind of its last day.
MANDATE = "mandate_ends"


@dataclass(frozen=True, slots=True)
class Client:
    """A farm under a mandate of today. ``changed`` counts the changes of rules since the result that concern it.

    ``failed`` is why the last calculation that the organisation asked for gave no result.
    """

    farm: FarmSummary
    mandate: Mandate
    result: Result | None
    summary: Summary | None
    statement: Kept | None
    deadlines: tuple[Deadline, ...]
    changed: int
    corrected: bool
    failed: Text | None

    @property
    def earlier(self) -> Baseline | None:
        """The result under other rules that the last one is compared with."""
        kept = self.result.earlier if self.result else None
        return None if kept is None else recalculation.read(kept)

    @property
    def by_rules(self) -> int | None:
        """What other rules brought, in cents; None where that is unknown or there was nothing to compare with."""
        return _known(self.result, "by_rules")

    @property
    def why_outdated(self) -> tuple[Text, ...]:
        """Each reason why the result is not that of today's profile and rules."""
        if self.result is None:
            return ()
        rules = _RULE_CHANGED if self.changed == 1 else _RULES_CHANGED
        told = (
            (self.result.revision != self.farm.revision, _PROFILE_CHANGED),
            (self.changed > 0, Text(rules.nl.format(self.changed), rules.en.format(self.changed))),
            # Changes that begin on a day are counted; a registry that was corrected may bear on any day.
            (self.corrected and self.changed == 0, _CORRECTED),
        )
        return tuple(said for true, said in told if true)

    @property
    def why(self) -> tuple[Text, ...]:
        """What is behind the state: why there is no result, or not that of today."""
        return self.why_outdated if self.failed is None else (self.failed, *self.why_outdated)

    @property
    def outdated(self) -> bool:
        """Whether the result is not that of today's profile and rules."""
        return bool(self.why_outdated)

    @property
    def complete(self) -> bool | None:
        """Whether no rule asks for a fact that is missing; None where that was not calculated."""
        return None if self.summary is None else self.summary.facts == 0

    @property
    def state(self) -> str:
        """The one word for a list: ``failed``, ``new``, ``outdated``, ``incomplete`` or ``complete``."""
        if self.failed is not None:
            return "failed"
        if self.result is None:
            return "new"
        if self.outdated:
            return "outdated"
        return "complete" if self.complete else "incomplete"

    @property
    def next(self) -> Deadline | None:
        """What is due first."""
        return next(iter(self.deadlines), None)


def listed(
    database: Database, actor: Actor, rulebook: Rulebook, today: date, *, questions: bool = False
) -> list[Client]:
    """Every client that may be looked at today, by name; as many queries however many there are.

    What is open of each payment is read only with ``questions``: a list shows how much is missing, and not what.
    """
    with database.transaction() as unit:
        held: dict[int, Mandate] = {}
        for mandate in mandates.of_organisations(unit, actor.organisations):
            if mandate.farm_id and rights.holds(mandate, today) and Action.VIEW in mandate.scope:
                held.setdefault(mandate.farm_id, mandate)
        found = [f for f in farms.by_ids(unit, frozenset(held)) if f.owner_id != actor.user.id]
        kept = {
            (result.farm_id, result.organisation_id): result
            for result in results.of_organisations(unit, actor.organisations)
        }
        asked = batches.last_of_firms(unit, actor.organisations, BatchKind.RESULTS)
        latest = statements.latest(unit, [farm.public_id for farm in found])
    answer = []
    for farm in found:
        mandate = held[farm.id]
        result = kept.get((farm.id, mandate.organisation_id))
        summary = None if result is None else result_summary.read(result.summary, questions=questions)
        last = asked.get((mandate.organisation_id, farm.public_id))
        why = failed(last, () if result is None else (result,))
        answer.append(
            Client(
                farm,
                mandate,
                result,
                summary,
                latest.get(farm.public_id),
                deadlines(mandate, summary, today),
                _changes(rulebook, result.on, today, summary.schemes) if result and summary else 0,
                result is not None and result.digest != rulebook.digest,
                why[1] if why else None,
            )
        )
    return answer


def failed(last: tuple[datetime, Item] | None, kept: Iterable[Result]) -> tuple[datetime, Text] | None:
    """When a calculation was asked that gave no result, and why; None where one came after it, of a colleague's too."""
    if last is None or last[1].reason is None or any(result.computed_at > last[0] for result in kept):
        return None
    return last[0], last[1].reason


def deadlines(mandate: Mandate | None, summary: Summary | None, today: date) -> tuple[Deadline, ...]:
    """What is due from today on: the end of the mandate, and the days that the result knows."""
    due = [] if summary is None else [found for found in summary.deadlines if found.day >= today]
    if mandate is not None:
        ends = mandate.end - timedelta(days=1)
        due.append(Deadline(ends, MANDATE, MANDATE_ENDS, Text("", ""), FROM_MANDATE.nl))
    return tuple(sorted(due, key=lambda found: (found.day, found.title.nl)))


def _changes(rulebook: Rulebook, since: date, today: date, schemes: frozenset[str]) -> int:
    """How many changes since a day concern these schemes and limits; a day that is still to come has none."""
    if since >= today:
        return 0
    subjects = rulebook.memory.answer(
        _SUBJECTS,
        (since, today),
        lambda: [change.subject for change in diff.changes(rulebook, since, today)],
    )
    return sum(subject in schemes for subject in subjects)


def _known(result: Result | None, name: str) -> int | None:
    value = (result.earlier or {}).get(name) if result else None
    return value if isinstance(value, int) else None


#: What a list can be narrowed to.
FILTERS = (
    "new",
    "failed",
    "outdated",
    "incomplete",
    "complete",
    "soon",
    "better",
    "worse",
    "without_statement",
)
#: By what it can be put in order.
ORDERS = ("name", "total", "difference", "deadline", "computed")


@dataclass(frozen=True, slots=True)
class Search:
    """What the list is narrowed to and by what it is ordered; what it does not know is left out."""

    words: str = ""
    only: str = ""
    keeper: str = ""
    order: str = "name"


def arranged(clients: Iterable[Client], search: Search, today: date) -> list[Client]:
    """The clients that are searched for, in order; what is unknown comes last."""
    wanted = search.words.strip().casefold()
    found = [
        client
        for client in clients
        if wanted in client.farm.name.casefold()
        and (not search.keeper or client.mandate.keeper == search.keeper)
        and _is(client, search.only, today)
    ]
    return sorted(found, key=lambda client: _place(client, search.order))


def _is(client: Client, only: str, today: date) -> bool:
    match only:
        case "soon":
            return client.next is not None and client.next.day <= today + SOON
        case "better":
            return (client.by_rules or 0) > 0
        case "worse":
            return (client.by_rules or 0) < 0
        case "without_statement":
            return client.statement is None
        case "new" | "failed" | "outdated" | "incomplete" | "complete":
            return client.state == only
    return True


def _place(client: Client, order: str) -> tuple[bool, float, str]:
    """The largest amount and the latest calculation first, the nearest deadline first."""
    match order:
        case "total":
            value = None if client.result is None else float(-client.result.total_cents)
        case "difference":
            value = None if client.by_rules is None else float(-abs(client.by_rules))
        case "deadline":
            value = None if client.next is None else float(client.next.day.toordinal())
        case "computed":
            value = None if client.result is None else -client.result.computed_at.timestamp()
        case _:
            value = 0.0
    return value is None, value or 0.0, client.farm.name.casefold()


def keepers(clients: Sequence[Client]) -> Mapping[str, str]:
    """Who looks after any of them, by id."""
    found = {c.mandate.keeper: c.mandate.keeper_name or "" for c in clients if c.mandate.keeper}
    return dict(sorted(found.items(), key=lambda entry: entry[1].casefold()))
