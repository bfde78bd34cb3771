"""Grants to the farm for several years at once: in which years one is given, goes on, or is extended.

Every year of the farm is a whole decision of its own, so rows hold the years of a grant together. Where it is taken in a year
a term begins, an extension does, or it goes on with what was given before; which of these is the *turn* of the grant. It goes on
in a year if, and only if, one term or extension that began before lasts into it: so no two overlap, and none is left before its
end. An extension begins where what it extends has just ended. What was given goes on past the horizon, and years in which the
grant cannot be claimed pass as years of its term.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from calculator.domain.claim import Claim
from calculator.stacking.problem.decisions.held import Turned
from calculator.stacking.problem.decisions.runs import Ran, Since
from calculator.stacking.problem.weights import BEGUN, CONTINUED, EXTENDED, FINE, Weight

#: The name of a row and the weight of a claim in it.
Held = tuple[tuple[object, ...], Weight]


@dataclass(slots=True)
class FarmTerms:
    """The grants to one farm for several years at once, by payment and year."""

    claims: Sequence[Claim]
    _of: dict[str, dict[int, Claim]] = field(default_factory=dict)
    _ran: dict[str, Ran] = field(default_factory=dict)
    _nth: dict[tuple[str, int], tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ran: dict[str, list[Claim]] = {}
        for claim in self.claims:
            if claim.piece == "farm" and claim.terms.at_once_years is not None:
                if claim.demand is None:
                    self._of.setdefault(claim.ref, {})[claim.year] = claim
                elif claim.terms.extension is not None:
                    ran.setdefault(claim.ref, []).append(claim)
        for ref, lay in ran.items():
            first, last, terms = lay[0].grant_date.year, max(c.year for c in lay), lay[-1].terms
            assert terms.extension is not None
            used = terms.extension.used(terms.term_years or 1, last - first + 1)
            self._ran[ref] = Ran(first, last, used)

    def turns(self, claim: Claim) -> tuple[str, ...]:
        """Every turn that the claim may have in its year; none where it is no such grant."""
        if not self._holds(claim):
            return ()
        goes_on = (CONTINUED,) if any(self._lasting(claim.ref, claim.year)) else ()
        begun = (BEGUN,) if claim.terms.fits(claim.terms.at_once_years or 1) else ()
        return (*begun, *goes_on, *(f"{EXTENDED}:{n}" for n in self._extensions(claim.ref, claim.year)))

    def rows(self, claim: Claim) -> Iterator[Held]:
        """The rows in which the turns of a claim weigh, none of which may come above zero."""
        if not self._holds(claim):
            return
        ref, year = claim.ref, claim.year
        if any(self._lasting(ref, year)):
            yield from _goes_on(ref, year, 1, CONTINUED)
        for given, years in self._spans(claim):
            for other in self._of[ref]:
                if year < other < year + years:
                    yield from _goes_on(ref, other, -1, given)
        for n in self._extensions(ref, year):
            if not self._extends_what_ran(ref, year, n):
                yield _extends(ref, year, n, 1, f"{EXTENDED}:{n}")
        for other in self._of[ref]:
            for turn, n in self._extended_in(claim, other):
                if n in self._extensions(ref, other) and not self._extends_what_ran(ref, other, n):
                    yield _extends(ref, other, n, -1, turn)

    def unclaimed(self, year: int) -> Iterator[tuple[str, list[Turned]]]:
        """The grants that can be held in a year in which nothing can be claimed of them: with which turns of which claims."""
        for ref, of in self._of.items():
            if year not in of:
                before = (claim for first, claim in of.items() if first < year)
                held = [
                    (claim, given)
                    for claim in before
                    for given, years in self._spans(claim)
                    if claim.year + years > year
                ]
                if held:
                    yield ref, held

    def since(self, taken: Iterable[Turned]) -> dict[int, Since]:
        """By claim (identity) the years in which the term and the extension of what is taken began."""
        found: dict[int, Since] = {}
        now: dict[str, Since] = {}
        for claim, turn in sorted(taken, key=lambda t: t[0].year):
            ref, year = claim.ref, claim.year
            if turn == BEGUN:
                now[ref] = year, None
            elif turn != CONTINUED:
                ran = self._ran.get(ref)
                began = now[ref][0] if ref in now else ran.first if ran is not None else year
                now[ref] = began, year
            found[id(claim)] = now[ref]
        return found

    def _holds(self, claim: Claim) -> bool:
        return self._of.get(claim.ref, {}).get(claim.year) is claim

    def _spans(self, claim: Claim) -> Iterator[tuple[str, int]]:
        """For how many years what begins with a claim lasts: a term, and an extension."""
        yield BEGUN, claim.terms.at_once_years or 1
        if claim.terms.extension is not None and self._extensions(claim.ref, claim.year):
            yield EXTENDED, claim.terms.extension.years

    def _lasting(self, ref: str, year: int) -> Iterator[Claim]:
        """The claims with which something may begin that lasts into a later year."""
        for before, claim in self._of[ref].items():
            if before < year and any(before + years > year for _, years in self._spans(claim)):
                yield claim

    def _extended_in(self, claim: Claim, year: int) -> Iterator[tuple[str, int]]:
        """What of a claim would end just before a year, and which extension would follow there."""
        rule = self._of[claim.ref][year].terms.extension
        if rule is None or year <= claim.year:
            return
        if claim.year + (claim.terms.at_once_years or 1) == year:
            yield BEGUN, 1
        if claim.terms.extension is not None and claim.year + claim.terms.extension.years == year:
            for n in self._extensions(claim.ref, claim.year):
                # Where nobody counts them one extension is like another.
                yield f"{EXTENDED}:{n}", 1 if rule.times is None else n + 1

    def _extensions(self, ref: str, year: int) -> tuple[int, ...]:
        """Which extensions may begin in a year."""
        found = self._nth.get((ref, year))
        if found is None:
            claim = self._of[ref][year]
            rule, last = claim.terms.extension, date.max
            possible = {n for other in self._of[ref].values() for _, n in self._extended_in(other, year)}
            ran = self._ran.get(ref)
            if rule is not None and ran is not None and ran.last == year - 1:
                possible.add(1 if rule.times is None else ran.extended + 1)
            if rule is not None:
                last = date(year + rule.years - 1, 12, 31)
                possible = possible if claim.terms.fits(rule.years) else set()
            found = tuple(sorted(n for n in possible if rule is not None and rule.allows(n, last)))
            self._nth[ref, year] = found
        return found

    def _extends_what_ran(self, ref: str, year: int, n: int) -> bool:
        """Whether an extension may follow a grant that ran already: then nothing else is asked of it."""
        ran, rule = self._ran.get(ref), self._of[ref][year].terms.extension
        if ran is None or rule is None or ran.last != year - 1:
            return False
        return n == (1 if rule.times is None else ran.extended + 1)


def _goes_on(ref: str, year: int, sign: int, turn: str) -> Iterator[Held]:
    """It goes on in a year exactly as often as something lasts into it."""
    yield ("term", ref, year, "has"), Weight("needs", fixed=sign * FINE, given=turn)
    yield ("term", ref, year, "asks"), Weight("needs", fixed=-sign * FINE, given=turn)


def _extends(ref: str, year: int, n: int, sign: int, turn: str) -> Held:
    return ("extension", ref, year, n), Weight("needs", fixed=sign * FINE, given=turn)
