"""The bench: scenarios that people keep, change, share and talk about.

Who is in the project group, or advises, may be at the bench. A scenario is its maker's; whoever it is shared with sees it,
runs it and comments on it, and may stand another one on it. Everything that is wrong with a file is said before it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

from calculator.domain.scheme import Text
from calculator.scenarios import ready
from calculator.scenarios.reform import reading
from calculator.scenarios.reform.scenario import Scenario
from calculator.services.account.rights import Actor, NotAllowed, Role
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario import rules as scenario_rules
from calculator.services.scenario.rules import SetUp
from calculator.services.statement.life import Desk
from calculator.store import Unit
from calculator.store.accounts import users
from calculator.store.records import audit
from calculator.store.scenarios import scenarios
from calculator.store.scenarios.scenarios import Comment, KeptScenario

BENCH = frozenset({Role.PROJECT_GROUP, Role.ADVISER})
READ, WRITE = "scenarios:read", "scenarios:write"
LONGEST_COMMENT = 2000


class ScenarioUnknown(Exception):  # noqa: N818  it says what happened
    """There is no such scenario, run or population, as far as this person may know."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A scenario with its file; ``mine`` says whether the person may change it."""

    kept: KeptScenario
    text: str
    mine: bool


def enter(actor: Actor, scope: str) -> None:
    """Whether the person may be at the bench in this way; raises NotAllowed."""
    if actor.role not in BENCH:
        raise NotAllowed(
            Text("Scenario's zijn voor de projectgroep.", "Scenarios are for the project group."),
            Text(
                "Vraag een beheerder om die rol.",
                "Ask an administrator for that role.",
            ),
        )
    if not actor.has_scope(scope):
        raise NotAllowed(
            Text(f"Deze API-sleutel reikt niet tot {scope}.", f"This API token does not reach {scope}."),
            Text("Maak een sleutel met dat bereik.", "Make a token with that scope."),
        )


def listed(desk: Desk, actor: Actor) -> list[KeptScenario]:
    """One's own and those shared with one, newest first."""
    enter(actor, READ)
    with desk.database.transaction() as unit:
        return scenarios.seen_by(unit, actor.user.id)


def opened(desk: Desk, actor: Actor, public_id: str) -> Opened:
    """One of them; raises ScenarioUnknown."""
    enter(actor, READ)
    with desk.database.transaction() as unit:
        kept = found(unit, actor, public_id)
        return Opened(kept, scenarios.text_of(unit, kept), kept.owner_id == actor.user.id)


def found(unit: Unit, actor: Actor, public_id: str, *, own: bool = False) -> KeptScenario:
    """A scenario that the person sees (or, ``own``, may change); raises ScenarioUnknown and NotAllowed."""
    kept = scenarios.find(unit, public_id)
    if kept is None:
        raise ScenarioUnknown
    if kept.owner_id == actor.user.id:
        return kept
    if not scenarios.is_shared(unit, kept, actor.user.id):
        raise ScenarioUnknown
    if own:
        raise NotAllowed(
            Text("Alleen de maker mag dit.", "Only its maker may do this."),
            Text(
                "Maak een eigen scenario dat hierop staat.",
                "Make a scenario of your own that stands on this one.",
            ),
        )
    return kept


def set_up(desk: Desk, actor: Actor, text: str, owner_id: int | None = None) -> SetUp:
    """The rules that a file makes; raises InputProblems with everything that is wrong with it."""
    scenario, _ = read(desk, actor, text, owner_id)
    return scenario_rules.set_up(scenario, desk.rulebook())


def read(
    desk: Desk, actor: Actor, text: str, owner_id: int | None = None
) -> tuple[Scenario, Mapping[str, str]]:
    """The scenario of a file, and the files that it stands on by their name; raises InputProblems."""
    known: dict[str, str] = {}
    with desk.database.transaction() as unit:
        find = _finder(unit, actor, owner_id or actor.user.id, known)
        scenario = scenario_rules.read("scenario.yaml", text.encode(), find, unfinished=True)
    return scenario, known


def create(desk: Desk, actor: Actor, text: str) -> KeptScenario:
    """Keep a new scenario; raises InputProblems, also where one's own scenarios have that name already."""
    enter(actor, WRITE)
    scenario = _checked(desk, actor, text)
    with desk.database.transaction() as unit:
        free = _free(unit, actor, scenario.id)
        if free != scenario.id:
            raise InputProblems([_taken(scenario.id, free)])
        below = scenario.below.id if scenario.below else None
        kept = scenarios.add(
            unit,
            actor.user.id,
            code=scenario.id,
            name=scenario.name,
            stands_on=below,
            text=text,
            now=desk.now(),
        )
        _note(unit, desk, actor, "scenario.add", kept)
        return kept


def free(desk: Desk, actor: Actor, code: str) -> str:
    """The name itself where one has no scenario of it yet, else the first that is free: ``goud-2``, ``goud-3``."""
    enter(actor, WRITE)
    with desk.database.transaction() as unit:
        return _free(unit, actor, code)


def _free(unit: Unit, actor: Actor, code: str) -> str:
    def taken(name: str) -> bool:
        return scenarios.by_code(unit, actor.user.id, name) is not None or ready.content(name) is not None

    if not taken(code):
        return code
    numbered = (f"{code}-{number}" for number in count(2))
    return next(name for name in numbered if not taken(name))


