"""Every compatible set of claims on one land unit, with what it contributes per unit of quantity.

All that is not linear on one hectare is settled here, exactly: highest-of, points without value, net-of, shared caps,
the ceilings per hectare. A stack is a frozen set of claims with the money of each claim after those rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.quantity import M2_PER_HA, Unit
from calculator.domain.quickly import made_quickly
from calculator.domain.relation import Relation, RelationType
from calculator.stacking.law.pairs import Pair, Relations, selects
from calculator.stacking.law.reach import whole_parcel
from calculator.stacking.problem.stacks import between
from calculator.stacking.problem.stacks.forms import Form, excludes, same_payment

_ZERO = Fraction(0)


@made_quickly
@dataclass(frozen=True, slots=True)
class Ground:
    """The claims on one unit in one year that bear on each other, with their pairs and the ceilings that apply.

    ``reading`` is low, expected or high; unknown pairs exclude each other unless the reading is high. ``ceilings`` cut
    the money of stacks; ``elsewhere`` are claims made elsewhere on the parcel. Claims whose ref is in ``minimum_of`` pay
    nothing unless together they reach ``minimum`` cents. ``freed`` are ``requires`` rows that reach farther than this unit.
    """

    claims: tuple[Claim, ...]
    relations: Relations
    reading: str
    ceilings: tuple[Ceiling, ...] = ()
    elsewhere: tuple[Claim, ...] = ()
    minimum: Fraction | None = None
    minimum_of: frozenset[str] = frozenset()
    freed: frozenset[str] = frozenset()


#: Hectares in one unit of what is paid by area; how much ground a metre or a piece covers, a payment does not say.
HECTARES = {Unit.HECTARE: Fraction(1), Unit.SQUARE_METRE: 1 / Fraction(M2_PER_HA)}


@dataclass(frozen=True, slots=True)
class Ceiling:
    """At most ``cents`` per hectare for the claims of ``bases``, which claims of ``counts`` fill first.

    With ``share`` instead that part of what the measure costs, where the cost is known.
    """

    limit: str
    bases: frozenset[str]
    counts: frozenset[str]
    cents: Mapping[str, Fraction]
    share: Fraction | None = None

    def most(self, claim: Claim) -> Fraction | None:
        """Cents per hectare of the ground of a claim; none for the farm as a whole, which lies on no crop group.

        Ground of an element bears no crop: the lowest figure holds there (other land use in Regulation 2022/2472, 34(15)).
        """
        if claim.piece == "farm":
            return None
        if claim.land_class is None:
            return min(self.cents.values(), default=None)
        return self.cents.get(claim.land_class)


@made_quickly
@dataclass(frozen=True, slots=True)
class Stack:
    """A compatible set: claims, and per claim (same order) cents, points per goal and value per unit of quantity.

    ``cut`` says what ceilings took: the claim's place in ``claims``, the limit, and cents per unit. ``beside`` are payments that
    take a share of it in decisions of their own.
    """

    claims: tuple[Claim, ...]
    money: tuple[Fraction, ...]
    points: tuple[Mapping[str, Fraction], ...]
    value: tuple[Fraction, ...]
    cut: tuple[tuple[int, str, Fraction], ...] = ()
    beside: frozenset[str] = frozenset()

    def of(self, claims: tuple[Claim, ...]) -> Stack:
        """The same stack of other claims on the same terms."""
        return Stack(claims, self.money, self.points, self.value, self.cut, self.beside)

    def alone(self, nth: int) -> Stack:
        """What one of its claims brings in it."""
        cut = tuple([(0, limit, cents) for at, limit, cents in self.cut if at == nth])
        return Stack(
            self.claims[nth : nth + 1],
            (self.money[nth],),
            (self.points[nth],),
            (self.value[nth],),
            cut,
            self.beside,
        )


def parts(
    claims: Sequence[Claim],
    relations: Relations,
    ceilings: Sequence[Ceiling],
    together: frozenset[str] = frozenset(),
) -> list[list[int]]:
    """Indices of claims in groups that do not bear on each other: no relation, ceiling or cost joins them."""
    leader = list(range(len(claims)))

    def find(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    def join(i: int, j: int) -> None:
        leader[find(j)] = find(i)

    for i, a in enumerate(claims):
        for j in range(i + 1, len(claims)):
            b = claims[j]
            joined = same_payment(a, b) or (a.ref in together and b.ref in together)
            joined = joined or _shares_cost(a, b) or _bears(relations.between(a, b))
            if joined or _bears(relations.between(b, a)):
                join(i, j)
    for ceiling in (x for x in ceilings if x.share is None):
        # What is paid by the metre or the piece, or for the farm, no ceiling per hectare joins with others.
        land = [(i, c) for i, c in enumerate(claims) if c.unit in HECTARES and c.piece != "farm"]
        under = [i for i, c in land if c.legal_basis in ceiling.bases]
        filling = [i for i, c in land if c.legal_basis in ceiling.counts]
        for i in (*under[1:], *(filling if under else [])):
            join(under[0], i)
    grouped: dict[int, list[int]] = {}
    for i in range(len(claims)):
        grouped.setdefault(find(i), []).append(i)
    return sorted(grouped.values())


def _bears(pair: Pair) -> bool:
    return pair.unknown or any(r.type is not RelationType.ADDITIVE for r in pair.relations)


def _shares_cost(a: Claim, b: Claim) -> bool:
    return bool({m for m, _ in a.costs} & {m for m, _ in b.costs})


def stacks(ground: Ground, of: Form) -> Iterator[Stack]:
    """All compatible sets, running commitments always in; deterministic, fuller sets first.

    ``of`` is the form of the claims: which of them may rest together.
    """
    claims = ground.claims
    bases = {c.legal_basis for c in claims}
    ground = replace(ground, ceilings=tuple(x for x in ground.ceilings if not bases.isdisjoint(x.bases)))
    for held in of.held:
        found = _settled(ground, tuple([claims[i] for i in held]), of)
        if found is not None:
            yield found


def _settled(ground: Ground, held: tuple[Claim, ...], of: Form) -> Stack | None:
    """What a set pays; None where something in it, or elsewhere, rests on what stays below the minimum and is not granted."""
    money = [c.rate.reading(ground.reading) for c in held]
    points: list[Mapping[str, Fraction]] = [c.points for c in held]
    value = [c.value or _ZERO for c in held]
    if not of.apart:
        between.settle(ground.relations, held, money, points, value)
    _whole_parcel(ground, held, value)
    cut = under_ceilings(ground.ceilings, held, money)
    if _below_minimum(ground, held, money):
        return None
    return Stack(held, tuple(money), tuple(points), tuple(value), cut)


def _whole_parcel(ground: Ground, held: tuple[Claim, ...], value: list[Fraction]) -> None:
    """The text of 2023 of article 26(3): the same action under ANLb anywhere on the parcel takes the value of all of it."""
    for i, a in enumerate(held):
        for b in ground.elsewhere:
            for row in ground.relations.between(a, b).relations:
                if whole_parcel(row):
                    value[i] = _ZERO


def _below_minimum(ground: Ground, held: tuple[Claim, ...], money: list[Fraction]) -> bool:
    """Whether what stays below the minimum, and pays nothing, is asked by a payment that is not under it."""
    if ground.minimum is None:
        return False
    under = [i for i, c in enumerate(held) if c.ref in ground.minimum_of]
    paid, whole = 0, 1
    for i in under:
        much, parts = held[i].quantity.as_integer_ratio()
        parts *= money[i].denominator
        if parts == whole:
            paid += money[i].numerator * much
        else:
            paid, whole = paid * parts + money[i].numerator * much * whole, whole * parts
        if paid * ground.minimum.denominator >= ground.minimum.numerator * whole:
            return False
    for i in under:
        money[i] = _ZERO
    return any(_rests_on(ground, held, frozenset(under), row) for row in ground.relations.needing)


def _rests_on(ground: Ground, held: tuple[Claim, ...], under: frozenset[int], row: Relation) -> bool:
    bases = {i for i, c in enumerate(held) if selects(row.b, c.ref, c.scheme, c.groups)}
    if not bases or not bases <= under:
        return False
    asks = (i for i, c in enumerate(held) if selects(row.a, c.ref, c.scheme, c.groups))
    return row.id in ground.freed or any(i not in under for i in asks)


def _under_costs(
    ceiling: Ceiling, share: Fraction, held: Sequence[Claim], money: list[Fraction]
) -> Iterator[tuple[int, str, Fraction]]:
    """All public money on the costs of one measure: what fills the ceiling first, then the others in written order.

    Everything is a part of the cost, so that payments per hectare and per metre meet in one measure.
    """
    for measure in sorted({m for c in held for m, _ in c.costs}):
        mine = [(i, c.legal_basis, cost) for i, c in enumerate(held) for m, cost in c.costs if m == measure]
        filled = sum((money[i] / cost for i, basis, cost in mine if basis in ceiling.counts and cost), _ZERO)
        room = max(_ZERO, share - filled)
        for i, basis, cost in mine:
            if basis not in ceiling.bases:
                continue
            if money[i] > room * cost:
                yield i, ceiling.limit, money[i] - room * cost
                money[i] = room * cost
            room -= money[i] / cost if cost else _ZERO


def under_ceilings(
    ceilings: Iterable[Ceiling], held: Sequence[Claim], money: list[Fraction]
) -> tuple[tuple[int, str, Fraction], ...]:
    """Cut ``money`` (cents per unit of each claim held) to what the ceilings leave, and say what each took of which claim."""
    cut: list[tuple[int, str, Fraction]] = []
    for ceiling in ceilings:
        if ceiling.share is not None:
            cut += _under_costs(ceiling, ceiling.share, held, money)
            continue
        land = [(i, c.legal_basis, HECTARES[c.unit]) for i, c in enumerate(held) if c.unit in HECTARES]
        under = [(i, size) for i, basis, size in land if basis in ceiling.bases]
        most = ceiling.most(held[under[0][0]]) if under else None
        if most is None:
            continue
        filled = sum((money[i] / size for i, basis, size in land if basis in ceiling.counts), _ZERO)
        room = max(_ZERO, most - filled)
        for i, size in under:
            if money[i] > room * size:
                cut.append((i, ceiling.limit, money[i] - room * size))
                money[i] = room * size
            room -= money[i] / size
    return tuple(cut)


__all__ = ["HECTARES", "Ceiling", "Ground", "Stack", "excludes", "parts", "stacks", "under_ceilings"]
