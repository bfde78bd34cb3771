"""Per parcel and element what is done there and what is paid for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from calculator.domain.place_fact import LIST, YES_NO
from calculator.eligibility.conditions.code_words import SOIL
from calculator.statements.award.names import CERTAINTY, PER_UNIT
from calculator.statements.award.reading import Obj, PaidLine, inner, number, objects, text
from calculator.statements.content.blocks import Block, Cell, Column, Group, Prose, Row, Section, Table, row
from calculator.statements.content.figures.parcel_map import map_of
from calculator.statements.content.paper import Paper
from calculator.statements.content.parts.money import quantity
from calculator.statements.content.wording import words

#: From how many places on those that are alike share their text.
ALIKE = 3
_MOST_ALIKE = 300
#: How a profile may write yes and no.
_WRITTEN = {"true": "yes", "yes": "yes", "ja": "yes", "false": "no", "no": "no", "nee": "no"}
#: The columns of the profile that say how much there is of an element, with their unit.
_SIZES = (("length_m", "m"), ("area_ha", "ha"), ("area_m2", "m2"), ("count", "piece"))


def land(paper: Paper) -> Section:
    """Parcels in the order of the profile, then elements, then what is paid for the farm as a whole."""
    voice = paper.voice
    by_unit: dict[str, list[PaidLine]] = {}
    for line in paper.lines:
        by_unit.setdefault(line.unit, []).append(line)
    groups: list[Group] = []
    for key in ("parcels", "elements"):
        for places, lines in _together(paper, objects(paper.profile, key), by_unit):
            if len(places) < ALIKE:
                groups.append(_place(paper, places[0], lines))
            else:
                # A title is not broken over pages.
                parts = range(0, len(places), _MOST_ALIKE)
                groups += [_alike(paper, key, places[start : start + _MOST_ALIKE]) for start in parts]
    groups += [_elsewhere(paper, unit, lines) for unit, lines in by_unit.items()]
    columns = (
        Column(voice.say(words.PAYMENT), 38),
        Column(voice.say(words.YEARS), 13),
        Column(voice.say(words.QUANTITY), 13, number=True),
        Column(voice.say(words.RATE), 19, number=True),
        Column(voice.say(words.TERM_TOTAL), 17, number=True),
    )
    blocks: tuple[Block, ...] = (Prose(voice.say(words.NONE), "none"),)
    if groups:
        picture = map_of(paper)
        table = Table(voice.say(words.PARCELS_TABLE), columns, tuple(groups))
        blocks = (picture, table) if picture else (table,)
    return Section("land", voice.say(words.PARCELS), blocks)


def _together(
    paper: Paper, places: tuple[Obj, ...], by_unit: dict[str, list[PaidLine]]
) -> list[tuple[list[Obj], list[PaidLine]]]:
    """Each place with what is paid on it; many that are alike and have no payment of their own together."""
    active: dict[str, list[Obj]] = {}
    for entry in objects(paper.award, "activities"):
        active.setdefault(text(entry, "unit"), []).append(entry)
    kinds: dict[str, list[Obj]] = {}
    paid: dict[str, list[PaidLine]] = {}
    for place in places:
        unit = text(place, "id")
        paid[unit] = by_unit.pop(unit, [])
        kind = "" if paid[unit] else _kind(place, active.get(unit, []))
        kinds.setdefault(kind or f"#{unit}", []).append(place)
    found: list[tuple[list[Obj], list[PaidLine]]] = []
    for alike in kinds.values():
        if len(alike) >= ALIKE:
            found.append((alike, []))
        else:
            found += [([place], paid[text(place, "id")]) for place in alike]
    return found


def _kind(place: Obj, active: list[Obj]) -> str:
    """What makes places alike; empty where a measure or activity covers only a part, so that its size must be told."""
    size = {number(place, key) for key, _ in _SIZES} - {None}
    measures = objects(place, "measures")
    sizes = [
        *(number(measure, key) for measure in measures for key, _ in _SIZES),
        *(number(entry, "quantity") for entry in active),
    ]
    if any(found is not None and found not in size for found in sizes):
        return ""
    return repr(
        [
            [text(place, key) for key in ("land_use", "kind", "soil")],
            sorted((code, str(answer)) for code, answer in inner(place, "facts").items()),
            [(text(measure, "code"), text(measure, "status")) for measure in measures],
            sorted({(text(e, "scheme"), text(e, "payment"), repr(e.get("value_counts"))) for e in active}),
        ]
    )


def _alike(paper: Paper, key: str, places: list[Obj]) -> Group:
    """Places of one kind without a payment of their own: what they share once, then each with its size."""
    voice, first = paper.voice, places[0]
    count = words.ALIKE_PARCELS if key == "parcels" else words.ALIKE_ELEMENTS
    unit, total = "", Decimal(0)
    for name, measured in _SIZES:
        found = [number(place, name) for place in places]
        if all(value is not None for value in found):
            unit, total = measured, sum((value for value in found if value is not None), Decimal(0))
            break
    title = [
        voice.say(count, count=voice.number(len(places))),
        quantity(voice, total, unit) if unit else "",
        *_about(paper, first),
    ]
    measures = [
        voice.say(words.ON_ALL, measure=_measure_name(paper, measure))
        for measure in objects(first, "measures")
    ]
    sizes = [(text(place, "id"), _size(paper, place)) for place in places]
    listed = [f"{unit} ({size})" if size else unit for unit, size in sizes]
    detail = [
        _done(paper, measures),
        *_activities(paper, text(first, "id"), sizes=False),
        _unpaid(paper),
    ]
    return Group(" · ".join(filter(None, title)), (), f"{'. '.join(detail)} {', '.join(listed)}.")


def _about(paper: Paper, place: Obj) -> list[str]:
    voice, soil = paper.voice, text(place, "soil")
    kind = paper.names.of("land_uses", text(place, "land_use")) if text(place, "land_use") else ""
    kind = kind or (paper.names.of("element_kinds", text(place, "kind")) if text(place, "kind") else "")
    said_soil = voice.say(SOIL[soil]) if soil in SOIL else soil
    return [kind, voice.say(words.SOIL_DETAIL, soil=said_soil) if soil else "", *_answers(paper, place)]


def _answers(paper: Paper, place: Obj) -> Iterator[str]:
    """What the place answers itself: "Waterpeil in de sloot: 35 cm"."""
    for code, answer in inner(place, "facts").items():
        yield f"{paper.names.of(LIST, code)}: {_answer(paper, code, answer)}"


def _answer(paper: Paper, code: str, answer: object) -> str:
    written, unit = str(answer), paper.names.unit(code)
    if (said := YES_NO.get(_WRITTEN.get(written.casefold(), ""))) is not None:
        return paper.voice.say(said)
    if written.lstrip("-").replace(".", "", 1).isdecimal():
        return f"{paper.voice.number(Decimal(written))} {unit}".strip()
    return paper.names.known.get(("classes", f"{code}.{written}")) or written


def _size(paper: Paper, place: Obj) -> str:
    return next(
        (quantity(paper.voice, number(place, key), unit) for key, unit in _SIZES if place.get(key)), ""
    )


def _done(paper: Paper, measures: list[str]) -> str:
    if not measures:
        whole = paper.issue.shared.recipient.gets_all
        return paper.voice.say(words.NO_MEASURES if whole else words.NO_MEASURES_SHOWN)
    return paper.voice.say(words.DONE, measures=paper.voice.listed(measures, 12))


def _unpaid(paper: Paper) -> str:
    """Of what is withheld nobody may conclude that there is nothing."""
    whole = paper.issue.shared.recipient.gets_all
    return paper.voice.say(words.NOT_PAID if whole else words.NOT_PAID_SHOWN)


def _place(paper: Paper, place: Obj, lines: list[PaidLine]) -> Group:
    title = [text(place, "id"), _size(paper, place), *_about(paper, place)]
    measures = [_measure(paper, measure) for measure in objects(place, "measures")]
    done = ". ".join([_done(paper, measures), *_activities(paper, text(place, "id"))])
    done = f"{done}." if lines else f"{done}. {_unpaid(paper)}"
    return Group(" · ".join(filter(None, title)), _rows(paper, lines), done)


def _elsewhere(paper: Paper, unit: str, lines: list[PaidLine]) -> Group:
    """What is paid for no parcel or element; for the farm as a whole the payments themselves were told before."""
    if unit not in ("farm", ""):
        return Group(paper.place(unit), _rows(paper, lines))
    voice, count = paper.voice, len({line.ref for line in lines})
    said = words.SEE_PAYMENTS_ONE if count == 1 else words.SEE_PAYMENTS
    total = voice.money(sum(line.amount for line in lines))
    years = voice.years([line.year for line in lines])
    return Group(paper.place(unit), (row(voice.say(said, count=voice.number(count)), years, "", "", total),))


def _activities(paper: Paper, unit: str, *, sizes: bool = True) -> list[str]:
    """The eco-activities that earn points here; one whose value is taken away by another payment says so."""
    voice = paper.voice
    found: dict[str, dict[str, None]] = {}
    for entry in objects(paper.award, "activities"):
        if text(entry, "unit") != unit:
            continue
        size = quantity(voice, number(entry, "quantity"), text(entry, "unit_of_measure"))
        within = ([size] if sizes else []) + (
            [text(entry, "because") or voice.say(words.POINTS_ONLY)]
            if entry.get("value_counts") is False
            else []
        )
        name = paper.names.payment(text(entry, "scheme"), text(entry, "payment"))
        said = f"{name} ({', '.join(within)})" if within else name
        found.setdefault(text(entry, "scheme"), {})[said] = None
    return [
        voice.say(
            words.COUNTS_FOR, scheme=paper.names.scheme(scheme), activities=voice.listed(list(names), 12)
        )
        for scheme, names in found.items()
    ]


def _measure(paper: Paper, measure: Obj) -> str:
    candidate = paper.voice.say(words.CANDIDATE) if text(measure, "status") == "candidate" else ""
    within = ", ".join(filter(None, (_size(paper, measure), candidate)))
    name = paper.names.of("measures", text(measure, "code"))
    return f"{name} ({within})" if within else name


def _measure_name(paper: Paper, measure: Obj) -> str:
    candidate = paper.voice.say(words.CANDIDATE) if text(measure, "status") == "candidate" else ""
    name = paper.names.of("measures", text(measure, "code"))
    return f"{name}, {candidate}" if candidate else name


@dataclass(slots=True)
class _Run:
    """The same payment in several years, while neither quantity, rate nor certainty changes."""

    first: PaidLine
    years: list[int]
    amount: int


def _rows(paper: Paper, lines: list[PaidLine]) -> tuple[Row, ...]:
    runs: dict[tuple[str, str, Decimal | None, Decimal | None, str], _Run] = {}
    for line in lines:
        key = (*line.ref, line.quantity, line.rate, line.certainty)
        run = runs.setdefault(key, _Run(line, [], 0))
        run.years.append(line.year)
        run.amount += line.amount
    order = {ref: place for place, ref in enumerate(dict.fromkeys(line.ref for line in lines))}
    ranked = sorted(runs.values(), key=lambda run: (order[run.first.ref], run.years[0]))
    return tuple(_run_row(paper, run) for run in ranked)


def _run_row(paper: Paper, run: _Run) -> Row:
    voice, line = paper.voice, run.first
    per = voice.say(PER_UNIT[line.measure]) if line.measure in PER_UNIT else line.measure
    certainty = voice.say(CERTAINTY[line.certainty]) if line.certainty in CERTAINTY else line.certainty
    return row(
        Cell(paper.names.payment(*line.ref), f"{paper.names.scheme(line.scheme)} · {paper.payer(line)}"),
        voice.years(run.years),
        quantity(voice, line.quantity, line.measure),
        f"{voice.rate(line.rate)} {per}" if line.rate is not None else voice.say(words.UNKNOWN),
        Cell(voice.money(run.amount), certainty),
    )
