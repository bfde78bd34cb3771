"""Old and new side by side, in plain words: what a scenario changes, year by year as far as years differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculator.domain import amount_words
from calculator.domain.limit import Limit
from calculator.domain.period import same_day_in
from calculator.domain.relation import Relation
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Payment, Scheme, Text
from calculator.domain.source import Figure, Series
from calculator.registry.words import names, wording
from calculator.scenarios.reform.scenario import Allot, Scenario

_NONE = Text("-", "-")
_EVERYWHERE = Text("overal", "everywhere")
ALLOT: Mapping[Allot, Text] = {
    Allot.FIRST_COME: Text("wie het eerst komt", "first come"),
    Allot.PRO_RATA: Text("naar rato", "pro rata"),
    Allot.LOTTERY: Text("loting", "lottery"),
    Allot.RANKING: Text("rangschikking", "ranking"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One difference: of what, which property, and how it reads before and after from ``year`` on."""

    subject: str
    name: Text
    what: Text
    old: Text
    new: Text
    year: int


def told(before: Rulebook, after: Rulebook, scenario: Scenario) -> tuple[Told, ...]:
    """Every difference on the reference days of the horizon, each where it first shows; budgets last."""
    found: dict[tuple[object, ...], Told] = {}
    for year in range(scenario.on.year, scenario.on.year + scenario.years):
        for one in _on(before, after, same_day_in(year, scenario.on)):
            # A tariff that grows every year is told for its first year and for the last one.
            found.setdefault((one.subject, one.what.nl, one.new.nl), one)
    return (*_shortened(tuple(found.values())), *_budgets(after, scenario))


def _shortened(rows: tuple[Told, ...]) -> Iterator[Told]:
    """Of one property at most the first and the last year."""
    same: dict[tuple[str, str], list[Told]] = {}
    for row in rows:
        same.setdefault((row.subject, row.what.nl), []).append(row)
    for members in same.values():
        yield members[0]
        if len(members) > 1:
            yield members[-1]


def _budgets(after: Rulebook, scenario: Scenario) -> Iterator[Told]:
    by_id = {s.id: s for s in after.schemes}
    for name, change in sorted(scenario.budgets.items()):
        amount = Text(*(wording.euros(Decimal(change.cents) / 100, x) for x in ("nl", "en")))
        way = ALLOT[change.allot]
        new = Text(f"{amount.nl} per jaar, {way.nl}", f"{amount.en} a year, {way.en}")
        yield Told(
            name,
            by_id[name].name,
            Text("budget", "budget"),
            Text("niet begrensd", "without limit"),
            new,
            scenario.on.year,
        )


def _on(before: Rulebook, after: Rulebook, day: date) -> Iterator[Told]:
    olds, news = ({s.id: s for s in r.schemes_on(day)} for r in (before, after))
    for name in sorted(olds.keys() | news.keys()):
        old, new = olds.get(name), news.get(name)
        if old is not new:
            yield from _scheme(old, new, day, after)
    limits = tuple({x.id: x for x in r.limits_on(day)} for r in (before, after))
    for name in sorted(limits[0].keys() | limits[1].keys()):
        yield from _limit(limits[0].get(name), limits[1].get(name), day)
    relations = tuple({r.id: r for r in b.relations_on(day)} for b in (before, after))
    for name in sorted(relations[0].keys() | relations[1].keys()):
        yield from _relation(relations[0].get(name), relations[1].get(name), day, after)
    for code, basis in sorted(after.legal_bases.items()):
        was = before.legal_bases[code].ends_on if code in before.legal_bases else None
        if was != basis.ends_on:
            yield Told(
                code, basis.name, Text("laatste dag", "last day"), _last(was), _last(basis.ends_on), day.year
            )


def _last(day: date | None) -> Text:
    return (
        Text("geen einde", "no end") if day is None else Text(wording.day(day, "nl"), wording.day(day, "en"))
    )


def _scheme(old: Scheme | None, new: Scheme | None, day: date, rules: Rulebook) -> Iterator[Told]:
    standing = new or old
    assert standing is not None

    def row(what: Text, was: Text, now: Text) -> Iterator[Told]:
        if was != now:
            yield Told(standing.id, standing.name, what, was, now, day.year)

    holds = Text("regeling", "scheme")
    yes, no = Text("geldt", "holds"), Text("geldt niet", "does not hold")
    yield from row(holds, yes if old else no, yes if new else no)
    if new is not None:
        if old is None and new.payer in rules.codelists.get("payers", {}):
            yield from row(Text("betaler", "payer"), _NONE, rules.codelists["payers"][new.payer].name)
        where = _NONE if old is None else _places(old, rules)
        yield from row(Text("werkgebied", "territory"), where, _places(new, rules))
        before = () if old is None else old.conditions
        yield from row(Text("voorwaarden", "conditions"), *_conditions(before, new.conditions))
    payments = [{p.id: p for p in s.payments} if s else {} for s in (old, new)]
    for name in [*payments[1], *(p for p in payments[0] if p not in payments[1])]:
        was, now = payments[0].get(name), payments[1].get(name)
        if was != now and now is not None:
            yield from _payment(standing, was, now, day, (old or standing, new or standing), rules)


