"""What changes between two days, in plain words: what is new, what ends, which tariffs and conditions differ.

Compared is what *holds* on the two days, so a tariff that is simply not published for the later day shows as such:
nothing falls back to its predecessor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from calculator.domain.limit import Limit
from calculator.domain.relation import Relation
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Payment, Scheme, Text
from calculator.domain.source import Series
from calculator.registry.words import audience, diff_words, names, wording

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
        old, new = olds.get(scheme_id), news.get(scheme_id)
        name = (new or olds[scheme_id]).name
        yield from Compared(scheme_id, name, rulebook, before, after).schemes(old, new)
    limits = {x.id: x for x in rulebook.limits_on(before)}, {x.id: x for x in rulebook.limits_on(after)}
    for limit_id in sorted(limits[0].keys() | limits[1].keys()):
        name = (limits[1].get(limit_id) or limits[0][limit_id]).name
        found = Compared(limit_id, name, rulebook, before, after)
        yield from found.limits(limits[0].get(limit_id), limits[1].get(limit_id))
    relations = tuple({(r.a, r.b, r.quantity): r for r in rulebook.relations_on(d)} for d in (before, after))
    for pair in sorted(relations[0].keys() | relations[1].keys()):
        yield from _relation(rulebook, relations[0].get(pair), relations[1].get(pair))


@dataclass(frozen=True, slots=True)
class Compared:
    """One scheme or limit on two days."""

    subject: str
    name: Text
    rulebook: Rulebook
    before: date
    after: date

    def change(self, kind: str, nl: str, en: str) -> Change:
        """A change of this subject."""
        return Change(self.subject, self.name, kind, Text(nl, en))

    def schemes(self, old: Scheme | None, new: Scheme | None) -> Iterator[Change]:
        """What is new, what ends, and what differs in between."""
        if old is None and new is not None:
            start = new.validity.start
            nl, en = (wording.day(start, language) for language in ("nl", "en"))
            yield self.change("new", f"nieuw vanaf {nl}", f"new from {en}")
            for payment in new.payments:
                yield from self._payment(None, payment)
        elif old is not None and new is None:
            end = old.validity.end
            nl, en = (wording.day(end, language) if end else "?" for language in ("nl", "en"))
            yield self.change("ended", f"geldt niet meer vanaf {nl}", f"no longer holds from {en}")
        elif old is not None and new is not None:
            yield from self._head(old, new)
            yield from self._conditions(old.conditions, new.conditions, Text("", ""))
            olds, news = {p.id: p for p in old.payments}, {p.id: p for p in new.payments}
            for payment_id in [*olds, *(p for p in news if p not in olds)]:
                yield from self._payment(olds.get(payment_id), news.get(payment_id))

    def limits(self, old: Limit | None, new: Limit | None) -> Iterator[Change]:
        """A limit that is new or ends, and the figures that differ."""
        if old is None:
            yield self.change("new", "nieuwe grens", "new limit")
        elif new is None:
            yield self.change("ended", "grens vervalt", "limit ends")
        else:
            said = {name: names.limit_figure(x, name) for x in (old, new) for name in x.figures}
            labels = {name: _of(new.name, text) for name, text in said.items()}
            yield from self._figures(labels, old.figures, new.figures)
            yield from self._counts(new.name, old.cap_per, new.cap_per)

    def _head(self, old: Scheme, new: Scheme) -> Iterator[Change]:
        for what, codelist, was, now in (
            (Text("grondslag", "legal basis"), "legal_bases", old.legal_basis, new.legal_basis),
            (Text("betaler", "payer"), "payers", old.payer, new.payer),
        ):
            if was != now:
                nl, en = (
                    [names.code(self.rulebook, codelist, code, language) for code in (was, now)]
                    for language in ("nl", "en")
                )
                yield self.change(
                    "other",
                    f"{what.nl}: was {nl[0]}, is nu {nl[1]}",
                    f"{what.en}: was {en[0]}, is now {en[1]}",
                )
        if old.territory != new.territory:
            nl, en = ([_places(s, self.rulebook, language) for s in (old, new)] for language in ("nl", "en"))
            yield self.change(
                "other", f"waar: was {nl[0]}, is nu {nl[1]}", f"where: was {en[0]}, is now {en[1]}"
            )

    def _payment(self, old: Payment | None, new: Payment | None) -> Iterator[Change]:
        if new is None:
            if old is not None:
                yield self.change("ended", f"{old.name.nl}: vervalt", f"{old.name.en}: ends")
            return
        if old is None:
            yield self.change("new", f"{new.name.nl}: nieuw", f"{new.name.en}: new")
        was = old.figures if old else {}
        labels = {name: _of(new.name, names.figure_text(old or new, name)) for name in was} | {
            name: _of(new.name, names.figure_text(new, name)) for name in new.figures
        }
        yield from self._figures(labels, was, new.figures)
        if old is None:
            return
        yield from self._counts(new.name, old.cap_per, new.cap_per)
        for text in diff_words.lasting(old, new):
            yield self.change("condition", f"{new.name.nl}: {text.nl}", f"{new.name.en}: {text.en}")
        yield from self._conditions(old.conditions, new.conditions, new.name)
        yield from self._measures(old, new)

    def _measures(self, old: Payment, new: Payment) -> Iterator[Change]:
        for nl, en, codes in (
            ("ook voor", "also for", sorted({*new.measures} - {*old.measures})),
            ("niet meer voor", "no longer for", sorted({*old.measures} - {*new.measures})),
        ):
            if codes:
                told = [
                    ", ".join(names.code(self.rulebook, "measures", code, language) for code in codes)
                    for language in ("nl", "en")
                ]
                yield self.change(
                    "condition", f"{new.name.nl}: {nl} {told[0]}", f"{new.name.en}: {en} {told[1]}"
                )

    def _counts(self, owner: Text, was: str | None, now: str | None) -> Iterator[Change]:
        """That a cap counts for each of something else."""
        if was != now:
            nl, en = ([names.cap_each(per, language) for per in (was, now)] for language in ("nl", "en"))
            yield self.change(
                "other", f"{owner.nl}: {nl[0]} wordt {nl[1]}", f"{owner.en}: {en[0]} becomes {en[1]}"
            )

    def _figures(
        self, labels: Mapping[str, Text], old: Mapping[str, Series], new: Mapping[str, Series]
    ) -> Iterator[Change]:
        named = names.keys(self.rulebook)
        for name in [*new, *(f for f in old if f not in new)]:
            was = old[name].known_on(self.before) if name in old else None
            now = new[name].known_on(self.after) if name in new else None
            text = diff_words.figure(was, now, named)
            if text is not None:
                label = labels[name]
                yield self.change("tariff", f"{label.nl}: {text.nl}", f"{label.en}: {text.en}")

    def _conditions(
        self, old: Sequence[Condition], new: Sequence[Condition], owner: Text
    ) -> Iterator[Change]:
        at = Text(f"{owner.nl}: " if owner.nl else "", f"{owner.en}: " if owner.en else "")
        for found in diff_words.reworded(old, new):
            text = diff_words.condition(found)
            yield self.change("condition", at.nl + text.nl, at.en + text.en)


def _of(owner: Text, what: Text) -> Text:
    return Text(f"{owner.nl}, {what.nl}", f"{owner.en}, {what.en}")


def _places(scheme: Scheme, rulebook: Rulebook, language: str) -> str:
    told = [
        names.places(kind, codes, rulebook, language) for kind, codes in scheme.territory.items() if codes
    ]
    return "; ".join(told) or Text("heel Nederland", "the whole country")[language]


def _relation(rulebook: Rulebook, old: Relation | None, new: Relation | None) -> Iterator[Change]:
    standing = new or old
    if standing is None or (
        old and new and (old.type, old.parameter, old.level) == (new.type, new.parameter, new.level)
    ):
        return
    a, b = (names.selector(side, rulebook) for side in (standing.a, standing.b))
    yield Change(
        standing.id,
        Text(f"{a.nl} en {b.nl}", f"{a.en} and {b.en}"),
        "new" if old is None else "ended" if new is None else "other",
        diff_words.relation(old, new),
    )
