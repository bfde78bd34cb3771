"""The claims of a farm sorted into decisions: which claims bear on each other, year by year, and under which ceilings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import chain, groupby
from operator import attrgetter
from typing import Any

from calculator.domain.claim import Claim
from calculator.domain.memory import Answers, Memory
from calculator.domain.quickly import made_quickly
from calculator.stacking.problem.decisions.holding import held_apart
from calculator.stacking.problem.decisions.switching import binds_years, switches
from calculator.stacking.problem.stacks.forms import excludes
from calculator.stacking.problem.stacks.regime import Regime
from calculator.stacking.problem.stacks.tables import joined

#: Claims per year, in written order within a year.
Years = dict[int, tuple[Claim, ...]]
#: What claims of one kind have in common but for their terms: year, day of grant and costs.
_Alike = tuple[int, date, tuple[tuple[str, Fraction], ...]]
#: Read of every claim of a farm: a call for each would take longer than what is done with it.
_PLACE, _PIECE, _PLACED = attrgetter("place"), attrgetter("piece"), attrgetter("place", "piece")
_TERMS, _DEMAND, _ALIKE = attrgetter("terms"), attrgetter("demand"), attrgetter("year", "grant_date", "costs")
_NONE = frozenset([None])
_NOWHERE = frozenset[str]()
_FORMS: Answers[object, tuple[object, tuple[_Form, ...]]] = Answers("forms", 50_000)


@dataclass(slots=True, eq=False)
class Kind:
    """What decisions have in common that differ in place and quantities alone: their claims, years and regimes.

    Their pieces have all claims alike, so that grants for several years begin in the same years.
    ``drafts`` are what they offer, by all else that it follows from (``assembly.py``). ``left`` are the kinds of what is left of
    them where claims are gone, by the places of what is left.
    """

    drafts: dict[object, tuple[Any, tuple[tuple[tuple[object, ...], int, int], ...]]] = field(
        default_factory=dict
    )
    left: dict[tuple[int, ...], Kind] = field(default_factory=dict)


#: One decision of a piece: its name after that of the piece, where its claims stand among those of the piece, its kind.
_Form = tuple[str, tuple[tuple[int, tuple[int, ...]], ...], Kind | None]


@made_quickly
@dataclass(frozen=True, slots=True)
class Decision:
    """Claims that are decided together: of one piece, or of a whole parcel where a parcel-level rule joins its pieces.

    ``claims`` are per year. ``whole`` decisions cannot be divided over plans; ``switches`` are refs whose presence
    anywhere on the parcel matters. A decision without a ``kind`` is like no other.
    """

    id: str
    claims: Mapping[int, tuple[Claim, ...]]
    whole: bool
    switches: frozenset[str] = frozenset()
    kind: Kind | None = None


def decisions(
    claims: Iterable[Claim],
    rules: Mapping[int, Regime],
    memory: Memory,
    turning: Set[str] = _NOWHERE,
    apart: Set[str] = _NOWHERE,
) -> list[Decision]:
    """All decisions of a farm, ordered by place, piece and first payment; ``memory`` is that of the rulebook.

    On parcels that are ``turning`` rows say what the rule of whole parcels takes: their pieces are decided by themselves.
    """
    found: list[Decision] = []
    joining = any(of_year.relations.on_whole_parcels for of_year in rules.values())
    kinds = Kinds(rules, memory, apart)
    for place, here in groupby(sorted(claims, key=_PLACED), _PLACE):
        pieces = [(piece, list(members)) for piece, members in groupby(here, _PIECE)]
        joined_in = frozenset[int]()
        if joining and place != "farm" and place not in turning:
            wholes = _whole_parcel(place, _by_year(chain.from_iterable([of for _, of in pieces])), rules)
            found += wholes
            joined_in = frozenset(year for whole in wholes for year in whole.claims)
        for piece, members in pieces:
            alone = [c for c in members if c.year not in joined_in] if joined_in else members
            if alone:
                found += kinds.of_piece(piece, alone)
    return found


def _whole_parcel(place: str, claims: Years, rules: Mapping[int, Regime]) -> list[Decision]:
    """The decisions of a parcel whose pieces a parcel-level rule joins: of all its years, where something on it binds years.

    Else every year in which a rule joins them is decided by itself.
    """
    taking = {year: switches(of, rules[year].relations) for year, of in claims.items()}
    every = frozenset[str]().union(*taking.values())
    if not every:
        return []
    if len(claims) == 1 or any(binds_years(c) for of in claims.values() for c in of):
        return [Decision(place, claims, whole=True, switches=every)]
    return [
        Decision(f"{place}:{year}", {year: claims[year]}, whole=True, switches=refs)
        for year, refs in taking.items()
        if refs
    ]


def _by_year(claims: Iterable[Claim]) -> Years:
    years: dict[int, list[Claim]] = {}
    for claim in sorted(claims, key=_order):
        years.setdefault(claim.year, []).append(claim)
    return {year: tuple(members) for year, members in sorted(years.items())}


def _order(claim: Claim) -> tuple[str, str, str, str]:
    terms = claim.terms
    return (claim.piece, terms.scheme, terms.payment, terms.class_name or "")


@dataclass(slots=True)
class Kinds:
    """How the claims of a piece fall apart into decisions, found once for all land with claims on the same terms."""

    rules: Mapping[int, Regime]
    memory: Memory
    apart: Set[str] = _NOWHERE
    _ruled: tuple[tuple[int, int], ...] = field(init=False)

    def __post_init__(self) -> None:
        self._ruled = tuple([(year, id(of_year)) for year, of_year in self.rules.items()])

    def of_piece(self, piece: str, claims: list[Claim]) -> Iterator[Decision]:
        """One decision per set of payments that bear on each other in some year; yearly ones apart per year."""
        own = piece == "farm" or not set(map(_DEMAND, claims)) <= _NONE
        for name, years, kind in self._found(piece, claims) if own else self._remembered(piece, claims):
            members = {year: tuple([claims[at] for at in places]) for year, places in years}
            yield Decision(f"{piece}:{name}", members, whole=piece == "farm", kind=kind)

    def _remembered(self, piece: str, claims: list[Claim]) -> tuple[_Form, ...]:
        known = self.memory.of(_FORMS)
        alike: tuple[_Alike, ...] = tuple(map(_ALIKE, claims))
        key = (tuple(map(id, map(_TERMS, claims))), alike, self._ruled)
        found = known.get(key)
        if found is None:
            # Terms and regimes are kept beside it, so that nothing else can come to bear their identity.
            held = ([c.terms for c in claims], list(self.rules.values()))
            found = known[key] = (held, tuple(self._found(piece, claims)))
        return found[1]

    def _found(self, piece: str, claims: list[Claim]) -> Iterator[_Form]:
        place = {id(c): at for at, c in enumerate(claims)}
        for name, years in _grouped(piece, _by_year(claims), self.rules, self.apart):
            placed = [(year, tuple(place[id(c)] for c in members)) for year, members in sorted(years.items())]
            if any(binds_years(c) for members in years.values() for c in members):
                yield name, tuple(placed), self._kind(c for of_year in years.values() for c in of_year)
            else:
                for year, places in placed:
                    yield f"{name}:{year}", ((year, places),), self._kind(years[year])

    @staticmethod
    def _kind(claims: Iterable[Claim]) -> Kind | None:
        """A kind of its own, for others to share; none where a decision is always like no other."""
        return None if any(c.piece == "farm" or c.demand is not None for c in claims) else Kind()


def _grouped(
    piece: str, claims: Years, rules: Mapping[int, Regime], apart: Set[str] = _NOWHERE
) -> list[tuple[str, dict[int, list[Claim]]]]:
    """The claims in groups of payments that bear on each other, each by its first payment."""
    refs = sorted({c.terms.ref for members in claims.values() for c in members})
    if len(refs) == 1:
        return [(refs[0], {year: list(members) for year, members in claims.items()})]
    leader = {ref: ref for ref in refs}

    def find(ref: str) -> str:
        while leader[ref] != ref:
            ref = leader[ref]
        return ref

    for year, every in sorted(claims.items()):
        members = tuple([c for c in every if c.terms.ref not in apart]) if apart else every
        for part in joined(members, rules[year], farm=piece == "farm"):
            for index in part[1:]:
                leader[find(members[index].terms.ref)] = find(members[part[0]].terms.ref)
    for contract, other in _beside(claims, rules):
        leader[find(other)] = find(contract)
    for _, one, also in held_apart(chain.from_iterable(claims.values()), rules):
        leader[find(also.ref)] = find(one.ref)
    grouped: dict[str, dict[int, list[Claim]]] = {}
    for year, members in claims.items():
        for claim in members:
            grouped.setdefault(find(claim.terms.ref), {}).setdefault(year, []).append(claim)
    return sorted(grouped.items())


def _beside(claims: Years, rules: Mapping[int, Regime]) -> Iterator[tuple[str, str]]:
    """Contracts with what they may keep off their ground in a year in which nothing can be claimed of them."""
    contracts: dict[str, Claim] = {}
    for year, members in claims.items():
        here = {c.terms.ref for c in members}
        relations = rules[year].relations
        for ref, contract in contracts.items():
            for claim in members if ref not in here else ():
                pairs = (relations.between(contract, claim), relations.between(claim, contract))
                if any(excludes(pair, "expected") for pair in pairs):
                    yield ref, claim.terms.ref
        contracts |= {c.terms.ref: c for c in members if c.begins_contract and c.piece != "farm"}
