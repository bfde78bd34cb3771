"""What rules ask of a parcel or element itself: it is in the list, of the right sort, and asked where there is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from calculator.domain.farm import OF_PLACE
from calculator.domain.place_fact import LIST, NUMBERS, YES_NO, FactKind
from calculator.domain.scheme import Text
from calculator.eligibility.conditions.totals import MEANS
from calculator.registry.checks.lists.place_facts import bounds
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem, nearest
from calculator.registry.files.row import Row

_Finding = tuple[int, Text, Text]
_NUMBERS = ("fact_at_least", "fact_at_most", "fact_above", "fact_below")
#: The conditions that may ask it, with whether it must be a number.
_ASKING = {**dict.fromkeys((*_NUMBERS, *MEANS), True), "fact_is": False}
#: How a path of another sort may have been meant.
_MEANT = ("parcel", "parcels", "element", "elements", "facts", "perceel")


@dataclass(frozen=True, slots=True)
class _Use:
    """Where a rule asks it, and whether as a number: ``row`` is the condition or payment, ``key`` what stands there.

    ``of`` are all places of the farm that a condition counts, of which it is then asked.
    """

    path: str
    line: int
    numeric: bool
    row: Row
    key: str
    of: Row | None = None


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Facts of a place that are in no list, of another sort, or asked where there is no place."""
    listed = draft.codelists.get(LIST)
    rows = {code: record.cells for code, record in listed.records.items()} if listed else {}
    land = draft.codelists.get("measures")
    lying = {code: row.columns["land"] for code, row in land.codes.items()} if land else {}
    for file in draft.schemes:
        payments = file.row.rows("payments")
        for finding in _of_scheme(file.row, payments, rows):
            yield RuleProblem(file.file, *finding)
        for payment in payments:
            for finding in _of_payment(payment, file.row, rows, lying):
                yield RuleProblem(file.file, *finding)


def meant(path: str) -> Text | None:
    """What a path that begins otherwise probably should be: a fact of a place."""
    root, _, rest = path.partition(".")
    if root not in _MEANT or not rest:
        return None
    return Text(nl=f"bedoelt u `{OF_PLACE}{rest}`?", en=f"did you mean `{OF_PLACE}{rest}`?")


def _of_scheme(
    scheme: Row, payments: tuple[Row, ...], rows: Mapping[str, Mapping[str, str]]
) -> Iterator[_Finding]:
    for use in _asked(scheme):
        yield from _told(use, rows)
        if use.of is None and any(payment.text("level") != "unit" for payment in payments):
            yield use.line, _NO_PLACE, _ON_LAND


def _of_payment(
    payment: Row, scheme: Row, rows: Mapping[str, Mapping[str, str]], lying: Mapping[str, str]
) -> Iterator[_Finding]:
    uses = [*_asked(payment), *_read(payment)]
    for use in uses:
        yield from _told(use, rows)
        if use.of is None and payment.text("level") != "unit":
            yield use.line, _NO_PLACE, _ON_LAND
    for key in ("quantity", "extra_quantity", "cap_per"):
        if payment.text(key, "").startswith(OF_PLACE):
            yield payment.at(key), _NOT_COUNTED, _MULTIPLIED
    if payment.text("kind") == "best_n" and payment.text("indicator", "").startswith(OF_PLACE):
        yield payment.at("indicator"), _NO_YEARS, _THIS_YEAR
    for use in (*uses, *_asked(scheme)):
        yield from _elsewhere(use, payment, rows, lying)
        row = rows.get(use.path.removeprefix(OF_PLACE))
        if use.numeric and row is not None and row["kind"] in NUMBERS:
            yield from _figures(use, payment, row)


