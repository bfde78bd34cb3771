"""What people call a selector (``scheme#payment``, ``scheme``, ``@group``), a key and a figure of a payment, and a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from calculator.domain import amount_words
from calculator.domain.farm import OF_PLACE
from calculator.domain.limit import Limit
from calculator.domain.place_fact import LIST
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, PaymentKind, Scheme, Text
from calculator.registry.words import wording

_MOST = 4


def selector(written: str, rulebook: Rulebook) -> Text:
    """The name of the scheme or payment in its newest version; of a group, the names of the payments in it."""
    if written.startswith("@"):
        return members(written[1:], rulebook.schemes)
    scheme_id, _, payment_id = written.partition("#")
    found = next((s for s in reversed(rulebook.schemes) if s.id == scheme_id), None)
    if found is None:
        return Text(written, written)
    payment = found.payment(payment_id) if payment_id else None
    if payment is None:
        return found.name
    return Text(f"{found.name.nl}: {payment.name.nl}", f"{found.name.en}: {payment.name.en}")


def members(group: str, among: Iterable[Scheme]) -> Text:
    """The names of the payments in a group, the first four and how many more."""
    named = [p.name for s in among for p in s.payments if group in p.groups]
    nl, en = (list(dict.fromkeys(texts)) for texts in ([n.nl for n in named], [n.en for n in named]))
    more = len(nl) - _MOST
    if more > 1:
        return Text(f"{'; '.join(nl[:_MOST])} en {more} andere", f"{'; '.join(en[:_MOST])} and {more} others")
    return Text("; ".join(nl), "; ".join(en))


def keys(rulebook: Rulebook | None) -> Mapping[str, Text]:
    """The names of the keys of keyed figures: goals by their codelist, classes and land uses."""
    goals = rulebook.codelists.get("goals", {}) if rulebook else {}
    small = {code: Text(row.name.nl.lower(), row.name.en.lower()) for code, row in goals.items()}
    return {**wording.KEYS, **small}


def figure(payment: Payment, name: str, language: str) -> str:
    """What a figure of a payment is called; that of a tier by the result from which (or up to which) it counts."""
    for tier in payment.tiers:
        if name == tier.figure and tier.at_most is not None:
            told = amount_words.number(tier.at_most, language)
            return Text(f"bedrag bij hoogstens {told}", f"amount at {told} or less")[language]
        if name == tier.figure and payment.kind is PaymentKind.CONTRACT_YEAR:
            told = amount_words.number(tier.at_least or Decimal(1), language)
            return Text(
                f"bedrag vanaf jaar {told} van het contract", f"amount from year {told} of the contract"
            )[language]
        if name == tier.figure and tier.at_least is not None:
            told = amount_words.number(tier.at_least, language)
            return Text(f"bedrag vanaf {told}", f"amount from {told}")[language]
        if name == tier.rate:
            told = amount_words.number(tier.at_least or Decimal(0), language)
            return Text(f"bedrag per eenheid boven {told}", f"amount per unit above {told}")[language]
    return cap_each(payment.cap_per, language) if name == "cap" else wording.figure_name(name, language)


def cap_each(per: str | None, language: str) -> str:
    """What a cap is called: for each of what, where it counts so often."""
    called = wording.figure_name("cap", language)
    if per is None:
        return called
    each = one_counted(per)
    return f"{called} per {each[language]}" if each else f"{called} × {per}"


def limit_figure(limit: Limit, name: str) -> Text:
    """What a figure of a limit is called, as ``figure``."""
    per = limit.cap_per if name == "cap" else None
    nl, en = (
        cap_each(per, language) if per else wording.figure_name(name, language) for language in ("nl", "en")
    )
    return Text(nl, en)


def one_counted(path: str) -> Text | None:
    """One of what a cap counts for each of (``melkkoe``); None where it has no name of its own."""
    return _EACH.get(path)


#: One of what a cap counts for each of.
_EACH: Mapping[str, Text] = {
    "herd.dairy_cows": Text("melkkoe", "dairy cow"),
    "herd.young_stock": Text("stuk jongvee", "head of young stock"),
    "herd.suckler_cows": Text("zoogkoe", "suckler cow"),
    "herd.livestock_units": Text("grootvee-eenheid", "livestock unit"),
    "herd.milk_kg_year": Text("kg melk", "kg of milk"),
    "subsidiable_ha": Text("subsidiabele hectare", "subsidiable hectare"),
    "parcel_ha": Text("hectare van de percelen", "hectare of the parcels"),
    "grassland_ha": Text("hectare grasland", "hectare of grassland"),
    "permanent_grassland_ha": Text("hectare blijvend grasland", "hectare of permanent grassland"),
    "arable_ha": Text("hectare bouwland", "hectare of arable land"),
    "leased_ha": Text("hectare pachtgrond", "hectare of leased land"),
}


def figure_text(payment: Payment, name: str) -> Text:
    """The same in both languages."""
    return Text(figure(payment, name, "nl"), figure(payment, name, "en"))


def code(rulebook: Rulebook | None, codelist: str, written: str, language: str) -> str:
    """The name of a code, or the code where the list does not have it."""
    found = rulebook.code(codelist, written) if rulebook else None
    return found.name[language] if found else written


def places(kind: str, found: tuple[str, ...], rulebook: Rulebook | None, language: str) -> str:
    """The places of one kind with the word for it; a water board says what it is by its own name."""
    told = ", ".join(code(rulebook, kind, written, language) for written in found)
    if kind == "water_boards" and rulebook is not None:
        return told
    return f"{(wording.ONE_PLACE if len(found) == 1 else wording.TERRITORY)[kind][language]} {told}"


def indicator(rulebook: Rulebook | None, path: str, language: str) -> str:
    """The name of the indicator that a path of the profile stands for, or the path."""
    rows = rulebook.codelists.get("indicators", {}) if rulebook else {}
    found = next((row for row in rows.values() if row.columns.get("path") == path), None)
    if rulebook is not None and path.startswith(OF_PLACE):
        found = rulebook.code(LIST, path.removeprefix(OF_PLACE))
    return found.name[language] if found else path
