"""What is out of date on a day: figures whose source nobody looked at for a year, and what has ended without a successor.

Nothing falls back to its predecessor, so what has ended pays nothing; it is listed because somebody should look for the
rule that took its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from calculator.domain.period import years_before
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme, Text
from calculator.domain.source import Series, Source
from calculator.registry.lists import rechecks
from calculator.registry.lists.rechecks import Recheck


class Why(StrEnum):
    """``unchecked``: last looked at more than a year ago; ``ended``: past its last day, and nothing follows."""

    UNCHECKED = "unchecked"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Stale:
    """One thing that is out of date. ``figure`` is empty for a scheme or limit as a whole; ``since`` is the last look or
    the first day on which it no longer held.
    """

    why: Why
    path: str
    subject: str
    name: Text
    figure: str
    since: date


@dataclass(frozen=True, slots=True)
class Holder:
    """A scheme's payment or a limit with its figures, and what is needed to say when they were last looked at."""

    path: str
    subject: str
    name: Text
    prefix: str
    figures: Mapping[str, Series]
    sources: Mapping[str, Source]


def last_checked(
    looks: Sequence[Recheck], path: str, figure: str, sources: Iterable[Source], day: date
) -> date | None:
    """The later of the day a source was read and the last look at it, up to the day; None where there is neither."""
    days = [source.seen for source in sources if source.seen <= day]
    look = rechecks.last(looks, path, figure, day)
    return max((*days, *((look.checked_on,) if look else ())), default=None)


def stale(rulebook: Rulebook, looks: Sequence[Recheck], day: date) -> tuple[Stale, ...]:
    """Everything that is out of date on the day: first what has ended, then what was not looked at, oldest first."""
    found = [*_ended(rulebook, day), *_relations(rulebook, looks, day)]
    for holder in holders(rulebook, day):
        found += _figures(holder, looks, day)
    return tuple(sorted(found, key=lambda s: (s.why != Why.ENDED, s.since, s.subject, s.figure)))


def holders(rulebook: Rulebook, day: date) -> Iterator[Holder]:
    """Every payment and limit in force on the day."""
    for scheme in rulebook.schemes_on(day):
        for payment in scheme.payments:
            name = Text(f"{scheme.name.nl}: {payment.name.nl}", f"{scheme.name.en}: {payment.name.en}")
            yield Holder(scheme.path, scheme.id, name, f"{payment.id}.", payment.figures, scheme.sources)
    for limit in rulebook.limits_on(day):
        yield Holder(limit.path, limit.id, limit.name, "", limit.figures, limit.sources)


def scheme_checked(scheme: Scheme, looks: Sequence[Recheck], day: date) -> date | None:
    """When the scheme as a whole was last looked at, up to the day: the oldest look among its figures."""
    days = [
        last_checked(
            looks, scheme.path, f"{payment.id}.{name}", (scheme.sources[s] for s in figure.sources), day
        )
        for payment in scheme.payments
        for name, series in payment.figures.items()
        for figure in series.figures
    ]
    known = [found for found in days if found is not None]
    return min(known) if known else last_checked(looks, scheme.path, "", scheme.sources.values(), day)


def _figures(holder: Holder, looks: Sequence[Recheck], day: date) -> Iterator[Stale]:
    for name, series in holder.figures.items():
        place = f"{holder.prefix}{name}"
        current = [f for f in series.figures if f.period.contains(day)]
        ended = [f.period.end for f in series.figures if f.period.end is not None and f.period.end <= day]
        if not current and ended:
            yield Stale(Why.ENDED, holder.path, holder.subject, holder.name, place, max(ended))
        for figure in current:
            sources = (holder.sources[s] for s in figure.sources)
            checked = last_checked(looks, holder.path, place, sources, day)
            if checked is not None and checked < years_before(day, 1):
                yield Stale(Why.UNCHECKED, holder.path, holder.subject, holder.name, place, checked)


def _ended(rulebook: Rulebook, day: date) -> Iterator[Stale]:
    """Schemes and limits of which the last version has ended."""
    for versions in (rulebook.schemes, rulebook.limits):
        last = {version.id: version for version in versions}  # ordered by start, so that the last one stays
        for found in last.values():
            end = found.validity.end
            if end is not None and end <= day:
                yield Stale(Why.ENDED, found.path, found.id, found.name, "", end)


def _relations(rulebook: Rulebook, looks: Sequence[Recheck], day: date) -> Iterator[Stale]:
    path = _table_of(rulebook, looks)
    for relation in rulebook.relations_on(day):
        checked = last_checked(looks, path(relation.id), relation.id, (relation.source,), day)
        if checked is not None and checked < years_before(day, 1):
            name = Text(f"{relation.a} en {relation.b}", f"{relation.a} and {relation.b}")
            yield Stale(Why.UNCHECKED, path(relation.id), relation.id, name, "", checked)


def _table_of(rulebook: Rulebook, looks: Sequence[Recheck]) -> Callable[[str], str]:
    """The table of a relation as far as it is known: the one that a look names, else the folder."""
    named = {look.figure: look.path for look in looks if look.path.startswith("relations/")}
    tables = [path for path in rulebook.files if path.startswith("relations/")]
    only = tables[0] if len(tables) == 1 else "relations"
    return lambda relation: named.get(relation, only)
