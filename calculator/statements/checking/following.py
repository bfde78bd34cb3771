"""A follow-up made of a statement, and one checked: it carries what the statement carried, so it stands on its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from calculator.domain.scheme import Text
from calculator.statements.award.follow_up import Paid, sums
from calculator.statements.award.reading import text
from calculator.statements.carrying import packing
from calculator.statements.carrying.packing import Act, Followed
from calculator.statements.checking.carried import Carried
from calculator.statements.checking.verdict import CannotRecomputeError, Finding, Part
from calculator.statements.drawing.pdf import draw, renderer
from calculator.statements.issuing import Json, Made, Recompute

OTHER_STATEMENT = Text(
    "De opvolging noemt een overzicht met een andere controlecode dan uit haar gegevens volgt.",
    "The follow-up names a statement with another check code than follows from its data.",
)
OTHER_LATER = Text(
    "Wat de latere regels geven, volgt niet uit de meegeleverde regels.",
    "What the later rules give does not follow from the rules that came with it.",
)
TOLD = Text(
    "Dit is een opvolging: wat er verwacht werd is nagerekend; wat er betaald is, is een opgave van de boer.",
    "This is a follow-up: what was expected was recomputed; what was paid is a statement of the farmer.",
)


@dataclass(frozen=True, slots=True)
class Later:
    """The rules of the day of a follow-up, and how to compute with them (raises CannotRecomputeError)."""

    files: Mapping[str, bytes]
    compute: Callable[[Json, Json], Mapping[str, object]]


def issue_follow_up(
    read: Carried, year: int, paid: Sequence[Paid], *, issued_on: date, later: Later | None
) -> Made:
    """The follow-up of what a statement carries, in its language and for its recipient, about one of its years.

    ``later`` are today's rules; they are carried along where they are others and everything needed to compute is shown.
    """
    computed, rules = _later(read, year, later)
    statement = {
        "check_code": text(read.manifest, "check_code"),
        "issued_on": read.act.issued_on.isoformat(),
        "number": read.act.number,
    }
    followed = Followed(year, tuple(paid), statement, computed)
    act = Act(read.act.language, issued_on, None, read.shared, followed)
    packed = packing.pack(
        read.award,
        read.profile,
        read.rules,
        act,
        options=read.options,
        renderer=renderer(),
        later_rules=rules,
    )
    return Made(draw(read.award, read.profile, read.rules, packed, act), packed.check_code, None)


def _later(
    read: Carried, year: int, later: Later | None
) -> tuple[tuple[Paid, ...] | None, Mapping[str, bytes] | None]:
    if later is None or not read.shared.recipient.gets_all or dict(later.files) == dict(read.rules):
        return None, None
    try:
        award = _again(later.compute(read.profile, read.options))
    except CannotRecomputeError:
        # Under today's rules there is no answer; the follow-up then explains without them.
        return None, None
    return _as_paid(award, year), later.files


def _again(award: Mapping[str, object]) -> Json:
    read: Json = json.loads(packing.canonical(award))
    return read


def _as_paid(award: Json, year: int) -> tuple[Paid, ...]:
    return tuple(Paid(*ref, cents) for ref, cents in sorted(sums(award, year).items()))


def findings(read: Carried, recompute: Recompute) -> Iterator[Finding]:
    """What a follow-up says of its statement and of the later rules, and what does not follow from what it carries."""
    followed = read.act.followed
    if followed is None:
        if read.later_rules is not None:
            yield Finding(Part.RULES, packing.RULES_LATER, OTHER_LATER)
        return
    if _statement_code(read, followed) != text(followed.statement, "check_code"):
        yield Finding(Part.DATA, "follow_up/statement", OTHER_STATEMENT)
    if not _later_follows(read, followed, recompute):
        yield Finding(Part.AMOUNTS, "follow_up/later", OTHER_LATER)


def _later_follows(read: Carried, followed: Followed, recompute: Recompute) -> bool:
    if followed.later is None or read.later_rules is None:
        return followed.later is None and read.later_rules is None
    try:
        again = _again(recompute(read.profile, read.later_rules, read.options))
    except CannotRecomputeError:
        return False
    return followed.later == _as_paid(again, followed.year)


def _statement_code(read: Carried, followed: Followed) -> str:
    """The check code of the statement that this is a follow-up of, from what is carried."""
    number = followed.statement.get("number")
    act = replace(
        read.act,
        issued_on=date.fromisoformat(str(followed.statement["issued_on"])),
        number=None if number is None else str(number),
        followed=None,
    )
    packed = packing.pack(read.award, read.profile, read.rules, act, options=read.options, renderer={})
    return packed.check_code
