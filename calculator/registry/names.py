"""What a selector (``scheme#payment``, ``scheme``, ``@group``) is called by people."""

from __future__ import annotations

from collections.abc import Iterable

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme, Text

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
