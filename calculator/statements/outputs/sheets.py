"""From an award to the tables of its workbook: the same lines as on the statement, one row each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial

from calculator.domain.farm import OF_PLACE
from calculator.domain.place_fact import LIST
from calculator.domain.scheme import Text
from calculator.eligibility.conditions.code_words import SOIL
from calculator.statements.award.formulas import spoken
from calculator.statements.award.known import partly_known
from calculator.statements.award.names import CERTAINTY, STATUS, UNIT
from calculator.statements.award.reading import Obj, PaidLine, inner, number, objects, text
from calculator.statements.content.figures.bars import payers_by_amount
from calculator.statements.content.paper import Paper
from calculator.statements.outputs import titles
from calculator.statements.outputs.cells import day_of, euro, source_cells, word
from calculator.statements.outputs.sheets_choices import ahead, not_chosen, plans
from calculator.statements.outputs.sheets_law import grants, limits, notes, open_questions, refused, rules
from calculator.statements.outputs.sheets_terms import terms
from calculator.statements.outputs.tables import Cell, Code, Column, Euro, Rate, Share, Table

#: The columns of the profile that say how much there is of a place, with their unit.
_SIZES = (("area_ha", "ha"), ("length_m", "m"), ("area_m2", "m2"), ("count", "piece"))


def tables(paper: Paper) -> tuple[Table, ...]:
    """All tables, in the order of the workbook."""
    return (
        overview(paper),
        schedule(paper),
        lines(paper),
        parcels(paper),
        terms(paper),
        limits(paper),
        grants(paper),
        open_questions(paper),
        refused(paper),
        not_chosen(paper),
        ahead(paper),
        plans(paper),
        notes(paper),
        sources(paper),
        rules(paper),
    )


def overview(paper: Paper) -> Table:
    """Who, for which years, how much, and on what it rests."""
    award, voice = paper.award, paper.voice
    receipt, present, span = inner(award, "receipt"), inner(award, "present_value"), inner(award, "range")
    rate, share = number(present, "rate"), number(inner(award, "landscape_share"), "value")
    facts: list[tuple[Text, Cell]] = [
        (titles.FARM, paper.farm_name),
        (titles.KVK, text(inner(paper.profile, "farm"), "kvk") or None),
        (titles.STATEMENT_NUMBER, paper.issue.number),
        (titles.ISSUED_ON, paper.issue.on),
        (titles.REFERENCE_DATE, day_of(inner(receipt, "rulebook"), "on")),
        (titles.TERM_YEARS, voice.years(paper.years)),
        (titles.PARTLY, voice.years(list(partly_known(award))) or None),
        (titles.EXPECTED, Euro(paper.total)),
        (titles.LOW_TOTAL, euro(span, "low")),
        (titles.HIGH_TOTAL, euro(span, "high")),
        (titles.PRESENT, euro(present, "eur")),
        (titles.DISCOUNT, None if rate is None else Share(rate)),
        (titles.NET, euro(award, "net_eur")),
        (titles.CONTINUATION, euro(award, "continuation_eur")),
        (titles.LANDSCAPE, None if share is None else Share(share)),
        (titles.ENGINE, text(receipt, "engine")),
        (titles.RULEBOOK, text(inner(receipt, "rulebook"), "digest")),
        (titles.INPUT, text(receipt, "input")),
        (titles.ABOUT, voice.say(titles.NOT_A_DECISION)),
    ]
    rows = tuple(
        (voice.say(label), voice.say(titles.UNKNOWN) if value is None else value)
        for label, value in facts
        if value is not None or label not in (titles.STATEMENT_NUMBER, titles.PARTLY)
    )
    columns = (Column("subject", titles.SUBJECT, 36), Column("value", titles.VALUE, 44))
    return Table("overview", titles.SHEETS["overview"], columns, rows)


def schedule(paper: Paper) -> Table:
    """What each payer pays in each year, empty where nothing is known; the last row adds up to the award's total."""
    years = paper.years

    def row(name: Cell, paid: Iterable[PaidLine]) -> tuple[Cell, ...]:
        found = list(paid)
        per_year = ([line.amount for line in found if line.year == year] for year in years)
        return (
            name,
            *(Euro(sum(paid)) if paid else None for paid in per_year),
            Euro(sum(line.amount for line in found)),
        )

    rows = [
        row(Code(found[0].payer, name), found)
        for name, found in payers_by_amount(paper.lines, paper)
        if found
    ]
    rows.append(row(Code("total", paper.voice.say(titles.TOTAL)), paper.lines))
    columns = (
        Column("payer", titles.PAYER, 34),
        *(Column(f"eur_{year}", Text(f"{year} (€)", f"{year} (€)")) for year in years),
        Column("eur_term", titles.WHOLE_TERM, 16),
    )
    return Table("schedule", titles.SHEETS["schedule"], columns, tuple(rows), total=True)


