"""Relations between claims that do not lie on the same ground: for the farm and on land, or anywhere on a parcel or farm.

Each becomes rows of the farm problem, with two sorts of blocks of its own where rows alone cannot say it:

- a *choice*, whole: which of two payments may be claimed, or whether one is claimed at all while the other is;
- a *deduction*, divisible: what one payment loses because of the other. It costs what it takes away, and of money rows keep it
  at what is asked, since it leaves room under caps and in rows after it.

``exclusive``: one of the two. ``highest``: what the lower pays is deducted. ``zero`` and ``reduced``: the share that is
lost is deducted while the other is claimed. ``net_of``: what the other pays is deducted, never more than there is.
``sum_capped``: what passes the parameter (euros in all) is deducted. ``requires``: no more of the one than of the others
together, where any smallest step of one of them is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import InitVar, dataclass, field, replace
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from calculator.domain.claim import Claim
from calculator.domain.quantity import GRAIN
from calculator.domain.relation import Relation, RelationType
from calculator.stacking.law.pairs import Relations, selects
from calculator.stacking.law.reach import Reach, on_land, reach
from calculator.stacking.problem.joining.beside import keep_out
from calculator.stacking.problem.joining.couplings import Couplings, Key, Side, negative
from calculator.stacking.problem.joining.deductions import STAGE, WORK, turns
from calculator.stacking.problem.joining.farm_terms import FarmTerms
from calculator.stacking.problem.joining.one_by_one import Limits, link, one_by_one
from calculator.stacking.problem.joining.whole_parcels import turning, value_on_parcels
from calculator.stacking.problem.stacks.forms import excludes, excluding
from calculator.stacking.problem.weights import FINE, Weight

_OF = attrgetter("year", "terms.ref")
_SHARES = (RelationType.ZERO, RelationType.REDUCED)


@dataclass(slots=True)
class Across:
    """All such relations of a farm; made once per problem. ``freed`` are ``requires`` rows that are not for one piece,
    ``taking`` says that one payment may lose to another: at other rates also where nothing is lost at these.

    ``terms`` are the grants to the farm for several years; ``anew`` says that contracts may begin in any year, and end.
    ``turning`` are parcels on which these meet a rule of whole parcels, which is then for rows (``whole_parcels``); ``apart`` are
    grants to the farm that are decided one by one. ``limits`` are those of some kinds that count a claim.
    """

    claims: Sequence[Claim]
    relations: Mapping[int, Relations]
    reading: str
    terms: FarmTerms
    limits: InitVar[Limits]
    anew: bool = False
    joined: Couplings = field(init=False)
    turning: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    freed: dict[int, frozenset[str]] = field(default_factory=dict)
    unknown: bool = False
    taking: bool = False

    def __post_init__(self, limits: Limits) -> None:
        self.joined = Couplings(self.reading)
        if self.anew:
            self.turning = turning(self.claims, self.relations)
        by_year: dict[int, dict[str, list[Claim]]] = {}
        for (year, ref), members in groupby(self.claims, _OF):
            by_year.setdefault(year, {}).setdefault(ref, []).extend(members)
        by_year = {year: dict(_sides_of(of_year)) for year, of_year in by_year.items()}
        self.apart = one_by_one(by_year, self.relations, self.reading, self.terms, limits)
        for year, of_year in by_year.items():
            if year in self.relations:
                self._of_year(year, of_year, self.relations[year])
        unsure = keep_out(self.terms, by_year, self.relations, self.joined, anew=self.anew)
        self.unknown = self.unknown or unsure

    @property
    def follows_reading(self) -> bool:
        """Whether another reading of the same claims has other rows of this sort."""
        return self.unknown or self.taking or self.joined.of_a_range or bool(self.joined.extras)

    def _of_year(self, year: int, of_year: Mapping[str, list[Claim]], rules: Relations) -> None:
        firsts = {ref: members[0] for ref, members in of_year.items()}
        if self.turning and rules.on_whole_parcels:
            value_on_parcels(self.joined, rules, of_year, self.turning)
        if self.apart:
            unsure = link(self.joined, rules, of_year, self.apart)
            self.unknown = self.unknown or unsure
        elif _apart(firsts, rules):
            return
        taking: list[tuple[Relation, list[Claim], list[Claim]]] = []
        for one, other in _candidates(firsts, rules):
            a, b = firsts[one], firsts[other]
            pair, back = rules.between(a, b), rules.between(b, a)
            self.unknown = self.unknown or pair.unknown or back.unknown
            if excludes(pair, self.reading) or excludes(back, self.reading):
                far = [r for r in excluding((pair, back), self.reading) if reach(r, a, b) is not Reach.GROUND]
                if far or "farm" in (a.piece, b.piece):
                    widest = next((r for r in far if reach(r, a, b) is Reach.FARM), far[0] if far else None)
                    self._exclusive(widest, of_year[one], of_year[other], year)
                    continue
            taking += [(row, of_year[one], of_year[other]) for row in pair.relations]
            returned = [row for row in back.relations if row not in pair.relations]
            taking += [(row, of_year[other], of_year[one]) for row in returned]
        self._take(taking, year)
        for row in rules.needing:
            self._requires(row, of_year, year)

    def _take(self, rows: Sequence[tuple[Relation, list[Claim], list[Claim]]], year: int) -> None:
        """What payments lose to others, in the order of the same ground; on a parcel before anywhere on the farm."""
        found = [
            (STAGE[row.type], one.place is None, row.id, one.name, other.name, one, other, row)
            for row, a, b in rows
            if row.type in STAGE
            for one, other in _sides(row, *_facing(row, a, b))
            if row.id not in one.claims[0].terms.heeded
        ]
        self.taking = self.taking or bool(found)
        last: dict[str, int] = {}
        for stage, *_, one, other, _row in found:
            for side in (one, other) if one.place is not None else ():
                last[side.name] = max(stage, last.get(side.name, 0))
        summed = STAGE[RelationType.SUM_CAPPED]
        turn = {
            (summed, far): turns((x[3], x[4]) for x in found if x[:2] == (summed, far))
            for far in (False, True)
        }
        found.sort(key=lambda x: (x[:2], turn.get(x[:2], {}).get(x[3], 0), x[2:5]))
        for stage, *_, one, other, row in found:
            a, b = (_told_apart(side, stage < last.get(side.name, 0)) for side in (one, other))
            # A share of the whole is that share on every parcel.
            for each in a.parts() if row.type in _SHARES else (a,):
                key: Key = (row.id, each.name, other.name, year, each.place or other.place)
                WORK[row.type](self.joined, row, each, b, key)

    def _exclusive(self, row: Relation | None, a: list[Claim], b: list[Claim], year: int) -> None:
        for one, other in _sides(row, a, b):
            key: Key = ("across", one.ref, other.ref, year, one.place or other.place)
            farms = [s.claims[0].piece == "farm" for s in (one, other)]
            sizes = [s.total(lambda c: Fraction(1)) or Fraction(1) for s in (one, other)]
            if any(farms):
                self._whole_against_land(*((one, other) if farms[0] else (other, one)), key)
                continue
            for side, name in ((one, "one"), (other, "other")):
                self.joined.take(side, (*key, name), 0, _claimed())
            self.joined.choice(
                key, [((*key, "one"), negative(sizes[0]))], [((*key, "other"), negative(sizes[1]))]
            )

    def _whole_against_land(self, farm: Side, land: Side, key: Key) -> None:
        """A decision of the farm is whole: all of one leaves nothing of the other. In steps of the land nothing is rounded.

        Every claim of the farm weighs as much: one is taken, of a contract and what could be claimed anew or of several classes.
        """
        step = Fraction(GRAIN[land.claims[0].unit])
        steps = -(-land.total(lambda c: Fraction(1)) // step) or 1
        self.joined.take(farm, key, steps, Weight("needs", fixed=steps))
        self.joined.take(land, key, steps, _claimed(1 / step))

    def _requires(self, row: Relation, of_year: Mapping[str, list[Claim]], year: int) -> None:
        """No more of the one than of all that it may rest on; the others on its own ground are seen to by its stack."""
        if not _rests_elsewhere(row, [members[0] for members in of_year.values()], self.apart):
            return
        named = (m for m in of_year.values() if _selected(row.a, m[0]))
        needy = [rest for m in named if (rest := [c for c in m if row.id not in c.terms.heeded])]
        bases = [m for m in of_year.values() if _selected(row.b, m[0])]
        self.freed[year] = self.freed.get(year, frozenset()) | {row.id}
        local = row.b if on_land(row) is Reach.GROUND else ""
        for members in needy:
            unless = row.b if members[0].piece == "farm" else local
            others = [
                b
                for b in bases
                if b[0].ref != members[0].ref
                and not (
                    local
                    and (members[0].piece == "farm") == (b[0].piece == "farm")
                    and b[0].ref not in self.apart
                )
            ]
            for side in _parted(row, members):
                self._rests_on(side, others, ("requires", row.id, side.name, year, side.place), unless)

    def _rests_on(self, side: Side, bases: list[list[Claim]], key: Key, unless: str) -> None:
        """In smallest steps: one step of a base on land, or a base of the farm, carries all of the side."""
        step = Fraction(GRAIN[side.claims[0].unit])
        steps = -(-side.total(lambda c: Fraction(1)) // step) or 1
        self.joined.take(side, key, 0, Weight("area", factor=1 / step, unless=unless))
        for base in bases:
            for_farm = base[0].piece == "farm"
            carries = -steps / Fraction(GRAIN[base[0].unit])
            weight = Weight("needs", fixed=-steps) if for_farm else Weight("area", factor=carries)
            self.joined.take(Side(tuple(base), None if for_farm else side.place), key, 0, weight)


#: Sets of payments remembered per list of relations; beyond this all are forgotten and made anew.
_MOST_APART = 10_000
_FINE = Fraction(FINE)


def _sides_of(of_year: Mapping[str, list[Claim]]) -> Iterator[tuple[str, list[Claim]]]:
    """Claims by payment; where contract lines of one are for the farm and on land, these apart."""
    for ref, members in of_year.items():
        farm = [c for c in members if c.piece == "farm"]
        if farm and len(farm) < len(members):
            yield ref, [c for c in members if c.piece != "farm"]
            yield f"{ref} farm", farm
        else:
            yield ref, members


def _selected(selector: str, claim: Claim) -> bool:
    return selects(selector, claim.ref, claim.scheme, claim.groups)


def _apart(firsts: Mapping[str, Claim], rules: Relations) -> bool:
    """Whether no relation of any sort joins these payments across; remembered by which they are, and which for the farm."""
    key = frozenset((c.ref, c.piece == "farm") for c in firsts.values())
    found = rules.apart.get(key)
    if found is None:
        if len(rules.apart) >= _MOST_APART:
            rules.apart.clear()
        met = ((firsts[a], firsts[b]) for a, b in _candidates(firsts, rules))
        pairs = (rules.between(*pair) for a, b in met for pair in ((a, b), (b, a)))
        farther = any(_rests_elsewhere(row, list(firsts.values())) for row in rules.needing)
        found = rules.apart[key] = not farther and not any(p.unknown or p.relations for p in pairs)
    return found


def _rests_elsewhere(row: Relation, firsts: Sequence[Claim], apart: Set[str] = frozenset()) -> bool:
    """Whether what a ``requires`` asks of one of these payments may lie elsewhere than on its own ground, or is decided apart."""
    needy = [c for c in firsts if _selected(row.a, c)]
    bases = [c for c in firsts if _selected(row.b, c)]
    return any(
        (c.piece != "farm" and on_land(row) is not Reach.GROUND)
        or any((c.piece == "farm") != (b.piece == "farm") for b in bases)
        or c.ref in apart
        for c in needy
    )


def _candidates(firsts: Mapping[str, Claim], rules: Relations) -> Iterator[tuple[str, str]]:
    """Pairs of payments that may meet across: one for the farm and one on land, or two that a far-reaching row names."""
    farms = [name for name, c in firsts.items() if c.piece == "farm"]
    lands = {name: c for name, c in firsts.items() if c.piece != "farm"}
    for farm in farms:
        for land in lands:
            if firsts[farm].ref != land:
                yield farm, land
    seen: set[tuple[str, str]] = set()
    for row in rules.far:
        for a, one in lands.items():
            for b, other in lands.items() if _selected(row.a, one) else ():
                pair = (min(a, b), max(a, b))
                if a != b and _selected(row.b, other) and pair not in seen:
                    seen.add(pair)
                    yield a, b


def _sides(row: Relation | None, a: list[Claim], b: list[Claim]) -> Iterator[tuple[Side, Side]]:
    """The two sides as far as the row reaches: anywhere on the farm, or on each parcel where both lie."""
    far = Reach.FARM if row is None else reach(row, a[0], b[0])
    if far is Reach.FARM:
        yield Side(tuple(a), None), Side(tuple(b), None)
        return
    places = {c.place for c in a} & {c.place for c in b} if far is Reach.PARCEL else set[str]()
    for place in sorted(places):
        yield _at(a, place), _at(b, place)


def _facing(row: Relation, a: list[Claim], b: list[Claim]) -> tuple[list[Claim], list[Claim]]:
    """The side that gives way last before the other; where the row names both on either side, as they come."""
    return (b, a) if row.type is RelationType.SUM_CAPPED and not _selected(row.a, a[0]) else (a, b)


def _parted(row: Relation, members: list[Claim]) -> Iterator[Side]:
    if members[0].piece != "farm" and on_land(row) is Reach.PARCEL:
        yield from (_at(members, place) for place in sorted({c.place for c in members}))
    else:
        yield Side(tuple(members), None)


def _claimed(factor: Fraction = _FINE) -> Weight:
    """Counts wherever it is claimed, paid or not: an activity pays no money, nor a commitment whose amount nobody published."""
    return Weight("area", factor=factor)


def _at(claims: list[Claim], place: str) -> Side:
    return Side(tuple(c for c in claims if c.place == place), place)


def _told_apart(side: Side, later: bool) -> Side:
    """What it loses is told apart by parcel where a row of a parcel comes later."""
    return replace(side, parted=True) if later and side.place is None else side
