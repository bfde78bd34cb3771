"""What stops a claim: another payment, the absence of one that it needs, or the limit that it would break."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.memory import Answers
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.stacking.explaining.causes import Cause
from calculator.stacking.explaining.limiting import (
    broken_most,
    filled,
    limited,
    still_there,
    too_little,
    unreached,
)
from calculator.stacking.law.pairs import Pair, selects
from calculator.stacking.law.reach import Reach, on_land, reach
from calculator.stacking.problem.stacks import excludes
from calculator.stacking.problem.stacks.regime import Regime
from calculator.stacking.solving.outcome import Outcome

#: Sorts under which nothing is left of one of two.
_NOTHING_LEFT = (RelationType.EXCLUSIVE, RelationType.UNKNOWN, RelationType.HIGHEST)
#: Sorts under which one payment loses only what the other is paid.
_OF_WHAT_IS_PAID = (RelationType.NET_OF, RelationType.HIGHEST, RelationType.SUM_CAPPED)
_FACINGS: Answers[tuple[str, str], tuple[_Facing, ...]] = Answers("facing")

#: Rows by which a claim can lose to another on its ground, those of them that reach farther, and whether both are excluded.
_Facing = tuple[list[Relation], list[Relation], bool]
#: A claim that is taken, and the row by which another can lose to it (None of a pair that nobody has published).
_Rival = tuple[Claim, Relation | None]


def outbid(regime: Regime, claim: Claim, taken: Iterable[Claim]) -> Cause | None:
    """The cause of a claim that loses to one of those that are taken on its own ground; None where none bears on it."""
    strongest = _strongest(_on_its_ground(regime, claim, taken))
    return None if strongest is None else _relation(strongest[1], strongest[0].ref)


def still_outbid(regime: Regime, claim: Claim, taken: Iterable[Claim], cause: Cause | None) -> bool:
    """Whether the cause of another year, as ``outbid`` told it, is that of this one too."""
    return _same(_on_its_ground(regime, claim, taken), cause)


def _on_its_ground(regime: Regime, claim: Claim, taken: Iterable[Claim]) -> list[_Rival]:
    return [
        (other, rows[0] if rows else None)
        for other in taken
        if other.ref != claim.ref
        for rows in [_outweighs(claim, other, _facing(regime, claim, other))]
        if rows is not None
    ]


def _strongest(rivals: Iterable[_Rival]) -> _Rival | None:
    return max(rivals, key=lambda r: (r[0].rate.expected, r[0].ref), default=None)


def _same(rivals: Sequence[_Rival], cause: Cause | None) -> bool:
    """Whether a claim with these rivals is kept out by the cause; by none where none of them leaves nothing of it."""
    if cause is not None and cause.because == "relation":
        return any(other.ref == cause.lost_to for other, _ in rivals)
    strongest = _strongest(rivals)
    return strongest is None or _may_leave_room(strongest[1])


def _outweighs(claim: Claim, other: Claim, against: Sequence[_Facing]) -> list[Relation] | None:
    """The rows of the first side by which a claim loses to the other on the same ground."""
    for facing, _, out in against:
        rows = [row for row in facing if not _outbids(row, claim, other)]
        if rows or out:
            return rows
    return None


def stopped_by(
    outcome: Outcome,
    claim: Claim,
    lost: Fraction | None,
    alone: Mapping[int, Fraction],
    broken: Callable[[], Mapping[int, Fraction]],
    cut: Mapping[int, str],
) -> Cause:
    """The cause, of one that cannot be first.

    ``lost`` is what forcing the claim in costs, None where that cannot be or is not known; ``alone`` says which rows keep it out
    whatever else is chosen, ``broken`` which rows forcing it in would break beside all that is chosen, each by how much; ``cut``
    which limit cut a claim.
    """
    if _beside_its_contract(outcome, claim):
        return Cause("relation", claim.ref, relation=RelationType.EXCLUSIVE, under_contract=True)
    bases = _bases(outcome, claim)
    needs = next((row for row, found, _ in bases if not found), None)
    if needs is not None:
        return _relation(needs, needs.b)
    limit = broken_most(outcome, alone) or too_little(outcome, claim)
    rival = None if limit else _rival(outcome, claim)
    if rival is None or _leaves_room(rival[1], lost):
        limit = limit or limited(outcome, claim, broken(), cut)
    if limit is not None:
        return limit
    if rival is not None:
        return _lost_to(rival)
    needs = next((row for row, _, taken in bases if not taken), None)
    if needs is not None:
        return _relation(needs, needs.b)
    return filled(outcome, claim) or Cause("better_total")


def kept_off(outcome: Outcome, claim: Claim) -> Cause | None:
    """What a contract would keep off its ground in a year in which it is held and nothing can be claimed of it."""
    rival = _rival(outcome, claim)
    return None if rival is None else _lost_to(rival)


def _lost_to(rival: _Rival) -> Cause:
    other, row = rival
    return _relation(row, other.ref, under_contract=other.demand is not None)


def still_stopped(outcome: Outcome, claim: Claim, cause: Cause, cut: Mapping[int, str]) -> bool:
    """Whether the cause of another year is that of this one too; ``cut`` says which limit cut a claim."""
    own, beside = cause.under_contract and cause.lost_to == claim.ref, _beside_its_contract(outcome, claim)
    if own or beside:
        return own and beside
    if cause.relation is RelationType.REQUIRES:
        return any(row.b == cause.lost_to and not taken for row, _, taken in _bases(outcome, claim))
    if cause.because == "limit" and not still_there(outcome, cause, claim):
        return False
    if cause.because == "better_total" and _held_back(outcome, claim, cut):
        return False
    return _same(_rivals(outcome, claim), cause)


def _beside_its_contract(outcome: Outcome, claim: Claim) -> bool:
    """Whether a payment for the farm runs under contract, so that nothing of it is added: by name it is excluded by itself."""
    if claim.piece != "farm" or claim.demand is not None:
        return False
    mine = outcome.chosen_in(claim.year).get(claim.ref, ())
    return any(other.demand is not None and other.piece == "farm" for other in mine)


def _held_back(outcome: Outcome, claim: Claim, cut: Mapping[int, str]) -> bool:
    """Whether a limit, or that what it needs is not there, keeps the claim out in its own year."""
    if limited(outcome, claim, {}, cut) is not None or filled(outcome, claim) is not None:
        return True
    return too_little(outcome, claim) is not None or not all(taken for *_, taken in _bases(outcome, claim))


def _may_leave_room(row: Relation | None) -> bool:
    """Whether a claim can be paid something beside what the row gives way to."""
    return row is not None and row.type not in _NOTHING_LEFT


def _leaves_room(row: Relation | None, lost: Fraction | None) -> bool:
    """Whether the claim could be paid something beside its rival, so that a limit that is full is what keeps it out."""
    if row is None or not _may_leave_room(row):
        return False
    return lost is None or (lost == 0 and row.type is RelationType.REDUCED)


def _relation(row: Relation | None, lost_to: str, *, under_contract: bool = False) -> Cause:
    if row is None:
        return Cause("relation", lost_to, under_contract=under_contract)
    return Cause("relation", lost_to, row.source, row.source.article, row.type, under_contract)


def _reaches(row: Relation, claim: Claim, other: Claim) -> bool:
    far = reach(row, claim, other)
    return far is Reach.FARM or (far is Reach.PARCEL and claim.place == other.place)


def _rival(outcome: Outcome, claim: Claim) -> _Rival | None:
    """The strongest claim taken that excludes or outbids this one, as far as the relation between them reaches."""
    return _strongest(_rivals(outcome, claim))


def _rivals(outcome: Outcome, claim: Claim) -> list[_Rival]:
    regime, rivals = outcome.built.rules[claim.year], list[_Rival]()
    key = (claim.year, claim.terms.ref)
    opposed = outcome.opposed.get(key)
    if opposed is None:
        here, held = outcome.chosen_in(claim.year), outcome.held_in(claim.year)
        present = {ref: [*here.get(ref, ()), *held.get(ref, ())] for ref in (*here, *held)}
        chosen = [of for ref, of in present.items() if ref != claim.terms.ref]
        faced = [(of, _facing(regime, claim, of[0])) for of in chosen]
        opposed = outcome.opposed[key] = [_Opposed(of, against) for of, against in faced if against]
    for each in opposed:
        for other in each.met_on(claim.piece):
            near = other.piece == claim.piece or "farm" in (other.piece, claim.piece)
            for facing, far, out in each.against:
                rows = facing if near else [r for r in far if _reaches(r, claim, other)]
                rows = [
                    r for r in rows if not _outbids(r, claim, other) and not _takes_nothing(outcome, r, other)
                ]
                if rows or (near and out):
                    rivals.append((other, rows[0] if rows else None))
                    break
    return rivals


def _takes_nothing(outcome: Outcome, row: Relation, other: Claim) -> bool:
    """Whether the other comes to nothing, and either only what is paid of it counts under the row or it is not held either.

    It is all one to the optimum whether a payment that comes to nothing is claimed. What runs already is there all the same, and
    so is a contract for several years, which may pay in others of them.
    """
    if other.terms.value is not None or outcome.pays(other):
        return False
    stands = other.demand is not None or other.terms.term_years is not None
    return row.type in _OF_WHAT_IS_PAID or not stands


class _Opposed:
    """Claims of one payment that are taken, by piece too, and by what another payment can lose to them."""

    def __init__(self, taken: Sequence[Claim], against: tuple[_Facing, ...]) -> None:
        self.taken, self.against = taken, against
        self.anywhere = any(far for _, far, _ in against)
        self.on: dict[str, list[Claim]] = {}
        for claim in taken:
            self.on.setdefault(claim.piece, []).append(claim)

    def met_on(self, piece: str) -> Sequence[Claim]:
        """Those of them that a claim on a piece can meet."""
        if self.anywhere or piece == "farm":
            return self.taken
        return (*self.on.get(piece, ()), *self.on.get("farm", ()))


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


def _bases(outcome: Outcome, claim: Claim) -> list[tuple[Relation, bool, bool]]:
    """Per ``requires`` of the claim: whether what it rests on can be claimed within reach, and whether it is taken."""
    found: list[tuple[Relation, bool, bool]] = []
    for row in outcome.built.rules[claim.year].relations.needing:
        if selects(row.a, claim.ref, claim.scheme, claim.groups):
            within = [c for c in outcome.years.claims if c.year == claim.year and _carries(row, claim, c)]
            granted = any(id(c) in outcome.taken and not unreached(outcome, c) for c in within)
            found.append((row, bool(within), granted))
    return found


def _carries(row: Relation, claim: Claim, base: Claim) -> bool:
    if base.ref == claim.ref or not selects(row.b, base.ref, base.scheme, base.groups):
        return False
    return base.piece == claim.piece or _reaches(row, claim, base)
