"""Per parcel and element what is done there and what is paid for it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from calculator.statements import words
from calculator.statements.blocks import Block, Cell, Column, Group, Prose, Row, Section, Table, row
from calculator.statements.names import CERTAINTY, PER_UNIT
from calculator.statements.paper import Paper
from calculator.statements.parcel_map import map_of
from calculator.statements.part_money import quantity
from calculator.statements.reading import Obj, PaidLine, number, objects, text

#: The columns of the profile that say how much there is of an element, with their unit.
_SIZES = (("length_m", "m"), ("area_ha", "ha"), ("area_m2", "m2"), ("count", "piece"))


def land(paper: Paper) -> Section:
    """Parcels in the order of the profile, then elements, then what is paid for the farm as a whole."""
    voice = paper.voice
    by_unit: dict[str, list[PaidLine]] = {}
    for line in paper.lines:
        by_unit.setdefault(line.unit, []).append(line)
    groups = [
        _place(paper, place, by_unit.pop(text(place, "id"), []))
        for key in ("parcels", "elements")
        for place in objects(paper.profile, key)
    ]
    groups += [Group(paper.place(unit), _rows(paper, lines)) for unit, lines in by_unit.items()]
    columns = (
        Column(voice.say(words.PAYMENT), 38),
        Column(voice.say(words.YEARS), 13),
        Column(voice.say(words.QUANTITY), 13, number=True),
        Column(voice.say(words.RATE), 19, number=True),
        Column(voice.say(words.TERM_TOTAL), 17, number=True),
    )
    blocks: tuple[Block, ...] = (Prose(voice.say(words.NONE)),)
    if groups:
        picture = map_of(paper)
        table = Table(voice.say(words.PARCELS_TABLE), columns, tuple(groups))
        blocks = (picture, table) if picture else (table,)
    return Section("land", voice.say(words.PARCELS), blocks)


def _place(paper: Paper, place: Obj, lines: list[PaidLine]) -> Group:
    voice = paper.voice
    soil = text(place, "soil")
    size = next((quantity(voice, number(place, key), unit) for key, unit in _SIZES if place.get(key)), "")
    kind = paper.names.of("land_uses", text(place, "land_use")) if text(place, "land_use") else ""
    kind = kind or (paper.names.of("element_kinds", text(place, "kind")) if text(place, "kind") else "")
    said_soil = voice.say(words.SOIL[soil]) if soil in words.SOIL else soil
    title = [
        text(place, "id"),
        size,
        kind,
        voice.say(words.SOIL_DETAIL, soil=said_soil) if soil else "",
    ]
    measures = [_measure(paper, measure) for measure in objects(place, "measures")]
    done = (
        voice.say(words.DONE, measures=voice.listed(measures, 12))
        if measures
        else voice.say(words.NO_MEASURES)
    )
    done = ". ".join([done, *_activities(paper, text(place, "id"))])
    rows = _rows(paper, lines) or (row(voice.say(words.NOT_PAID), "", "", "", ""),)
    return Group(" · ".join(filter(None, title)), rows, done)


def _activities(paper: Paper, unit: str) -> list[str]:
    """The eco-activities that earn points here; one whose value is taken away by another payment says so."""
    voice = paper.voice
    found: dict[str, dict[str, None]] = {}
    for entry in objects(paper.award, "activities"):
        if text(entry, "unit") != unit:
            continue
        size = quantity(voice, number(entry, "quantity"), text(entry, "unit_of_measure"))
        within = [size] + ([voice.say(words.POINTS_ONLY)] if entry.get("value_counts") is False else [])
        name = paper.names.payment(text(entry, "scheme"), text(entry, "payment"))
        found.setdefault(text(entry, "scheme"), {})[f"{name} ({', '.join(within)})"] = None
    return [
        voice.say(
            words.COUNTS_FOR, scheme=paper.names.scheme(scheme), activities=voice.listed(list(names), 12)
        )
        for scheme, names in found.items()
    ]


def _measure(paper: Paper, measure: Obj) -> str:
    voice = paper.voice
    size = next((quantity(voice, number(measure, key), unit) for key, unit in _SIZES if measure.get(key)), "")
    candidate = voice.say(words.CANDIDATE) if text(measure, "status") == "candidate" else ""
    within = ", ".join(filter(None, (size, candidate)))
    name = paper.names.of("measures", text(measure, "code"))
    return f"{name} ({within})" if within else name


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