_LINES = (
    Column("year", titles.YEAR, 7),
    Column("payer", titles.PAYER, 24),
    Column("scheme", titles.SCHEME, 30),
    Column("payment", titles.PAYMENT, 36),
    Column("unit", titles.PLACE, 12),
    Column("quantity", titles.QUANTITY, 12),
    Column("unit_of_measure", titles.UNIT, 12),
    Column("rate_eur", titles.RATE, 12),
    Column("amount_eur", titles.AMOUNT, 14),
    Column("low_eur", titles.LOW, 14),
    Column("high_eur", titles.HIGH, 14),
    Column("outside_total", titles.OUTSIDE, 10),
    Column("service", titles.SERVICE, 26),
    Column("indicator", titles.INDICATOR, 20),
    Column("term", titles.TERM, 18),
    Column("certainty", titles.CERTAINTY, 18),
    Column("status", titles.STATUS, 14),
    Column("legal_basis", titles.BASIS, 30),
    Column("grant_date", titles.GRANT_DATE, 12),
    Column("formula", titles.FORMULA, 26),
    Column("confidence", titles.CONFIDENCE, 12),
    Column("sources", titles.SOURCES, 12),
)


def lines(paper: Paper) -> Table:
    """Every line of every year; those of a continuation stand after the others and are marked."""
    rows = [_line(paper, line, outside=False) for line in paper.lines]
    rows += [_line(paper, line, outside=True) for line in paper.continuation]
    return Table("lines", titles.SHEETS["lines"], _LINES, tuple(rows))


def _named(paper: Paper, path: str) -> str:
    """What a result is called that a formula names by its path."""
    kind, _, code = path.rpartition(".")
    return paper.names.of(LIST if path.startswith(OF_PLACE) else kind, code)


def _line(paper: Paper, line: PaidLine, *, outside: bool) -> tuple[Cell, ...]:
    voice, origin = paper.voice, line.origin
    basis = text(origin, "legal_basis_name", voice.language) or line.legal_basis
    cited = list(_numbers(paper, line.sources))
    return (
        line.year,
        Code(line.payer, paper.payer(line)),
        Code(line.scheme, paper.names.scheme(line.scheme)),
        Code(line.payment, paper.names.payment(*line.ref)),
        _place(voice.say(titles.WHOLE_FARM), line.unit),
        line.quantity,
        word(voice, UNIT, line.measure),
        None if line.rate is None else Rate(line.rate),
        Euro(line.amount),
        euro(origin, "low_eur"),
        euro(origin, "high_eur"),
        outside,
        Code(text(origin, "service"), line.service),
        line.indicator or None,
        line.term or None,
        word(voice, CERTAINTY, line.certainty),
        word(voice, STATUS, line.status),
        Code(line.legal_basis, basis),
        day_of(origin, "grant_date"),
        Code(line.formula, spoken(line.formula, voice, partial(_named, paper))) if line.formula else None,
        word(voice, titles.CONFIDENCES, text(origin, "confidence")),
        ", ".join(map(str, sorted(cited))) or None,
    )


