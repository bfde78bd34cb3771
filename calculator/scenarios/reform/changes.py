"""From a row of a scenario file to a change. What a kind needs besides its shape is asked here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from calculator.domain.money import cents_of
from calculator.domain.period import LATEST, Period
from calculator.domain.relation import Quantity, RelationType
from calculator.domain.scheme import Level, Text
from calculator.registry import build as registry_build
from calculator.registry.files.problem import Findings
from calculator.registry.files.row import Row
from calculator.registry.vocabulary import TERRITORY
from calculator.scenarios.reform import scenario as s

#: The figure that each kind of change means where it names none.
FIGURE: Mapping[str, str] = {"tariff": "rate", "cap": "cap", "threshold": "threshold"}


def build(row: Row, on: date, found: Findings) -> s.Change | None:
    """The change of a row, or None with the problem noted; ``on`` is the reference date of the scenario."""
    return _BUILD[row.text("change")](row, on, found)


def not_too_far(row: Row, key: str, day: date | None, found: Findings) -> None:
    """Note a day after which nobody asks what rules say: what follows from it would leave the calendar."""
    if day is not None and day > LATEST and key in row:
        found.wrong(
            row.at(key),
            Text(f"`{key}` ({day}) ligt te ver vooruit", f"`{key}` ({day}) lies too far ahead"),
            Text("kies een eerdere datum", "choose an earlier date"),
        )


def _period(row: Row, on: date, found: Findings) -> Period:
    start, end = row.maybe_day("from") or date(on.year, 1, 1), row.maybe_day("until")
    not_too_far(row, "from", start, found)
    not_too_far(row, "until", end, found)
    if end is not None and end <= start:
        found.wrong(
            row.at("until"),
            Text(
                f"`until` ({end}) ligt niet na het begin ({start})",
                f"`until` ({end}) is not after the start ({start})",
            ),
            Text(
                "`until` is de eerste dag waarop het niet meer geldt",
                "`until` is the first day on which it no longer holds",
            ),
        )
        end = None
    return Period(start, end)


def _where(row: Row) -> s.Where:
    return s.Where(row.text("of"), row.texts("bases"))


def _one_of(row: Row, keys: tuple[str, ...], found: Findings) -> bool:
    """Whether exactly one of the ways to say what is new is given."""
    given = [key for key in keys if key in row]
    if len(given) == 1:
        return True
    names = ", ".join(f"`{key}`" for key in keys)
    found.wrong(
        row.line,
        Text(
            f"geef één van {names}"
            if not given
            else f"{' en '.join(f'`{g}`' for g in given)} gaan niet samen",
            f"give one of {names}"
            if not given
            else f"{' and '.join(f'`{g}`' for g in given)} do not go together",
        ),
        Text(f"noem er precies één: {names}", f"name exactly one: {names}"),
    )
    return False


def _figure(row: Row, on: date, found: Findings) -> s.Change | None:
    if ("low" in row) != ("high" in row):
        found.wrong(
            row.line,
            Text("`low` en `high` horen bij elkaar", "`low` and `high` belong together"),
            Text("geef beide", "give both"),
        )
        return None
    if not _one_of(row, ("value", "factor", "low"), found):
        return None
    return s.FigureChange(
        row.line,
        _period(row, on, found),
        _where(row),
        row.text("figure", FIGURE[row.text("change")]),
        row.maybe_text("key"),
        row.maybe_number("value"),
        row.maybe_number("low"),
        row.maybe_number("high"),
        row.maybe_number("factor"),
    )


def _index(row: Row, on: date, found: Findings) -> s.Change:
    percent = row.maybe_number("percent")
    assert percent is not None
    return s.IndexChange(row.line, _period(row, on, found), _where(row), row.text("figure", "rate"), percent)


def _limit(row: Row, on: date, found: Findings) -> s.Change | None:
    ways = ("off", "value", "factor")
    if not _one_of(row, ways, found) or not _means_off(row, found):
        return None
    return s.LimitChange(
        row.line,
        _period(row, on, found),
        row.text("limit"),
        row.flag("off"),
        row.maybe_text("figure"),
        row.maybe_text("key"),
        row.maybe_number("value"),
        row.maybe_number("factor"),
    )


def _means_off(row: Row, found: Findings) -> bool:
    """``off: no`` says nothing, so it is asked what was meant."""
    if "off" not in row or row.flag("off"):
        return True
    found.wrong(
        row.at("off"),
        Text("`off: no` verandert niets", "`off: no` changes nothing"),
        Text("laat de wijziging weg, of schrijf `off: yes`", "leave out the change, or write `off: yes`"),
    )
    return False


def _relation(row: Row, on: date, found: Findings) -> s.Change | None:
    if not _one_of(row, ("off", "type"), found) or not _means_off(row, found):
        return None
    if ("a" in row) != ("b" in row):
        found.wrong(
            row.line,
            Text("een nieuwe combinatieregel heeft twee kanten", "a new relation has two sides"),
            Text("geef `a` en `b`", "give `a` and `b`"),
        )
        return None
    return s.RelationChange(
        row.line,
        _period(row, on, found),
        row.text("relation"),
        RelationType(row.text("type")) if "type" in row else None,
        row.maybe_text("a"),
        row.maybe_text("b"),
        Quantity(row.text("quantity")) if "quantity" in row else None,
        Level(row.text("level")) if "level" in row else None,
        row.maybe_number("parameter"),
    )


def _budget(row: Row, on: date, found: Findings) -> s.Change | None:
    opens, closes = (row.values.get(key) for key in ("opens", "closes"))
    made = s.BudgetChange(
        row.line,
        row.text("scheme"),
        cents_of(Decimal(row.text("eur"))),
        s.Allot(row.text("allot")),
        *(day for day in (opens or (3, 1), closes or (5, 15)) if isinstance(day, tuple)),
    )
    if made.closes < made.opens:
        found.wrong(
            row.at("closes"),
            Text("de laatste dag ligt voor de eerste", "the last day lies before the first"),
            Text("draai `opens` en `closes` om", "swap `opens` and `closes`"),
        )
        return None
    return made


def _area(row: Row, on: date, found: Findings) -> s.Change | None:
    named = {name: row.texts(name) for name in TERRITORY if name in row}
    if bool(named) == row.flag("everywhere"):
        found.wrong(
            row.line,
            Text("zeg waar de regeling open is", "say where the scheme is open"),
            Text("noem gebieden, of schrijf `everywhere: yes`", "name areas, or write `everywhere: yes`"),
        )
        return None
    return s.AreaChange(row.line, _period(row, on, found), _where(row), named)


def _dates(row: Row, on: date, found: Findings) -> s.Change | None:
    start, end = row.maybe_day("valid_from"), row.maybe_day("valid_until")
    if (start is None and end is None and not row.flag("endless")) or (
        end is not None and row.flag("endless")
    ):
        found.wrong(
            row.line,
            Text("zeg welke dag verandert", "say which day changes"),
            Text(
                "geef `valid_from`, `valid_until` of `endless: yes`",
                "give `valid_from`, `valid_until` or `endless: yes`",
            ),
        )
        return None
    return s.DatesChange(row.line, _where(row), start, end, row.flag("endless"))


def _basis(row: Row, on: date, found: Findings) -> s.Change:
    return s.BasisChange(row.line, _period(row, on, found), _where(row), row.text("to"))


def _basis_end(row: Row, on: date, found: Findings) -> s.Change:
    return s.BasisEnd(row.line, row.text("basis"), row.day("last_day"))


def _switch(row: Row, on: date, found: Findings) -> s.Change | None:
    if not _means_off(row, found):
        return None
    return s.SwitchChange(row.line, _period(row, on, found), s.Where(row.text("of")))


def _condition(row: Row, on: date, found: Findings) -> s.Change:
    return s.ConditionChange(row.line, _period(row, on, found), _where(row), row.text("words"))


def _term(row: Row, on: date, found: Findings) -> s.Change:
    years = row.maybe_whole("years")
    assert years is not None
    return s.TermChange(row.line, _period(row, on, found), _where(row), years)


def _best(row: Row, on: date, found: Findings) -> s.Change:
    return s.BestChange(row.line, _period(row, on, found), s.Where(row.text("of")))


def _draft(row: Row, on: date, found: Findings) -> s.Change | None:
    rule = row.row("rule")
    if rule is None or found.problems:
        return None
    return s.Draft(row.line, registry_build.scheme(rule, "", found), rule)


_BUILD: Mapping[str, Callable[[Row, date, Findings], s.Change | None]] = {
    "tariff": _figure,
    "cap": _figure,
    "threshold": _figure,
    "indexation": _index,
    "limit": _limit,
    "relation": _relation,
    "budget": _budget,
    "area": _area,
    "dates": _dates,
    "basis": _basis,
    "basis_end": _basis_end,
    "scheme": _switch,
    "condition": _condition,
    "term": _term,
    "best": _best,
    "new_scheme": _draft,
}
