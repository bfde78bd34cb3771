"""What is not paid or not known: refused, open, not calculated, assumed; and the indicators as they were given."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from calculator.domain.sentences import presumed, sentences
from calculator.statements.award.could_add import ended, together
from calculator.statements.award.names import STATUS
from calculator.statements.award.reading import Obj, PaidLine, inner, items, number, objects, text
from calculator.statements.award.reading import words as said_in
from calculator.statements.content.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Facts,
    Group,
    Prose,
    Row,
    Section,
    Table,
    row,
)
from calculator.statements.content.figures.share import share_of
from calculator.statements.content.paper import Paper
from calculator.statements.content.parts.choices import Merged, merged, named
from calculator.statements.content.parts.money import soft_lines
from calculator.statements.content.wording import rules, words

#: Payments of one scheme of which the same is said.
Alike = list[Merged]
#: A row of payments of which the same is said, and whether it names their scheme.
RowOf = Callable[[Paper, Alike, bool], Row]
#: How the key of an indicator begins that was computed, beside the one that a farmer may state.
_COMPUTED = "aandeel_"
#: What may differ between places and years of which the same is open.
_TOLD_APART = ("could_pay_up_to_eur", "paths", "continuation")
_REFUSED_KEYS = ("reason", "shortfall", "remedy", "source")


def refused(paper: Paper) -> Section:
    """Payments the farm does not qualify for: which condition, by how much, what would change it."""
    voice = paper.voice
    found = merged(objects(paper.award, "refusals"))
    if not found:
        return Section("refused", voice.say(rules.REFUSED), (Prose(voice.say(words.NONE), "none"),))
    columns = (
        Column(voice.say(words.PAYMENT), 30),
        Column(voice.say(rules.WHY), 40),
        Column(voice.say(rules.REMEDY), 30),
    )
    alike = _alike(found, lambda group: [repr(group.first.get(key)) for key in _REFUSED_KEYS])
    table = Table(voice.say(rules.REFUSED_TABLE), columns, _by_scheme(paper, alike, _refused_row))
    return Section("refused", voice.say(rules.REFUSED), (table,))


def _refused_row(paper: Paper, alike: Alike, scheme: bool) -> Row:
    voice, entry = paper.voice, alike[0].first
    shortfall = said_in(entry.get("shortfall"), voice.language)
    detail = [
        voice.say(rules.SHORTFALL, shortfall=shortfall) if shortfall else "",
        paper.refer([entry.get("source")]),
    ]
    remedy = said_in(entry.get("remedy"), voice.language) or voice.say(rules.NO_REMEDY)
    reason = said_in(entry.get("reason"), voice.language)
    return row(_named(paper, alike, scheme=scheme), Cell(reason, " · ".join(filter(None, detail))), remedy)


def still_open(paper: Paper) -> Section:
    """Payments that cannot be decided: what is missing, and what each could add at most."""
    voice = paper.voice
    found = merged(objects(paper.award, "open"), *_TOLD_APART)
    if not found:
        return Section("open", voice.say(rules.OPEN), (Prose(voice.say(words.NONE), "none"),))
    columns = (
        Column(voice.say(words.PAYMENT), 38),
        Column(voice.say(rules.MISSING), 42),
        Column(voice.say(rules.COULD_PAY), 20, number=True),
    )

    def same(group: Merged) -> object:
        # Amounts are told payment by payment.
        if _could_add(paper, group) is not None:
            return id(group)
        return missing(paper, group.first), ended(group.entries)

    ranked = sorted(found, key=lambda group: -(_could_add(paper, group) or 0))
    groups = _by_scheme(paper, _alike(ranked, same), _open_row)
    table = Table(voice.say(rules.OPEN_TABLE), columns, groups)
    return Section("open", voice.say(rules.OPEN), (Prose(voice.say(rules.OPEN_INTRO)), table))


def _by_scheme(paper: Paper, found: list[Alike], row_of: RowOf) -> tuple[Group, ...]:
    """First the schemes of one row each, then those of several under their name, which is said once."""
    schemes: dict[str, list[Alike]] = {}
    for alike in found:
        schemes.setdefault(paper.names.scheme(text(alike[0].first, "scheme")), []).append(alike)
    single = tuple(row_of(paper, rows[0], True) for rows in schemes.values() if len(rows) == 1)
    several = (
        Group(name, tuple(row_of(paper, alike, False) for alike in rows))
        for name, rows in schemes.items()
        if len(rows) > 1
    )
    return (*((Group("", single),) if single else ()), *several)


def _alike(found: list[Merged], same: Callable[[Merged], object]) -> list[Alike]:
    """Payments of a scheme that say the same of the same years together; ``same`` is what must be equal."""
    kept: dict[str, Alike] = {}
    for group in found:
        key = repr((text(group.first, "scheme"), group.years, same(group)))
        kept.setdefault(key, []).append(group)
    return list(kept.values())


def _named(paper: Paper, alike: Alike, *, scheme: bool) -> Cell:
    if len(alike) == 1:
        return named(paper, alike[0], scheme=scheme)
    payments = []
    for group in alike:
        places = [paper.place(unit) for unit in group.units if unit not in ("farm", "")]
        name = paper.names.payment(text(group.first, "scheme"), text(group.first, "payment"))
        payments.append(f"{name} ({paper.voice.listed(places, 6)})" if places else name)
    about = [
        paper.names.scheme(text(alike[0].first, "scheme")) if scheme else "",
        paper.voice.years(alike[0].years),
    ]
    return Cell("; ".join(dict.fromkeys(payments)), " · ".join(filter(None, about)))


def _open_row(paper: Paper, alike: Alike, scheme: bool) -> Row:
    could, after, voice = _could_add(paper, alike[0]), ended(alike[0].entries), paper.voice
    over = bool(after) and after == alike[0].years
    amount = voice.say(rules.ADDS_NOTHING if over else words.UNKNOWN if could is None else rules.NOTHING_MORE)
    if could:
        amount = voice.money(could)
    detail = voice.say(rules.AFTER_BASIS, years=voice.years(after)) if after else ""
    return row(
        _named(paper, alike, scheme=scheme), Cell(sentences(missing(paper, alike[0].first)), detail), amount
    )


def largest_open(paper: Paper) -> int:
    """What the payment that could bring most could bring over the term; 0 where of none it is known."""
    found = merged(objects(paper.award, "open"), *_TOLD_APART)
    return max((_could_add(paper, group) or 0 for group in found), default=0)


def _could_add(paper: Paper, group: Merged) -> int | None:
    return together(paper.award, group.entries)


def missing(paper: Paper, entry: Obj) -> list[str]:
    """What is missing, in words: a path of the profile as the name of what it holds, a figure without its key."""
    said = [said_in(item, paper.voice.language).removesuffix(".") for item in items(entry, "missing")]
    for path in map(str, items(entry, "paths")):
        kind, _, name = path.rpartition(".")
        figure = path.removeprefix("figure:")
        if kind == "indicators":
            said = [text.replace(path, f"‘{paper.names.of(kind, name)}’") for text in said]
        elif figure != path:
            said = [text.removesuffix(f" ({figure})") for text in said]
    return list(dict.fromkeys(filter(None, said)))


def indicators(paper: Paper) -> Section:
    """The indicators the award used, and the landscape share against the national goals."""
    voice = paper.voice
    share = inner(paper.award, "landscape_share")
    value = number(share, "value")
    rows = [
        (_indicator_name(paper, key), _indicator(paper, key, value))
        for key, value in inner(paper.award, "indicators").items()
    ]
    said = (
        voice.say(rules.SHARE_UNKNOWN)
        if value is None
        else voice.say(rules.SHARE_SAYS, share=voice.percent(value))
    )
    rows.append((voice.say(rules.SHARE_LABEL), said))
    definition = said_in(share.get("definition"), voice.language)
    if definition:
        rows.append((voice.say(rules.DEFINITION), definition))
    picture = share_of(paper)
    blocks = (Facts(tuple(rows)), picture) if picture else (Facts(tuple(rows)),)
    return Section("indicators", voice.say(rules.INDICATORS), blocks)


def _indicator_name(paper: Paper, key: str) -> str:
    """What an indicator is called; one that was computed from the parcels says so."""
    computed = key.removeprefix(_COMPUTED)
    name = paper.names.of("indicators", computed)
    return name if computed == key else paper.voice.say(rules.FROM_PARCELS, name=name)


def measured(number: str, unit: str) -> str:
    """A number with the unit of its indicator, if that has one."""
    return f"{number}%" if unit == "%" else f"{number} {unit}".strip()


def _indicator(paper: Paper, key: str, value: object) -> str:
    written = said_in(value, paper.voice.language)
    unit = paper.names.unit(key.removeprefix(_COMPUTED))
    try:
        number = paper.voice.number(Decimal(written))
    except ArithmeticError:
        # A score or a label ("A", "goed") is an indicator too.
        return written
    return measured(number, unit)


def not_modelled(paper: Paper) -> Section:
    """Conditions of the texts that are not tested here, under the scheme or limit they belong to."""
    voice = paper.voice
    by_rule: dict[str, dict[str, None]] = {}
    for entry in objects(paper.award, "not_modelled"):
        limit, scheme = text(entry, "limit"), text(entry, "scheme")
        said = by_rule.setdefault(paper.names.ref(limit) if limit else paper.names.scheme(scheme), {})
        said[_sentence(text(entry, "text", voice.language))] = None
    title = voice.say(rules.NOT_MODELLED)
    if not by_rule:
        return Section("not_modelled", title, (Prose(voice.say(words.NONE), "none"),))
    listed = Facts(tuple((rule, " ".join(said)) for rule, said in by_rule.items()))
    return Section("not_modelled", title, (Prose(voice.say(rules.NOT_MODELLED_INTRO)), listed))


def _sentence(said: str) -> str:
    return said if said.endswith((".", "!", "?")) else f"{said}."


def assumptions(paper: Paper) -> Section:
    """What was presumed, which figures are not definitive, and what is mentioned without being counted."""
    voice = paper.voice
    assumed = [presumed(each) for each in _told(voice.language, paper.award, "assumptions")]
    caveats = _told(voice.language, paper.award, "caveats")
    caveats += [each for line in paper.lines for each in _told(voice.language, line.origin, "caveats")]
    blocks: list[Block] = []
    for above, listed in ((rules.ASSUMED, assumed), (rules.CAVEATS, caveats)):
        if listed:
            blocks += [Prose(voice.say(above)), Bullets(tuple(dict.fromkeys(listed)))]
    soft = list(soft_lines(paper))
    if soft:
        blocks.append(_soft_table(paper))
    elif paper.lines:
        blocks.append(Prose(voice.say(rules.ALL_DEFINITIVE)))
    contingent = tuple(
        filter(None, (said_in(item, voice.language) for item in items(paper.award, "contingent")))
    )
    if contingent:
        blocks += [Prose(voice.say(rules.CONTINGENT_INTRO)), Bullets(contingent)]
    if not blocks:
        blocks.append(Prose(voice.say(words.NONE), "none"))
    return Section("assumptions", voice.say(rules.ASSUMPTIONS), tuple(blocks))


def _told(language: str, source: Obj, key: str) -> list[str]:
    return [said for item in items(source, key) if (said := said_in(item, language))]


def _soft_table(paper: Paper) -> Table:
    """Payments together where the same years rest on the same kind of rate; each has its own row under 3."""
    voice = paper.voice
    columns = (
        Column(voice.say(words.PAYMENT), 52),
        Column(voice.say(words.YEARS), 12),
        Column(voice.say(rules.STATUS), 18),
        Column(voice.say(words.AMOUNT), 18, number=True),
    )
    alike: dict[tuple[str, str], list[list[PaidLine]]] = {}
    for lines in soft_lines(paper):
        alike.setdefault((lines[0].status, voice.years([line.year for line in lines])), []).append(lines)
    rows = tuple(
        row(
            "; ".join(dict.fromkeys(paper.names.payment(*lines[0].ref) for lines in found)),
            years,
            voice.say(STATUS[status]) if status in STATUS else status,
            voice.money(sum(line.amount for lines in found for line in lines)),
        )
        for (status, years), found in alike.items()
    )
    return Table(voice.say(rules.SOFT_TABLE), columns, (Group("", rows),))
