"""A running contract whose money is granted by a decision every year, after the end of the basis that these decisions rest on.

A contract that was granted before keeps its own right until its last day. What is granted anew every year as de minimis aid is
not: after the last day of the regulation no decision can rest on it. The contract runs and keeps off its ground what it
excludes, but what it would pay is what would be continued, outside the total.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.limit import LimitKind
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.claiming import ended_on, legal_basis_of
from calculator.eligibility.contracts.placing import Committed
from calculator.eligibility.subject import Subject


def granted(subject: Subject, one: Committed, claim: Claim) -> Iterator[Claim]:
    """The claim of a contract line; where no decision can grant it any more, that without its money, and its continuation."""
    if not _lapsed(subject, one):
        yield claim
        return
    yield replace(claim, terms=replace(claim.terms, rate=claim.terms.rate.times(Fraction(0))))
    yield replace(claim, terms=replace(claim.terms, continuation=True))


def lapses(rulebook: Rulebook, basis: str, one: Committed) -> bool:
    """Whether no decision can grant the line any more once the basis has ended: de minimis aid by a decision every year."""
    if (one.line.decision or one.payment.grant.decision) == "multi_year":
        return False
    return any(x.kind is LimitKind.DE_MINIMIS and basis in x.legal_bases for x in rulebook.limits)


def _lapsed(subject: Subject, one: Committed) -> bool:
    basis, rulebook = legal_basis_of(subject), subject.rulebook
    return ended_on(rulebook, basis, subject.day) and lapses(rulebook, basis, one)
