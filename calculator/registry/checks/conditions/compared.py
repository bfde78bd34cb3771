"""A condition that compares says with what, and its argument can be met."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.conditions import BOUNDED
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem, nearest
from calculator.registry.files.row import Row

_Finding = tuple[int, Text, Text]
#: Conditions on one place, which a payment to the farm has none of.
_OF_A_PLACE = frozenset(
    {"element_is", "history_includes", "width_between", "quantity_at_least", "quantity_at_most"}
)

#: What it says of a condition that holds none.
_EMPTY = {
    "any_of": Text(
        nl="`any_of` is leeg: dit kan nooit kloppen", en="`any_of` is empty: nothing can meet this"
    ),
    "all_of": Text(nl="`all_of` is leeg: dit klopt altijd", en="`all_of` is empty: everything meets this"),
}


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Conditions without a bound, with two, with an unknown figure, or that nothing can meet."""
    for file in draft.schemes:
        for condition in file.row.rows("conditions"):
            for finding in _condition(condition, frozenset()):
                yield RuleProblem(file.file, *finding)
        for payment in file.row.rows("payments"):
            names = frozenset(payment.lists_by_key("figures"))
            for condition in payment.rows("conditions"):
                for finding in _condition(condition, names):
                    yield RuleProblem(file.file, *finding)
                for finding in _of_a_place(condition) if payment.text("level") == "farm" else ():
                    yield RuleProblem(file.file, *finding)


def _of_a_place(row: Row) -> Iterator[_Finding]:
    """What a payment to the farm cannot be asked: it would count as met whatever lies there, or stay open for ever."""
    kind = row.text("kind")
    if kind in _OF_A_PLACE:
        yield (
            row.at("kind"),
            Text(
                nl=f"`{kind}` vraagt naar één plek, en deze betaling is voor het hele bedrijf",
                en=f"`{kind}` asks of one place, and this payment is for the whole farm",
            ),
            Text(
                nl="betaal per perceel of element (`level: unit`), of vraag het met `declared`",
                en="pay per parcel or element (`level: unit`), or ask it with `declared`",
            ),
        )
    for nested in row.rows("conditions"):
        yield from _of_a_place(nested)


def _condition(row: Row, figures: frozenset[str]) -> Iterator[_Finding]:
    kind = row.text("kind")
    if kind in BOUNDED:
        yield from _bound(row, figures)
    if "one_of" in row and not row.texts("one_of"):
        yield (
            row.at("one_of"),
            Text(nl="`one_of` is leeg: dit kan nooit kloppen", en="`one_of` is empty: nothing can meet this"),
            Text(nl="noem minstens één waarde", en="name at least one value"),
        )
    if kind in _EMPTY and not row.rows("conditions"):
        yield (
            row.at("conditions"),
            _EMPTY[kind],
            Text(nl="noem minstens één voorwaarde", en="name at least one condition"),
        )
    low, high = row.maybe_number("low"), row.maybe_number("high")
    if low is not None and high is not None and low > high:
        yield (
            row.at("low"),
            Text(
                nl=f"`low` ({low}) is meer dan `high` ({high})",
                en=f"`low` ({low}) is more than `high` ({high})",
            ),
            Text(nl="draai ze om", en="swap them"),
        )
    of = row.row("of")
    for nested in (*row.rows("conditions"), *(of.rows("where") if of is not None else ())):
        yield from _condition(nested, figures)


def _bound(row: Row, figures: frozenset[str]) -> Iterator[_Finding]:
    named = row.maybe_text("figure")
    if (named is None) == ("value" not in row):
        yield (
            row.line,
            Text(
                nl="de voorwaarde heeft een `figure` of een `value` nodig, en niet allebei",
                en="the condition needs a `figure` or a `value`, and not both",
            ),
            Text(nl="laat er één staan", en="keep one of them"),
        )
    elif named is not None and named not in figures:
        yield (
            row.at("figure"),
            Text(nl=f"`{named}` staat niet onder `figures`", en=f"`{named}` is not under `figures`"),
            nearest(named, figures)
            if figures
            else Text(
                nl="een voorwaarde van de hele regeling noemt een `value`",
                en="a condition of the whole scheme gives a `value`",
            ),
        )
    value = row.maybe_number("value")
    if row.text("kind") == "share_at_least" and value is not None and not 0 <= value <= 1:
        yield (
            row.at("value"),
            Text(
                nl=f"een aandeel ligt tussen 0 en 1, niet {value}",
                en=f"a share lies between 0 and 1, not {value}",
            ),
            Text(nl="schrijf 5 % als 0.05", en="write 5 % as 0.05"),
        )
    elif value is not None and value < 0:
        yield (
            row.at("value"),
            Text(
                nl=f"minder dan niets ({value}) kan niet geëist worden",
                en=f"less than nothing ({value}) cannot be asked",
            ),
            Text(nl="geef 0 of meer", en="give 0 or more"),
        )
