"""Plans of a decision: which multi-year claims are on over the whole horizon, and which switches on a whole parcel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from calculator.domain.claim import Claim
from calculator.stacking.law.pairs import Relations
from calculator.stacking.law.reach import whole_parcel
from calculator.stacking.problem.decisions.ground import Decision
from calculator.stacking.problem.stacks import excludes
from calculator.stacking.problem.stacks.regime import Regime

#: More plans than this on one piece of land are refused.
MOST_PLANS = 4096

#: The piece (or nothing, for the whole parcel) and the ref that a plan switches.
Key = tuple[str, str]


class TooManyPlansError(ValueError):
    """More combinations of claims in one decision than can be worked out; ``place`` says where, ``ref`` and ``year`` are of its
    first claim, and ``others`` is of how many other payments it is.
    """

    def __init__(self, place: str, ref: str, year: int, others: int = 0) -> None:
        super().__init__(place, ref, year)
        self.place, self.ref, self.year, self.others = place, ref, year, others

    def at(self, place: str) -> TooManyPlansError:
        """The same of a place by another name."""
        return TooManyPlansError(place, self.ref, self.year, self.others)

    @classmethod
    def of(cls, decision: Decision) -> TooManyPlansError:
        """That this decision has too many."""
        every = [claim for members in decision.claims.values() for claim in members]
        return cls(every[0].place, every[0].ref, every[0].year, len({c.ref for c in every}) - 1)


def parcel_year(decision: Decision) -> bool:
    """Whether it is a whole parcel in one year: what takes value on it may then be claimed on as much of its ground as pays."""
    return bool(decision.switches) and len(decision.claims) == 1


def plan_keys(decision: Decision) -> list[Key]:
    """What a plan switches: multi-year claims per piece, and switching refs for the whole parcel."""
    keys = {key_of(claim, decision) for members in decision.claims.values() for claim in members}
    return sorted(key for key in keys if key is not None)


def key_of(claim: Claim, decision: Decision) -> Key | None:
    """The key that switches the claim; None where no plan says whether it is on.

    A commitment on ground that is certain lies there in its own years, whatever new claims of its payment a plan holds.
    """
    if claim.ref in decision.switches:
        return "", claim.mark
    if parcel_year(decision):
        # In one year nothing is on for longer: land is divided as that of yearly payments.
        return None
    if claim.commitment is not None and decision.switches:
        # A plan of a whole parcel is on or off; how much of a commitment lies where is for its cells.
        return None
    if claim.multi_year and not claim.forced and claim.piece != "farm":
        return claim.piece, claim.mark
    return None


def _of_one_year(decision: Decision, keys: list[Key], relations: Relations) -> list[frozenset[Key]]:
    """The plans of a whole parcel in one year, fuller ones first: for each set of activities that keep their value all that
    takes nothing of these. Of what is on as much is claimed as pays, anywhere on the parcel.
    """
    (members,) = decision.claims.values()
    forced = {k for c in members if (c.forced or c.commitment) and (k := key_of(c, decision)) is not None}
    takes: dict[str, set[Key]] = {}
    for a in members:
        for b in members:
            if b.ref in decision.switches and any(map(whole_parcel, relations.between(a, b).relations)):
                takes.setdefault(a.ref, set()).add(("", b.mark))
    found = [
        frozenset(keys).difference(*(takes[ref] for ref in kept))
        for size in range(len(takes) + 1)
        for kept in combinations(sorted(takes), size)
    ]
    return [plan for plan in dict.fromkeys(found) if plan >= forced]


def plans(
    decision: Decision, keys: list[Key], rules: Mapping[int, Regime], reading: str
) -> tuple[list[frozenset[Key]], bool]:
    """Every plan without a clash, fuller ones first, and whether a clash is only assumed of an unpublished pair."""
    if parcel_year(decision):
        (year,) = decision.claims
        return _of_one_year(decision, keys, rules[year].relations), False
    samples: dict[Key, list[Claim]] = {key: [] for key in keys}
    for members in decision.claims.values() if keys else ():
        for claim in members:
            key = key_of(claim, decision)
            if key is not None:
                samples[key].append(claim)
    forced = {key for key in keys if any(c.forced or (c.commitment and not key[0]) for c in samples[key])}
    clashes, unknown = set[tuple[Key, Key]](), False
    for at, b in enumerate(keys):
        for a in keys[:at]:
            if not a[0] and any(c.commitment for c in (*samples[a], *samples[b])):
                continue
            clashing, unsure = clash(samples[a], samples[b], rules, reading)
            unknown = unknown or unsure
            if clashing:
                clashes.add((a, b))
    found: list[frozenset[Key]] = []
    for plan in _walk(keys, clashes, forced, ()):
        if len(found) == MOST_PLANS:
            raise TooManyPlansError.of(decision)
        found.append(plan)
    return found, unknown


def _walk(
    keys: list[Key], clashes: set[tuple[Key, Key]], forced: set[Key], held: tuple[Key, ...], at: int = 0
) -> Iterator[frozenset[Key]]:
    if at == len(keys):
        yield frozenset(held)
        return
    if not any((other, keys[at]) in clashes for other in held):
        yield from _walk(keys, clashes, forced, (*held, keys[at]), at + 1)
    if keys[at] not in forced:
        yield from _walk(keys, clashes, forced, held, at + 1)


def clash(
    ones: Sequence[Claim], others: Sequence[Claim], rules: Mapping[int, Regime], reading: str
) -> tuple[bool, bool]:
    """Whether two multi-year claims exclude each other on one piece in a year; whether a pair is unpublished."""
    unknown = False
    for x in ones:
        for y in others:
            if x.year == y.year and x.piece == y.piece:
                found, unsure = apart(x, y, rules, x.year, reading)
                unknown = unknown or unsure
                if found:
                    return True, unknown
    return False, unknown


def apart(x: Claim, y: Claim, rules: Mapping[int, Regime], year: int, reading: str) -> tuple[bool, bool]:
    """Whether two claims on one piece may not stand beside each other by the rules of a year; whether that is unpublished.

    One that is held in the year counts as any other, whether or not something can be claimed of it there.
    """
    if x.ref == y.ref:
        return True, False
    if year not in rules:
        return False, False
    relations = rules[year].relations
    pairs = (relations.between(x, y), relations.between(y, x))
    return any(excludes(pair, reading) for pair in pairs), any(pair.unknown for pair in pairs)


def kept_off(
    held: Sequence[Claim], others: Sequence[Claim], rules: Mapping[int, Regime], year: int, reading: str
) -> tuple[list[Claim], bool]:
    """What contracts keep off their ground that are ``held`` in a year without a claim; whether a pair is unpublished."""
    found, unknown = list[Claim](), False
    for claim in others:
        # What runs already under the same payment follows its own course.
        meeting = [c for c in held if c.piece == claim.piece and c.ref != claim.ref]
        said = [apart(contract, claim, rules, year, reading) for contract in meeting]
        unknown = unknown or any(unsure for _, unsure in said)
        if any(out for out, _ in said):
            found.append(claim)
    return found, unknown
