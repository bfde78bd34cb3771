"""What changes between two days, in plain words: what is new, what ends, which tariffs and conditions differ.

Compared is what *holds* on the two days, so a tariff that is simply not published for the later day shows as such:
nothing falls back to its predecessor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from calculator.domain.limit import Limit
from calculator.domain.relation import Relation
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Payment, Scheme, Text
from calculator.domain.source import Figure, Series
from calculator.registry import audience, names, wording

_NOBODY = Text("", "")


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``kind`` is new, ended, tariff, condition or other; ``subject`` the scheme, limit or relation; ``whom``
    is whom the subject concerns.
    """

    subject: str
    name: Text
    kind: str
    text: Text
    whom: Text = _NOBODY


def changes(rulebook: Rulebook, before: date, after: date) -> tuple[Change, ...]:
    """Every difference between the rules of two days, schemes first, ordered by id."""
    return tuple(_told_whom(_changes(rulebook, before, after), rulebook, before, after))


def lines(rulebook: Rulebook, before: date, after: date, language: str = "nl") -> tuple[str, ...]:
    """The changes as lines of plain text, below the scheme they belong to."""
    return tuple(_lines(rulebook, before, after, language))


def _lines(rulebook: Rulebook, before: date, after: date, language: str) -> Iterator[str]:
    found = changes(rulebook, before, after)
    first, second = wording.day(before, language), wording.day(after, language)
    if not found:
        yield Text(
            nl=f"Tussen {first} en {second} verandert er niets.",
            en=f"Nothing changes from {first} to {second}.",
        )[language]
        return
    yield Text(
        nl=f"Wat verandert er tussen {first} en {second}", en=f"What changes from {first} to {second}"
    )[language]
    subject = ""
    for change in found:
        if change.subject != subject:
            subject = change.subject
            yield ""
            yield f"{change.name[language]}  ({subject})"
            if change.whom[language]:
                yield f"  {Text('voor', 'for')[language]}: {change.whom[language]}"
        yield f"  - {change.text[language]}"


def _told_whom(found: Iterator[Change], rulebook: Rulebook, before: date, after: date) -> Iterator[Change]:
    """Each change with whom its scheme or limit concerns, as it stands on the later day (or stood before it ended)."""
    days = (before, after)
    whom = {s.id: audience.of_scheme(s, rulebook) for day in days for s in rulebook.schemes_on(day)}
    whom |= {x.id: audience.of_limit(x, rulebook) for day in days for x in rulebook.limits_on(day)}
    for change in found:
        yield replace(change, whom=whom.get(change.subject, _NOBODY))


def _changes(rulebook: Rulebook, before: date, after: date) -> Iterator[Change]:
    olds = {s.id: s for s in rulebook.schemes_on(before)}
    news = {s.id: s for s in rulebook.schemes_on(after)}
    for scheme_id in sorted(olds.keys() | news.keys()):
        yield from _scheme(olds.get(scheme_id), news.get(scheme_id), before, after)
    limits = {x.id: x for x in rulebook.limits_on(before)}, {x.id: x for x in rulebook.limits_on(after)}
    for limit_id in sorted(limits[0].keys() | limits[1].keys()):
        yield from _limit(limits[0].get(limit_id), limits[1].get(limit_id), before, after)
    relations = tuple({(r.a, r.b, r.quantity): r for r in rulebook.relations_on(d)} for d in (before, after))
    for pair in sorted(relations[0].keys() | relations[1].keys()):
        yield from _relation(rulebook, relations[0].get(pair), relations[1].get(pair))


def _scheme(old: Scheme | None, new: Scheme | None, before: date, after: date) -> Iterator[Change]:
    standing = new or old
    if standing is None:
        return
    subject, name = standing.id, standing.name
    if old is None:
        start = standing.validity.start
        yield Change(
            subject, name, "new", Text(f"nieuw vanaf {wording.day(start, 'nl')}", f"new from {start}")
        )
        for payment in standing.payments:
            yield from _payment(subject, name, None, payment, before, after)
        return
    if new is None:
        end = standing.validity.end
        when = Text(wording.day(end, "nl") if end else "?", str(end) if end else "?")
        yield Change(
            subject,
            name,
            "ended",
            Text(f"geldt niet meer vanaf {when.nl}", f"no longer holds from {when.en}"),
        )
        return
    yield from _head(old, new)
    yield from _conditions(subject, name, old.conditions, new.conditions, Text("", ""))
    olds, news = {p.id: p for p in old.payments}, {p.id: p for p in new.payments}
    for payment_id in [*olds, *(p for p in news if p not in olds)]:
        yield from _payment(subject, name, olds.get(payment_id), news.get(payment_id), before, after)


def _head(old: Scheme, new: Scheme) -> Iterator[Change]:
    for what, was, now in (
        (Text("grondslag", "legal basis"), old.legal_basis, new.legal_basis),
        (Text("betaler", "payer"), old.payer, new.payer),
        (Text("werkgebied", "territory"), _places(old), _places(new)),
    ):
        if was != now:
            yield Change(
                new.id,
                new.name,
                "other",
                Text(
                    f"{what.nl}: van {was or '-'} naar {now or '-'}",
                    f"{what.en}: from {was or '-'} to {now or '-'}",
                ),
            )


def _places(scheme: Scheme) -> str:
    return ", ".join(code for codes in scheme.territory.values() for code in codes)


