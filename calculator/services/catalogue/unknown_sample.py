"""Pairs that nobody has published, counted over made-up farms that together look like the country.

Examples and kept farms are few; the sample says on which pairs many answers hang. It is drawn and counted once for the
rules and the year, by whoever asks first, and kept on the rulebook: a farm takes some milliseconds. A server has it drawn
beside when it starts.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from calculator.domain.farm import FarmProfile
from calculator.domain.memory import Answers
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.eligibility.assessment import assess
from calculator.eligibility.contracts.commitments import split
from calculator.eligibility.units import pieces
from calculator.services.errors import InputProblem, InputProblems
from calculator.stacking.law.pairs import Relations

_SAMPLES: Answers[int, Sample] = Answers("unknown sample")

#: Farms of the sample that pages show, and what they are drawn with: the same farms for everybody.
FARMS, SEED = 250, 1
#: More farms than a command counts in some minutes.
MOST_FARMS = 20_000
#: The farms are those of one year, and say nothing of a far one.
_YEARS = range(2023, 2029)
_MID = (7, 1)
_FARM = "farm"
_ONE = threading.Lock()


@dataclass(frozen=True, slots=True)
class Sample:
    """How many farms were drawn, and on how many of them an answer hangs on each pair (in order).

    ``pairs`` are of payments (``scheme#payment``); ``schemes`` counts a farm once for all pairs of the same two schemes.
    """

    farms: int
    pairs: Mapping[tuple[str, str], int]
    schemes: Mapping[tuple[str, str], int]


NO_SAMPLE = Sample(0, {}, {})


def sample(rulebook: Rulebook, on: date) -> Sample:
    """The sample of the year, counted on its first of July; empty for a year of which the farms say nothing."""
    with _ONE:
        return _kept(rulebook, on.year, lambda: of_year(rulebook, on.year))


def hold(rulebook: Rulebook, year: int, made: Sample) -> None:
    """Keep a sample of ``of_year`` that another process drew, for whoever asks first."""
    with _ONE:
        _kept(rulebook, year, lambda: made)


def of_year(rulebook: Rulebook, year: int) -> Sample:
    """The sample that pages show of a year, drawn anew: some seconds of work."""
    return drawn(rulebook, FARMS, SEED, date(year, *_MID)) if year in _YEARS else NO_SAMPLE


def _kept(rulebook: Rulebook, year: int, make: Callable[[], Sample]) -> Sample:
    return rulebook.memory.answer(_SAMPLES, year, make) if year in _YEARS else NO_SAMPLE


def words(farms: int) -> Mapping[str, Text]:
    """What pages call the sample, what it is, and the pairs that no counted farm hangs on."""
    return {
        "name": Text("Steekproef", "Sample"),
        "told": Text(
            f"De steekproef telt {farms} verzonnen bedrijven die samen op de Nederlandse landbouw lijken.",
            f"The sample counts {farms} made-up farms that together look like Dutch farming.",
        ),
        "rest": Text(
            "Regelingen waar geen geteld bedrijf aan hangt", "Schemes that no counted farm hangs on"
        ),
    }


def drawn(rulebook: Rulebook, farms: int, seed: int, day: date) -> Sample:
    """So many synthetic farms, assessed on the day."""
    if farms == 0:
        return NO_SAMPLE
    # Tables are slow to import, and only who asks for the sample needs them.
    from calculator.scenarios.population.profiles import profiles
    from calculator.scenarios.population.synthetic import synthesise

    pairs, schemes = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    relations = Relations(rulebook.relations_on(day))
    for _, profile in profiles(synthesise(farms, seed)):
        found = hangs_on(rulebook, profile, day, relations)
        pairs.update(found)
        schemes.update({of_schemes(a, b) for a, b in found})
    return Sample(farms, dict(pairs), dict(schemes))


def asked(farms: str | None, seed: str | None) -> tuple[int, int]:
    """The size and the seed that were typed, or those of the pages; raises InputProblems. A size of 0 draws nothing."""
    problems = [
        *_number("--sample", farms, MOST_FARMS),
        *_number("--seed", seed, 2**63 - 1),
    ]
    if problems:
        raise InputProblems(problems)
    return int(farms or FARMS), int(seed or SEED)


def _number(option: str, written: str | None, high: int) -> list[InputProblem]:
    plain = written is None or (written.isascii() and written.isdigit() and len(written) < 20)
    if plain and int(written or 0) <= high:
        return []
    shown = str(written)[:30]
    said = Text(f'"{shown}" kan niet.', f'"{shown}" cannot be used.')
    mend = Text(f"Geef een geheel getal van 0 tot {high}.", f"Give a whole number from 0 to {high}.")
    return [InputProblem(option, said, mend)]


def of_schemes(a: str, b: str) -> tuple[str, str]:
    """The two schemes of a pair of payments, in order."""
    one, other = sorted((a.partition("#")[0], b.partition("#")[0]))
    return one, other


def hangs_on(
    rulebook: Rulebook, profile: FarmProfile, day: date, relations: Relations | None = None
) -> set[tuple[str, str]]:
    """The unknown pairs that the farm qualifies for on one piece of land, or of which one side is the whole farm.

    ``relations`` are those of the day, where somebody has them already: what they answered once they need not look up again.
    """
    land, _ = pieces(profile, with_candidates=False)
    (found,) = assess(profile, rulebook, split(land, profile, rulebook), range(day.year, day.year + 1), day)
    claims = found.claims
    relations = relations or Relations(rulebook.relations_on(day))
    met = [
        (one, other)
        for one, other in combinations(claims, 2)
        if one.ref != other.ref and (one.piece == other.piece or _FARM in (one.piece, other.piece))
    ]
    return {
        (min(one.ref, other.ref), max(one.ref, other.ref))
        for one, other in met
        if relations.between(one, other).unknown or relations.between(other, one).unknown
    }
