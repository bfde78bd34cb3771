"""What the farmer sets for a plan, as it is typed: an effort in euros, measures to lock and measures to forbid."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculator.domain.amount_words import cents
from calculator.domain.farm import FarmProfile
from calculator.domain.money import cents_of
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.eligibility.candidates import candidates
from calculator.services.errors import InputProblem, InputProblems
from calculator.stacking.advising.wish import NO_WISH, Named, Wish

#: More measures than this cannot be named in one question.
MOST_NAMED = 200
_EUROS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Typed:
    """The options as they were typed; ``prefix`` goes before an option's name in a problem's place."""

    effort: str | None = None
    lock: Sequence[str] = ()
    forbid: Sequence[str] = ()
    prefix: str = "--"

    @property
    def options(self) -> dict[str, object]:
        """What is set, as it is kept beside an award."""
        given = {"effort": self.effort, "lock": list(self.lock), "forbid": list(self.forbid)}
        return {name: value for name, value in given.items() if value}


NOTHING = Typed()


def kept(options: Mapping[str, object]) -> Typed:
    """The options back from where they were kept beside an award."""
    effort, lock, forbid = (options.get(name) for name in ("effort", "lock", "forbid"))
    return Typed(
        None if effort is None else str(effort),
        [str(x) for x in lock] if isinstance(lock, list) else (),
        [str(x) for x in forbid] if isinstance(forbid, list) else (),
    )


def check(typed: Typed, mode: str) -> None:
    """Raises InputProblems with all that is wrong whatever the farm is."""
    problems: list[InputProblem] = []
    if typed.options and mode != "advise":
        name = next(iter(typed.options))
        problems.append(_only_advise(f"{typed.prefix}{name}", typed.prefix))
    if typed.effort is not None and not _EUROS.fullmatch(typed.effort):
        problems.append(_no_amount(typed.effort, f"{typed.prefix}effort"))
    for name, given in (("lock", typed.lock), ("forbid", typed.forbid)):
        if len(given) > MOST_NAMED:
            problems.append(_too_many(f"{typed.prefix}{name}"))
    problems += [_both(x, f"{typed.prefix}lock") for x in sorted(set(typed.lock) & set(typed.forbid))]
    if problems:
        raise InputProblems(problems)


def read(typed: Typed, profile: FarmProfile, rulebook: Rulebook) -> Wish:
    """The wish for this farm; raises InputProblems where a measure named is not on it, or cannot lie there."""
    if not typed.options:
        return NO_WISH
    problems: list[InputProblem] = []
    lock = [_named(x, f"{typed.prefix}lock", profile, problems) for x in typed.lock]
    forbid = [_named(x, f"{typed.prefix}forbid", profile, problems) for x in typed.forbid]
    for written, named in zip(typed.lock, lock, strict=True):
        if named is not None:
            here = [c for c in candidates(profile, rulebook) if named.names(c.measure.code, c.place)]
            problems += [_unfit(written, c.place, f"{typed.prefix}lock") for c in here if not c.fits]
            problems += [
                _clash(written, other, f"{typed.prefix}lock")
                for other, out in zip(typed.forbid, forbid, strict=True)
                if out is not None and _meet(named, out)
            ]
    if problems:
        raise InputProblems(problems)
    return Wish(
        tuple(n for n in lock if n is not None),
        tuple(n for n in forbid if n is not None),
        None if typed.effort is None else cents_of(Decimal(typed.effort)),
    )


def _named(written: str, where: str, profile: FarmProfile, problems: list[InputProblem]) -> Named | None:
    code, _, place = written.partition("@")
    named = Named(code, place or None)
    if any(named.names(m.code, p.id) for p in profile.places for m in p.measures):
        return named
    problems.append(_unknown(written, where, profile))
    return None


def shown(written: str) -> str:
    """What was typed, as a message repeats it: no more than its beginning, and nothing that cannot be seen."""
    return "".join(c if c.isprintable() else "?" for c in written[:80])


def _unknown(written: str, where: str, profile: FarmProfile) -> InputProblem:
    every = sorted({f"{m.code}@{p.id}" for p in profile.places for m in p.measures})
    listed = ", ".join(every[:8]) + (" ..." if len(every) > 8 else "")
    return InputProblem(
        where,
        Text(
            f'De maatregel "{shown(written)}" staat niet in het profiel.',
            f'The measure "{shown(written)}" is not in the profile.',
        ),
        Text(
            f"Schrijf CODE of CODE@PLEK van een maatregel die er staat: {listed or 'er staat er geen'}.",
            f"Write CODE or CODE@UNIT of a measure that is there: {listed or 'there is none'}.",
        ),
    )


def _unfit(written: str, place: str, where: str) -> InputProblem:
    return InputProblem(
        where,
        Text(
            f'"{shown(written)}" past niet bij het grondgebruik van {place}.',
            f'"{shown(written)}" does not suit the land use of {place}.',
        ),
        Text(
            "Zet de maatregel op een ander perceel, of laat hem vrij.", "Put it elsewhere, or leave it free."
        ),
    )


def _only_advise(where: str, prefix: str) -> InputProblem:
    option = "--mode advise" if prefix == "--" else "mode=advise"
    return InputProblem(
        where,
        Text("Dit kan alleen in de adviesstand.", "This only works in advise mode."),
        Text(f"Geef ook {option}, of laat het weg.", f"Give {option} too, or leave it out."),
    )


def _no_amount(written: str, where: str) -> InputProblem:
    return InputProblem(
        where,
        Text(f'"{shown(written)}" is geen bedrag.', f'"{shown(written)}" is not an amount.'),
        Text(
            "Geef euro's per jaar in machinevorm: 1500 of 1500.50.",
            "Give euros per year in machine form: 1500 or 1500.50.",
        ),
    )


def _too_many(where: str) -> InputProblem:
    return InputProblem(
        where,
        Text(f"Meer dan {MOST_NAMED} maatregelen.", f"More than {MOST_NAMED} measures."),
        Text("Noem er minder.", "Name fewer."),
    )


def _both(written: str, where: str) -> InputProblem:
    return InputProblem(
        where,
        Text(
            f'"{shown(written)}" staat vast en is verboden tegelijk.',
            f'"{shown(written)}" is locked and forbidden at once.',
        ),
        Text("Kies een van de twee.", "Choose one of the two."),
    )


def _meet(one: Named, other: Named) -> bool:
    """Whether both name the same measure on the same place."""
    return one.code == other.code and (None in (one.place, other.place) or one.place == other.place)


def _clash(locked: str, forbidden: str, where: str) -> InputProblem:
    return InputProblem(
        where,
        Text(
            f'"{shown(locked)}" staat vast en "{shown(forbidden)}" is verboden: dat is dezelfde maatregel.',
            f'"{shown(locked)}" is locked and "{shown(forbidden)}" is forbidden: that is the same measure.',
        ),
        Text(
            "Kies een van de twee, of noem met CODE@PLEK op welke plek hij vaststaat.",
            "Choose one of the two, or name by CODE@UNIT where it is locked.",
        ),
    )


def cannot(wish: Wish, place: str | None) -> Text:
    """Why no plan keeps the wish."""
    if place is not None:
        return Text(
            nl=f"Op {place} past niet samen wat vaststaat: de maatregelen sluiten elkaar uit of zijn samen groter dan de "
            "grond. Zet er een vrij.",
            en=f"What is locked does not fit together on {place}: the measures exclude each other, or are larger than "
            "the ground together. Free one of them.",
        )
    set_at = None if wish.max_effort is None else cents(wish.max_effort)
    nl, en = (f" ({set_at.nl})", f" ({set_at.en})") if set_at else ("", "")
    return Text(
        nl=f"Er is geen plan dat alles houdt wat vaststaat binnen de inspanning{nl}. Verhoog de inspanning of zet een "
        "maatregel vrij; een maatregel zonder kosten past in geen enkele inspanning.",
        en=f"No plan keeps everything that is locked within the effort{en}. Raise the effort or free a measure; a "
        "measure without a cost fits in no effort.",
    )
