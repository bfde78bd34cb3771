"""Measures that no scheme of the registry pays in the years asked: when the last one did, and which that was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from calculator.domain.months import in_full
from calculator.domain.period import same_day_in
from calculator.domain.places import with_places
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme, Text

#: A measure and where it lies.
Placed = tuple[str, str]
#: Of one asked day, and of more.
_ON = Text("op {first}", "on {first}")
_IN = Text("van {first} tot en met {last}", "from {first} up to and including {last}")
_NONE = Text(
    "Voor {names} betaalt {when} geen regeling in het register.",
    "For {names} no scheme in the registry pays {when}.",
)
_ENDED = Text(
    "De laatste was {schemes}, tot en met {until}.", "The last was {schemes}, up to and including {until}."
)
_BEGINS = Text("De eerste is {schemes}, vanaf {since}.", "The first is {schemes}, from {since}.")


def told(measures: Sequence[Placed], years: Sequence[int], rulebook: Rulebook, on: date) -> Iterator[Text]:
    """A sentence per scheme that paid last, for all measures it paid; ``on`` gives the day of a year at which rules are read."""
    first, last = same_day_in(years[0], on), same_day_in(years[-1], on)
    asked = _ON if first == last else _IN
    together: dict[Text | None, list[Placed]] = {}
    for measure in dict.fromkeys(measures):
        together.setdefault(_other_time(measure[0], first, rulebook), []).append(measure)
    for other, placed in together.items():
        names = named(placed, rulebook)
        yield Text(*(_said(language, asked, (first, last), names, other) for language in ("nl", "en")))


def named(measures: Iterable[Placed], rulebook: Rulebook) -> Text:
    """The names of measures, each once with its places."""
    return with_places((_name(code, rulebook), place) for code, place in measures)


def _said(language: str, asked: Text, days: tuple[date, date], names: Text, other: Text | None) -> str:
    first, last = (in_full(day)[language] for day in days)
    none = _NONE[language].format(names=names[language], when=asked[language].format(first=first, last=last))
    return none if other is None else f"{none} {other[language]}"


def _other_time(measure: str, day: date, rulebook: Rulebook) -> Text | None:
    """Who paid it last before the day, or else who pays it first after it; None where no scheme ever does."""
    paying = [s for s in rulebook.schemes if any(measure in p.measures for p in s.payments)]
    ended = [(s.validity.end, s) for s in paying if s.validity.end is not None and s.validity.end <= day]
    if ended:
        end = max(end for end, _ in ended)
        return _filled(_ENDED, [s for at, s in ended if at == end], until=end)
    begins = min((s.validity.start for s in paying), default=None)
    return (
        None
        if begins is None
        else _filled(_BEGINS, [s for s in paying if s.validity.start == begins], since=begins)
    )


def _filled(
    said: Text, schemes: Iterable[Scheme], *, until: date | None = None, since: date | None = None
) -> Text:
    called = {s.id: s.name for s in schemes}.values()
    return Text(
        *(
            said[language].format(
                schemes=", ".join(name[language] for name in called),
                until=until and in_full(until - timedelta(days=1))[language],
                since=since and in_full(since)[language],
            )
            for language in ("nl", "en")
        )
    )


def _name(code: str, rulebook: Rulebook) -> Text:
    known = rulebook.code("measures", code)
    return known.name if known else Text(code, code)