def _place(whole_farm: str, unit: str) -> Code:
    return Code("farm", whole_farm) if unit in ("farm", "") else Code(unit, unit)


def _numbers(paper: Paper, cited: Iterable[object]) -> Iterator[int]:
    for source in cited:
        if isinstance(source, dict):
            key = (text(source, "title"), text(source, "article"), text(source, "url"))
            if key in paper.references:
                yield paper.references[key].number


def parcels(paper: Paper) -> Table:
    """Every parcel and element with what is done and paid there; what is paid for the farm stands last."""
    voice = paper.voice
    paid: dict[str, int] = {}
    for line in paper.lines:
        unit = "farm" if line.unit in ("farm", "") else line.unit
        paid[unit] = paid.get(unit, 0) + line.amount
    rows: list[tuple[Cell, ...]] = []
    for key, kind in (("parcels", titles.PARCEL), ("elements", titles.ELEMENT)):
        for place in objects(paper.profile, key):
            amount = paid.pop(text(place, "id"), 0)
            rows.append(_parcel(paper, place, Code(key[:-1], voice.say(kind)), amount))
    rows += [
        (_place(voice.say(titles.WHOLE_FARM), unit), None, None, None, None, None, None, Euro(amount))
        for unit, amount in paid.items()
    ]
    total = Euro(sum(line.amount for line in paper.lines))
    whole = Code("total", voice.say(titles.TOTAL))
    rows.append((whole, None, None, None, None, None, None, total))
    columns = (
        Column("unit", titles.PLACE, 14),
        Column("kind", titles.KIND, 18),
        Column("name", titles.NAME, 24),
        Column("size", titles.SIZE, 10),
        Column("unit_of_measure", titles.UNIT, 10),
        Column("soil", titles.SOIL, 14),
        Column("measures", titles.MEASURES, 50),
        Column("amount_eur", titles.AMOUNT, 14),
    )
    return Table("parcels", titles.SHEETS["parcels"], columns, tuple(rows), total=True)


def _parcel(paper: Paper, place: Obj, kind: Code, amount: int) -> tuple[Cell, ...]:
    voice, names = paper.voice, paper.names
    size = next(((number(place, key), unit) for key, unit in _SIZES if place.get(key)), (None, ""))
    name = Code(land, names.of("land_uses", land)) if (land := text(place, "land_use")) else None
    if name is None and (element := text(place, "kind")):
        name = Code(element, names.of("element_kinds", element))
    done = [_measure(paper, measure) for measure in objects(place, "measures")]
    return (
        text(place, "id"),
        kind,
        name,
        size[0],
        word(voice, UNIT, size[1]) if size[1] else None,
        word(voice, SOIL, text(place, "soil")),
        "; ".join(done) or None,
        Euro(amount),
    )


def _measure(paper: Paper, measure: Obj) -> str:
    name = paper.names.of("measures", text(measure, "code"))
    sized = [(number(measure, key), unit) for key, unit in _SIZES if measure.get(key)]
    found = [
        f"{paper.voice.number(value or Decimal(0))} {paper.voice.say(UNIT[unit])}" for value, unit in sized
    ]
    return f"{name} ({found[0]})" if found else name


def sources(paper: Paper) -> Table:
    """Every source that a line, a limit or a reason refers to, under the number the lines use."""
    columns = (
        Column("number", titles.NUMBER, 6),
        Column("title", titles.SOURCE, 60),
        Column("article", titles.ARTICLE, 24),
        Column("url", titles.ADDRESS, 60),
    )
    rows = tuple(
        (reference.number, *source_cells(paper.voice, title, article, url))
        for (title, article, url), reference in paper.references.items()
    )
    return Table("sources", titles.SHEETS["sources"], columns, rows)
