"""Whom a rule concerns, in plain words: the places of a scheme and the conditions that say to whom it is open."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.limit import Limit
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme, Text
from calculator.eligibility.conditions.territory import SCOPE_PATHS
from calculator.registry.words import wording

_MOST = 6


def of_scheme(scheme: Scheme, rulebook: Rulebook) -> Text:
    """``bedrijven in provincie Utrecht``, with the conditions on what a farm is or delivers to."""
    where = [_place(kind, codes, rulebook) for kind, codes in scheme.territory.items() if codes]
    place = (
        Text(f"bedrijven in {'; '.join(w.nl for w in where)}", f"farms in {'; '.join(w.en for w in where)}")
        if where
        else Text("bedrijven in heel Nederland", "farms in the whole country")
    )
    asked = list(_scope(scheme))
    return Text("; ".join((place.nl, *(a.nl for a in asked))), "; ".join((place.en, *(a.en for a in asked))))


def of_limit(limit: Limit, rulebook: Rulebook) -> Text:
    """``wie betalingen met grondslag X krijgt``; the payments themselves where the limit names those."""
    bases = [b.name for code in limit.legal_bases if (b := rulebook.legal_bases.get(code)) is not None]
    if not bases:
        named = ", ".join(limit.payments)
        return Text(f"wie {named} krijgt", f"whoever is paid {named}")
    nl, en = (_joined([b[x] for b in bases], x) for x in ("nl", "en"))
    return Text(f"wie betalingen krijgt op grond van {nl}", f"whoever is paid on the basis of {en}")


def _scope(scheme: Scheme) -> Iterator[Text]:
    """The texts of conditions on the kind of farm or on whom it delivers to; places are told already."""
    for condition in scheme.conditions:
        path = str(condition.arguments.get("path", ""))
        if path in SCOPE_PATHS and not path.startswith(
            ("farm.province", "farm.water", "farm.munic", "farm.coll")
        ):
            yield condition.text


def _place(kind: str, codes: tuple[str, ...], rulebook: Rulebook) -> Text:
    """``provincie Utrecht``; a water board says what it is by its own name."""
    named = _names(rulebook, kind, codes)
    if kind == "water_boards":
        return named
    word = (wording.ONE_PLACE if len(codes) == 1 else wording.TERRITORY)[kind]
    return Text(f"{word.nl} {named.nl}", f"{word.en} {named.en}")


def _names(rulebook: Rulebook, codelist: str, codes: tuple[str, ...]) -> Text:
    found = [rulebook.code(codelist, code) for code in codes]
    both = [(c.name.nl, c.name.en) if c else (code, code) for code, c in zip(codes, found, strict=True)]
    return Text(_joined([nl for nl, _ in both], "nl"), _joined([en for _, en in both], "en"))


def _joined(names: list[str], language: str) -> str:
    more = len(names) - _MOST
    if more <= 0:
        return ", ".join(names)
    return ", ".join(names[:_MOST]) + (f" and {more} more" if language == "en" else f" en {more} andere")
