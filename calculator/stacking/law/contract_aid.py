"""De minimis aid that running contracts rest on: what was granted, on which day, and what it weighs.

A contract line on a basis that a ceiling counts fills the window as aid received does: a decision over years at once,
discounted, on the day of that decision (Regulation (EU) 1408/2013, article 3(4) and 3(7)); a yearly decision every year of
the contract. A grant that ``aid_received`` lists too counts once, as it stands there: to the farm, the same day, the same payer
(or none named) and the same basis (or an unknown one). One listed grant is that of one scheme on one day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil

from calculator.domain.farm import FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, Scheme, Text
from calculator.domain.undertaking import AidReceived
from calculator.eligibility.amounts.figures import FactMissingError
from calculator.eligibility.claiming import legal_basis_of
from calculator.eligibility.contracts.going_on import span
from calculator.eligibility.contracts.placing import Committed, committed
from calculator.eligibility.contracts.rates import Rates, payment_on, scheme_of
from calculator.eligibility.subject import Subject
from calculator.stacking.law.counting import limit_binds
from calculator.stacking.law.deminimis import gross_grant_equivalent
from calculator.stacking.law.succession import holders, own_name
from calculator.stacking.law.windows import versions

#: A scheme, and the day on which it granted something.
Decision = tuple[str, date]


@dataclass(frozen=True, slots=True)
class ContractAid:
    """One grant behind a contract line.

    ``instalments`` are cents per year, each paid after its year; a yearly decision has one, which counts undiscounted.
    They are None where nobody can price the line. ``payers`` are the names, in small letters, that aid received may
    give its payer. ``line`` is where the line stands in the profile.
    """

    line: str
    ref: str
    scheme: str
    groups: tuple[str, ...]
    legal_basis: str
    public: bool
    payers: frozenset[str]
    day: date
    instalments: tuple[Fraction, ...] | None
    at_once: bool

    @property
    def unknown(self) -> bool:
        """Whether nobody can price the line."""
        return self.instalments is None

    @property
    def decision(self) -> Decision:
        """What aid received may list as one grant: all that a scheme granted on a day."""
        return self.scheme, self.day

    def cents(self, rate: Fraction) -> int:
        """What it weighs at this yearly discount rate, parts of cents counted whole; unknown weighs nothing yet."""
        paid = self.instalments or ()
        if not self.at_once:
            return ceil(sum(paid, Fraction(0)))
        return ceil(gross_grant_equivalent(paid, rate))

    def is_same(self, aid: AidReceived) -> bool:
        """Whether the aid received is this very grant."""
        bases = {self.legal_basis, aid.legal_basis}
        payer = aid.payer.strip().casefold() if aid.payer else None
        return (
            aid.grant_date == self.day
            and (payer is None or payer in self.payers)
            and (len(bases) == 1 or "unknown" in bases)
        )


def contract_aid(profile: FarmProfile, rulebook: Rulebook) -> tuple[ContractAid, ...]:
    """Every grant behind the contracts of a farm that some version of a ceiling counts and ``aid_received`` leaves out."""
    if not profile.contracts or not versions(rulebook):
        return ()
    grants = [x for one in committed(profile, rulebook) for x in _grants(profile, rulebook, one)]
    listed = _listed(grants, _to_the_farm(profile))
    return tuple(grant for grant in grants if grant.decision not in listed)


def _to_the_farm(profile: FarmProfile) -> list[AidReceived]:
    """Aid that names the farm or no enterprise, or one that the farm went on from: what others received is no contract of it."""
    undertaking = profile.undertaking
    ours = {name.casefold() for name in ("", own_name(undertaking), profile.name)}
    return [
        aid
        for aid in undertaking.aid_received or ()
        if (aid.enterprise or "").casefold() in ours
        or any(name.casefold() in ours for name in holders(aid, undertaking, date.max))
    ]


def _listed(grants: Sequence[ContractAid], received: Sequence[AidReceived]) -> set[Decision]:
    """The decisions that aid received lists too, each entry at most one: as many as can be, and of these what weighs least."""
    alike: dict[Decision, set[int]] = {}
    weights: dict[Decision, Fraction] = {}
    for grant in grants:
        same = {n for n, aid in enumerate(received) if grant.is_same(aid)}
        alike.setdefault(grant.decision, set()).update(same)
        weights[grant.decision] = weights.get(grant.decision, Fraction(0)) + grant.cents(Fraction(0))
    unknown = {grant.decision for grant in grants if grant.unknown}
    taken: dict[int, Decision] = {}
    for decision in sorted(alike, key=lambda x: (x in unknown, weights[x], x)):
        _match(decision, alike, taken, set())
    return set(taken.values())


def _match(
    decision: Decision, alike: dict[Decision, set[int]], taken: dict[int, Decision], tried: set[int]
) -> bool:
    """Finds an entry for the decision, where need be by giving another decision another entry (augmenting paths)."""
    for entry in sorted(alike[decision] - tried):
        tried.add(entry)
        if entry not in taken or _match(taken[entry], alike, taken, tried):
            taken[entry] = decision
            return True
    return False


def assumed(profile: FarmProfile, rulebook: Rulebook) -> Iterator[Text]:
    """What was assumed of contract lines that count: the day and the kind of decision where they are not filled in."""
    counting = {grant.line for grant in contract_aid(profile, rulebook)}
    for one in committed(profile, rulebook):
        if one.id not in counting:
            continue
        scheme = scheme_of(rulebook, one, one.contract.start)
        payment = payment_on(rulebook, one, one.contract.start)
        if one.line.grant_date is None:
            yield Text(
                nl=f"Aangenomen: {payment.name.nl} ({scheme.name.nl}) is toegekend op {one.contract.start}, de eerste dag van "
                "het contract.",
                en=f"Assumed: {payment.name.en} ({scheme.name.en}) was granted on {one.contract.start}, the first day of the "
                "contract.",
            )
        if one.line.decision is None:
            years = _at_once(one, payment)
            yield Text(
                nl=f"Aangenomen: {payment.name.nl} ({scheme.name.nl}) is toegekend "
                f"{'voor alle jaren in één besluit' if years else 'met een besluit per jaar'}.",
                en=f"Assumed: {payment.name.en} ({scheme.name.en}) was granted "
                f"{'for all years in one decision' if years else 'by a decision each year'}.",
            )


def _at_once(one: Committed, payment: Payment) -> bool:
    return (one.line.decision or payment.grant.decision) == "multi_year"


def _grants(profile: FarmProfile, rulebook: Rulebook, one: Committed) -> Iterator[ContractAid]:
    start = one.contract.start
    scheme = scheme_of(rulebook, one, start)
    payment = payment_on(rulebook, one, start)
    basis = legal_basis_of(Subject(profile, rulebook, scheme, payment, start))
    at_once = _at_once(one, payment)
    granted = one.line.grant_date or start
    first = ContractAid(
        line=one.id,
        ref=f"{scheme.id}#{payment.id}",
        scheme=scheme.id,
        groups=payment.groups,
        legal_basis=basis,
        public=scheme.payer_is_public or scheme.state_resources,
        payers=_payers(rulebook, scheme),
        day=granted,
        instalments=None,
        at_once=at_once,
    )
    if not any(limit_binds(x, first) for x in versions(rulebook)):
        return
    until = one.contract.until
    # What earlier years scored is not known: what was granted may have been paid in full.
    rates = Rates(profile, rulebook, one, at_best=True)
    paid = [_instalment(rates, same_day_in(start.year + n, start)) for n in range(span(start, until))]
    # An extension is granted by itself, when it begins.
    decided = [0, *(span(start, day) for day in one.contract.passed)] if at_once else [*range(len(paid))]
    for n, end in zip(decided, [*decided[1:], len(paid)], strict=True):
        known = tuple(x for x in paid[n:end] if x is not None)
        day = same_day_in(granted.year + n, granted)
        if n and at_once:
            day = same_day_in(start.year + n, start)
        yield replace(first, day=day, instalments=known if len(known) == end - n else None)


def _instalment(rates: Rates, day: date) -> Fraction | None:
    """Cents for one year; of a published range the top, since the contract may pay it. None where nobody knows."""
    try:
        rate = rates.on(day)
    except FactMissingError:
        return None
    return None if rate is None else rate.high * 100 * Fraction(rates.one.quantity)


def _payers(rulebook: Rulebook, scheme: Scheme) -> frozenset[str]:
    code = rulebook.code("payers", scheme.payer)
    names = [scheme.payer, scheme.id, scheme.name.nl, scheme.name.en]
    names += [code.name.nl, code.name.en] if code else []
    return frozenset(name.casefold() for name in names)
