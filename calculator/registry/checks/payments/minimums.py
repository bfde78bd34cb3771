"""A minimum amount is held against what is claimed of the payments under it, so that nothing may take from these afterwards.

The minimum is settled where the payments for the farm meet. A cap on euros, and what a payment on land takes from one for the
farm, work on the farm as a whole and come after that: what is paid could stay below the minimum and be paid all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from calculator.domain.limit import LimitKind
from calculator.domain.period import Period
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.domain.scheme import Level, Text
from calculator.registry.draft import Draft, LimitFile
from calculator.registry.files.problem import RuleProblem
from calculator.stacking.law.pairs import selects

#: Types by which a payment on side a loses euros to side b, and those by which either does.
_FROM_A = (RelationType.ZERO, RelationType.REDUCED, RelationType.NET_OF)
_FROM_EITHER = (RelationType.HIGHEST, RelationType.SUM_CAPPED)


@dataclass(frozen=True, slots=True)
class _Paid:
    """A payment of a version of a scheme: its names, and when it holds."""

    ref: str
    scheme: str
    groups: tuple[str, ...]
    legal_basis: str
    on_land: bool
    period: Period

    def named_by(self, selectors: Iterable[str]) -> bool:
        return any(selects(s, self.ref, self.scheme, self.groups) for s in selectors)


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Caps on euros over payments under a minimum, and relations by which these lose euros to a payment on land."""
    payments = list(_payments(draft))
    limits = list(draft.standing_limits())
    for file in limits:
        if file.limit.kind is LimitKind.MINIMUM_TOTAL:
            under = [
                p
                for p in payments
                if p.named_by(file.limit.payments) and p.period.overlaps(file.limit.validity)
            ]
            yield from _capped(file, under, limits)
            yield from _cut(draft, file, under, [p for p in payments if p.on_land])


def _payments(draft: Draft) -> Iterator[_Paid]:
    for file in draft.standing_schemes():
        scheme = file.scheme
        for p in scheme.payments:
            basis = p.legal_basis or scheme.legal_basis
            on_land = p.level is Level.UNIT
            yield _Paid(f"{scheme.id}#{p.id}", scheme.id, p.groups, basis, on_land, scheme.validity)


def _capped(minimum: LimitFile, under: list[_Paid], limits: list[LimitFile]) -> Iterator[RuleProblem]:
    for file in limits:
        cap = file.limit
        if cap.kind is not LimitKind.AMOUNT_CAP or not cap.validity.overlaps(minimum.limit.validity):
            continue
        counted = [p for p in under if p.named_by(cap.payments) or p.legal_basis in cap.legal_bases]
        if counted:
            said = Text(
                nl=f"telt `{counted[0].ref}`, die ook onder het minimumbedrag `{minimum.limit.id}` valt: dat wordt aan "
                "het gevraagde bedrag getoetst, vóór dit plafond",
                en=f"counts `{counted[0].ref}`, which is under the minimum amount `{minimum.limit.id}` too: that is held "
                "against what is claimed, before this cap",
            )
            remedy = Text(
                nl="geef de betaling een eigen `cap`, of noem haar in één van beide",
                en="give the payment a `cap` of its own, or name it in one of the two",
            )
            yield RuleProblem(file.file, file.row.line, said, remedy)


def _cut(draft: Draft, minimum: LimitFile, under: list[_Paid], on_land: list[_Paid]) -> Iterator[RuleProblem]:
    for row in draft.standing_relations():
        relation = row.relation
        if not relation.validity.overlaps(minimum.limit.validity):
            continue
        for loses, takes in _losing(relation):
            lost = next((p for p in under if p.named_by((loses,))), None)
            taking = next(
                (p for p in on_land if p.named_by((takes,)) and p.period.overlaps(relation.validity)), None
            )
            if lost is not None and taking is not None:
                said = Text(
                    nl=f"`{relation.type}`: `{lost.ref}` verliest aan `{taking.ref}` op land, en valt onder het "
                    f"minimumbedrag `{minimum.limit.id}`: dat wordt daarvóór getoetst",
                    en=f"`{relation.type}`: `{lost.ref}` loses to `{taking.ref}` on land, and is under the minimum amount "
                    f"`{minimum.limit.id}`: that is tested before it",
                )
                remedy = Text(
                    nl="schrijf `exclusive`, of noem de betaling niet in het minimumbedrag",
                    en="write `exclusive`, or leave the payment out of the minimum amount",
                )
                yield RuleProblem(row.file, row.line, said, remedy)
                break


def _losing(relation: Relation) -> Iterator[tuple[str, str]]:
    """The side that loses euros by the relation, and to which."""
    if relation.quantity not in (Quantity.MONEY, Quantity.ALL):
        return
    if relation.type in (*_FROM_A, *_FROM_EITHER):
        yield relation.a, relation.b
    if relation.type in _FROM_EITHER:
        yield relation.b, relation.a
