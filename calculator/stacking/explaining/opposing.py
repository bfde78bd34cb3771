"""The claims that are taken to which another loses: on its own ground, and as far as the relation between the two reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.memory import Answers
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.stacking.law.pairs import Pair
from calculator.stacking.law.reach import Reach, on_land, reach
from calculator.stacking.problem.stacks import excludes
from calculator.stacking.problem.stacks.regime import Regime
from calculator.stacking.solving.outcome import Outcome

#: Sorts under which one payment loses only what the other is paid.
_OF_WHAT_IS_PAID = (RelationType.NET_OF, RelationType.HIGHEST, RelationType.SUM_CAPPED)

#: Rows by which a claim can lose to another on its ground, those of them that reach farther, and whether both are excluded.
_Facing = tuple[list[Relation], list[Relation], bool]
#: What is taken of a payment, by what another can lose to it, and whether that reaches beyond its ground.
_Opposed = tuple["_Taken", tuple[_Facing, ...], bool]
#: A claim that is taken, and the row by which another can lose to it (None of a pair that nobody has published).
Rival = tuple[Claim, Relation | None]
_FACINGS: Answers[tuple[str, str], tuple[_Facing, ...]] = Answers("facing")
#: What is taken in a year, and of it what a payment can lose to, by its ref.
_PRESENT: Answers[int, _Present] = Answers("present")
_OPPOSED: Answers[tuple[int, str], list[_Opposed]] = Answers("opposed")


def strongest(rivals: Iterable[Rival]) -> Rival | None:
    """The one that pays most; None where there is none."""
    return max(rivals, key=lambda r: (r[0].rate.expected, r[0].ref), default=None)


def on_its_ground(regime: Regime, claim: Claim, taken: Iterable[Claim]) -> list[Rival]:
    """Those of the claims taken on its own ground to which it loses."""
    return [
        (other, rows[0] if rows else None)
        for other in taken
        if other.ref != claim.ref
        for rows in [_outweighs(claim, other, _facing(regime, claim, other))]
        if rows is not None
    ]


def rivals_of(outcome: Outcome, claim: Claim) -> list[Rival]:
    """All claims that are taken to which it loses, as far as relations reach."""
    rivals = list[Rival]()
    for taken, facings, anywhere in _opposed(outcome, claim):
        for other in taken.met_on(claim.piece, anywhere=anywhere):
            near = other.piece == claim.piece or "farm" in (other.piece, claim.piece)
            for facing, far, out in facings:
                rows = facing if near else [r for r in far if reaches(r, claim, other)]
                rows = [
                    r for r in rows if not _outbids(r, claim, other) and not _takes_nothing(outcome, r, other)
                ]
                if rows or (near and out):
                    rivals.append((other, rows[0] if rows else None))
                    break
    return rivals


def reaches(row: Relation, claim: Claim, other: Claim) -> bool:
    """Whether the row works between two claims that do not lie on the same ground."""
    far = reach(row, claim, other)
    return far is Reach.FARM or (far is Reach.PARCEL and claim.place == other.place)


@dataclass(slots=True)
class _Taken:
    """Claims of one payment that are taken or held, by piece too."""

    claims: list[Claim] = field(default_factory=list)
    on: dict[str, list[Claim]] = field(default_factory=dict)

    def add(self, claims: Iterable[Claim]) -> None:
        for claim in claims:
            self.claims.append(claim)
            self.on.setdefault(claim.piece, []).append(claim)

    def met_on(self, piece: str, *, anywhere: bool) -> Sequence[Claim]:
        """Those of them that a claim on a piece can meet."""
        if anywhere or piece == "farm":
            return self.claims
        return (*self.on.get(piece, ()), *self.on.get("farm", ()))


@dataclass(slots=True)
class _Present:
    """All that is taken or held in a year, by ref in written order; and where in it stands what has a tie to others."""

    taken: Mapping[str, _Taken]
    tied: dict[object, list[int]] = field(default_factory=dict)


def _present(outcome: Outcome, year: int) -> _Present:
    taken: dict[str, _Taken] = {}
    for each in (outcome.chosen_in(year), outcome.held_in(year)):
        for ref, claims in each.items():
            taken.setdefault(ref, _Taken()).add(claims)
    found, relations = _Present(taken), outcome.built.rules[year].relations
    for at, of in enumerate(taken.values()):
        for tie in relations.ties(of.claims[0]):
            found.tied.setdefault(tie, []).append(at)
    return found


def _opposed(outcome: Outcome, claim: Claim) -> list[_Opposed]:
    """What is taken in its year of which a payment can lose to something, with by what; once for all claims of that payment."""
    known, key = outcome.memory.of(_OPPOSED), (claim.year, claim.terms.ref)
    found = known.get(key)
    if found is None:
        found = known[key] = _faced(outcome, claim)
    return found


def _faced(outcome: Outcome, claim: Claim) -> list[_Opposed]:
    year, regime = claim.year, outcome.built.rules[claim.year]
    present = outcome.memory.answer(_PRESENT, year, lambda: _present(outcome, year))
    every = tuple(present.taken.values())
    # Payments that have no tie are free of each other: a farm may have hundreds of these.
    near = {at for tie in regime.relations.ties(claim) for at in present.tied.get(tie, ())}
    others = [every[at] for at in sorted(near)]
    faced = [
        (of, _facing(regime, claim, of.claims[0])) for of in others if of.claims[0].ref != claim.terms.ref
    ]
    return [(of, facings, any(far for _, far, _ in facings)) for of, facings in faced if facings]


def _outweighs(claim: Claim, other: Claim, against: Sequence[_Facing]) -> list[Relation] | None:
    """The rows of the first side by which a claim loses to the other on the same ground."""
    for facing, _, out in against:
        rows = [row for row in facing if not _outbids(row, claim, other)]
        if rows or out:
            return rows
    return None


def _takes_nothing(outcome: Outcome, row: Relation, other: Claim) -> bool:
    """Whether the other comes to nothing, and either only what is paid of it counts under the row or it is not held either.

    It is all one to the optimum whether a payment that comes to nothing is claimed. What runs already is there all the same, and
    so is a contract for several years, which may pay in others of them.
    """
    if other.terms.value is not None or outcome.pays(other):
        return False
    stands = other.demand is not None or other.terms.term_years is not None
    return row.type in _OF_WHAT_IS_PAID or not stands


def _facing(regime: Regime, claim: Claim, other: Claim) -> tuple[_Facing, ...]:
    """By what the one can lose to the other, from either side; once for two payments under the same relations."""
    known = regime.memory.of(_FACINGS)
    key = (claim.terms.ref, other.terms.ref)
    found = known.get(key)
    if found is None:
        relations = regime.relations
        pairs = (relations.between(claim, other), relations.between(other, claim))
        parties = ((claim, other), (other, claim))
        sides = [
            (_against(pair, *of), excludes(pair, "expected")) for pair, of in zip(pairs, parties, strict=True)
        ]
        both = tuple((rows, [r for r in rows if on_land(r) is not Reach.GROUND], out) for rows, out in sides)
        found = known[key] = both if any(rows or out for rows, _, out in both) else ()
    return found


def _against(pair: Pair, one: Claim, other: Claim) -> list[Relation]:
    """The rows of a pair by which the one can lose to the other."""
    return [r for r in pair.relations if _takes(r, one, other)]


def _takes(row: Relation, one: Claim, other: Claim) -> bool:
    """Whether the row takes anything of the one beside the other: money of what pays money, points or value of an activity."""
    if row.type in (RelationType.ADDITIVE, RelationType.REQUIRES):
        return False
    pays = [c.terms.value is None for c in (one, other)]
    if row.type in (RelationType.ZERO, RelationType.REDUCED):
        return row.quantity is Quantity.ALL or (row.quantity is Quantity.MONEY) == pays[0]
    if row.type is RelationType.HIGHEST:
        return pays[0] == pays[1] and (
            row.quantity is Quantity.ALL or (row.quantity is Quantity.MONEY) == pays[0]
        )
    return all(pays) if row.type is RelationType.NET_OF else True


def _outbids(row: Relation, claim: Claim, other: Claim) -> bool:
    """Whether the claim pays more on its ground than what it would have to be outbid by."""
    if row.type is not RelationType.HIGHEST or "farm" in (claim.piece, other.piece):
        return False
    mine, its = (c.rate.expected * Fraction(c.quantity) for c in (claim, other))
    return mine > its and claim.piece == other.piece
