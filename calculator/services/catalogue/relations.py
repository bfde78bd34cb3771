"""What a scheme does to others and others to it, seen from the scheme, and which limits bind it."""

from __future__ import annotations

from calculator.domain.limit import Limit
from calculator.domain.relation import Relation
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme
from calculator.registry.words import names, remarks
from calculator.services.catalogue.values import Data, number, period, source, words


def relation(given: Relation, scheme: Scheme, rulebook: Rulebook, language: str | None) -> Data:
    """One relation; ``own_side`` says on which side the scheme stands."""
    own_side = "a" if _selects(given.a, scheme) else "b"
    other = given.b if own_side == "a" else given.a
    return {
        "id": given.id,
        "a": given.a,
        "b": given.b,
        "own_side": own_side,
        "other": other,
        "own_name": _own_name(given.a if own_side == "a" else given.b, scheme, rulebook, language),
        "other_name": selector_name(other, rulebook, language),
        "other_scheme": _scheme_of(other, rulebook),
        "type": given.type.value,
        "quantity": given.quantity.value,
        "level": given.level.value,
        "parameter": number(given.parameter),
        **period(given.validity),
        "article": given.source.article,
        "source": source(given.source),
        "confidence": given.confidence.value,
        "note": words(remarks.told(given.note, rulebook), language),
    }


def touches(relation: Relation, scheme: Scheme) -> bool:
    """Whether either side names the scheme or a payment of it."""
    return _selects(relation.a, scheme) or _selects(relation.b, scheme)


def binds(limit: Limit, scheme: Scheme) -> bool:
    """Whether the limit binds the scheme, or is filled by it."""
    bases = {p.legal_basis or scheme.legal_basis for p in scheme.payments} | {scheme.legal_basis}
    by_basis = bases & {*limit.legal_bases, *limit.counts}
    return bool(by_basis) or any(_selects(s, scheme) for s in (*limit.payments, *limit.counts))


def _selects(selector: str, scheme: Scheme) -> bool:
    """Whether ``scheme#payment``, ``scheme`` or ``@group`` names any payment of the scheme."""
    if selector.startswith("@"):
        return any(selector[1:] in p.groups for p in scheme.payments)
    return selector.partition("#")[0] == scheme.id


def selector_name(selector: str, rulebook: Rulebook, language: str | None) -> object:
    """What a side of a relation is called."""
    return words(names.selector(selector, rulebook), language)


def _own_name(selector: str, scheme: Scheme, rulebook: Rulebook, language: str | None) -> object:
    """Which payments of the scheme itself a relation bears on; None where it bears on all of them."""
    if selector.startswith("@"):
        return words(names.members(selector[1:], (scheme,)), language)
    payment = scheme.payment(selector.partition("#")[2])
    return words(payment.name, language) if payment else None


def _scheme_of(selector: str, rulebook: Rulebook) -> str | None:
    scheme_id = selector.partition("#")[0]
    return scheme_id if any(s.id == scheme_id for s in rulebook.schemes) else None
