"""Pairs that nobody has published, with how many farms' answers hang on each.

A farm's answer hangs on a pair when it qualifies for both on the same piece of land (or on the farm as a whole): the
expected answer then takes one of them, the high answer both. Claims are assessed as for an award, and nothing is solved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.services import input_files
from calculator.services.award.pair_outcomes import Outcomes, outcomes
from calculator.services.catalogue.unknown_sample import NO_SAMPLE, Sample, hangs_on
from calculator.services.catalogue.values import Data
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.profile import parse as profile_parse
from calculator.services.profile import profiles
from calculator.stacking.law.pairs import Relations


@dataclass(frozen=True, slots=True)
class Farm:
    """A farm to count: what it is called where the count is shown, and its profile as a document."""

    name: str
    document: object


@dataclass(frozen=True, slots=True)
class UnknownPair:
    """Two payments (``scheme#payment``, in order), and the farms whose answer hangs on them.

    ``farms`` are names, one each; ``sampled`` is how many farms of the sample.
    """

    a: str
    b: str
    farms: tuple[str, ...]
    sampled: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """The pairs with most farms first, how many farms were read, why others were not, and the sample besides."""

    pairs: tuple[UnknownPair, ...]
    farms: int
    left_out: tuple[tuple[str, Text], ...]
    sample: Sample = NO_SAMPLE


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
    relations = Relations(rulebook.relations_on(day))
    for farm in farms:
        try:
            profile = profiles.read(farm.document, rulebook)
        except InputProblems as wrong:
            wrongs.append((farm.name, _first(wrong)))
            continue
        read += 1
        for pair in hangs_on(rulebook, profile, day, relations):
            hanging[pair].append(farm.name)
    pairs = [UnknownPair(a, b, tuple(names)) for (a, b), names in hanging.items()]
    pairs.sort(key=lambda pair: (-len(pair.farms), pair.a, pair.b))
    return Counted(tuple(pairs), read, tuple(wrongs))


def with_sample(counted: Counted, sample: Sample) -> Counted:
    """The same count with what the sample adds."""
    named = {(pair.a, pair.b): pair.farms for pair in counted.pairs}
    pairs = [
        UnknownPair(a, b, named.get((a, b), ()), sample.pairs.get((a, b), 0))
        for a, b in {*named, *sample.pairs}
    ]
    pairs.sort(key=lambda pair: (-len(pair.farms), -pair.sampled, pair.a, pair.b))
    return Counted(tuple(pairs), counted.farms, counted.left_out, sample)


def _first(wrong: InputProblems) -> Text:
    first = wrong.problems[0]
    return Text(f"{first.pointer}: {first.message.nl}", f"{first.pointer}: {first.message.en}")


def lines(counted: Counted, rulebook: Rulebook, day: date, language: str) -> Iterator[str]:
    """The count as lines of text."""
    yield Text(
        f"{counted.farms} bedrijven gelezen; {len(counted.pairs)} ongepubliceerde paren waar een antwoord aan hangt.",
        f"{counted.farms} farms read; {len(counted.pairs)} pairs that nobody has published and an answer hangs on.",
    )[language]
    if counted.sample.farms:
        yield Text(
            f"Tweede kolom: van {counted.sample.farms} verzonnen bedrijven met de kenmerken van het land.",
            f"Second column: of {counted.sample.farms} made-up farms with the features of the country.",
        )[language]
    known = outcomes(rulebook, day)
    for pair in counted.pairs:
        names = " × ".join(_name(ref, known, language) for ref in (pair.a, pair.b))
        sampled = f"  {pair.sampled:>5}" if counted.sample.farms else ""
        yield f"  {len(pair.farms):>4}{sampled}  {names}"
        yield f"        {pair.a}  {pair.b}"
    for file, why in counted.left_out:
        yield Text(f"  niet gelezen: {file}: {why.nl}", f"  not read: {file}: {why.en}")[language]


def data(counted: Counted, language: str) -> Data:
    """The count as data."""
    return {
        "farms": counted.farms,
        "sample": counted.sample.farms,
        "pairs": [
            {"a": p.a, "b": p.b, "count": len(p.farms), "farms": list(p.farms), "sampled": p.sampled}
            for p in counted.pairs
        ],
        "left_out": [{"file": file, "why": why[language]} for file, why in counted.left_out],
    }


def _name(ref: str, known: Outcomes, language: str) -> str:
    side = known.sides.get(ref)
    return side.payment.name[language] if side else ref
