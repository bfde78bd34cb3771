"""What became of the rules since a genuine statement was made, and what it would say under the rules of today."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from calculator.domain.scheme import Text
from calculator.statements.award.reading import Obj, PaidLine, UnreadableAwardError, paid_lines
from calculator.statements.award.voice import Voice
from calculator.statements.carrying.packing import sha256
from calculator.statements.checking import verdict as said
from calculator.statements.checking.carried import Carried
from calculator.statements.checking.verdict import CannotRecomputeError, Difference, State, Verdict

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Today:
    """The rules of today: path to SHA-256, and how to compute with them (raises CannotRecomputeError)."""

    hashes: Mapping[str, str]
    compute: Callable[[Json, Json], Mapping[str, object]]


def changed_since(verdict: Verdict, read: Carried, today: Today | None) -> Verdict:
    """The verdict with what the rules of today would make of it; unchanged where the rules are the same."""
    if today is None or verdict.state is not State.GENUINE:
        return verdict
    embedded = {path: sha256(raw) for path, raw in read.rules.items()}
    changed = {
        path for path in embedded.keys() | today.hashes.keys() if embedded.get(path) != today.hashes.get(path)
    }
    if not changed:
        return verdict
    try:
        again = today.compute(read.profile, read.options)
        differences = tuple(_differences(read.award, again, read))
    except (CannotRecomputeError, UnreadableAwardError) as fault:
        reason = fault.reason if isinstance(fault, CannotRecomputeError) else Text(str(fault), str(fault))
        notes = (*verdict.notes, said.cannot_today(len(changed)))
        return replace(verdict, notes=notes, why_not_today=reason)
    if not differences:
        return replace(verdict, notes=(*verdict.notes, said.rules_added(len(changed))))
    return replace(verdict, state=State.RULES_CHANGED, message=said.RULES_CHANGED, differences=differences)


def _differences(given: Obj, again: Obj, read: Carried) -> Iterator[Difference]:
    """Per payer and year what the statement says and what the rules of today would, where they differ."""
    before, after = (_sums(paid_lines(award, read.act.language)) for award in (given, again))
    names = _names(given, read) | _names(again, read)
    voice = Voice(read.act.language)
    for payer, year in sorted(before.keys() | after.keys(), key=lambda key: (key[1], key[0])):
        was, would = before.get((payer, year), 0), after.get((payer, year), 0)
        if was != would:
            yield Difference(names.get(payer, payer), year, voice.money(was), voice.money(would))


def _sums(lines: tuple[PaidLine, ...]) -> dict[tuple[str, int], int]:
    found: dict[tuple[str, int], int] = {}
    for line in lines:
        key = (line.payer, line.year)
        found[key] = found.get(key, 0) + line.amount
    return found


def _names(award: Obj, read: Carried) -> dict[str, str]:
    found = {}
    for line in paid_lines(award, read.act.language):
        name = line.origin.get("payer_name")
        found[line.payer] = str(name) if name else line.payer
    return found
