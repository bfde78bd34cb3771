"""What can be chosen in the forms of a scenario, by name, with what it is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculator.domain import amount_words
from calculator.domain.limit import Limit
from calculator.domain.months import in_full
from calculator.domain.quantity import plain
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, Scheme, Text
from calculator.domain.source import Series
from calculator.registry.files.shapes import parse_number
from calculator.registry.words import names, wording


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose: what it stands for, and its name."""

    value: str
    name: Text


@dataclass(frozen=True, slots=True)
class Group:
    """Options under one heading; an empty name is none."""

    name: Text
    options: tuple[Option, ...]


#: Figures that are no tariff.
_CAPS = frozenset({"cap", "maximum", "max_quantity", "max_points"})
_THRESHOLDS = frozenset(
    {
        "threshold",
        "entry",
        "minimum",
        "minimum_hours",
        "min_area",
        "min_quantity",
        "min_amount",
        "ramp_from",
        "ramp_to",
        "drempel",
    }
)
#: Kinds of change that may work on all schemes of a payer at once.
_TOGETHER = frozenset({"scheme", "dates", "term", "indexation", "basis", "area"})
_FIGURED = frozenset({"tariff", "cap", "threshold"})


def schemes(rulebook: Rulebook, on: date, kind: str) -> tuple[Group, ...]:
    """The schemes that such a change can work on, by payer; also those that hold later in the year."""
    found: dict[str, dict[str, Scheme]] = {}
    for scheme in rulebook.schemes:
        end = scheme.validity.end
        if end is not None and end <= date(on.year, 1, 1):
            continue
        if kind not in _FIGURED or any(_of_kind(name, kind) for p in scheme.payments for name in p.figures):
            found.setdefault(f"{scheme.layer}.{scheme.payer}", {})[scheme.id] = scheme
    groups = []
    for payer, own in found.items():
        called = _listed(rulebook, "payers", payer.partition(".")[2])
        together = (
            (Option(f"{payer}.*", Text(f"alles van {called.nl}", f"everything of {called.en}")),)
            if kind in _TOGETHER and len(own) > 1
            else ()
        )
        groups.append(Group(called, (*together, *_distinct(own.values()))))
    return tuple(sorted(groups, key=lambda g: g.name.nl.lower()))


def _distinct(schemes: Iterable[Scheme]) -> tuple[Option, ...]:
    """By name; two of one name also by the end of their id."""
    own = sorted(schemes, key=lambda s: s.name.nl.lower())
    count = Counter(s.name.nl for s in own)
    return tuple(
        Option(
            s.id,
            s.name
            if count[s.name.nl] == 1
            else Text(f"{s.name.nl} ({_end(s.id)})", f"{s.name.en} ({_end(s.id)})"),
        )
        for s in own
    )


def _end(scheme_id: str) -> str:
    return scheme_id.rpartition(".")[2]


def figures(rulebook: Rulebook, scheme_id: str, kind: str, on: date) -> tuple[Group, ...]:
    """The figures of a scheme by payment: ``scheme#payment|figure|key``, each with what it is now."""
    scheme = _on(rulebook, scheme_id, on)
    if scheme is None:
        return ()
    groups = []
    for payment in scheme.payments:
        options = [
            Option(f"{scheme.id}#{payment.id}|{name}|{key}", _figure(rulebook, payment, name, key, value))
            for name, series in payment.figures.items()
            if _of_kind(name, kind)
            for key, value in _values(series, on)
        ]
        if options:
            groups.append(Group(payment.name, tuple(options)))
    return tuple(groups)


def limits(rulebook: Rulebook, on: date) -> tuple[Option, ...]:
    """The limits that hold on the day."""
    return tuple(Option(x.id, x.name) for x in _limits(rulebook, on))


def limit_figures(rulebook: Rulebook, limit_id: str, on: date) -> tuple[Option, ...]:
    """The figures of a limit: ``figure|key``, each with what it is now."""
    limit = next((x for x in _limits(rulebook, on) if x.id == limit_id), None)
    if limit is None:
        return ()
    return tuple(
        Option(
            f"{name}|{key}",
            _said(called.nl, called.en, key, value),
        )
        for name, series in limit.figures.items()
        for called in (names.limit_figure(limit, name),)
        for key, value in _values(series, on)
    )


def relations(rulebook: Rulebook, on: date) -> tuple[Option, ...]:
    """The combination rules that hold on the day, with what they do now."""
    found = []
    for relation in rulebook.relations_on(on):
        a, b = (names.selector(side, rulebook) for side in (relation.a, relation.b))
        how = wording.RELATION[relation.type]
        name = Text(f"{a.nl} en {b.nl}: {how.nl}", f"{a.en} and {b.en}: {how.en}")
        found.append(Option(relation.id, name))
    return tuple(sorted(found, key=lambda o: o.name.nl.lower()))


