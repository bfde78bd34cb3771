"""A class premium that waits for open activities: what it could still add to what is certain."""

from __future__ import annotations

from collections.abc import Iterable

from calculator.domain.award import Line
from calculator.domain.claim import Claim, OpenQuestion

_Key = tuple[str, str, int]


def hoped(
    open_: Iterable[OpenQuestion], claims: Iterable[Claim], settled: Iterable[Line]
) -> tuple[tuple[OpenQuestion, ...], int]:
    """The open questions without those on a class that is paid already, and the cents that the others could add.

    Only classes that could be claimed before the end of their legal basis add to the total, so only these are counted.
    """
    counts: dict[_Key, bool] = {}
    for claim in claims:
        if claim.terms.class_name is not None:
            counts[claim.scheme, claim.payment, claim.year] = not claim.continuation
    premiums = {payment for _, payment, _ in counts}
    paid: dict[_Key, int] = {}
    for line in settled:
        key = (line.claim.scheme, line.claim.payment, line.claim.year)
        if key in counts:
            paid[key] = paid.get(key, 0) + line.amount
    added: list[int] = []

    def adds(question: OpenQuestion) -> bool:
        key = (question.scheme, question.payment, question.year)
        more = (question.could_pay_cents or 0) - paid.get(key, 0)
        if key in counts and more <= 0:
            return False
        added.append(more if counts.get(key) else 0)
        return True

    kept = tuple([q for q in open_ if q.payment not in premiums or adds(q)])
    return kept, sum(added)
