"""What stops a claim: another payment, the absence of one that it needs, or the limit that it would break."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.relation import Relation, RelationType
from calculator.stacking.explaining.causes import Cause
from calculator.stacking.explaining.limiting import broken_most, filled, limited, still_there, too_little
from calculator.stacking.explaining.opposing import Rival, on_its_ground, rivals_of, strongest
from calculator.stacking.explaining.resting import bases_of
from calculator.stacking.problem.stacks.regime import Regime
from calculator.stacking.solving.outcome import Outcome

#: Sorts under which nothing is left of one of two.
_NOTHING_LEFT = (RelationType.EXCLUSIVE, RelationType.UNKNOWN, RelationType.HIGHEST)


def outbid(regime: Regime, claim: Claim, taken: Iterable[Claim]) -> Cause | None:
    """The cause of a claim that loses to one of those that are taken on its own ground; None where none bears on it."""
    rival = strongest(on_its_ground(regime, claim, taken))
    return None if rival is None else _relation(rival[1], rival[0].ref)


def still_outbid(regime: Regime, claim: Claim, taken: Iterable[Claim], cause: Cause | None) -> bool:
    """Whether the cause of another year, as ``outbid`` told it, is that of this one too."""
    return _same(on_its_ground(regime, claim, taken), cause)


def _same(rivals: Sequence[Rival], cause: Cause | None) -> bool:
    """Whether a claim with these rivals is kept out by the cause; by none where none of them leaves nothing of it."""
    if cause is not None and cause.because == "relation":
        return any(other.ref == cause.lost_to for other, _ in rivals)
    rival = strongest(rivals)
    return rival is None or _may_leave_room(rival[1])


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
    bases = bases_of(outcome, claim)
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


def _lost_to(rival: Rival) -> Cause:
    other, row = rival
    return _relation(row, other.ref, under_contract=other.demand is not None)


def still_stopped(outcome: Outcome, claim: Claim, cause: Cause, cut: Mapping[int, str]) -> bool:
    """Whether the cause of another year is that of this one too; ``cut`` says which limit cut a claim."""
    own, beside = cause.under_contract and cause.lost_to == claim.ref, _beside_its_contract(outcome, claim)
    if own or beside:
        return own and beside
    if cause.relation is RelationType.REQUIRES:
        return any(row.b == cause.lost_to and not taken for row, _, taken in bases_of(outcome, claim))
    if cause.because == "limit" and not still_there(outcome, cause, claim):
        return False
    if cause.because == "better_total" and _held_back(outcome, claim, cut):
        return False
    return _same(rivals_of(outcome, claim), cause)


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
    return too_little(outcome, claim) is not None or not all(taken for *_, taken in bases_of(outcome, claim))


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


def _rival(outcome: Outcome, claim: Claim) -> Rival | None:
    """The strongest claim taken that excludes or outbids this one, as far as the relation between them reaches."""
    return strongest(rivals_of(outcome, claim))
