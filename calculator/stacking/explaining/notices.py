"""Contracts that notice ends: by when it must be given, and whether the award goes on with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from calculator.domain.award import Line, YearAward
from calculator.domain.farm import FarmProfile
from calculator.domain.lasting import NoticeDue
from calculator.domain.period import LATEST, same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.contracts.going_on import Ending, ending
from calculator.eligibility.contracts.placing import committed


def due(
    profile: FarmProfile, rulebook: Rulebook, on: date, years: Sequence[YearAward]
) -> tuple[NoticeDue, ...]:
    """What is to be known of notice, by the day on which it must be given."""
    said = _Said({year.year: year.lines for year in years})
    found = [
        _known_until(one, rulebook, years)
        for one in (*_running(profile, rulebook, on, said), *_new(rulebook, on, said))
    ]
    return tuple(sorted(found, key=lambda n: (n.by or n.ends_on, n.scheme, n.payment, n.place)))


def _known_until(one: NoticeDue, rulebook: Rulebook, years: Sequence[YearAward]) -> NoticeDue:
    """Where nothing follows on its ground because its legal basis ends by then: not known, and until when it was."""
    last = one.ends_on.year
    later = (x for y in years if y.year in (last, last + 1) for x in y.continuation)
    for line in later if one.then == "ends" else ():
        claim = line.claim
        basis = rulebook.legal_bases.get(claim.terms.legal_basis)
        if (claim.scheme, claim.payment, claim.place) == (one.scheme, one.payment, one.place) and basis:
            return replace(one, then="unknown", basis_until=basis.ends_on)
    return one


@dataclass(frozen=True, slots=True)
class _Said:
    """The lines of each year, and those of a place, gathered when its year is first asked."""

    lines: dict[int, tuple[Line, ...]]
    on: dict[int, dict[str, list[Line]]] = field(default_factory=dict)

    def then(
        self, ref: str, place: str, piece: str | None, year: int, quantity: Decimal
    ) -> tuple[str, tuple[str, ...]]:
        """What an award has in a year on the ground of a contract that could end with the year before."""
        if year not in self.lines:
            return "later", ()
        here = [x for x in self._on(place, piece, year) if x.claim.demand is None]
        more = [x for x in here if x.claim.ref == ref and year in (x.extended, x.since)]
        if sum((x.quantity for x in more), Decimal(0)) >= quantity:
            return ("extended" if any(x.extended == year for x in more) else "renewed"), ()
        before = {x.claim.ref for x in self._on(place, piece, year - 1)}
        instead = sorted({x.claim.ref for x in here} - before - {ref})
        return ("other", tuple(instead)) if instead else ("ends", ())

    def _on(self, place: str, piece: str | None, year: int) -> list[Line]:
        if year not in self.on:
            here = self.on[year] = {}
            for line in self.lines.get(year, ()):
                here.setdefault(line.claim.place, []).append(line)
        return [x for x in self.on[year].get(place, ()) if piece in (None, x.claim.piece)]


def _running(profile: FarmProfile, rulebook: Rulebook, on: date, said: _Said) -> Iterator[NoticeDue]:
    for one in committed(profile, rulebook):
        contract, line = one.contract, one.line
        if line.notice_given or contract.until < on:
            continue
        how = ending(line, one.payment)
        after = next((y for y in said.lines if same_day_in(y, on) > contract.until), LATEST.year)
        ref = f"{contract.scheme}#{one.payment.id}"
        then = said.then(ref, line.unit, None, after, one.quantity)
        was = contract.passed[-1] if contract.passed else None
        for found in _due(how, contract.start, contract.until, on, ref, line.unit, then, running=True):
            yield replace(found, was=was)


def _new(rulebook: Rulebook, on: date, said: _Said) -> Iterator[NoticeDue]:
    first = next((year for year, lines in said.lines.items() if lines), 0)
    held: dict[tuple[str, str, str, int, int], tuple[Ending, Decimal]] = {}
    for year, lines in said.lines.items():
        quantity: dict[tuple[str, str, str, int, int], Decimal] = {}
        for line in lines:
            years = line.contract_years(first)
            if years is not None and years[1] < LATEST.year:
                key = (line.claim.ref, line.claim.place, line.claim.piece, *years)
                quantity[key] = quantity.get(key, Decimal(0)) + line.quantity
        for key, much in quantity.items():
            held[key] = _ending(rulebook, key[0], same_day_in(year, on)), much
    for (ref, place, piece, since, until), (how, much) in held.items():
        then = said.then(ref, place, piece, until + 1, much)
        yield from _due(how, date(since, 1, 1), date(until, 12, 31), on, ref, place, then, running=False)


def _ending(rulebook: Rulebook, ref: str, day: date) -> Ending:
    name, _, payment = ref.partition("#")
    scheme = rulebook.scheme_on(name, day)
    rule = None if scheme is None else scheme.payment(payment)
    return Ending(None, None, None) if rule is None else Ending(rule.notice, rule.extension, rule.term_years)


def _due(
    how: Ending,
    start: date,
    last: date,
    on: date,
    ref: str,
    place: str,
    then: tuple[str, tuple[str, ...]],
    *,
    running: bool,
) -> Iterator[NoticeDue]:
    """Nothing where no notice is known of, or where it ends by itself and the day has passed."""
    by = None if how.notice is None else how.notice.latest(last)
    silent = how.silent and how.after(start, last) is not None
    if (by is None and not silent) or (by is not None and by < on and not silent):
        return
    scheme, _, payment = ref.partition("#")
    extends = how.extension.years if silent and how.extension is not None else None
    yield NoticeDue(scheme, payment, place, last, by, extends, then[0], running, then[1])