def _elsewhere(
    use: _Use, payment: Row, rows: Mapping[str, Mapping[str, str]], lying: Mapping[str, str]
) -> Iterator[_Finding]:
    """A fact of parcels, asked for measures that lie on elements alone, or the other way round: it would stay open for ever."""
    row = rows.get(use.path.removeprefix(OF_PLACE))
    codes = [lying[code] for code in (use.of or payment).texts("measures") if code in lying]
    if use.of is not None:
        codes += [land for key, land in _LIES if use.of.texts(key)]
    if row is None or not codes or row["on"] not in ("parcel", "element"):
        return
    on_elements = all(land == "element" for land in codes)
    if (row["on"] == "parcel" and on_elements) or (row["on"] == "element" and "element" not in codes):
        yield (
            use.line,
            Text(
                nl=f"`{use.path}` is van {_WORD[row['on']].nl}, en `{payment.text('id')}` ligt daar niet op",
                en=f"`{use.path}` is of {_WORD[row['on']].en}, and `{payment.text('id')}` does not lie there",
            ),
            Text(
                nl=f"zet `on` in codelists/{LIST}.csv op both, of vraag een ander gegeven",
                en=f"set `on` in codelists/{LIST}.csv to both, or ask for another fact",
            ),
        )


#: On what that lies which a condition counts besides measures.
_LIES = (("elements", "element"), ("land_use", "any"), ("crops", "any"))
_WORD = {"parcel": Text("een perceel", "a parcel"), "element": Text("een element", "an element")}


def _asked(holder: Row) -> Iterator[_Use]:
    for condition in holder.rows("conditions"):
        yield from _asking(condition, None)


def _asking(condition: Row, counting: Row | None) -> Iterator[_Use]:
    """What a condition asks, and those below it; ``counting`` is of which places."""
    of = condition.row("of") if "of" in condition else counting
    path = condition.maybe_text("path") or ""
    if path.startswith(OF_PLACE):
        numeric = _ASKING.get(condition.text("kind"), False)
        yield _Use(path, condition.at("path"), numeric, condition, "path", of)
    for nested in condition.rows("conditions"):
        yield from _asking(nested, None)
    for nested in of.rows("where") if of is not None and of is not counting else ():
        yield from _asking(nested, of)


def _read(payment: Row) -> Iterator[_Use]:
    for key, numeric in (("indicator", True), ("keyed_by", False)):
        path = payment.maybe_text(key) or ""
        if path.startswith(OF_PLACE):
            yield _Use(path, payment.at(key), numeric, payment, key)


def _told(use: _Use, rows: Mapping[str, Mapping[str, str]]) -> Iterator[_Finding]:
    code = use.path.removeprefix(OF_PLACE)
    row = rows.get(code)
    if row is None:
        yield (
            use.line,
            Text(
                nl=f"gegeven `{code}` staat niet in codelists/{LIST}.csv",
                en=f"fact `{code}` is not in codelists/{LIST}.csv",
            ),
            nearest(code, rows),
        )
        return
    kind = use.row.text("kind") if use.key == "path" else ""
    if use.key == "path" and kind not in _ASKING:
        yield (
            use.line,
            Text(f"`{kind}` vraagt dit niet van een plek", f"`{kind}` does not ask this of a place"),
            _KINDS,
        )
    elif use.numeric != (row["kind"] in NUMBERS):
        yield use.line, _WRONG_SORT[use.numeric], _SORT[use.numeric]
    elif use.numeric:
        yield from _out_of_bounds(use, row)
    else:
        yield from _no_such_word(use, row)


def _out_of_bounds(use: _Use, row: Mapping[str, str]) -> Iterator[_Finding]:
    """Bounds and tiers past which no answer lies."""
    within = bounds(row)
    asked = [(use.row, "value")] if use.key == "path" else [
        (tier, key) for tier in use.row.rows("tiers") for key in ("at_least", "at_most")
    ]  # fmt: skip
    for holder, key in asked:
        at = holder.maybe_number(key)
        if within is not None and at is not None and not within[0] <= at <= within[1]:
            yield holder.at(key), _past(at, within), _LOOK