def save(desk: Desk, actor: Actor, public_id: str, text: str) -> KeptScenario:
    """Keep another version; raises InputProblems, ScenarioUnknown and NotAllowed."""
    enter(actor, WRITE)
    with desk.database.transaction() as unit:
        kept = found(unit, actor, public_id, own=True)
    scenario = _checked(desk, actor, text)
    if scenario.id != kept.code:
        raise InputProblems([_other_name(kept.code, scenario.id)])
    below = scenario.below.id if scenario.below else None
    with desk.database.transaction() as unit:
        if not scenarios.save(unit, kept, name=scenario.name, stands_on=below, text=text, now=desk.now()):
            raise InputProblems([_MEANWHILE])
        _note(unit, desk, actor, "scenario.save", kept)
        return scenarios.by_id(unit, kept.id)


def archive(desk: Desk, actor: Actor, public_id: str, *, away: bool) -> None:
    """Put it away or take it out again; raises ScenarioUnknown and NotAllowed."""
    enter(actor, WRITE)
    with desk.database.transaction() as unit:
        kept = found(unit, actor, public_id, own=True)
        scenarios.archive(unit, kept, desk.now() if away else None)
        _note(unit, desk, actor, "scenario.archive" if away else "scenario.restore", kept)


def share(desk: Desk, actor: Actor, public_id: str, email: str) -> None:
    """Let somebody at the bench see it; raises InputProblems where nobody there has that address."""
    enter(actor, WRITE)
    with desk.database.transaction() as unit:
        kept = found(unit, actor, public_id, own=True)
        other = users.by_email(unit, email.strip().lower())
        if other is None or other.disabled or Role(other.role) not in BENCH or other.id == actor.user.id:
            raise InputProblems([_NOBODY])
        scenarios.share(unit, kept, other.id, desk.now())
        _note(unit, desk, actor, "scenario.share", kept)


def unshare(desk: Desk, actor: Actor, public_id: str, person: str) -> None:
    """From now on that person does not see it any more."""
    enter(actor, WRITE)
    with desk.database.transaction() as unit:
        kept = found(unit, actor, public_id, own=True)
        other = users.by_public_id(unit, person)
        if other is not None:
            scenarios.unshare(unit, kept, other.id)
            _note(unit, desk, actor, "scenario.unshare", kept)


def shared_with(desk: Desk, actor: Actor, public_id: str) -> list[tuple[str, str]]:
    """Who may see it, as public id and name."""
    enter(actor, READ)
    with desk.database.transaction() as unit:
        return scenarios.shared_with(unit, found(unit, actor, public_id))


def comment(desk: Desk, actor: Actor, public_id: str, text: str) -> None:
    """Say something of it; raises InputProblems where nothing is said, or too much."""
    enter(actor, WRITE)
    said = text.strip()
    if not 0 < len(said) <= LONGEST_COMMENT:
        raise InputProblems([_EMPTY])
    with desk.database.transaction() as unit:
        scenarios.comment(unit, found(unit, actor, public_id), actor.user.id, said, desk.now())


def comments(desk: Desk, actor: Actor, public_id: str) -> list[Comment]:
    """What was said of it, oldest first."""
    enter(actor, READ)
    with desk.database.transaction() as unit:
        return scenarios.comments(unit, found(unit, actor, public_id))


def _checked(desk: Desk, actor: Actor, text: str) -> Scenario:
    if len(text.encode()) > scenario_rules.MOST_BYTES:
        raise InputProblems([_TOO_LONG])
    return set_up(desk, actor, text).scenario


def _finder(unit: Unit, actor: Actor, owner_id: int, known: dict[str, str]) -> reading.Find:
    """By name: those of the owner, those shared with whoever asks, those that come along; what is found is noted."""
    shared = {kept.code: kept for kept in reversed(scenarios.seen_by(unit, actor.user.id))}

    def find(name: str) -> bytes | None:
        kept = scenarios.by_code(unit, owner_id, name) or shared.get(name)
        if kept is not None:
            known[name] = scenarios.text_of(unit, kept)
            return known[name].encode()
        return ready.content(name)

    return find


def _note(unit: Unit, desk: Desk, actor: Actor, action: str, kept: KeptScenario) -> None:
    audit.append(unit, at=desk.now(), actor=actor.user.public_id, action=action, subject=kept.public_id)


def _taken(code: str, free: str) -> InputProblem:
    return InputProblem(
        "/scenario",
        Text(f"Er is al een scenario `{code}`.", f"There is a scenario `{code}` already."),
        Text(
            f"Geef het een andere naam, zoals `{free}`: bij Naam, of in een bestand achter `scenario:`.",
            f"Give it another name, such as `{free}`: under Name, or in a file after `scenario:`.",
        ),
    )


def _other_name(old: str, new: str) -> InputProblem:
    return InputProblem(
        "/scenario",
        Text(f"Dit scenario heet `{old}`, niet `{new}`.", f"This scenario is called `{old}`, not `{new}`."),
        Text(
            "Laat `scenario` zoals het was, of maak een nieuw scenario.",
            "Leave `scenario` as it was, or make a new scenario.",
        ),
    )


_MEANWHILE = InputProblem(
    "",
    Text("Dit scenario is intussen veranderd.", "This scenario was changed meanwhile."),
    Text("Laad de pagina opnieuw en doe het nog eens.", "Load the page again and do it once more."),
)
_NOBODY = InputProblem(
    "/email",
    Text(
        "Niemand anders in de projectgroep heeft dit adres.",
        "Nobody else in the project group has this address.",
    ),
    Text("Controleer het adres.", "Check the address."),
)
_EMPTY = InputProblem(
    "/text",
    Text("Er staat niets, of te veel.", "There is nothing, or too much."),
    Text(f"Schrijf hoogstens {LONGEST_COMMENT} tekens.", f"Write at most {LONGEST_COMMENT} characters."),
)
_TOO_LONG = InputProblem(
    "/text",
    Text("Dit scenario is te groot.", "This scenario is too large."),
    Text("Maak het kleiner, of splits het.", "Make it smaller, or split it."),
)
