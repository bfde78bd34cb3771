"""Which of the made-up farms of the bench is opened, and what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from calculator.domain.scheme import Text
from calculator.services.account.rights import Actor
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario.farms import kept_populations
from calculator.services.statement.life import Desk
from calculator.store.scenarios.populations import KeptPopulation, Kind

#: Of more farms than these a page is not made while somebody waits: all are made up before one can be opened.
MOST_MADE = 20_000


@dataclass(frozen=True, slots=True)
class Opening:
    """The recipe that the farms are made up by, the key of one of them, and what is asked of it."""

    farms: int
    seed: int
    kind: str
    key: str
    on: date
    years: int
    language: str


def kept(desk: Desk, actor: Actor, public_id: str) -> KeptPopulation:
    """A population of the bench whose farms can be opened; raises ScenarioUnknown, and InputProblems where they are real."""
    found = kept_populations.one(desk, actor, public_id)
    if found.kind is not Kind.SYNTHETIC:
        raise InputProblems([InputProblem("", REAL, _OWN)])
    return found


def of_kept(found: KeptPopulation, key: str, *, on: date, years: int, language: str) -> Opening:
    """What is asked of a farm of the bench; raises InputProblems."""
    if (found.farms or 0) > MOST_MADE:
        raise InputProblems([InputProblem("farm", _many(found.farms or 0), _by_command(found))])
    recipe = found.recipe
    farms, seed = int(str(recipe["farms"])), int(str(recipe["seed"]))
    return Opening(farms, seed, str(recipe["kind"]), key, on, years, language)


def _many(count: int) -> Text:
    return Text(
        f"{count} bedrijven zijn te veel om er hier één van te openen.",
        f"{count} farms are too many to open one of them here.",
    )


def _by_command(found: KeptPopulation) -> Text:
    recipe = found.recipe
    made = f"stapelwijzer population synth --farms {recipe['farms']} --seed {recipe['seed']} --kind {recipe['kind']} -o DIR"
    told = "stapelwijzer population explain DIR --farm KEY"
    return Text(
        f"Verzin er hoogstens {MOST_MADE}, of gebruik de opdrachtregel: {made}; {told}.",
        f"Make up {MOST_MADE} at most, or use the command line: {made}; {told}.",
    )


REAL = Text(
    "Dit zijn echte bedrijven: hun rijen gaan er nooit uit.",
    "These are real farms: their rows are never exported.",
)
_OWN = Text("Kies verzonnen bedrijven.", "Choose made-up farms.")
