"""What a claim rests on by ``requires``: whether that can be claimed within reach, and whether it is taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from calculator.domain.claim import Claim
from calculator.domain.memory import Answers, Once
from calculator.domain.relation import Relation
from calculator.stacking.explaining.limiting import unreached
from calculator.stacking.law.pairs import selects
from calculator.stacking.law.reach import Reach, on_land
from calculator.stacking.solving.outcome import Outcome

#: Whether something can be claimed, and whether it is taken.
_Found = tuple[bool, bool]
_BY_YEAR: Once[dict[int, list[Claim]]] = Once("claims by year")
_CARRIERS: Answers[tuple[int, int], _Carriers] = Answers("carriers")


@dataclass(slots=True)
class _Carriers:
    """What may carry others by a row in one year, each with whether it is taken: everywhere by ref, and where it lies."""

    by_ref: dict[str, bool] = field(default_factory=dict)
    on_piece: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)
    on_place: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)

    def add(self, claim: Claim, *, taken: bool) -> None:
        self.by_ref[claim.ref] = taken or self.by_ref.get(claim.ref, False)
        self.on_piece.setdefault(claim.piece, []).append((claim.ref, taken))
        self.on_place.setdefault(claim.place, []).append((claim.ref, taken))

    def carry(self, claim: Claim, how_far: Reach) -> _Found:
        """Of the claim; on land as far as the row reaches there, and always what is of the farm."""
        if claim.piece == "farm" or how_far is Reach.FARM:
            # Between two claims on the farm itself and where one of both is, a relation reaches the whole farm.
            return _of_others(claim, self.by_ref.items())
        near = (
            self.on_piece.get(claim.piece, ())
            if how_far is Reach.GROUND
            else self.on_place.get(claim.place, ())
        )
        return _of_others(claim, [*near, *self.on_piece.get("farm", ())])


def bases_of(outcome: Outcome, claim: Claim) -> list[tuple[Relation, bool, bool]]:
    """Per ``requires`` of the claim: whether what it rests on can be claimed within reach, and whether it is taken."""
    return [
        (row, *_carriers(outcome, row, claim.year).carry(claim, on_land(row)))
        for row in outcome.built.rules[claim.year].relations.needing
        if selects(row.a, claim.ref, claim.scheme, claim.groups)
    ]


def _carriers(outcome: Outcome, row: Relation, year: int) -> _Carriers:
    """What may carry others by a row, found once for all claims of a year: rows are kept by the rules."""

    def work() -> _Carriers:
        found = _Carriers()
        for base in _in_year(outcome, year):
            if selects(row.b, base.ref, base.scheme, base.groups):
                found.add(base, taken=id(base) in outcome.taken and not unreached(outcome, base))
        return found

    return outcome.memory.answer(_CARRIERS, (id(row), year), work)


def _in_year(outcome: Outcome, year: int) -> Sequence[Claim]:
    def work() -> dict[int, list[Claim]]:
        found: dict[int, list[Claim]] = {}
        for claim in outcome.years.claims:
            found.setdefault(claim.year, []).append(claim)
        return found

    return outcome.memory.once(_BY_YEAR, work).get(year, ())


def _of_others(claim: Claim, carriers: Iterable[tuple[str, bool]]) -> _Found:
    others = [taken for ref, taken in carriers if ref != claim.ref]
    return bool(others), any(others)