def _payment(
    subject: str, name: Text, old: Payment | None, new: Payment | None, before: date, after: date
) -> Iterator[Change]:
    if new is None:
        if old is not None:
            yield Change(subject, name, "ended", Text(f"{old.name.nl}: vervalt", f"{old.name.en}: ends"))
        return
    if old is None:
        yield Change(subject, name, "new", Text(f"{new.name.nl}: nieuw", f"{new.name.en}: new"))
    was = old.figures if old else {}
    yield from _figures(subject, name, new.name, was, new.figures, before, after)
    if old is None:
        return
    yield from _conditions(subject, name, old.conditions, new.conditions, new.name)
    gone, added = sorted({*old.measures} - {*new.measures}), sorted({*new.measures} - {*old.measures})
    if gone or added:
        shown = ", ".join([*(f"+{m}" for m in added), *(f"-{m}" for m in gone)])
        yield Change(
            subject,
            name,
            "condition",
            Text(f"{new.name.nl}: maatregelen {shown}", f"{new.name.en}: measures {shown}"),
        )


def _figures(
    subject: str,
    name: Text,
    owner: Text,
    old: Mapping[str, Series],
    new: Mapping[str, Series],
    before: date,
    after: date,
) -> Iterator[Change]:
    for figure in [*new, *(f for f in old if f not in new)]:
        was = old[figure].known_on(before) if figure in old else None
        now = new[figure].known_on(after) if figure in new else None
        if _told(was, "nl") != _told(now, "nl"):
            called = [f"{owner[x]}, {wording.figure_name(figure, x)}" for x in ("nl", "en")]
            yield Change(
                subject,
                name,
                "tariff",
                Text(f"{called[0]}: {_step(was, now, 'nl')}", f"{called[1]}: {_step(was, now, 'en')}"),
            )


def _step(was: Figure | None, now: Figure | None, language: str) -> str:
    """From what to what, and by how much."""
    if was is None:
        return _told(now, language)
    status = [wording.STATUS[f.status][language] for f in (was, now) if f is not None]
    if now is not None and wording.figure(was, language) == wording.figure(now, language):
        same = wording.figure(now, language)
        return Text(
            f"blijft {same}; was {status[0]}, is nu {status[-1]}",
            f"stays {same}; was {status[0]}, is now {status[-1]}",
        )[language]
    first, second = wording.apart(was, now) if now is not None else (was, now)
    by = wording.difference(first, second, language) if second else ""
    step = Text(
        f"van {_told(first, 'nl')} naar {_told(second, 'nl')}",
        f"from {_told(first, 'en')} to {_told(second, 'en')}",
    )
    return step[language] + (f": {by}" if by else "")


def _told(figure: Figure | None, language: str) -> str:
    if figure is None:
        return "no figure" if language == "en" else "geen bedrag"
    return f"{wording.figure(figure, language)} ({wording.STATUS[figure.status][language]})"


def _conditions(
    subject: str, name: Text, old: tuple[Condition, ...], new: tuple[Condition, ...], owner: Text
) -> Iterator[Change]:
    """Conditions by their words, since they have no name; the same words with other arguments are a change too."""
    was, now = {c.text.nl: c for c in old}, {c.text.nl: c for c in new}
    at = Text(f"{owner.nl}: " if owner.nl else "", f"{owner.en}: " if owner.en else "")
    for key in [*now, *(k for k in was if k not in now)]:
        if key not in was:
            nl, en = "nieuwe voorwaarde", "new condition"
        elif key not in now:
            nl, en = "voorwaarde vervalt", "condition ends"
        elif (was[key].kind, was[key].arguments) != (now[key].kind, now[key].arguments):
            nl, en = "voorwaarde gewijzigd", "condition changed"
        else:
            continue
        text = (now.get(key) or was[key]).text
        yield Change(subject, name, "condition", Text(f"{at.nl}{nl}: {text.nl}", f"{at.en}{en}: {text.en}"))


def _limit(old: Limit | None, new: Limit | None, before: date, after: date) -> Iterator[Change]:
    standing = new or old
    if standing is None:
        return
    if old is None or new is None:
        kind = "new" if old is None else "ended"
        text = Text("nieuwe grens", "new limit") if old is None else Text("grens vervalt", "limit ends")
        yield Change(standing.id, standing.name, kind, text)
        return
    yield from _figures(new.id, new.name, new.name, old.figures, new.figures, before, after)


def _relation(rulebook: Rulebook, old: Relation | None, new: Relation | None) -> Iterator[Change]:
    standing = new or old
    if standing is None or (
        old and new and (old.type, old.parameter, old.level) == (new.type, new.parameter, new.level)
    ):
        return
    a, b = (names.selector(side, rulebook) for side in (standing.a, standing.b))
    was, now = (wording.RELATION[r.type] if r else None for r in (old, new))
    none = Text("geen regel", "no rule")
    was, now = was or none, now or none
    if old and new and old.type is new.type:
        now = Text(f"{now.nl}, per {new.level}", f"{now.en}, per {new.level}")
        was = Text(f"{was.nl}, per {old.level}", f"{was.en}, per {old.level}")
    yield Change(
        standing.id,
        Text(f"{a.nl} en {b.nl}", f"{a.en} and {b.en}"),
        "new" if old is None else "ended" if new is None else "other",
        Text(f"van {was.nl} naar {now.nl}", f"from {was.en} to {now.en}"),
    )