def conditions(rulebook: Rulebook, scheme_id: str, on: date) -> tuple[Option, ...]:
    """The conditions of a scheme and its payments, by their words."""
    scheme = _on(rulebook, scheme_id, on)
    if scheme is None:
        return ()
    every = [*scheme.conditions, *(c for p in scheme.payments for c in p.conditions)]
    return tuple({c.text.nl: Option(c.text.nl, c.text) for c in every}.values())


def listed(rulebook: Rulebook, codelist: str) -> Group:
    """Everything in a list of codes, by name."""
    if codelist == "legal_bases":
        found = [Option(code, basis.name) for code, basis in rulebook.legal_bases.items()]
    else:
        found = [Option(code, row.name) for code, row in rulebook.codelists.get(codelist, {}).items()]
    return Group(Text("", ""), tuple(sorted(found, key=lambda o: o.name.nl.lower())))


def legal_bases(rulebook: Rulebook) -> Group:
    """The legal bases, each with the last day on which it holds."""
    found = []
    for code, basis in rulebook.legal_bases.items():
        nl, en = "nu zonder einde", "now without an end"
        if basis.ends_on is not None:
            last = in_full(basis.ends_on)
            nl, en = f"nu tot en met {last.nl}", f"now up to {last.en}"
        found.append(Option(code, Text(f"{basis.name.nl}: {nl}", f"{basis.name.en}: {en}")))
    return Group(Text("", ""), tuple(sorted(found, key=lambda o: o.name.nl.lower())))


def layers(rulebook: Rulebook) -> Group:
    """The layers of which schemes are kept to provinces, as all that they pay."""
    bound = dict.fromkeys(s.layer for s in rulebook.schemes if s.territory.get("provinces"))
    found = [Option(f"{layer}.*", name_of(rulebook, f"{layer}.*")) for layer in bound]
    return Group(Text("", ""), tuple(sorted(found, key=lambda o: o.name.nl.lower())))


def layer_of(rulebook: Rulebook, payer: str) -> str:
    """The level at which a payer pays; the State for one that has no scheme yet."""
    return next((s.layer for s in rulebook.schemes if s.payer == payer), "national")


def name_of(rulebook: Rulebook, selector: str) -> Text:
    """What a change works on, by name."""
    if selector.endswith(".*"):
        layer, _, payer = selector.removesuffix(".*").partition(".")
        called = _listed(rulebook, "payers", payer) if payer else _listed(rulebook, "layers", layer)
        return Text(f"alles van {called.nl}", f"everything of {called.en}")
    return names.selector(selector, rulebook)


def share(percent: str) -> str:
    """A percentage of now as a factor."""
    return plain(Decimal(percent) / 100)


def percent(factor: str) -> str:
    """A factor as the percentage of now that people write; what is no number stays as it is."""
    value = parse_number(factor)
    return factor if value is None else plain(value * 100)


def _on(rulebook: Rulebook, scheme_id: str, on: date) -> Scheme | None:
    """The version of the day, or else the last one."""
    versions = [s for s in rulebook.schemes if s.id == scheme_id]
    return next((s for s in versions if s.validity.contains(on)), versions[-1] if versions else None)


def _limits(rulebook: Rulebook, on: date) -> list[Limit]:
    return sorted(rulebook.limits_on(on), key=lambda x: x.name.nl.lower())


def _of_kind(figure: str, kind: str) -> bool:
    if kind == "cap":
        return figure in _CAPS
    if kind == "threshold":
        return figure in _THRESHOLDS
    return figure not in _CAPS and figure not in _THRESHOLDS


def _values(series: Series, on: date) -> list[tuple[str, Text]]:
    """Key and present value with its unit; a range as both its ends, what nobody published as unknown."""
    figure = series.on(on) or series.known_on(on)
    if figure is None:
        return []
    keys = list(figure.values) or list(figure.low) or [""]
    return [
        (
            key,
            Text(*(_now(figure.values, figure.low, figure.high, key, figure.unit, x) for x in ("nl", "en"))),
        )
        for key in keys
    ]


def _now(values: object, low: object, high: object, key: str, unit: str, language: str) -> str:
    found = [held[key] for held in (values, low, high) if isinstance(held, dict) and key in held]
    said = " - ".join(amount_words.number(v, language) for v in found)
    return (
        f"{said} {wording.unit(unit, language)}"
        if said
        else {"nl": "niet bekend", "en": "not known"}[language]
    )


def _figure(rulebook: Rulebook, payment: Payment, name: str, key: str, value: Text) -> Text:
    called = names.figure_text(payment, name)
    named = names.keys(rulebook).get(key)
    return _said(called.nl, called.en, key, value, named)


def _said(nl: str, en: str, key: str, value: Text, named: Text | None = None) -> Text:
    part = named or Text(key, key)
    behind = (f", {part.nl}", f", {part.en}") if key else ("", "")
    return Text(f"{nl}{behind[0]}: nu {value.nl}", f"{en}{behind[1]}: now {value.en}")


def _listed(rulebook: Rulebook, codelist: str, code: str) -> Text:
    found = rulebook.code(codelist, code)
    return found.name if found else Text(code, code)
