"""The first page: who, for what, how much per year and over the term, and how certain. It fits one page."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from calculator.domain.scheme import NO_SERVICE
from calculator.statements.award.known import partly_known
from calculator.statements.award.names import CERTAINTY, CERTAINTY_MEANS
from calculator.statements.award.reading import PaidLine, cents, inner, number, objects, text
from calculator.statements.award.reading import words as said_in
from calculator.statements.carrying.partial import payments
from calculator.statements.carrying.purposes import purpose_name, purposes
from calculator.statements.content.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Facts,
    Figure,
    Figures,
    Group,
    Prose,
    Row,
    Section,
    Table,
    row,
)
from calculator.statements.content.figures.bars import payers_by_amount
from calculator.statements.content.figures.spans import amount, spans, title
from calculator.statements.content.paper import Paper
from calculator.statements.content.parts.gaps import largest_open
from calculator.statements.content.parts.plans import next_step, on_a_plan
from calculator.statements.content.wording import words

#: What still fits the first page beside everything else: lines of payers, of which a long name takes two.
_ROOM = 8
_LONG = 30
#: Lines that a note above the table takes away, and the one below it that says what a mark means.
_NOTE, _MEANING = 3, 2
#: Lines of payers, of certainties and of what is listed at the end, together, and how wide those of the end are.
_LINES, _WIDE = 22, 90
MOST_YEARS = 4


def short(paper: Paper) -> Section:
    """The page that says it all."""
    blocks: list[Block] = [
        Prose(paper.voice.say(words.NOT_A_DECISION), "note"),
        *_in_part(paper),
        *(Prose(said) for said in (on_a_plan(paper),) if said),
        _who(paper),
    ]
    notes = tuple(_notes(paper))
    if paper.lines:
        certain = _per_certainty(paper)
        told = sum(-(-len(note) // _WIDE) for note in notes) + 2 * len(certain.groups[0].rows)
        blocks += [_figures(paper), _per_payer(paper, _LINES - told), *_partly(paper), certain]
    else:
        whole = paper.issue.shared.recipient.gets_all
        blocks.append(Prose(paper.voice.say(words.NO_PAYMENTS if whole else words.NO_PAYMENTS_SHOWN)))
    if notes:
        blocks.append(Bullets(notes))
    return Section("short", paper.voice.say(words.SHORT), tuple(blocks))


def _in_part(paper: Paper) -> Iterator[Prose]:
    """For a recipient who does not get everything: what was kept back, and how much of the rest can be recomputed."""
    shared, voice = paper.issue.shared, paper.voice
    if shared.recipient.gets_all:
        return
    purpose = purposes()[shared.recipient.purpose]
    shown = payments(paper.award)
    attested = sum(place.startswith("years/") and place.count("/") == 3 for place in shared.attested)
    said = [voice.say(words.IN_PART, purpose=voice.say(purpose.name), needs=voice.say(purpose.needs))]
    if shown:
        followed = voice.number(shown - attested)
        said.append(voice.say(words.FOLLOWED, followed=followed, shown=voice.number(shown)))
    yield Prose(" ".join(said))


def made_for(paper: Paper) -> str:
    """The recipient with its purpose."""
    recipient = paper.issue.shared.recipient
    purpose = paper.voice.say(purpose_name(recipient.purpose))
    if not recipient.name:
        return purpose
    return paper.voice.say(words.RECIPIENT_SAYS, name=recipient.name, purpose=purpose)


def _who(paper: Paper) -> Facts:
    voice, farm = paper.voice, inner(paper.profile, "farm")
    parcels = objects(paper.profile, "parcels")
    area = sum((number(parcel, "area_ha") or Decimal(0) for parcel in parcels), Decimal(0))
    land = words.LAND_SAYS_ONE if len(parcels) == 1 else words.LAND_SAYS
    places = [
        paper.names.of(kind, text(farm, key))
        for kind, key in (("municipalities", "municipality"), ("provinces", "province"))
        if text(farm, key)
    ]
    services = _services(paper)
    on = text(inner(inner(paper.award, "receipt"), "rulebook"), "on")
    rows = [
        (words.RECIPIENT, made_for(paper)),
        (words.KVK, text(farm, "kvk")),
        (words.WHERE, ", ".join(dict.fromkeys(places))),
        (words.LAND, voice.say(land, area=voice.area(area), count=voice.number(len(parcels))))
        if parcels
        else (words.LAND, voice.say(words.NO_LAND)),
        (words.FOR_WHAT, voice.listed(services, 6)),
        (words.REFERENCE_DATE, voice.days(on)),
        (words.NUMBER, paper.issue.number or ""),
    ]
    return Facts(tuple((voice.say(label), value) for label, value in rows if value))


def _services(paper: Paper) -> list[str]:
    """What is rewarded, the most first; income support rewards no service."""
    found: dict[str, int] = {}
    for line in paper.lines:
        if line.service and text(line.origin, "service") != NO_SERVICE:
            found[line.service] = found.get(line.service, 0) + line.amount
    return sorted(found, key=lambda service: (-found[service], service))


def _mean(paper: Paper, count: int) -> str:
    """What a year pays on average: of the years that pay, without those of which only a part is known where others are."""
    voice, years, partly = paper.voice, {line.year for line in paper.lines}, set(partly_known(paper.award))
    known = years - partly or years
    told = [line.amount for line in paper.lines if line.year in known]
    n = len(known) or count
    said = words.EXPECTED_NOTE if n == count else words.EXPECTED_NOTE_SOME
    if known != years:
        said = words.EXPECTED_NOTE_PART
    return voice.say(said, years=count, paid=n, known=n, mean=voice.money((sum(told) + n // 2) // n))


def _figures(paper: Paper) -> Figures:
    voice, award = paper.voice, paper.award
    count = len(paper.years)
    note = voice.say(words.EXPECTED_NOTE_ONE)
    if count > 1:
        note = _mean(paper, count)
    label = words.EXPECTED_OVER if "total_eur" in award else words.SHOWN_OVER
    found = [Figure(voice.say(label, period=paper.period), voice.money(paper.total), note)]
    low, high = cents(inner(award, "range"), "low"), cents(inner(award, "range"), "high")
    if low is not None and high is not None and low != high:
        span = voice.say(words.FROM_TO, low=voice.money(low), high=voice.money(high))
        found.append(Figure(voice.say(words.BETWEEN), span, voice.say(words.BETWEEN_NOTE)))
    present = inner(award, "present_value")
    value, rate = cents(present, "eur"), number(present, "rate")
    if value is not None and rate is not None and count > 1:
        source = said_in(present.get("source"), voice.language)
        note = voice.say(words.PRESENT_NOTE, rate=voice.percent(rate), source=source)
        found.append(Figure(voice.say(words.PRESENT), voice.money(value), note))
    net = cents(award, "net_eur")
    if net is not None and net != paper.total:
        silent = sorted(set(paper.years) - {line.year for line in paper.lines})
        note = voice.say(words.NET_NOTE_OPEN if silent else words.NET_NOTE, years=voice.years(silent))
        partly = partly_known(award)
        if partly:
            note += voice.say(words.NET_NOTE_PART, years=voice.years(list(partly)))
        found.append(Figure(voice.say(words.NET), voice.money(net), note))
    return Figures(tuple(found))


def _per_payer(paper: Paper, left: int) -> Table:
    voice = paper.voice
    ranked = payers_by_amount(paper.lines, paper)
    fits = _fitting(paper, [name for name, _ in ranked], left)
    if fits < len(ranked):
        rest = [line for _, lines in ranked[fits:] for line in lines]
        ranked = [*ranked[:fits], (voice.say(words.OTHERS, count=len(ranked) - fits), rest)]
    columns = spans(paper, MOST_YEARS)
    # A term that moves shows its beginning and its end here; the schedule has every year.
    if len(columns) > MOST_YEARS:
        columns = [*columns[: MOST_YEARS - 1], columns[-1]]
    many = len(paper.years) > 1
    width = 14 if many else 24

    def line_of(name: str, lines: list[PaidLine], *, total: bool = False) -> Row:
        cells = [amount(paper, lines, span) for span in columns]
        whole = [voice.money(sum(line.amount for line in lines))] if many else []
        return row(Cell(name, "" if total else _certainties(paper, lines)), *cells, *whole, total=total)

    rows = tuple(line_of(name, lines) for name, lines in ranked)
    total = line_of(voice.say(words.TOTAL), list(paper.lines), total=True)
    titles = [title(paper, span) for span in columns] + ([voice.say(words.WHOLE_TERM)] if many else [])
    heads = (
        Column(voice.say(words.PAYER_CERTAINTY), 100 - width * len(titles)),
        *(Column(said, width, number=True) for said in titles),
    )
    return Table(voice.say(words.PER_PAYER), heads, (Group("", (*rows, total)),))


def _partly(paper: Paper) -> Iterator[Prose]:
    """What the mark at a year above means."""
    years = list(partly_known(paper.award))
    if years:
        yield Prose(paper.voice.say(words.PARTLY_NOTE, years=paper.voice.years(years)), "small")


def _fitting(paper: Paper, names: list[str], left: int) -> int:
    """How many payers the first page has room for, of which the rest of it leaves so many lines.

    Where not all fit, one line is kept for the others.
    """
    notes = (not paper.issue.shared.recipient.gets_all) + bool(on_a_plan(paper))
    room = max(_ROOM, left) - _NOTE * notes - _MEANING * bool(partly_known(paper.award))
    lines = [2 if len(name) > _LONG else 1 for name in names]
    if sum(lines) <= room:
        return len(names)
    return max(place for place in range(len(names)) if sum(lines[:place]) < room)


def _certainties(paper: Paper, lines: list[PaidLine]) -> str:
    labels = {line.certainty for line in lines if line.amount}
    return ", ".join(paper.voice.say(text) for label, text in CERTAINTY.items() if label in labels)


def _per_certainty(paper: Paper) -> Table:
    voice = paper.voice
    rows = []
    for label, name in CERTAINTY.items():
        amount = sum(line.amount for line in paper.lines if line.certainty == label)
        if amount:
            share = voice.percent(Decimal(amount) / paper.total) if paper.total else ""
            rows.append(row(voice.say(name), voice.say(CERTAINTY_MEANS[label]), voice.money(amount), share))
    columns = (
        Column(voice.say(words.CERTAINTY), 22),
        Column(voice.say(words.MEANS), 46),
        Column(voice.say(words.AMOUNT), 20, number=True),
        Column(voice.say(words.SHARE), 12, number=True),
    )
    return Table(voice.say(words.HOW_CERTAIN), columns, (Group("", tuple(rows)),))


def _notes(paper: Paper) -> Iterator[str]:
    voice, award = paper.voice, paper.award
    empty = [year for year in paper.years if all(line.year != year for line in paper.lines)]
    if empty and paper.lines and paper.issue.shared.recipient.gets_all:
        yield voice.say(words.EMPTY_YEARS, years=voice.years(empty))
    yield from list(_binding(paper))[:3]
    open_ones = objects(award, "open")
    if open_ones:
        count = len({(text(entry, "scheme"), text(entry, "payment")) for entry in open_ones})
        most = largest_open(paper)
        words_for = words.OPEN_COUNT if most else words.OPEN_COUNT_BARE
        yield voice.say(words_for, count=voice.number(count), most=voice.money(most))
    refused = {(text(entry, "scheme"), text(entry, "payment")) for entry in objects(award, "refusals")}
    if refused:
        yield voice.say(words.REFUSED_COUNT, count=voice.number(len(refused)))
    soft = sum(line.amount for line in paper.lines if line.status not in ("definitive", ""))
    if soft:
        yield voice.say(words.SOFT_AMOUNT, amount=voice.money(soft))
    continuation = cents(award, "continuation_eur")
    if continuation:
        yield voice.say(words.CONTINUATION_SHORT, amount=voice.money(continuation))
    step = next_step(paper)
    # A plan has taken its steps already.
    if step and not on_a_plan(paper):
        yield step


def _binding(paper: Paper) -> Iterator[str]:
    voice = paper.voice
    found: dict[str, list[tuple[int, int]]] = {}
    for limit in objects(paper.award, "limits"):
        if limit.get("binding") is True:
            name = text(limit, "name", voice.language) or paper.names.of("limits", text(limit, "limit"))
            found.setdefault(name, []).append((int(text(limit, "year")), cents(limit, "price_eur") or 0))
    for name, seen in sorted(found.items(), key=lambda item: -max(price for _, price in item[1])):
        price = max(price for _, price in seen)
        words_for = words.LIMIT_BINDS if price else words.LIMIT_BINDS_BARE
        yield voice.say(
            words_for, limit=name, years=voice.years([year for year, _ in seen]), price=voice.money(price)
        )
