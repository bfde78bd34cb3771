"""One farm of a made-up population, told whole: its award by the engine of one farm, as ``stapelwijzer award`` tells it.

Rows of real farms are never exported, and never opened.
"""

from __future__ import annotations

from datetime import date

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.scenarios.population.profiles import UnknownFarmError, profile_of
from calculator.scenarios.population.synthetic import synthesise
from calculator.scenarios.population.tables import Population
from calculator.services.award import awards
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario.explained.opening import REAL, Opening


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


def of_bench(asked: Opening, rulebook: Rulebook) -> dict[str, object]:
    """The whole award of a farm of the bench; raises as ``opened``."""
    population = synthesise(asked.farms, asked.seed, asked.kind)
    return opened(
        population, rulebook, asked.key, on=asked.on, years=asked.years, language=asked.language, where="farm"
    )


def made_up(population: Population) -> None:
    """Raises InputProblems where its farms are real ones."""
    if not population.synthetic:
        raise InputProblems([InputProblem(population.name, REAL, _ONE_BY_ONE)])


def _unknown(key: str) -> Text:
    shown = key if len(key) <= 40 else f"{key[:40]}…"
    return Text(f"Geen bedrijf heeft de sleutel “{shown}”.", f"No farm has the key “{shown}”.")


def _first(population: Population) -> Text:
    some = ", ".join(population.keys[:3])
    return Text(
        f"Geef een sleutel uit de tabel farms, zoals {some}.",
        f"Give a key of the table farms, such as {some}.",
    )


_ONE_BY_ONE = Text(
    "Geef verzonnen bedrijven (population synth), of vraag stapelwijzer award voor één bedrijf.",
    "Give made-up farms (population synth), or ask stapelwijzer award for one farm.",
)
