"""Codes of a profile against the lists of the rulebook, and the facts that its rules ask for.

A code may be written as its name in Dutch or English, in any case; it is stored as the code. A list that
the rulebook does not have cannot be checked against, so its codes are taken as they are; measures are
always checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from calculator.domain.memory import Once
from calculator.domain.quantity import Unit
from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import Condition, Text
from calculator.services.profile import values, words
from calculator.services.profile.values import Place

_CODES: Once[Codes] = Once("codes")
_PIECES = (Unit.PIECE, Unit.NEST, Unit.TREE)

_WHAT = {
    "measures": Text("maatregel", "measure"),
    "crops": Text("gewascode", "crop code"),
    "provinces": Text("provincie", "province"),
    "municipalities": Text("gemeente", "municipality"),
    "water_boards": Text("waterschap", "water board"),
    "collectives": Text("agrarisch collectief", "agricultural collective"),
    "indicators": Text("indicator", "indicator"),
    "element_kinds": Text("soort landschapselement", "kind of landscape element"),
    "place_facts": Text("gegeven van een perceel of element", "fact of a parcel or element"),
    "legal_bases": Text("grondslag", "legal basis"),
    "schemes": Text("regeling", "scheme"),
}


@dataclass(frozen=True, slots=True)
class Codes:
    """What may be written per list and the code it means; what the rules ask for and compare with.

    ``on_parcels`` are the measures that may lie on a parcel, ``in_pieces`` the paths of what is declared and paid by the piece.
    """

    rulebook: Rulebook
    written: Mapping[str, Mapping[str, str]]
    asked: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    on_parcels: frozenset[str]
    in_pieces: frozenset[str]

    @classmethod
    def of(cls, rulebook: Rulebook) -> Codes:
        """Everything that may be written, from the codelists, the legal bases and the schemes; once per rulebook."""
        return rulebook.memory.once(_CODES, lambda: cls._of(rulebook))

    @classmethod
    def _of(cls, rulebook: Rulebook) -> Codes:
        written = {name: _spellings(codes) for name, codes in rulebook.codelists.items()}
        written["legal_bases"] = {code.casefold(): code for code in rulebook.legal_bases}
        written["schemes"] = {scheme.id: scheme.id for scheme in rulebook.schemes}
        written.setdefault("measures", {})
        asked: dict[str, set[str]] = {}
        for path in _asked_paths(rulebook):
            top, _, rest = path.partition(".")
            asked.setdefault(top, set()).add(rest)
        compared: dict[str, set[str]] = {}
        for path, word in _compared_words(rulebook):
            compared.setdefault(path, set()).add(word)
        measures = rulebook.codelists.get("measures", {}).values()
        on_parcels = frozenset(
            m.code
            for m in measures
            if not on_elements_alone(m) and written["measures"][m.code.casefold()] == m.code
        )
        return cls(rulebook, written, _frozen(asked), _frozen(compared), on_parcels, _in_pieces(rulebook))

    def keys(self, top: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """The keys of one object of facts: those always known, then those that a rule asks for."""
        rules_ask = sorted(self.asked.get(top, frozenset()) - set(known))
        return known + tuple(key for key in rules_ask if key and "." not in key)

    def fact_values(self, path: str) -> tuple[str, ...]:
        """The words that rules compare the fact with."""
        return tuple(sorted(self.words.get(path, frozenset())))

    def code(self, place: Place | None, codelist: str) -> str | None:
        """The code that is written at the place, or None; one that is in no list is noted."""
        written = values.text(place)
        if place is None or written is None:
            return None
        spellings = self.written.get(codelist)
        if spellings is None:
            return written
        code = spellings.get(written.casefold())
        if code is None:
            self.refuse(place, written, codelist)
        return code

    def code_or_own(self, place: Place | None, codelist: str) -> str | None:
        """As ``code``, but a party that no rule knows (another dairy) stays as it is written."""
        written = values.text(place)
        return self.written.get(codelist, {}).get(written.casefold(), written) if written else None

    def refuse(self, place: Place, written: str, codelist: str) -> None:
        """Note that the code is unknown, with the nearest one."""
        near = place.findings.nearest(written, tuple(self.written.get(codelist, {}).values()))
        where = f"rules/codelists/{codelist}.csv" if codelist != "schemes" else "`stapelwijzer rules list`"
        place.wrong(words.unknown_code(written, _WHAT.get(codelist, Text("code", "code")), near, where))


def on_elements_alone(measure: Code) -> bool:
    """Whether a measure can lie on no parcel: it is of elements, or counted in pieces."""
    return measure.columns.get("land") == "element" or measure.columns.get("unit") == "piece"


def _spellings(codes: Mapping[str, Code]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code in codes.values():
        for name in (code.name.nl, code.name.en):
            found.setdefault(name.casefold(), code.code)
    # A code always means itself, whatever another row is called.
    found.update({code.casefold(): code for code in codes})
    return found


def _frozen(sets: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(members) for name, members in sets.items()}


def _in_pieces(rulebook: Rulebook) -> frozenset[str]:
    """What is declared and paid by the piece, nest or tree, and by nothing else: there are no parts of it."""
    units: dict[str, set[bool]] = {}
    for payment in (p for scheme in rulebook.schemes for p in scheme.payments):
        units.setdefault(payment.quantity, set()).add(payment.unit in _PIECES and payment.divide_by == 1)
    return frozenset(
        path for path, whole in units.items() if path.startswith("declared.") and whole == {True}
    )


def _asked_paths(rulebook: Rulebook) -> Iterator[str]:
    for condition in _conditions(rulebook):
        path = condition.arguments.get("path")
        if isinstance(path, str):
            yield path
    for payment in (p for scheme in rulebook.schemes for p in scheme.payments):
        yield from (
            path
            for path in (payment.indicator, payment.quantity, payment.extra_quantity, payment.cap_per)
            if path and "." in path
        )
    yield from (x.cap_per for x in rulebook.limits if x.cap_per and "." in x.cap_per)
    for code in rulebook.codelists.get("indicators", {}).values():
        if code.columns.get("path"):
            yield code.columns["path"]


def _compared_words(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Each word that a condition compares with, under its fact's path."""
    for condition in _conditions(rulebook):
        subject = condition.arguments.get("path")
        wanted = condition.arguments.get("one_of")
        if isinstance(subject, str) and isinstance(wanted, list | tuple):
            yield from ((subject, str(word)) for word in wanted)


def _conditions(rulebook: Rulebook) -> Iterator[Condition]:
    for scheme in rulebook.schemes:
        yield from _with_nested(scheme.conditions)
        for payment in scheme.payments:
            yield from _with_nested(payment.conditions)


def _with_nested(conditions: tuple[Condition, ...]) -> Iterator[Condition]:
    for condition in conditions:
        yield condition
        nested = condition.arguments.get("conditions")
        if isinstance(nested, list | tuple):
            yield from _with_nested(tuple(c for c in nested if isinstance(c, Condition)))