def _payment(
    scheme: Scheme,
    was: Payment | None,
    now: Payment,
    day: date,
    versions: tuple[Scheme, Scheme],
    rules: Rulebook,
) -> Iterator[Told]:
    def row(what: Text, old: Text, new: Text) -> Iterator[Told]:
        if old != new:
            called = Text(f"{now.name.nl}, {what.nl}", f"{now.name.en}, {what.en}")
            yield Told(scheme.id, scheme.name, called, old, new, day.year)

    for name, series in now.figures.items():
        what = names.figure_text(now, name)
        before = was.figures.get(name) if was else None
        yield from row(what, *_apart(_known(before, day), _known(series, day)))
    bases = [p.legal_basis or s.legal_basis if p else "" for p, s in zip((was, now), versions, strict=True)]
    called = [
        rules.legal_bases[b].name if b in rules.legal_bases else Text(b or "-", b or "-") for b in bases
    ]
    yield from row(Text("grondslag", "legal basis"), *called)
    if was is None:
        how = wording.KIND[now.kind]
        yield from row(Text("hoe het bedrag ontstaat", "how the amount comes about"), _NONE, how)
        yield from row(Text("treden", "steps"), _NONE, _steps(now, rules))
        often = Text("eenmalig", "once") if now.once else Text("elk jaar", "every year")
        yield from row(Text("wanneer", "when"), _NONE, often)
    yield from row(Text("looptijd", "term"), *(_years(p.term_years) if p else _NONE for p in (was, now)))
    before_ = () if was is None else was.conditions
    yield from row(Text("voorwaarden", "conditions"), *_conditions(before_, now.conditions))


def _steps(payment: Payment, rules: Rulebook) -> Text:
    """From (or up to) which value of the indicator, or which size, there is a figure; each is called by it."""
    if not payment.tiers:
        return _NONE
    path = payment.indicator
    called = Text(*(names.indicator(rules, path, language) if path else "" for language in ("nl", "en")))
    said = []
    for language, words in (("nl", ("vanaf", "tot en met")), ("en", ("from", "up to"))):
        steps = []
        for tier in payment.tiers:
            bound = tier.at_most if tier.at_least is None else tier.at_least
            assert bound is not None
            steps.append(f"{words[tier.at_least is None]} {amount_words.number(bound, language)}")
        said.append(f"{called[language]} {'; '.join(steps)}".strip())
    return Text(*said)


def _years(term: int | None) -> Text:
    return _NONE if term is None else Text(f"{term} jaar", f"{term} years")


def _known(series: Series | None, day: date) -> Figure | None:
    if series is None:
        return None
    computing = series.on(day)
    return series.known_on(day) if computing is None else computing


def _apart(old: Figure | None, new: Figure | None) -> tuple[Text, Text]:
    if old is not None and new is not None:
        old, new = wording.apart(old, new)
    return _figure(old), _figure(new)


def _figure(figure: Figure | None) -> Text:
    return _NONE if figure is None else Text(wording.figure(figure, "nl"), wording.figure(figure, "en"))


def _places(scheme: Scheme, rules: Rulebook) -> Text:
    """By name, as on every page; a code that no list has stands as it is."""
    found = []
    for kind, listed in scheme.territory.items():
        known = rules.codelists.get(kind, {})
        found += [known[code].name if code in known else Text(code, code) for code in listed]
    return Text(", ".join(t.nl for t in found), ", ".join(t.en for t in found)) if found else _EVERYWHERE


def _conditions(old: tuple[Condition, ...], new: tuple[Condition, ...]) -> tuple[Text, Text]:
    """Only the conditions that are not on both sides."""
    was, now = ({c.text.nl: c.text for c in side} for side in (old, new))
    gone = [t for k, t in was.items() if k not in now]
    more = [t for k, t in now.items() if k not in was]
    sides = [
        Text("; ".join(t.nl for t in side), "; ".join(t.en for t in side)) if side else _NONE
        for side in (gone, more)
    ]
    return sides[0], sides[1]


def _limit(old: Limit | None, new: Limit | None, day: date) -> Iterator[Told]:
    standing = new or old
    assert standing is not None
    if old is None or new is None:
        words = Text("geldt", "holds"), Text("geldt niet", "does not hold")
        sides = words if new is None else words[::-1]
        yield Told(standing.id, standing.name, Text("grens", "limit"), *sides, day.year)
        return
    for name, series in new.figures.items():
        was, now = _apart(_known(old.figures.get(name), day), _known(series, day))
        if was != now:
            yield Told(new.id, new.name, names.limit_figure(new, name), was, now, day.year)


def _relation(old: Relation | None, new: Relation | None, day: date, rules: Rulebook) -> Iterator[Told]:
    standing = new or old
    assert standing is not None
    if old is not None and new is not None and _how(old) == _how(new):
        return
    a, b = (names.selector(side, rules) for side in (standing.a, standing.b))
    name = Text(f"{a.nl} en {b.nl}", f"{a.en} and {b.en}")
    yield Told(standing.id, name, Text("combinatieregel", "relation"), _how(old), _how(new), day.year)


def _how(relation: Relation | None) -> Text:
    if relation is None:
        return Text("geen regel", "no rule")
    words = wording.RELATION[relation.type]
    if relation.parameter is None:
        return words
    return Text(*(f"{words[x]} ({amount_words.number(relation.parameter, x)})" for x in ("nl", "en")))
