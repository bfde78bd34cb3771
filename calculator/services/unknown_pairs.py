"""Pairs that nobody has published, with how many farms' answers hang on each.

A farm's answer hangs on a pair when it qualifies for both on the same piece of land (or on the farm as a whole): the
expected answer then takes one of them, the high answer both. Claims are assessed as for an award, and nothing is solved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.eligibility.assessment import assess
from calculator.eligibility.contracts import split
from calculator.eligibility.units import pieces
from calculator.services import input_files, profile_parse, profiles
from calculator.services.catalogue_values import Data
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.pair_outcomes import Outcomes, outcomes
from calculator.stacking.pairs import Relations

_FARM = "farm"


@dataclass(frozen=True, slots=True)
class Farm:
    """A farm to count: what it is called where the count is shown, and its profile as a document."""

    name: str
    document: object


@dataclass(frozen=True, slots=True)
class UnknownPair:
    """Two payments (``scheme#payment``, in order), and the farms (names, one each) whose answer hangs on them."""

    a: str
    b: str
    farms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """The pairs with most farms first, how many farms were read, and why others were not."""

    pairs: tuple[UnknownPair, ...]
    farms: int
    left_out: tuple[tuple[str, Text], ...]


def in_folder(rulebook: Rulebook, folder: Path, day: date) -> Counted:
    """Assess every profile (``*.json``) in a folder; raises InputProblems where there is none."""
    files = sorted(folder.glob("*.json"))
    if not files:
        said = Text(
            "Hier staan geen bedrijfsprofielen (*.json).", "There are no farm profiles here (*.json)."
        )
        remedy = Text("Geef een map met bedrijfsprofielen.", "Give a folder with farm profiles.")
        raise InputProblems([InputProblem(str(folder), said, remedy)])
    farms: list[Farm] = []
    left_out: list[tuple[str, Text]] = []
    for file in files:
        try:
            read = input_files.read(str(file), profile_parse.MOST_BYTES)
            farms.append(Farm(file.name, profile_parse.parse(read)))
        except InputProblems as wrong:
            left_out.append((file.name, _first(wrong)))
    return count(rulebook, farms, day, left_out)


def count(
    rulebook: Rulebook, farms: Iterable[Farm], day: date, left_out: Iterable[tuple[str, Text]] = ()
) -> Counted:
    """Assess each farm; one whose profile is wrong is left out, with the first reason."""
    hanging = defaultdict[tuple[str, str], list[str]](list)
    wrongs, read = list(left_out), 0
    for farm in farms:
        try:
            profile = profiles.read(farm.document, rulebook)
        except InputProblems as wrong:
            wrongs.append((farm.name, _first(wrong)))
            continue
        read += 1
        for pair in hangs_on(rulebook, profile, day):
            hanging[pair].append(farm.name)
    pairs = [UnknownPair(a, b, tuple(names)) for (a, b), names in hanging.items()]
    pairs.sort(key=lambda pair: (-len(pair.farms), pair.a, pair.b))
    return Counted(tuple(pairs), read, tuple(wrongs))


def _first(wrong: InputProblems) -> Text:
    first = wrong.problems[0]
    return Text(f"{first.pointer}: {first.message.nl}", f"{first.pointer}: {first.message.en}")


def hangs_on(rulebook: Rulebook, profile: FarmProfile, day: date) -> set[tuple[str, str]]:
    """The unknown pairs that the farm qualifies for on one piece of land, or of which one side is the whole farm."""
    land, _ = pieces(profile, with_candidates=False)
    (found,) = assess(profile, rulebook, split(land, profile, rulebook), range(day.year, day.year + 1), day)
    claims = found.claims
    relations = Relations(rulebook.relations_on(day))
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


def lines(counted: Counted, rulebook: Rulebook, day: date, language: str) -> Iterator[str]:
    """The count as lines of text."""
    yield Text(
        f"{counted.farms} bedrijven gelezen; hun antwoord hangt aan {len(counted.pairs)} ongepubliceerde paren.",
        f"{counted.farms} farms read; their answers hang on {len(counted.pairs)} pairs that nobody has published.",
    )[language]
    known = outcomes(rulebook, day)
    for pair in counted.pairs:
        names = " × ".join(_name(ref, known, language) for ref in (pair.a, pair.b))
        yield f"  {len(pair.farms):>4}  {names}"
        yield f"        {pair.a}  {pair.b}"
    for file, why in counted.left_out:
        yield Text(f"  niet gelezen: {file}: {why.nl}", f"  not read: {file}: {why.en}")[language]


def data(counted: Counted, language: str) -> Data:
    """The count as data."""
    return {
        "farms": counted.farms,
        "pairs": [{"a": p.a, "b": p.b, "count": len(p.farms), "farms": list(p.farms)} for p in counted.pairs],
        "left_out": [{"file": file, "why": why[language]} for file, why in counted.left_out],
    }


def _name(ref: str, known: Outcomes, language: str) -> str:
    side = known.sides.get(ref)
    return side.payment.name[language] if side else ref
