"""What a scheme does to others and others to it, seen from the scheme, and which limits bind it."""

from __future__ import annotations

from collections.abc import Iterable

from calculator.domain.limit import Limit
from calculator.domain.relation import Relation
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme, Text
from calculator.services.catalogue_values import Data, number, period, source, words


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
        "other_name": _selector_name(other, rulebook, language),
        "other_scheme": _scheme_of(other, rulebook),
        "type": given.type.value,
        "quantity": given.quantity.value,
        "level": given.level.value,
        "parameter": number(given.parameter),
        **period(given.validity),
        "article": given.source.article,
        "source": source(given.source),
        "confidence": given.confidence.value,
        "note": given.note,
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


def _selector_name(selector: str, rulebook: Rulebook, language: str | None) -> object:
    """The name of the scheme or payment; of a group, the names of the payments in it."""
    if selector.startswith("@"):
        return words(_joined(_members(selector[1:], rulebook.schemes)), language)
    scheme_id, _, payment_id = selector.partition("#")
    found = next((s for s in reversed(rulebook.schemes) if s.id == scheme_id), None)
    if found is None:
        return selector
    payment = found.payment(payment_id) if payment_id else None
    if payment is None:
        return words(found.name, language)
    both = Text(f"{found.name.nl}: {payment.name.nl}", f"{found.name.en}: {payment.name.en}")
    return words(both, language)


def _own_name(selector: str, scheme: Scheme, rulebook: Rulebook, language: str | None) -> object:
    """Which payments of the scheme itself a relation bears on; None where it bears on all of them."""
    if selector.startswith("@"):
        return words(_joined(_members(selector[1:], (scheme,))), language)
    payment = scheme.payment(selector.partition("#")[2])
    return words(payment.name, language) if payment else None


def _members(group: str, among: Iterable[Scheme]) -> list[Text]:
    return [p.name for s in among for p in s.payments if group in p.groups]


def _joined(names: list[Text]) -> Text:
    nl, en = (list(dict.fromkeys(texts)) for texts in ([n.nl for n in names], [n.en for n in names]))
    more = len(nl) - 4
    if more > 1:
        return Text(f"{'; '.join(nl[:4])} en {more} andere", f"{'; '.join(en[:4])} and {more} others")
    return Text("; ".join(nl), "; ".join(en))


def _scheme_of(selector: str, rulebook: Rulebook) -> str | None:
    scheme_id = selector.partition("#")[0]
    return scheme_id if any(s.id == scheme_id for s in rulebook.schemes) else None
