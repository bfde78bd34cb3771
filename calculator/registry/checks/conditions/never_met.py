"""Conditions of one payment that nothing can meet together, or that everything meets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from calculator.domain.period import Period
from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.files.row import Row

_LEAST = {
    "fact_at_least": False,
    "fact_above": True,
    "quantity_at_least": False,
    "per_hectare_at_least": False,
}
_MOST = {"fact_at_most": False, "fact_below": True, "quantity_at_most": False, "per_hectare_at_most": False}
#: Of these a farm or parcel has one value, where a list of the profile may hold several.
_ONE_VALUE = ("fact_is", "parcel_is", "element_is")


@dataclass(frozen=True, slots=True)
class _Bound:
    """A bound of one number, the days on which it holds (None: always), and where it stands."""

    value: Decimal
    strict: bool
    period: Period | None
    line: int


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Bounds that leave nothing, lists without a value in common, and years that are not there or that ask nothing."""
    for file in draft.schemes:
        around = file.row.rows("conditions")
        for payment in file.row.rows("payments"):
            asked = (*around, *payment.rows("conditions"))
            figures = payment.lists_by_key("figures")
            held = (c for top in asked for c in top.walk() if c.maybe_text("kind") == "all_of")
            for together in (asked, *(c.rows("conditions") for c in held)):
                for line, said, remedy in (*_bounds(together, figures), *_apart(together)):
                    yield RuleProblem(file.file, line, said, remedy)
        for holder in (file.row, *file.row.rows("payments")):
            for condition in (c for top in holder.rows("conditions") for c in top.walk()):
                for line, said, remedy in _empty(condition):
                    yield RuleProblem(file.file, line, said, remedy)


def _bounds(asked: Sequence[Row], figures: Mapping[str, Sequence[Row]]) -> Iterator[tuple[int, Text, Text]]:
    least, most = defaultdict[str, list[_Bound]](list), defaultdict[str, list[_Bound]](list)
    for condition in asked:
        kind = condition.text("kind")
        about = f"{condition.maybe_text('path') or 'quantity'} {condition.maybe_text('in') or ''}"
        for kinds, found in ((_LEAST, least), (_MOST, most)):
            if kind in kinds:
                found[about] += _of(condition, figures, strict=kinds[kind])
    for about, lows in least.items():
        for low in lows:
            for high in most[about]:
                if _leave_nothing(low, high):
                    more, less = _WORDS["more", low.strict], _WORDS["less", high.strict]
                    yield (
                        max(low.line, high.line),
                        Text(
                            nl=f"niets is {more.nl} {low.value} en {less.nl} {high.value}: dit kan nooit kloppen",
                            en=f"nothing is {more.en} {low.value} and {less.en} {high.value}: nothing can meet this",
                        ),
                        Text(nl="kijk de twee grenzen na", en="look at the two bounds"),
                    )


_WORDS = {
    ("more", False): Text("minstens", "at least"),
    ("more", True): Text("meer dan", "more than"),
    ("less", False): Text("hoogstens", "at most"),
    ("less", True): Text("minder dan", "less than"),
}


def _of(condition: Row, figures: Mapping[str, Sequence[Row]], *, strict: bool) -> Iterator[_Bound]:
    own, named = condition.maybe_number("value"), condition.maybe_text("figure")
    if own is not None:
        yield _Bound(own, strict, None, condition.at("value"))
    for row in figures.get(named or "", ()):
        value = row.maybe_number("value")
        if value is not None:
            end = row.maybe_day("until")
            start = row.day("from")
            period = Period(start, end if end is not None and end > start else None)
            yield _Bound(value, strict, period, row.at("value"))


def _leave_nothing(low: _Bound, high: _Bound) -> bool:
    together = low.period is None or high.period is None or low.period.overlaps(high.period)
    strict = low.strict or high.strict
    return together and (low.value > high.value or (strict and low.value == high.value))


def _apart(asked: Sequence[Row]) -> Iterator[tuple[int, Text, Text]]:
    of = defaultdict[tuple[str, str], list[Row]](list)
    for condition in asked:
        kind = condition.text("kind")
        if kind in _ONE_VALUE and condition.texts("one_of"):
            of[kind, condition.maybe_text("path") or condition.maybe_text("attribute") or ""].append(
                condition
            )
    for (_, about), rows in of.items():
        for one, other in combinations(rows, 2):
            if not {*one.texts("one_of")} & {*other.texts("one_of")}:
                yield (
                    other.at("one_of"),
                    Text(
                        nl=f"twee voorwaarden aan `{about}` hebben geen waarde gemeen: dit kan nooit kloppen",
                        en=f"two conditions on `{about}` have no value in common: nothing can meet this",
                    ),
                    Text(
                        nl="noem de waarden in één voorwaarde, of zet ze onder `any_of`",
                        en="name the values in one condition, or put them under `any_of`",
                    ),
                )


_OF_NOTHING = {
    "total_at_least": (
        Text(nl="0 is er altijd", en="0 is always there"),
        Text(
            nl="geef hoeveel er moet zijn, of laat de voorwaarde weg",
            en="say how much there must be, or leave it out",
        ),
    ),
    "share_at_least": (
        Text(nl="een aandeel van niets is er altijd", en="a share of nothing is always there"),
        Text(nl="schrijf 5 % als 0.05, of laat de voorwaarde weg", en="write 5 % as 0.05, or leave it out"),
    ),
    "land_at_least": (
        Text(nl="0 hectare is er altijd", en="0 hectares are always there"),
        Text(nl="geef de hectares, of laat de voorwaarde weg", en="give the hectares, or leave it out"),
    ),
}


def _empty(condition: Row) -> Iterator[tuple[int, Text, Text]]:
    kind = condition.maybe_text("kind")
    if kind in _OF_NOTHING and condition.maybe_number("value") == 0:
        yield (condition.at("value"), *_OF_NOTHING[kind])
    if kind == "history_includes":
        years, times = condition.maybe_whole("years") or 0, condition.maybe_whole("at_least") or 0
        if not 1 <= times <= years:
            yield (
                condition.at("at_least"),
                Text(
                    nl=f"{times} van de {years} jaren ervoor: dat eist niets of kan nooit kloppen",
                    en=f"{times} of the {years} years before: that asks nothing, or nothing can meet it",
                ),
                Text(nl="`at_least` is 1 tot en met `years`", en="`at_least` is 1 up to `years`"),
            )
