"""Measures that a farmer wants weighed, put on parcels that suit them as candidates: each on the largest that has fewest yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from calculator.domain.quantity import plain
from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem
from calculator.services.possible_measures import Possible
from calculator.web.forms import numbers
from calculator.web.forms.tree import Tree

#: More at once would give more combinations than can be worked out side by side.
MOST = 6
PICK = "consider"


@dataclass(frozen=True, slots=True)
class _Wanted:
    possible: Possible
    area: str
    cost: str


def add(
    tree: Tree, possible: Sequence[Possible], picked: Sequence[str], sent: Mapping[str, str], language: str
) -> list[InputProblem]:
    """Put the picked measures on parcels; where anything is wrong nothing is put, and everything wrong is told."""
    problems: list[InputProblem] = []
    known = {found.code: found for found in possible}
    chosen = [known[code] for code in dict.fromkeys(picked) if code in known]
    if not chosen:
        problems.append(_nothing())
    if len(chosen) > MOST:
        problems.append(_too_many(len(chosen)))
    wanted = [_wanted(found, sent, language, problems) for found in chosen]
    if problems:
        return problems
    rows = {str(row.get("id")): row for row in cast("list[Tree]", tree.get("parcels") or [])}
    taken: Counter[str] = Counter()
    for want in wanted:
        needed = Decimal(want.area) if want.area else Decimal(0)
        roomy = [(name, area) for name, area in want.possible.places if name in rows and area >= needed]
        name, area = min(roomy, key=lambda place: (taken[place[0]], -place[1], place[0]))
        taken[name] += 1
        measures = cast("list[Tree]", rows[name].setdefault("measures", []))
        row: Tree = {
            "code": want.possible.code,
            "area_ha": numbers.localised(want.area or plain(area), language),
        }
        if want.cost:
            row["cost_eur_per_unit_year"] = numbers.localised(want.cost, language)
        measures.append({**row, "status": "candidate"})
    return []


def _wanted(found: Possible, sent: Mapping[str, str], language: str, problems: list[InputProblem]) -> _Wanted:
    area = _read(f"/consider/{found.code}/area", sent, language, problems, amount=False)
    cost = _read(f"/consider/{found.code}/cost", sent, language, problems, amount=True)
    if area:
        largest = found.places[0][1]
        if Decimal(area) <= 0 or Decimal(area) > largest:
            problems.append(_does_not_fit(f"/consider/{found.code}/area", area, found.places[0]))
    return _Wanted(found, area, cost)


def _read(
    pointer: str, sent: Mapping[str, str], language: str, problems: list[InputProblem], *, amount: bool
) -> str:
    written = sent.get(pointer, "").strip()[:40]
    if not written:
        return ""
    read = numbers.amount(written, pointer, language) if amount else numbers.number(written, pointer)
    if isinstance(read, InputProblem):
        problems.append(read)
        return ""
    return read


def _nothing() -> InputProblem:
    return InputProblem(
        "/consider",
        Text("Er is geen maatregel aangevinkt.", "No measure is ticked."),
        Text("Vink aan wat u wilt laten wegen.", "Tick what you want to have weighed."),
    )


def _too_many(count: int) -> InputProblem:
    return InputProblem(
        "/consider",
        Text(f"Er zijn {count} maatregelen aangevinkt.", f"{count} measures are ticked."),
        Text(
            f"Vink er hoogstens {MOST} tegelijk aan; daarna kunt u er meer bij zetten.",
            f"Tick at most {MOST} at once; you can add more afterwards.",
        ),
    )


def _does_not_fit(pointer: str, area: str, largest: tuple[str, Decimal]) -> InputProblem:
    name, much = largest
    nl, en = numbers.localised(plain(much), "nl"), plain(much)
    return InputProblem(
        pointer,
        Text(
            f"{numbers.localised(area, 'nl')} ha past op geen perceel; het grootste, {name}, heeft {nl} ha.",
            f"{area} ha fits on no parcel; the largest, {name}, has {en} ha.",
        ),
        Text(
            "Vul minder in, of laat het leeg voor het hele perceel.",
            "Fill in less, or leave it empty for the whole parcel.",
        ),
    )
