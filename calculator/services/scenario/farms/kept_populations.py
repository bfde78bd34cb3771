"""The populations of the bench: made up by a recipe, sent as tables (``uploads``), or one's own consenting clients.

Made-up farms are nobody's, so everybody at the bench may use them. What was sent counts as real whatever it says of itself,
and is its owner's alone. Clients are gathered anew for each run, so that a mandate that ended counts no more.
"""

from __future__ import annotations

import secrets

from calculator.domain.scheme import Text
from calculator.services.account.rights import Actor, Role
from calculator.services.errors import CannotComplete, InputProblem, InputProblems
from calculator.services.scenario.bench import READ, WRITE, ScenarioUnknown, enter
from calculator.services.statement.life import Desk
from calculator.store import Unit
from calculator.store.records import audit
from calculator.store.scenarios import populations
from calculator.store.scenarios.populations import KeptPopulation, Kind

MOST_FARMS = 200_000


def listed(desk: Desk, actor: Actor) -> list[KeptPopulation]:
    """Those that the person may use, newest first."""
    enter(actor, READ)
    with desk.database.transaction() as unit:
        return populations.usable(unit, actor.user.id)


def one(desk: Desk, actor: Actor, public_id: str) -> KeptPopulation:
    """One that the person may use; raises ScenarioUnknown."""
    enter(actor, READ)
    with desk.database.transaction() as unit:
        return found(unit, actor, public_id)


def found(unit: Unit, actor: Actor, public_id: str) -> KeptPopulation:
    """One that the person may use; raises ScenarioUnknown."""
    kept = populations.find(unit, public_id)
    if kept is None or kept.archived or (kept.owner_id != actor.user.id and kept.kind is not Kind.SYNTHETIC):
        raise ScenarioUnknown
    return kept


#: What a population is called that nobody names, by its kind.
_CALLED = {
    "typical": Text("{farms} gewone bedrijven, startgetal {seed}", "{farms} ordinary farms, seed {seed}"),
    "hard": Text("{farms} lastige bedrijven, startgetal {seed}", "{farms} difficult farms, seed {seed}"),
    "advise": Text(
        "{farms} bedrijven die maatregelen overwegen, startgetal {seed}",
        "{farms} farms that consider measures, seed {seed}",
    ),
}


def synthetic(
    desk: Desk, actor: Actor, *, name: str, farms: str, seed: str, kind: str, language: str = "nl"
) -> KeptPopulation:
    """Keep a recipe; the farms are made when they are needed, the same each time. Raises InputProblems.

    Without a name it is called after its recipe, in the language of who asks.
    """
    enter(actor, WRITE)
    problems = [
        *_number("/farms", farms, 1, MOST_FARMS),
        *_number("/seed", seed, 0, 2**53 - 1),
        *([] if kind in _CALLED else [_kind(kind)]),
    ]
    if problems:
        raise InputProblems(problems)
    recipe = {"farms": int(farms), "seed": int(seed), "kind": kind}
    called = name.strip() or _CALLED[kind][language].format(farms=int(farms), seed=int(seed))
    with desk.database.transaction() as unit:
        kept = populations.add(
            unit,
            actor.user.id,
            name=called,
            kind=Kind.SYNTHETIC,
            recipe=recipe,
            farms=int(farms),
            now=desk.now(),
        )
        _note(unit, desk, actor, "population.add", kept)
        return kept


def clients(desk: Desk, actor: Actor, name: str) -> KeptPopulation:
    """Keep the recipe for one's own consenting clients; raises CannotComplete where there are none.

    A client has one pseudonym with an adviser, so that runs can be held against what was told of the same farms before.
    """
    enter(actor, WRITE)
    from calculator.services.scenario.farms import client_populations

    with desk.database.transaction() as unit:
        last = populations.last_of(unit, actor.user.id, Kind.CLIENTS)
    key = bytes.fromhex(str(last.recipe["key"])) if last else secrets.token_bytes(32)
    gathered = client_populations.gather(
        desk.database, actor, desk.rulebook(), key, now=desk.now(), today=desk.today()
    )
    if gathered.population is None:
        raise CannotComplete(_NO_CLIENTS)
    with desk.database.transaction() as unit:
        kept = populations.add(
            unit,
            actor.user.id,
            name=name.strip() or "klanten",
            kind=Kind.CLIENTS,
            recipe={"key": key.hex()},
            farms=len(gathered.population),
            now=desk.now(),
        )
        _note(unit, desk, actor, "population.add", kept)
        return kept


def archive(desk: Desk, actor: Actor, public_id: str) -> None:
    """Offer it no more, and throw away what was sent; raises ScenarioUnknown."""
    enter(actor, WRITE)
    with desk.database.transaction() as unit:
        kept = found(unit, actor, public_id)
        if kept.owner_id != actor.user.id:
            raise ScenarioUnknown
        populations.archive(unit, kept.id, desk.now())
        _note(unit, desk, actor, "population.archive", kept)


def is_adviser(actor: Actor) -> bool:
    """Whether the person may have clients."""
    return actor.role is Role.ADVISER


def _note(unit: Unit, desk: Desk, actor: Actor, action: str, kept: KeptPopulation) -> None:
    audit.append(unit, at=desk.now(), actor=actor.user.public_id, action=action, subject=kept.public_id)


def _number(pointer: str, written: str, low: int, high: int) -> list[InputProblem]:
    text = written.replace(".", "").replace(" ", "")
    if text == written and text.isascii() and text.isdigit() and len(text) < 20 and low <= int(text) <= high:
        return []
    said = Text(f'"{written[:30]}" kan niet.', f'"{written[:30]}" cannot be used.')
    mend = Text(f"Geef een geheel getal van {low} tot {high}.", f"Give a whole number from {low} to {high}.")
    return [InputProblem(pointer, said, mend)]


def _kind(written: str) -> InputProblem:
    return InputProblem(
        "/kind",
        Text(f'"{written[:30]}" kan niet.', f'"{written[:30]}" cannot be used.'),
        Text("Kies typical, hard of advise.", "Choose typical, hard or advise."),
    )


_NO_CLIENTS = Text(
    "Geen van uw klanten heeft toestemming gegeven om mee te tellen, of hun profielen passen niet in de tabellen.",
    "None of your clients agreed to count, or their profiles do not fit in the tables.",
)
