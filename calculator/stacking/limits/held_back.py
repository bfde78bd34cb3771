"""Unknown is never zero: what a limit counts stays open while it is unknown what that limit leaves a farm.

That is aid in the window of a ceiling over years, and the number for each of which a cap counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from calculator.domain.claim import Claim, OpenQuestion
from calculator.domain.farm import FarmProfile
from calculator.domain.money import ZERO, settle
from calculator.domain.period import same_day_in
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.stacking.law.pairs import Relations
from calculator.stacking.limits.uncounted import Uncounted
from calculator.stacking.limits.unknown_aid import Missing, UnknownAid, with_more, would_be


def asked_together(
    profile: FarmProfile, rulebook: Rulebook, open_: Iterable[OpenQuestion], on: date
) -> list[OpenQuestion]:
    """The open questions, each with what limits must know besides before its payment could be granted.

    Of a line of a running contract no aid is asked: it was granted. ``on`` is the day that is read, in each year.
    """
    aid, numbers = UnknownAid.of(profile, rulebook), Uncounted.of(profile, rulebook, on)
    if aid is None and numbers is None:
        return list(open_)
    known: dict[tuple[str, str, int], tuple[list[Missing], list[Missing]]] = {}
    found: list[OpenQuestion] = []
    for question in open_:
        key = (question.scheme, question.payment, question.year)
        if key not in known:
            would = would_be(rulebook, question, same_day_in(question.year, on))
            known[key] = (
                [] if would is None or aid is None else aid.missing(would),
                [] if would is None or numbers is None else numbers.missing(would, question.year),
            )
        received, counted = known[key]
        more = counted if _contracted(profile, question) else [*received, *counted]
        found.append(with_more(question, more) if more else question)
    return found


def hold_back(
    profile: FarmProfile, rulebook: Rulebook, claims: Iterable[Claim], open_: list[OpenQuestion], on: date
) -> tuple[Claim, ...]:
    """The claims of all years that can be decided; the others join ``open_``, with what they could pay.

    A running commitment lies where it lies: it stays as one that pays nothing, and what it keeps off the farm is no question.
    ``on`` is as in ``asked_together``.
    """
    every = tuple(claims)
    aid, numbers = UnknownAid.of(profile, rulebook), Uncounted.of(profile, rulebook, on, every)
    if aid is None and numbers is None:
        return every
    kept_off = _KeptOff(every, rulebook, on)
    kept: list[Claim] = []
    asked: dict[tuple[str, str, int], OpenQuestion] = {}
    for claim in every:
        missing = [] if aid is None or claim.demand is not None else aid.missing(claim)
        missing += [] if numbers is None else numbers.missing(claim, claim.year)
        if not missing or kept_off(claim):
            kept.append(claim)
            continue
        if claim.demand is not None:
            kept.append(replace(claim, terms=replace(claim.terms, rate=ZERO)))
        # Of a class premium one class is reached, and a commitment that may lie on several pieces is paid once.
        key = (claim.ref, claim.commitment or claim.piece, claim.year)
        question = _question(claim, missing)
        before = asked.get(key, question)
        if (question.could_pay_cents or 0) >= (before.could_pay_cents or 0):
            asked[key] = question
    open_ += asked.values()
    return tuple(kept)


class _KeptOff:
    """Whether a running commitment excludes a payment for the farm, whatever is still unknown of it."""

    def __init__(self, claims: Iterable[Claim], rulebook: Rulebook, on: date) -> None:
        self._running: dict[int, list[Claim]] = {}
        for claim in claims:
            if claim.demand is not None:
                self._running.setdefault(claim.year, []).append(claim)
        self._relations = {
            year: Relations(rulebook.relations_on(same_day_in(year, on))) for year in self._running
        }

    def __call__(self, claim: Claim) -> bool:
        if claim.piece != "farm" or claim.demand is not None:
            return False
        return any(
            row.type is RelationType.EXCLUSIVE
            for other in self._running.get(claim.year, ())
            for row in self._relations[claim.year].between(claim, other).relations
        )


def _question(claim: Claim, missing: list[Missing]) -> OpenQuestion:
    much = Fraction(claim.quantity if claim.demand is None else claim.demand)
    return OpenQuestion(
        claim.scheme, claim.payment, claim.place, claim.year,
        tuple(text for text, _ in missing), tuple(path for _, path in missing),
        settle(claim.rate.high * much),
    )  # fmt: skip


def _contracted(profile: FarmProfile, question: OpenQuestion) -> bool:
    """Whether a line of a contract of that year is for the payment on the place that is asked about."""
    return any(
        (contract.scheme, line.package, line.unit) == (question.scheme, question.payment, question.place)
        and contract.start.year <= question.year <= contract.until.year
        for contract in profile.contracts
        for line in contract.lines
    )
