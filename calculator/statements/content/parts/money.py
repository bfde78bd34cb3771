"""Per year and per payer, and what each payment rewards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from calculator.domain.scheme import Text
from calculator.statements.award.known import partly_known
from calculator.statements.award.names import CERTAINTY, PER_UNIT, STATUS, UNIT
from calculator.statements.award.reading import PaidLine, inner, number, text
from calculator.statements.award.reading import words as said_in
from calculator.statements.award.voice import Voice
from calculator.statements.content.blocks import (
    Block,
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
from calculator.statements.content.figures.bars import bars_of, payers_by_amount
from calculator.statements.content.figures.present import indexation, present_values
from calculator.statements.content.figures.spans import Span, amount, spans, title
from calculator.statements.content.paper import Paper
from calculator.statements.content.wording import words

#: Columns of years that fit one page beside the payers.
YEARS_WIDE = 5


def schedule(paper: Paper) -> Section:
    """The picture and the table of every year of the term, and what lies outside the total."""
    voice = paper.voice
    blocks: list[Block] = []
    if not paper.lines and not paper.continuation:
        return Section("schedule", voice.say(words.SCHEDULE), (Prose(voice.say(words.NONE), "none"),))
    picture = bars_of(paper)
    if picture:
        blocks.append(picture)
    years, columns = paper.years, spans(paper, YEARS_WIDE)
    # Tables of about equal width, rather than a last one with a single year.
    wide = max(1, -(-len(columns) // max(1, -(-len(columns) // YEARS_WIDE))))
    blocks += [
        _years_table(paper, columns[start : start + wide], last=start + wide >= len(columns))
        for start in range(0, len(columns), wide)
    ]
    blocks.append(Facts(((voice.say(words.INDEXATION), indexation(paper)),)))
    note, present = voice.say(words.SCHEDULE_NOTE), inner(paper.award, "present_value")
    if any(_has_dash(block) for block in blocks):
        note += " " + voice.say(words.NOTHING_NOTE)
    rate = number(present, "rate")
    if rate is not None and len(years) > 1 and present_values(paper) is not None:
        source = said_in(present.get("source"), voice.language)
        note += " " + voice.say(words.PRESENT_ROW_NOTE, rate=voice.percent(rate), source=source)
    partly = partly_known(paper.award)
    if partly:
        blocks.append(Prose(voice.say(words.PARTLY_NOTE, years=voice.years(list(partly))), "small"))
    blocks.append(Prose(note, "small"))
    if paper.continuation:
        blocks += [Prose(voice.say(words.CONTINUATION_NOTE)), _continuation(paper)]
    return Section("schedule", voice.say(words.SCHEDULE), tuple(blocks))


def _has_dash(block: Block) -> bool:
    return isinstance(block, Table) and any(
        cell.text == words.NOTHING for group in block.groups for row in group.rows for cell in row.cells
    )


def _years_table(paper: Paper, columns: list[Span], *, last: bool) -> Table:
    voice = paper.voice
    # The total column stands beside the last years, and only where there is more than one year to add up.
    whole = last and len(paper.years) > 1

    def line_of(name: str, lines: list[PaidLine], *, total: bool = False) -> Row:
        cells = [amount(paper, lines, span) for span in columns]
        if whole:
            cells.append(voice.money(sum(line.amount for line in lines)))
        return row(name, *cells, total=total)

    rows = [line_of(name, lines) for name, lines in payers_by_amount(paper.lines, paper)]
    rows.append(line_of(voice.say(words.TOTAL), list(paper.lines), total=True))
    rows += _present_row(paper, columns, whole=whole)
    labels = [label for label in CERTAINTY if any(line.certainty == label for line in paper.lines)]
    # Where all of it is equally certain, the first page has said so.
    for label in labels if len(labels) > 1 else []:
        lines = [line for line in paper.lines if line.certainty == label]
        rows.append(line_of(voice.say(words.OF_WHICH, label=voice.say(CERTAINTY[label])), lines))
    titles = [title(paper, span) for span in columns] + ([voice.say(words.WHOLE_TERM)] if whole else [])
    # The sum of all years has the most digits.
    last_width = 16 if whole else 0
    width = min(20, (76 - last_width) // max(1, len(columns)))
    widths = [width] * len(columns) + ([last_width] if whole else [])
    heads = (
        Column(voice.say(words.PAYER), 100 - sum(widths)),
        *(Column(said, wide, number=True) for said, wide in zip(titles, widths, strict=True)),
    )
    period = voice.years([year for span in columns for year in span.years])
    caption = voice.say(words.SCHEDULE_TABLE, period=period)
    return Table(caption, heads, (Group("", tuple(rows)),))


def _present_row(paper: Paper, columns: list[Span], *, whole: bool) -> list[Row]:
    """What the years are worth at the reference date; none where the award gives no present value."""
    found = present_values(paper)
    if found is None or len(paper.years) < 2:
        return []
    cells = [
        paper.voice.money(sum(found[year] for year in span.years)) if span.paid else words.NOTHING
        for span in columns
    ]
    if whole:
        cells.append(paper.voice.money(sum(found.values())))
    repeats = any(span.repeats for span in columns)
    return [row(paper.voice.say(words.PRESENT_ROW_SUM if repeats else words.PRESENT_ROW), *cells)]


def _continuation(paper: Paper) -> Table:
    voice = paper.voice
    rows = tuple(
        row(
            Cell(
                paper.names.payment(lines[0].scheme, lines[0].payment),
                f"{paper.names.scheme(lines[0].scheme)} · {paper.payer(lines[0])}",
            ),
            voice.years([line.year for line in lines]),
            voice.money(sum(line.amount for line in lines)),
        )
        for lines in _by_payment(paper.continuation)
    )
    columns = (
        Column(voice.say(words.PAYMENT), 60),
        Column(voice.say(words.YEARS), 18),
        Column(voice.say(words.AMOUNT), 22, number=True),
    )
    return Table(voice.say(words.CONTINUATION), columns, (Group("", rows),))


def payments(paper: Paper) -> Section:
    """Per payment the service it rewards, its indicator, quantity and term, its rate and what it pays."""
    voice = paper.voice
    if not paper.lines:
        return Section("payments", voice.say(words.PAYMENTS), (Prose(voice.say(words.NONE), "none"),))
    columns = (
        Column(voice.say(words.PAYMENT), 31),
        Column(voice.say(words.SERVICE), 29),
        Column(voice.say(words.QUANTITY), 11, number=True),
        Column(voice.say(words.RATE), 14, number=True),
        Column(voice.say(words.TERM_TOTAL), 15, number=True),
    )
    rows = tuple(_payment_row(paper, lines) for lines in _by_payment(paper.lines))
    table = Table(voice.say(words.PAYMENTS_TABLE), columns, (Group("", rows),))
    return Section("payments", voice.say(words.PAYMENTS), (table,))


def _by_payment(lines: tuple[PaidLine, ...]) -> list[list[PaidLine]]:
    found: dict[tuple[str, str, str], list[PaidLine]] = {}
    for line in lines:
        found.setdefault((line.payer, *line.ref), []).append(line)
    return list(found.values())


def _payment_row(paper: Paper, lines: list[PaidLine]) -> Row:
    voice, first = paper.voice, lines[0]
    basis = text(first.origin, "legal_basis_name", voice.language) or first.legal_basis
    about = [
        paper.names.scheme(first.scheme),
        paper.payer(first),
        voice.say(words.BASIS_DETAIL, basis=basis) if basis else "",
        paper.refer(source for line in lines for source in line.sources),
    ]
    measured = [
        voice.say(words.INDICATOR_DETAIL, indicator=first.indicator) if first.indicator else "",
        voice.say(words.TERM_DETAIL, term=first.term) if first.term else "",
    ]
    statuses = dict.fromkeys(line.status for line in lines)
    certainties = dict.fromkeys(line.certainty for line in lines)
    return row(
        Cell(paper.names.payment(first.scheme, first.payment), " · ".join(filter(None, about))),
        Cell(first.service or voice.say(words.UNKNOWN), "; ".join(filter(None, measured))),
        Cell(_quantities(voice, lines), voice.say(words.PER_YEAR) if len(paper.years) > 1 else ""),
        Cell(rates(voice, lines), labels(voice, STATUS, statuses)),
        Cell(voice.money(sum(line.amount for line in lines)), labels(voice, CERTAINTY, certainties)),
    )


def labels(voice: Voice, known: Mapping[str, Text], found: dict[str, None]) -> str:
    """The labels found, in the order of the closed list; one that is not in the list as it is."""
    ordered = [label for label in known if label in found] + [label for label in found if label not in known]
    return ", ".join(voice.say(known[label]) if label in known else label for label in ordered if label)


def _quantities(voice: Voice, lines: list[PaidLine]) -> str:
    per_year: dict[int, Decimal] = {}
    for line in lines:
        if line.quantity is not None:
            per_year[line.year] = per_year.get(line.year, Decimal(0)) + line.quantity
    if not per_year:
        return voice.say(words.UNKNOWN)
    measure = lines[0].measure
    low, high = min(per_year.values()), max(per_year.values())
    if low == high:
        return quantity(voice, low, measure)
    return voice.say(words.FROM_TO, low=_bare(voice, low, measure), high=quantity(voice, high, measure))


def quantity(voice: Voice, value: Decimal | None, measure: str) -> str:
    """A quantity with its unit: ``18,40 ha``, ``1.850 m``; a whole farm counts as itself."""
    if value is None:
        return voice.say(words.UNKNOWN)
    if measure == "farm" and value == 1:
        return voice.say(words.WHOLE_FARM)
    unit = voice.say(UNIT[measure]) if measure in UNIT else measure
    return f"{_bare(voice, value, measure)}\u00a0{unit}".strip()


def _bare(voice: Voice, value: Decimal, measure: str) -> str:
    return voice.area(value) if measure == "ha" else voice.number(value)


def rates(voice: Voice, lines: list[PaidLine]) -> str:
    """The rate per unit, or the span of rates."""
    found = sorted({line.rate for line in lines if line.rate is not None})
    if not found:
        return voice.say(words.UNKNOWN)
    measure = lines[0].measure
    per = voice.say(PER_UNIT[measure]) if measure in PER_UNIT else measure
    if len(found) == 1:
        return f"{voice.rate(found[0])} {per}"
    return f"{voice.say(words.RATES, low=voice.rate(found[0]), high=voice.rate(found[-1]))} {per}"


def soft_lines(paper: Paper) -> Iterator[list[PaidLine]]:
    """Lines on rates that are not definitive, per payment and status."""
    found: dict[tuple[str, str, str], list[PaidLine]] = {}
    for line in paper.lines:
        if line.status not in ("definitive", ""):
            found.setdefault((*line.ref, line.status), []).append(line)
    yield from found.values()
