"""One farm of a made-up population, told whole: its award by the engine of one farm, as ``stapelwijzer award`` tells it.

Rows of real farms are never exported, and never opened.
"""

from __future__ import annotations

from datetime import date

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.scenarios.population.profiles import UnknownFarmError, profile_of
from calculator.scenarios.population.tables import Population
from calculator.services.account.rights import Actor
from calculator.services.award import awards
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario import farms, kept_populations
from calculator.services.statement.life import Desk
from calculator.store.populations import KeptPopulation, Kind

#: Of more farms than these a page is not made while somebody waits: all are made up before one can be opened.
MOST_MADE = 20_000


def opened(
    population: Population,
    rulebook: Rulebook,
    key: str,
    *,
    on: date,
    years: int,
    language: str,
    where: str = "--farm",
) -> dict[str, object]:
    """The whole award of one farm; raises InputProblems, of which ``where`` is the place of a wrong key, and CannotComplete.

    The receipt pins the population and the key, since there is no document.
    """
    made_up(population)
    try:
        profile = profile_of(population, key)
    except UnknownFarmError as unknown:
        raise InputProblems([InputProblem(where, _unknown(key), _first(population))]) from unknown
    return awards.of_profile(
        profile, rulebook, on=on, years=years, read_from=f"{population.digest}#{key}", language=language
    )


def made_up(population: Population) -> None:
    """Raises InputProblems where its farms are real ones."""
    if not population.synthetic:
        raise InputProblems([InputProblem(population.name, _REAL, _ONE_BY_ONE)])


def kept(desk: Desk, actor: Actor, public_id: str) -> KeptPopulation:
    """A population of the bench whose farms can be opened; raises ScenarioUnknown, and InputProblems where they are real."""
    found = kept_populations.one(desk, actor, public_id)
    if found.kind is not Kind.SYNTHETIC:
        raise InputProblems([InputProblem("", _REAL, _OWN)])
    return found


def of_kept(
    desk: Desk, found: KeptPopulation, key: str, *, on: date, years: int, language: str
) -> dict[str, object]:
    """The whole award of a farm of the bench under the rules of now; raises InputProblems and CannotComplete."""
    if (found.farms or 0) > MOST_MADE:
        raise InputProblems([InputProblem("farm", _many(found.farms or 0), _by_command(found))])
    population = farms.population(desk, found)
    return opened(
        population, desk.rulebook(), key, on=on, years=years, language=language, where="farm"
    )  # fmt: skip


def _unknown(key: str) -> Text:
    shown = key if len(key) <= 40 else f"{key[:40]}…"
    return Text(f"Geen bedrijf heeft de sleutel “{shown}”.", f"No farm has the key “{shown}”.")


def _first(population: Population) -> Text:
    some = ", ".join(population.keys[:3])
    return Text(
        f"Geef een sleutel uit de tabel farms, zoals {some}.",
        f"Give a key of the table farms, such as {some}.",
    )


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


_REAL = Text(
    "Dit zijn echte bedrijven: hun rijen gaan er nooit uit.",
    "These are real farms: their rows are never exported.",
)
_ONE_BY_ONE = Text(
    "Geef verzonnen bedrijven (population synth), of vraag stapelwijzer award voor één bedrijf.",
    "Give made-up farms (population synth), or ask stapelwijzer award for one farm.",
)
_OWN = Text("Kies verzonnen bedrijven.", "Choose made-up farms.")