def _figures(use: _Use, payment: Row, row: Mapping[str, str]) -> Iterator[_Finding]:
    """Figures that the number is held against, in another unit or past which no answer lies: 40 m would be read as 40 cm."""
    within, unit = bounds(row), row["unit"]
    named = (use.row.maybe_text("figure"),) if use.key == "path" else _HELD_AGAINST
    written = payment.lists_by_key("figures")
    for figure in (figure for name in named for figure in written.get(name or "", ())):
        own, given = figure.maybe_number("value"), figure.maybe_text("unit")
        if given is not None and given != unit:
            yield (
                figure.at("unit"),
                Text(
                    nl=f"dit staat in {given}, en `{use.path}` in {unit}",
                    en=f"this is in {given}, and `{use.path}` in {unit}",
                ),
                Text(nl=f"reken om naar {unit}", en=f"convert it to {unit}"),
            )
            continue
        held = (
            (figure.at("value"), own),
            *((figure.at("values", k), n) for k, n in figure.numbers("values").items()),
        )
        for line, at in held if within is not None else ():
            if within is not None and at is not None and not within[0] <= at <= within[1]:
                yield line, _past(at, within), _LOOK


#: Figures that an indicator is held against.
_HELD_AGAINST = ("threshold", "threshold_max", "ramp_from", "ramp_to")


def _past(at: Decimal, within: tuple[Decimal, Decimal]) -> Text:
    low, high = within
    return Text(
        nl=f"{at} ligt buiten wat kan: {low} tot en met {high}",
        en=f"{at} lies outside what can be: {low} to {high}",
    )


def _no_such_word(use: _Use, row: Mapping[str, str]) -> Iterator[_Finding]:
    known = tuple(YES_NO) if row["kind"] == FactKind.YES_NO else tuple(row["classes"].split())
    if use.key == "path":
        written = [(word, use.row.at("one_of", place)) for place, word in enumerate(use.row.texts("one_of"))]
    else:
        figures = [figure for rows in use.row.lists_by_key("figures").values() for figure in rows]
        written = [
            (word, figure.at(key, word))
            for figure in figures
            for key in ("values", "lows", "highs")
            for word in figure.numbers(key)
        ]
    for word, line in written:
        if word not in known:
            yield (
                line,
                Text(
                    nl=f"`{word}` is geen antwoord op `{use.path}`",
                    en=f"`{word}` is no answer to `{use.path}`",
                ),
                nearest(word, known),
            )


_NO_PLACE = Text(
    nl="dit is een gegeven van één plek, en er is een betaling voor het hele bedrijf",
    en="this is a fact of one place, and there is a payment for the whole farm",
)
_ON_LAND = Text(
    nl="vraag het bij een betaling per perceel of element (`level: unit`)",
    en="ask it of a payment per parcel or element (`level: unit`)",
)
_NOT_COUNTED = Text(
    nl="met een gegeven van een plek wordt niet vermenigvuldigd",
    en="a fact of a place is not multiplied with",
)
_MULTIPLIED = Text(
    nl="zet het als `indicator` bij de soort tiered, ramp, interpolated, gate_points of points",
    en="give it as `indicator` of the kind tiered, ramp, interpolated, gate_points or points",
)
_NO_YEARS = Text(nl="van een plek zijn er geen eerdere jaren", en="of a place there are no earlier years")
_THIS_YEAR = Text(nl="kies `kpi_binary` of `tiered`", en="choose `kpi_binary` or `tiered`")
_KINDS = Text(
    nl="kies fact_is, fact_at_least, fact_at_most, fact_above, fact_below, mean_at_least of mean_at_most",
    en="choose fact_is, fact_at_least, fact_at_most, fact_above, fact_below, mean_at_least or mean_at_most",
)
_WRONG_SORT = {
    True: Text(nl="dit gegeven is geen getal", en="this fact is no number"),
    False: Text(nl="dit gegeven is een getal, geen woord", en="this fact is a number, not a word"),
}
_SORT = {
    True: Text(nl="vraag het met `fact_is`", en="ask it with `fact_is`"),
    False: Text(
        nl="vraag het met `fact_at_least` of `fact_at_most`",
        en="ask it with `fact_at_least` or `fact_at_most`",
    ),
}
_LOOK = Text(
    nl=f"kijk de grens na, of `low` en `high` in codelists/{LIST}.csv",
    en=f"look at the bound, or at `low` and `high` in codelists/{LIST}.csv",
)
