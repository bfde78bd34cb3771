"""What lies on a piece of land, as the rules see it: which payments its measures trigger, and what those read.

A *sort* is all that measures trigger anywhere. A *site* is what of it is open where the farm lies: only that is read, so that
land is told apart by what matters there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import count
from operator import attrgetter

from calculator.domain.farm import Measure
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, Scheme
from calculator.eligibility.conditions.territory import looks_at, readings
from calculator.eligibility.earning import told_apart
from calculator.eligibility.reads import Reads, reads
from calculator.eligibility.spans import Span, spans
from calculator.eligibility.subject import codes_of
from calculator.eligibility.units import Piece
from calculator.stacking.columns.reading.counting import Counted
from calculator.stacking.columns.reading.looking import asked_of
from calculator.stacking.columns.reading.sharing import otherwise

#: Paths of facts, each with the bounds that it is only compared with (none: its value matters).
Facts = tuple[tuple[str, tuple[Decimal, ...] | None], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A payment that measures trigger, with all that it reads; ``measure`` is what it may ask of the one that triggers it."""

    span: Span
    payment: Payment
    reads: Reads
    mode: str
    measure: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """What is open of a sort: ``attributes`` and ``facts`` are all that is read of the place and of the farm.

    ``alone``: the answer depends on the whole farm; ``counts``: on how these conditions on all of its land stand; ``sized``: on
    the quantity itself; ``history``: on earlier crops.
    """

    entries: tuple[Entry, ...]
    attributes: tuple[str, ...]
    facts: Facts
    alone: bool
    sized: bool
    history: bool
    counts: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """Pieces that the rules cannot tell apart: a sample, what is open on it, and what is read of the place."""

    number: int
    piece: Piece
    site: Site
    place: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Sort:
    """What measures on one piece trigger, whatever the piece. ``codes`` are the measures, with those that they imply.

    ``bound`` are the schemes among them that are not open everywhere; ``sites`` go by the number of those that are. ``schemes``
    has the identity of the scheme of every entry.
    """

    key: tuple[object, ...]
    codes: frozenset[str]
    entries: tuple[Entry, ...]
    schemes: tuple[int, ...]
    bound: tuple[Scheme, ...]
    sites: dict[int, Site] = field(default_factory=dict)


