"""What there is to assess of a farm: the spans of its schemes in order, without those that have nothing to say to it.

What stands ready in a span follows from what the farm answers in words; so does the whole list, which is kept for all farms that
answer alike. Which payments on land there is land for, each farm finds out by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from calculator.domain.memory import Answers
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, Payment
from calculator.eligibility.asked_farm import Farm
from calculator.eligibility.ready import Move, Ready, asks, moves
from calculator.eligibility.spans import Span, on_land_together

#: By the list of spans, and for farms that answer differently or have other lists.
_AGENDAS: Answers[int, Agenda] = Answers("agendas", 1_000)
ITEMS: Answers[object, tuple[Agenda, tuple[Item, ...]]] = Answers("agenda items", 2_000)


@dataclass(frozen=True, slots=True)
class Item:
    """Spans that are assessed together, or one alone with the ``moves`` of its steady payments.

    ``paying`` are the places of those that are on land, by the measures that they pay for; all others are ``always`` looked at.
    """

    spans: tuple[Span, ...]
    moves: tuple[Move, ...]
    always: frozenset[int]
    paying: Mapping[str, frozenset[int]]

    @classmethod
    def of(cls, spans: tuple[Span, ...], moves: tuple[Move, ...]) -> Item:
        """Such spans with these moves."""
        always, paying = set[int](), dict[str, set[int]]()
        for at, move in enumerate(moves):
            if isinstance(move, Ready) or move.level is Level.FARM:
                always.add(at)
            else:
                for code in move.measures:
                    paying.setdefault(code, set()).add(at)
        return cls(spans, moves, frozenset(always), {code: frozenset(of) for code, of in paying.items()})

    def there_is_land_for(self, codes: Set[str]) -> tuple[Move, ...]:
        """The moves in their order, without payments for measures that are not among the ``codes`` of all land."""
        if not self.paying:
            return self.moves
        at = self.always.union(*[self.paying[code] for code in codes & self.paying.keys()])
        return tuple([self.moves[each] for each in sorted(at)])


@dataclass(frozen=True, slots=True)
class Agenda:
    """The spans of the schemes of a farm. ``late`` are those with payments that look at what the farm can claim from others.

    ``facts`` are the paths and ``counted`` the payments that say what stands ready.
    """

    spans: tuple[Span, ...]
    together: tuple[tuple[Span, ...], ...]
    late: tuple[Span, ...]
    facts: tuple[str, ...]
    counted: tuple[Payment, ...]

    @classmethod
    def of(cls, farm: Farm, mine: tuple[Span, ...]) -> Agenda:
        """That of these spans, a list that the rulebook keeps: it is known by its identity."""
        known = farm.rulebook.memory.of(_AGENDAS)
        found = known.get(id(mine))
        if found is None or found.spans is not mine:
            together = on_land_together(mine, farm.rulebook)
            asked = [asks(farm, part[0]) for part in together if len(part) == 1]
            facts = dict.fromkeys(path for each in asked for path in each.facts)
            counted = {id(p): p for each in asked for p in each.counted}
            late = tuple(span for span in mine if span.late and not span.blocked)
            found = known[id(mine)] = cls(mine, together, late, tuple(facts), tuple(counted.values()))
        return found

    @property
    def looks_at_land(self) -> bool:
        """Whether a payment on land looks at what the farm can claim."""
        return any(p.level is not Level.FARM for span in self.spans for p in span.late)

    def items(self, farm: Farm) -> tuple[Item, ...]:
        """What there is to assess of the farm and its land."""
        known = farm.rulebook.memory.of(ITEMS)
        key = (
            id(self),
            tuple(map(farm.words.get, self.facts)),
            tuple(map(farm.much, self.counted)),
            farm.profile.undertaking.activities_separated,
        )
        found = known.get(key)
        if found is None:
            # The agenda is kept beside it, so that no other can come to bear its identity.
            found = known[key] = (self, tuple(self._items(farm)))
        return found[1]

    def on_land(self, rulebook: Rulebook) -> tuple[Item, ...]:
        """What there is to assess of other land of a farm that has been assessed itself."""
        known = rulebook.memory.of(ITEMS)
        found = known.get((id(self), None))
        if found is None:
            found = known[id(self), None] = (self, tuple(self._on_land()))
        return found[1]

    def _on_land(self) -> Iterator[Item]:
        for spans in self.together:
            alone = spans[0].steady if len(spans) == 1 else ()
            yield Item.of(spans, tuple([p for p in alone if p.level is not Level.FARM]))

    def _items(self, farm: Farm) -> Iterator[Item]:
        for spans in self.together:
            first = spans[0]
            ready = moves(farm, first) if len(spans) == 1 and not first.blocked else ()
            if len(spans) > 1 or first.blocked or ready or first.yearly or first.premiums:
                yield Item.of(spans, ready)
