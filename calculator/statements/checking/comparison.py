"""Two statements of one farm: what changed, in euros per payment, and why.

The way from the old award to the new one is walked in steps that each change one thing: today's engine, then the rules,
then what was asked (reference date, term, mode), then the profile. A step's effect is the difference it makes there;
taken in another order the same causes may share the total otherwise, and together they always give the whole of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from calculator.domain.scheme import Text
from calculator.statements.award.reading import Obj, PaidLine, inner, paid_lines, text
from calculator.statements.carrying.packing import sha256
from calculator.statements.checking.verdict import CannotRecomputeError

Json = dict[str, object]
#: Profile, rule files and options to award; raises CannotRecomputeError.
Recompute = Callable[[Json, Mapping[str, bytes], Json], Obj]


#: The options that say what was asked.
_ASKED = ("on", "years", "mode", "effort", "lock", "forbid")


class Cause(StrEnum):
    """Why an amount is another one; ``together`` where the causes cannot be told apart."""

    ENGINE = "engine"
    RULES = "rules"
    ASKED = "asked"
    INPUT = "input"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what it carries."""

    award: Obj
    profile: Json
    rules: Mapping[str, bytes]
    options: Json


@dataclass(frozen=True, slots=True)
class PaymentChange:
    """A payment over the whole term, in cents; ``by`` adds up to the difference."""

    payer: str
    payer_name: str
    scheme: str
    payment: str
    name: str
    before: int
    after: int
    by: Mapping[Cause, int]

    @property
    def difference(self) -> int:
        """After less before, in cents."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is not the same in both; None where one of them does not have it."""

    place: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that changed between two statements; ``unsplit`` says why causes could not be told apart."""

    before: int
    after: int
    payments: tuple[PaymentChange, ...]
    rules: tuple[Change, ...]
    asked: tuple[Change, ...]
    input: tuple[Change, ...]
    engines: tuple[str, str]
    unsplit: Text | None = None

    def by_cause(self) -> Mapping[Cause, int]:
        """The whole difference per cause, in cents; causes without effect are left out."""
        found: dict[Cause, int] = {}
        for change in self.payments:
            for cause, cents in change.by.items():
                found[cause] = found.get(cause, 0) + cents
        return {cause: cents for cause, cents in found.items() if cents}


def compare(old: Side, new: Side, recompute: Recompute, language: str) -> Comparison:
    """What changed from the old statement to the new one."""
    rules = tuple(_rules(old.rules, new.rules))
    asked = tuple(_values(_asked(old), _asked(new)))
    profile = tuple(_values(dict(flat(old.profile)), dict(flat(new.profile))))
    try:
        steps = list(_steps(old, new, recompute, rules=bool(rules), asked=bool(asked), profile=bool(profile)))
        unsplit = None
    except CannotRecomputeError as fault:
        steps, unsplit = [(Cause.TOGETHER, old.award, new.award)], fault.reason
    return Comparison(
        before=_total(old.award),
        after=_total(new.award),
        payments=tuple(_payments(old.award, new.award, steps, language)),
        rules=rules,
        asked=asked,
        input=profile,
        engines=(text(inner(old.award, "receipt"), "engine"), text(inner(new.award, "receipt"), "engine")),
        unsplit=unsplit,
    )


def _steps(
    old: Side, new: Side, recompute: Recompute, *, rules: bool, asked: bool, profile: bool
) -> Iterator[tuple[Cause, Obj, Obj]]:
    """The awards between the two, each with the cause of the step that leads to it."""
    here = recompute(old.profile, old.rules, old.options)
    yield Cause.ENGINE, old.award, here
    for cause, changed, side in (
        (Cause.RULES, rules, Side({}, old.profile, new.rules, old.options)),
        (Cause.ASKED, asked, Side({}, old.profile, new.rules, new.options)),
        (Cause.INPUT, profile, Side({}, new.profile, new.rules, new.options)),
    ):
        if changed:
            there = recompute(side.profile, side.rules, side.options)
            yield cause, here, there
            here = there
    # The new statement may have been computed by an engine of its own time.
    yield Cause.ENGINE, here, new.award


Key = tuple[str, str, str]


def _payments(
    old: Obj, new: Obj, steps: Sequence[tuple[Cause, Obj, Obj]], language: str
) -> Iterator[PaymentChange]:
    before, after = _sums(old), _sums(new)
    effects = [(cause, _sums(here), _sums(there)) for cause, here, there in steps]
    keys = set(before) | set(after) | {key for _, here, there in effects for key in (*here, *there)}
    # What is recomputed speaks the language asked for, whatever the statements were written in.
    awards = (
        old,
        new,
        *(award for _, here, there in steps for award in (here, there) if award not in (old, new)),
    )
    named = {_key(line): line for award in awards for line in paid_lines(award, language)}
    for key in sorted(keys):
        by: dict[Cause, int] = {}
        for cause, here, there in effects:
            by[cause] = by.get(cause, 0) + there.get(key, 0) - here.get(key, 0)
        found = {cause: cents for cause, cents in by.items() if cents}
        payer, scheme, payment = key
        line = named.get(key)
        origin: Obj = line.origin if line else {}
        if key in before or key in after or found:
            yield PaymentChange(
                payer=payer,
                payer_name=text(origin, "payer_name", language) or payer,
                scheme=scheme,
                payment=payment,
                name=text(origin, "payment_name", language) or f"{scheme}#{payment}",
                before=before.get(key, 0),
                after=after.get(key, 0),
                by=found,
            )


def _key(line: PaidLine) -> Key:
    return (line.payer, *line.ref)


def _sums(award: Obj) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for line in paid_lines(award, "nl"):
        found[_key(line)] = found.get(_key(line), 0) + line.amount
    return found


def _total(award: Obj) -> int:
    return sum(_sums(award).values())


def _asked(side: Side) -> dict[str, str]:
    return {key: str(value) for key, value in side.options.items() if key in _ASKED}


def _rules(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[Change]:
    before = {path: sha256(raw) for path, raw in old.items()}
    after = {path: sha256(raw) for path, raw in new.items()}
    yield from _values(before, after)


def _values(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for place in sorted(before.keys() | after.keys()):
        if before.get(place) != after.get(place):
            yield Change(place, before.get(place), after.get(place))


def flat(document: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Every value of a profile with its place; entries of a list stand under their own id where they have one."""
    if isinstance(document, Mapping):
        for key, value in document.items():
            yield from flat(value, f"{place}/{key}")
    elif isinstance(document, list | tuple):
        seen: dict[str, int] = {}
        for index, value in enumerate(document):
            name = _name(value) or str(index + 1)
            seen[name] = seen.get(name, 0) + 1
            yield from flat(value, f"{place}/{name}" + (f" ({seen[name]})" if seen[name] > 1 else ""))
    elif document is not None:
        yield place, str(document)


def _name(entry: object) -> str:
    if not isinstance(entry, Mapping):
        return ""
    return next((text(entry, key) for key in ("id", "code", "scheme", "package") if text(entry, key)), "")