@dataclass(slots=True)
class Sorts:
    """The sorts under one rulebook, read on the day ``on`` of each of the years."""

    rulebook: Rulebook
    on: date
    years: range
    _by_code: dict[str, list[int]] = field(default_factory=dict)
    _entries: list[Entry] = field(default_factory=list)
    _made: dict[tuple[int, tuple[object, ...]], Entry] = field(default_factory=dict)
    _alone: dict[tuple[object, ...], dict[int, Entry]] = field(default_factory=dict)
    _several: dict[tuple[object, ...], Entry] = field(default_factory=dict)
    _bound: dict[int, bool] = field(default_factory=dict)
    _sorts: dict[tuple[object, ...], Sort] = field(default_factory=dict)
    _sites: dict[tuple[int, ...], Site] = field(default_factory=dict)
    _open: dict[frozenset[int], int] = field(default_factory=dict)
    _sets: dict[int, frozenset[int]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)
    _kept: tuple[object, ...] = ()

    def __post_init__(self) -> None:
        for span in spans(self.rulebook, self.years, self.on):
            for mode, payments in (("steady", span.steady), ("yearly", span.yearly), ("late", span.late)):
                for payment in payments if not span.blocked else ():
                    entry = Entry(span, payment, reads(self.rulebook, span.scheme, payment), mode)
                    for code in payment.measures:
                        self._by_code.setdefault(code, []).append(len(self._entries))
                    self._entries.append(entry)

    def take(self, other: Sorts) -> None:
        """Take over the sorts of a rulebook that differs in some schemes alone: those on which none of these bears."""
        mine, theirs = ({id(s): s for s in readings(u.rulebook)} for u in (self, other))
        differing = [s for one, it in ((mine, theirs), (theirs, mine)) for n, s in one.items() if n not in it]
        anew = otherwise(self.rulebook, other.rulebook)
        differing += [scheme for number, scheme in mine.items() if number in anew]
        codes = {code for scheme in differing for payment in scheme.payments for code in payment.measures}
        # Sets of schemes and sites go by identity.
        self._kept = (other.rulebook.schemes, other._sites, other._kept)
        # Numbers are never given twice, so that those that are shared stay apart from those that are not.
        self._open, self._sets, self._numbers = dict(other._open), dict(other._sets), other._numbers
        self._sorts = {key: sort for key, sort in other._sorts.items() if not sort.codes & codes}

    def knows(self, sort: Sort) -> bool:
        """Whether the sort is one of these rules."""
        return self._sorts.get(sort.key) is sort

    def of(self, piece: Piece) -> Sort:
        """The sort of what lies on a piece."""
        key: tuple[object, ...] = tuple([asked_of(m) for m in piece.measures])
        found = self._sorts.get(key)
        if found is None:
            found = self._sorts[key] = self._sorted(piece, key)
        return found

    def _sorted(self, piece: Piece, key: tuple[object, ...]) -> Sort:
        laid = sorted(piece.measures, key=attrgetter("code"))
        triggered = [self._of_measure(measure) for measure in laid]
        merged, several = dict[int, Entry](), set[int]()
        for mine in triggered:
            several |= merged.keys() & mine.keys()
            merged |= mine
        for at in several:
            would_do = [measure for measure, mine in zip(laid, triggered, strict=True) if at in mine]
            merged[at] = self._of_several(at, piece, would_do)
        entries = tuple([merged[at] for at in sorted(merged)])
        schemes = {id(e.span.scheme): e.span.scheme for e in entries}
        bound = tuple([s for s in schemes.values() if self._is_bound(s)])
        codes = frozenset[str]().union(*(codes_of(self.rulebook, measure.code) for measure in laid))
        return Sort(key, codes, entries, tuple([id(e.span.scheme) for e in entries]), bound)

    def _of_measure(self, measure: Measure) -> dict[int, Entry]:
        """What a measure triggers where no other lies beside it, by the place of the entry."""
        asked = asked_of(measure)
        found = self._alone.get(asked)
        if found is None:
            every = {
                at for code in codes_of(self.rulebook, measure.code) for at in self._by_code.get(code, ())
            }
            found = self._alone[asked] = {at: self._entry(at, asked) for at in every}
        return found

    def _of_several(self, at: int, piece: Piece, would_do: Sequence[Measure]) -> Entry:
        """What several measures trigger that lie on the same ground."""
        key = (at, piece.parcel is None, *map(asked_of, would_do))
        found = self._several.get(key)
        if found is None:
            found = self._several[key] = self._entry(at, self._asked_of(at, piece, would_do))
        return found

    def _is_bound(self, scheme: Scheme) -> bool:
        found = self._bound.get(id(scheme))
        if found is None:
            found = self._bound[id(scheme)] = any(looks_at(scheme))
        return found

    def _asked_of(self, at: int, piece: Piece, would_do: Sequence[Measure]) -> tuple[object, ...]:
        """What the payment may ask of the measure that earns it: of all that would do, where it tells them apart.

        These come as ``contenders`` has it: measures that are named themselves, then those that imply one that is.
        """
        entry = self._entries[at]
        named = [measure for measure in would_do if measure.code in entry.payment.measures]
        ordered = list[Measure]()
        for measure in (*named, *would_do):
            if measure not in ordered:
                ordered.append(measure)
        if len(ordered) < 2 or not told_apart(self.rulebook, entry.span.scheme, entry.payment, piece):
            return asked_of(ordered[0])
        return asked_of(ordered[0]) + tuple([asked_of(measure) for measure in ordered[1:]])

    def _entry(self, at: int, measure: tuple[object, ...]) -> Entry:
        found = self._made.get((at, measure))
        if found is None:
            found = self._made[at, measure] = replace(self._entries[at], measure=measure)
        return found

    def number(self, schemes: Iterable[Scheme]) -> int:
        """A number for a set of schemes that are open."""
        key = frozenset(map(id, schemes))
        found = self._open.get(key)
        if found is None:
            found = self._open[key] = next(self._numbers)
            self._sets[found] = key
        return found

    def site(self, sort: Sort, number: int) -> Site:
        """What is open of the sort where the (of its bound) schemes are that have that number."""
        found = sort.sites.get(number)
        if found is None:
            shut = set(map(id, sort.bound)) - self._sets[number]
            kept = tuple([e for e, s in zip(sort.entries, sort.schemes, strict=True) if s not in shut])
            key = tuple(map(id, kept))
            if key not in self._sites:
                self._sites[key] = _site(kept)
            found = sort.sites[number] = self._sites[key]
        return found


def _site(entries: tuple[Entry, ...]) -> Site:
    facts: dict[str, tuple[Decimal, ...] | None] = {}
    every = list({id(e.reads): e.reads for e in entries}.values())
    counting = False
    for read in every:
        counting = counting or bool(read.counts)
        for path, cuts in read.facts.items():
            before = facts.get(path, ())
            both = None if cuts is None or before is None else tuple(sorted({*before, *cuts}))
            facts[path] = both
    return Site(
        entries,
        tuple(sorted(frozenset[str]().union(*(r.attributes for r in every)))),
        tuple(sorted(facts.items())), any(r.alone for r in every), any(r.size for r in every),
        any(r.history for r in every),
        _counted(entries) if counting else (),
    )  # fmt: skip


def _counted(entries: Sequence[Entry]) -> tuple[Counted, ...]:
    every = ((e, condition) for e in entries for condition in e.reads.counts)
    return tuple([Counted.of(c, e.payment, day) for e, c in every for day, _ in days_of(e)])


def days_of(entry: Entry) -> Iterator[tuple[date, Sequence[int]]]:
    """The days on which a payment is asked, each with the years for which the answer holds."""
    if entry.mode == "steady":
        yield entry.span.day, entry.span.years
    else:
        yield from ((same_day_in(year, entry.span.day), (year,)) for year in entry.span.years)
