"""What the forms of a scenario ask, per kind of change: schemes, figures, limits and rules are chosen by their name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.registry.words import wording
from calculator.scenarios.reform.telling import ALLOT
from calculator.services.scenario.by_form import choices
from calculator.services.scenario.by_form import drafts as scenario_drafts
from calculator.services.scenario.by_form.choices import Group, Option
from calculator.services.scenario.by_form.fields import Field
from calculator.services.scenario.by_form.kinds import Kind


def firsts(kind: Kind, rulebook: Rulebook, on: date) -> tuple[Group, ...]:
    """What can be chosen first."""
    if kind.first == "limit":
        return (Group(Text("", ""), choices.limits(rulebook, on)),)
    if kind.first == "relation":
        return (
            Group(Text("Nieuw", "New"), (Option("-", Text("een nieuwe combinatieregel", "a new relation")),)),
            Group(Text("Bestaand", "Existing"), choices.relations(rulebook, on)),
        )
    if kind.first == "legal_basis":
        return (choices.legal_bases(rulebook),)
    if kind.first == "layer":
        return (choices.layers(rulebook),)
    return choices.schemes(rulebook, on, kind.code)


def fields(kind: Kind, of: str, rulebook: Rulebook, on: date) -> tuple[Field, ...]:
    """What is asked once that was chosen."""
    return _FIELDS[kind.code](of, rulebook, on)


def _period() -> tuple[Field, ...]:
    return (
        Field(
            "from",
            Text("Vanaf", "From"),
            "day",
            hint=Text("leeg: 1 januari van het peiljaar", "empty: 1 January of the year"),
        ),
        Field(
            "until",
            Text("Tot (niet meer geldig op)", "Until (no longer holds on)"),
            "day",
            hint=Text("leeg: blijft", "empty: stays"),
        ),
    )


def _value_fields(groups: tuple[Group, ...], *, needed: bool = True) -> tuple[Field, ...]:
    return (
        Field("which", Text("Welk getal", "Which figure"), "choice", groups, needed=needed),
        Field(
            "value",
            Text("Wordt", "Becomes"),
            "number",
            hint=Text("in de eenheid die erachter staat", "in the unit that stands behind it"),
        ),
        Field(
            "percent",
            Text("of: zoveel procent van nu", "or: so many per cent of now"),
            "number",
            hint=Text("110 is tien procent meer", "110 is ten per cent more"),
        ),
        *_period(),
    )


def _figure_fields(kind: str) -> Callable[[str, Rulebook, date], tuple[Field, ...]]:
    return lambda of, rulebook, on: _value_fields(choices.figures(rulebook, of, kind, on))


def _limit_fields(of: str, rulebook: Rulebook, on: date) -> tuple[Field, ...]:
    off = Field("off", Text("De grens vervalt", "The limit is lifted"), "yes")
    return (
        off,
        *_value_fields((Group(Text("", ""), choices.limit_figures(rulebook, of, on)),), needed=False),
    )


def _relation_fields(of: str, rulebook: Rulebook, on: date) -> tuple[Field, ...]:
    types = tuple(Option(t.value, wording.RELATION[t]) for t in RelationType if t is not RelationType.UNKNOWN)
    groups = choices.schemes(rulebook, on, "relation")
    sides = (
        Field("a", Text("De eerste", "The first"), "choice", groups, needed=True),
        Field("b", Text("De tweede", "The second"), "choice", groups, needed=True),
    )
    gone = () if of == "-" else (Field("off", Text("De regel vervalt", "The relation goes"), "yes"),)
    return (
        *(sides if of == "-" else ()),
        *gone,
        Field("type", Text("Samen", "Together"), "choice", (Group(Text("", ""), types),)),
        Field(
            "parameter",
            Text("Deel of bedrag", "Part or amount"),
            "number",
            hint=Text("alleen waar nodig", "only where needed"),
        ),
        *_period(),
    )


def _budget_fields(of: str, rulebook: Rulebook, on: date) -> tuple[Field, ...]:
    ways = tuple(Option(way.value, text) for way, text in ALLOT.items())
    return (
        Field("eur", Text("Euro per jaar", "Euros a year"), "number", needed=True),
        Field(
            "allot",
            Text("Verdeling als er te weinig is", "Division where there is too little"),
            "choice",
            (Group(Text("", ""), ways),),
            needed=True,
        ),
        Field(
            "opens",
            Text("Open vanaf (maand-dag)", "Open from (month-day)"),
            "text",
            hint=Text("zoals 03-01", "such as 03-01"),
        ),
        Field(
            "closes",
            Text("Open tot en met (maand-dag)", "Open up to (month-day)"),
            "text",
            hint=Text("zoals 05-15", "such as 05-15"),
        ),
    )


def _area_fields(of: str, rulebook: Rulebook, on: date) -> tuple[Field, ...]:
    lists = (
        ("provinces", Text("Provincies", "Provinces")),
        ("water_boards", Text("Waterschappen", "Water boards")),
    )
    return (
        Field("everywhere", Text("Overal open", "Open everywhere"), "yes"),
        *(Field(name, label, "ticks", (choices.listed(rulebook, name),)) for name, label in lists),
        *_period(),
    )


def _dates_fields(of: str, rulebook: Rulebook, on: date) -> tuple[Field, ...]:
    return (
        Field("valid_from", Text("Eerste dag", "First day"), "day"),
        Field(
            "valid_until",
            Text("Eerste dag waarop zij niet meer geldt", "First day on which it no longer holds"),
            "day",
        ),
        Field("endless", Text("Geen einde", "No end"), "yes"),
    )


def _condition_fields(of: str, rulebook: Rulebook, on: date) -> tuple[Field, ...]:
    group = Group(Text("", ""), choices.conditions(rulebook, of, on))
    return (Field("words", Text("Voorwaarde", "Condition"), "choice", (group,), needed=True), *_period())


def _term_fields(of: str, rulebook: Rulebook, on: date) -> tuple[Field, ...]:
    return (Field("years", Text("Aantal jaren", "Number of years"), "number", needed=True), *_period())


def _index_fields(of: str, rulebook: Rulebook, on: date) -> tuple[Field, ...]:
    return (Field("percent", Text("Procent per jaar", "Per cent a year"), "number", needed=True), *_period())


def _basis_fields(of: str, rulebook: Rulebook, on: date) -> tuple[Field, ...]:
    group = choices.listed(rulebook, "legal_bases")
    return (
        Field("to", Text("Nieuwe grondslag", "New legal basis"), "choice", (group,), needed=True),
        *_period(),
    )


def _basis_end_fields(of: str, rulebook: Rulebook, on: date) -> tuple[Field, ...]:
    return (
        Field(
            "last_day",
            Text("Laatste dag waarop zij geldt", "Last day on which it holds"),
            "day",
            needed=True,
        ),
    )


_FIELDS: Mapping[str, Callable[[str, Rulebook, date], tuple[Field, ...]]] = {
    **{kind: _figure_fields(kind) for kind in ("tariff", "cap", "threshold")},
    "limit": _limit_fields,
    "relation": _relation_fields,
    "budget": _budget_fields,
    "area": _area_fields,
    "dates": _dates_fields,
    "scheme": lambda _of, _rules, _on: _period(),
    "condition": _condition_fields,
    "term": _term_fields,
    "indexation": _index_fields,
    "basis": _basis_fields,
    "basis_end": _basis_end_fields,
    "best": lambda _of, _rules, _on: _period(),
    "new_scheme": lambda _of, rulebook, _on: scenario_drafts.fields(rulebook),
}
