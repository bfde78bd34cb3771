"""How far an award that is shown in part follows from what is shown: entry by entry against a recomputation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from calculator.statements.award.reading import Obj, inner, objects, text
from calculator.statements.carrying.sameness import SENTENCES

#: What the engine calls a piece of land depends on the rest of the farm; an amount does not.
_NAMES_OF_PIECES = frozenset({"piece"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a shown award says, with its place (``years/0/lines/3``) and whether it is a payment."""

    place: str
    value: object
    paid: bool = False


def entries(award: Obj) -> Iterator[Entry]:
    """Everything that an award says: each payment line, each item of a list, each other member."""
    for key, value in award.items():
        if key == "years":
            yield from _payments(award)
        elif key == "receipt":
            yield from _items("receipt/rules", objects(inner(award, "receipt"), "rules"))
        elif isinstance(value, list | tuple):
            yield from _items(key, tuple(value))
        else:
            yield Entry(key, value)


def _payments(award: Obj) -> Iterator[Entry]:
    for number, year in enumerate(objects(award, "years")):
        for key in ("lines", "continuation"):
            for entry in _items(f"years/{number}/{key}", objects(year, key)):
                yield Entry(entry.place, entry.value, paid=True)
        if "total_eur" in year:
            yield Entry(f"years/{number}/total_eur", year["total_eur"])


def _items(place: str, listed: tuple[object, ...]) -> Iterator[Entry]:
    for number, value in enumerate(listed):
        yield Entry(f"{place}/{number}", value)


def not_following(shown: Obj, computed: Obj | None, *, strict: bool = True) -> tuple[Entry, ...]:
    """Entries of a shown award that a recomputation from what is shown does not give (all, where there is none).

    Not ``strict``, sentences are passed over: a later engine may put them better.
    """
    free = _NAMES_OF_PIECES if strict else _NAMES_OF_PIECES | SENTENCES
    if computed is None:
        return tuple(entries(shown))
    found = []
    for entry in entries(shown):
        rivals = list(_rivals(entry.place, computed))
        at = next((place for place, rival in enumerate(rivals) if _agrees(entry.value, rival, free)), None)
        if at is None:
            found.append(entry)
    return tuple(found)


def _rivals(place: str, computed: Obj) -> Iterator[object]:
    """What stands where the entry could stand: any item of the same list of the same year."""
    steps = place.split("/")
    if steps[0] == "years":
        year = objects(computed, "years")[int(steps[1])] if _has(computed, int(steps[1])) else {}
        yield from objects(year, steps[2]) if len(steps) == 4 else (year.get(steps[2]),)
    elif steps[0] == "receipt":
        yield from objects(inner(computed, "receipt"), "rules")
    else:
        value = computed.get(steps[0])
        yield from value if len(steps) == 2 and isinstance(value, list) else (value,)


def _has(computed: Obj, number: int) -> bool:
    return number < len(objects(computed, "years"))


def _agrees(shown: object, computed: object, free: frozenset[str]) -> bool:
    """Whether all that is shown stands in the computed value too, which may say more; keys in ``free`` may differ."""
    if isinstance(shown, Mapping) and isinstance(computed, Mapping):
        return all(
            key in free or (key in computed and _agrees(value, computed[key], free))
            for key, value in shown.items()
        )
    if isinstance(shown, list) and isinstance(computed, list):
        return len(shown) == len(computed) and all(
            _agrees(one, other, free) for one, other in zip(shown, computed, strict=True)
        )
    return type(shown) is type(computed) and shown == computed


def payments(award: Obj) -> int:
    """How many payment lines a shown award has."""
    return sum(entry.paid for entry in entries(award))


def same_question(shown: Obj, computed: Obj) -> bool:
    """Whether both rest on the same rules, day, years and mode."""
    one, other = inner(shown, "receipt"), inner(computed, "receipt")
    asked = [
        (inner(receipt, "rulebook"), receipt.get("years"), text(receipt, "mode")) for receipt in (one, other)
    ]
    return asked[0] == asked[1]
