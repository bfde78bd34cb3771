"""A class premium that waits for open activities: whether these could bring a better class than is paid."""

from __future__ import annotations

from collections.abc import Iterable

from calculator.domain.award import Line
from calculator.domain.claim import Claim, OpenQuestion

_Key = tuple[str, str, int]


def not_paid(
    open_: Iterable[OpenQuestion], claims: Iterable[Claim], settled: Iterable[Line]
) -> tuple[OpenQuestion, ...]:
    """The open questions without those on a class that is paid already."""
    counts = {(c.scheme, c.payment, c.year) for c in claims if c.terms.class_name is not None}
    premiums = {payment for _, payment, _ in counts}
    paid: dict[_Key, int] = {}
    for line in settled:
        key = (line.claim.scheme, line.claim.payment, line.claim.year)
        if key in counts:
            paid[key] = paid.get(key, 0) + line.amount

    def adds(question: OpenQuestion) -> bool:
        key = (question.scheme, question.payment, question.year)
        return key not in counts or (question.could_pay_cents or 0) > paid.get(key, 0)

    return tuple([q for q in open_ if q.payment not in premiums or adds(q)])
