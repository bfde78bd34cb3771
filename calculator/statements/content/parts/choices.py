"""Classes and points, what was not chosen and why, and how the legal limits stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from calculator.eligibility.conditions.code_words import named_class
from calculator.statements.award.reading import Obj, cents, inner, items, number, objects, text
from calculator.statements.award.reading import words as said_in
from calculator.statements.content.blocks import Block, Cell, Column, Group, Prose, Row, Section, Table, row
from calculator.statements.content.figures.next_class import brings, shortage
from calculator.statements.content.paper import Paper
from calculator.statements.content.wording import rules, words
from calculator.statements.content.wording.lost import lost

#: Where and when an entry holds.
_WHERE = ("unit", "units", "year", "years")


@dataclass(frozen=True, slots=True)
class Merged:
    """Entries that say the same about several units and years; ``first`` speaks for all."""

    entries: tuple[Obj, ...]

    @property
    def first(self) -> Obj:
        """Any of them will do for what they share."""
        return self.entries[0]

    @property
    def units(self) -> list[str]:
        """The places, each once, in the order of the award."""
        of_all = (items(entry, "units") or [text(entry, "unit")] for entry in self.entries)
        return list(dict.fromkeys(str(unit) for units in of_all for unit in units if unit))

    @property
    def years(self) -> list[int]:
        """The years, each once."""
        of_all = (items(entry, "years") or [text(entry, "year")] for entry in self.entries)
        return sorted({int(str(year)) for years in of_all for year in years if year})


def merged(entries: tuple[Obj, ...], *apart: str) -> list[Merged]:
    """Entries that differ only in unit and year (and in the keys named ``apart``) together."""
    found: dict[str, list[Obj]] = {}
    for entry in entries:
        same = repr(sorted((k, repr(v)) for k, v in entry.items() if k not in (*_WHERE, *apart)))
        found.setdefault(same, []).append(entry)
    return [Merged(tuple(together)) for together in found.values()]


def named(paper: Paper, group: Merged, *, scheme: bool = True) -> Cell:
    """The payment of the entries, with its places and years below it, and its scheme where that stands nowhere else."""
    voice = paper.voice
    of, payment = text(group.first, "scheme"), text(group.first, "payment")
    places = [paper.place(unit) for unit in group.units]
    about = [
        paper.names.scheme(of) if payment and scheme else "",
        voice.listed(places, 6) if places else "",
        voice.years(group.years),
    ]
    return Cell(paper.names.payment(of, payment), " · ".join(filter(None, about)))


def classes(paper: Paper) -> Section:
    """Per class result the points per goal against the entry requirement."""
    voice = paper.voice
    found = merged(objects(paper.award, "classes"))
    if not found:
        return Section("classes", voice.say(words.CLASSES), (Prose(voice.say(words.NONE), "none"),))
    columns = (
        Column(voice.say(words.GOAL), 40),
        Column(voice.say(words.SCORED), 18, number=True),
        Column(voice.say(words.NEEDED), 18, number=True),
        Column(voice.say(words.OUTCOME), 24),
    )
    groups = tuple(_class_group(paper, group.first, group.years) for group in found)
    table = Table(voice.say(words.CLASSES_TABLE), columns, groups)
    return Section("classes", voice.say(words.CLASSES), (table, Prose(voice.say(words.ROUNDED), "small")))


def _class_name(paper: Paper, name: str) -> str:
    return paper.voice.say(named_class(name))


def _class_group(paper: Paper, entry: Obj, years: list[int]) -> Group:
    voice = paper.voice
    reached = text(entry, "class")
    name = _class_name(paper, reached) if reached else voice.say(words.NO_CLASS)
    dated = words.CLASS_REACHED if years else words.CLASS_REACHED_UNDATED
    scheme = paper.names.scheme(text(entry, "scheme"))
    title = voice.say(dated, scheme=scheme, years=voice.years(years), name=name)
    value, further = number(entry, "value_per_ha"), inner(entry, "to_next")
    short = shortage(voice, further)
    details = [
        voice.say(words.CLASS_VALUE, value=voice.rate(value.quantize(Decimal("0.01"))))
        if value is not None
        else "",
        voice.say(
            words.CLASS_NEXT,
            short=short,
            name=_class_name(paper, text(further, "class")),
        )
        if short
        else "",
        brings(voice, further) if short else "",
        said_in(entry.get("note"), voice.language),
    ]
    return Group(title, tuple(_goals(paper, inner(entry, "points"))), "; ".join(filter(None, details)))


def _goals(paper: Paper, points: Obj) -> Iterator[Row]:
    voice = paper.voice
    for goal, entry in points.items():
        if not isinstance(entry, Mapping):
            continue
        scored, needed = number(entry, "scored") or Decimal(0), number(entry, "needed") or Decimal(0)
        name = text(entry, "name", voice.language) or paper.names.of("goals", goal)
        outcome = (
            voice.say(words.REACHED)
            if scored >= needed
            else voice.say(words.SHORT_BY, short=voice.points(needed - scored, short=True))
        )
        yield row(name, voice.points(scored), voice.points(needed), outcome)


def decisions(paper: Paper) -> Section:
    """What qualified and was not chosen: why, to what it lost, by which article, and what it would change."""
    voice = paper.voice
    found = merged(objects(paper.award, "not_chosen"), "difference_eur")
    if not found:
        return Section("decisions", voice.say(words.DECISIONS), (Prose(voice.say(words.NONE), "none"),))
    columns = (
        Column(voice.say(words.PAYMENT), 34),
        Column(voice.say(words.REASON), 48),
        Column(voice.say(words.DIFFERENCE), 18, number=True),
    )
    rows = tuple(_decision(paper, group) for group in found)
    table = Table(voice.say(words.DECISIONS_TABLE), columns, (Group("", rows),))
    blocks: tuple[Block, ...] = (Prose(voice.say(words.DECISIONS_INTRO)), table)
    return Section("decisions", voice.say(words.DECISIONS), blocks)


def _decision(paper: Paper, group: Merged) -> Row:
    # Of entries that differ in euros alone one that makes a difference speaks.
    voice, telling = paper.voice, (e for e in group.entries if cents(e, "difference_eur") != 0)
    entry = next(telling, group.first)
    lost_to = text(entry, "lost_to")
    winner = text(entry, "lost_to_name", voice.language) or (paper.names.ref(lost_to) if lost_to else "")
    reason = lost(entry, winner, voice.language)
    source = inner(entry, "source")
    article = text(entry, "article", voice.language) or text(source, "article")
    detail = " · ".join(filter(None, (voice.cited(article), paper.refer([source]))))
    return row(named(paper, group), Cell(reason, detail), _difference(paper, group))


def _difference(paper: Paper, group: Merged) -> str:
    found = [cents(entry, "difference_eur") for entry in group.entries]
    known = [difference for difference in found if difference is not None]
    if not known:
        # Statements of before this was told apart have no such key.
        unknown = any(entry.get("worked_out") is False for entry in group.entries)
        return paper.voice.say(words.NOT_WORKED_OUT if unknown else words.IMPOSSIBLE)
    low, high = min(known), max(known)
    if low == high:
        return paper.voice.money(low)
    return paper.voice.say(words.FROM_TO, low=paper.voice.money(low), high=paper.voice.money(high))


def limits(paper: Paper) -> Section:
    """The ledger: used and left under every limit, and the grants that count under de minimis."""
    voice = paper.voice
    entries = objects(paper.award, "limits")
    if not entries:
        return Section("limits", voice.say(rules.LIMITS), (Prose(voice.say(words.NONE), "none"),))
    columns = (
        Column(voice.say(words.YEARS), 40),
        Column(voice.say(rules.USED), 15, number=True),
        Column(voice.say(rules.CEILING), 15, number=True),
        Column(voice.say(rules.ROOM), 15, number=True),
        Column(voice.say(rules.LARGEST_GRANT), 15, number=True),
    )
    # What a limit is stands once above its years; places under the same limit have a title of their own.
    by_limit: dict[tuple[str, str], list[Obj]] = {}
    for entry in entries:
        by_limit.setdefault((text(entry, "limit"), text(entry, "scope")), []).append(entry)
    groups = tuple(_limit_group(paper, tuple(found)) for found in by_limit.values())
    blocks: list[Block] = [Table(voice.say(rules.LIMITS_TABLE), columns, groups)]
    blocks += _grants(paper, entries)
    return Section("limits", voice.say(rules.LIMITS), tuple(blocks))


def _limit_name(paper: Paper, entry: Obj) -> str:
    return text(entry, "name", paper.voice.language) or paper.names.of("limits", text(entry, "limit"))


def _limit_group(paper: Paper, entries: tuple[Obj, ...]) -> Group:
    """A limit with whom it holds for, over which years and by which article, and below it the years that differ."""
    voice, first = paper.voice, entries[0]
    scope = text(first, "scope", voice.language)
    window = text(first, "window", voice.language)
    kind, _, span = window.partition(" ")
    if kind == "rolling" and span.isdigit():
        window = voice.say(rules.ROLLING, years=span)
    about = [
        voice.say(rules.SCOPES[scope]) if scope in rules.SCOPES else scope,
        voice.say(rules.WINDOW, window=window) if window else "",
        voice.cited(text(first, "article", voice.language)),
        paper.refer([inner(entry, "source") for entry in entries]),
    ]
    rows = tuple(_limit_row(paper, group.first, group.years) for group in merged(entries, "grants"))
    return Group(_limit_name(paper, first), rows, " · ".join(filter(None, about)))


def _limit_row(paper: Paper, entry: Obj, years: list[int]) -> Row:
    voice = paper.voice
    used, ceiling = cents(entry, "used_eur") or 0, cents(entry, "ceiling_eur")
    price, fits = cents(entry, "price_eur"), cents(entry, "largest_grant_that_fits_eur")
    binding = ""
    if entry.get("binding") is True:
        binding = (
            voice.say(rules.BINDING_PRICE, price=voice.money(price)) if price else voice.say(rules.BINDING)
        )
    told = " · ".join(filter(None, (text(inner(entry, "counts"), "text", voice.language), binding)))
    if entry.get("kind") == "minimum_total":
        # It is reached from below, so that nothing is left under it.
        least = voice.say(rules.AT_LEAST, amount=voice.money(ceiling or 0))
        return row(Cell(voice.years(years), binding), voice.money(used), least, "", "")
    return row(
        Cell(voice.years(years), told),
        voice.money(used),
        voice.money(ceiling) if ceiling is not None else voice.say(words.UNKNOWN),
        voice.money(max(0, ceiling - used)) if ceiling is not None else "",
        voice.money(fits) if fits is not None else "",
    )


def _grants(paper: Paper, entries: tuple[Obj, ...]) -> Iterator[Table]:
    """The grants behind the ledger; limits under which the same grants count share a table."""
    voice = paper.voice
    per_limit: dict[str, dict[_Grant, list[int]]] = {}
    for entry in entries:
        for grant in items(entry, "grants"):
            if isinstance(grant, Mapping):
                giver = text(grant, "from") or text(grant, "payer")
                key = (text(grant, "grant_date"), cents(grant, "amount_eur") or 0, giver)
                years = per_limit.setdefault(_limit_name(paper, entry), {}).setdefault(key, [])
                years.append(int(text(entry, "year") or "0"))
    shared: dict[str, tuple[list[str], dict[_Grant, list[int]]]] = {}
    for name, grants in per_limit.items():
        shared.setdefault(repr(sorted(grants.items())), ([], grants))[0].append(name)
    columns = (
        Column(voice.say(rules.GRANT_DATE), 26),
        Column(voice.say(rules.GRANTED_BY), 38),
        Column(voice.say(rules.COUNTED_IN), 16),
        Column(voice.say(words.AMOUNT), 20, number=True),
    )
    for names, grants in shared.values():
        rows = tuple(
            row(voice.days(day), paper.names.ref(giver), voice.years(years), voice.money(amount))
            for (day, amount, giver), years in sorted(grants.items())
        )
        caption = voice.say(rules.GRANTS_TABLE, limit=voice.say(rules.AND).join(names))
        yield Table(caption, columns, (Group("", rows),))


#: Date, amount in cents and giver.
_Grant = tuple[str, int, str]
