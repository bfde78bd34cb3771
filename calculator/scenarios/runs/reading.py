"""Rules read at the low or the high end of their published ranges.

Where a range has no point value, expected equals low, so the low reading differs nowhere and is the expected one. The
high reading takes the upper ends, and combination rules that nobody has published as adding up. Pairs that are unknown
only because they share a cost component stay as they are, so this is a lower bound of the engine's own high answer.
"""

from __future__ import annotations

from dataclasses import replace

from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, Scheme
from calculator.domain.source import Figure, Series


def high(rulebook: Rulebook) -> Rulebook:
    """The rules at the high end."""
    return Rulebook(
        schemes=tuple(_scheme(s) for s in rulebook.schemes),
        relations=tuple(
            replace(r, type=RelationType.ADDITIVE) if r.type is RelationType.UNKNOWN else r
            for r in rulebook.relations
        ),
        limits=rulebook.limits,
        codelists=rulebook.codelists,
        legal_bases=rulebook.legal_bases,
        digest=f"{rulebook.digest} high",
        files=rulebook.files,
    )


def _scheme(scheme: Scheme) -> Scheme:
    payments = tuple(_payment(p) for p in scheme.payments)
    same = all(a is b for a, b in zip(payments, scheme.payments, strict=True))
    return scheme if same else replace(scheme, payments=payments)


def _payment(payment: Payment) -> Payment:
    figures = {name: Series(tuple(_figure(f) for f in s.figures)) for name, s in payment.figures.items()}
    return payment if figures == payment.figures else replace(payment, figures=figures)


def _figure(figure: Figure) -> Figure:
    return figure if not figure.high else replace(figure, values=figure.high, low={}, high={})
