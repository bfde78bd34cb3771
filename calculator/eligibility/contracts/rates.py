"""What a line of a running contract pays per unit in a year: what it names, or else what its payment published, as its kind says.

The contract says how much; the kind of its payment, how much of that counts, what is taken off and where it ends. What hangs on
a measured result is worked out for the result that the profile gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculator.domain.farm import OF_PLACE, FarmProfile, LandscapeElement, Parcel, told, where_told
from calculator.domain.money import ZERO, Range
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, Payment, PaymentKind, Scheme
from calculator.eligibility.amounts.at_most import at_most
from calculator.eligibility.amounts.basis import Basis
from calculator.eligibility.amounts.contract_years import rate_in, year_of
from calculator.eligibility.amounts.figures import (
    NO_ELEMENT,
    FactMissingError,
    NotPublishedError,
    Reading,
    keys_on,
)
from calculator.eligibility.amounts.kinds import KINDS
from calculator.eligibility.amounts.quantities import cap_of, without_cap
from calculator.eligibility.amounts.quantity_kinds import less_deduction
from calculator.eligibility.conditions.outcomes import as_text
from calculator.eligibility.contracts.placing import Committed, line_path
from calculator.eligibility.subject import codes_of

#: Kinds whose rate says all: the same for every unit, whoever is paid it.
PLAIN = frozenset({PaymentKind.FLAT, PaymentKind.POINTS, PaymentKind.CONTRACT_YEAR})
#: Kinds that hang on a measured result, which is known of the year that the profile describes.
_ON_A_RESULT = frozenset(
    {
        PaymentKind.KPI_BINARY,
        PaymentKind.TIERED,
        PaymentKind.RAMP,
        PaymentKind.INTERPOLATED,
        PaymentKind.GATE_POINTS,
        PaymentKind.BEST_N,
    }
)
#: Kinds that are worked out for the quantity of the contract. Of others no contract line can be priced.
_WORKED = _ON_A_RESULT | {
    PaymentKind.FIRST_QUANTITY,
    PaymentKind.FIXED_PLUS_VARIABLE,
    PaymentKind.STEP_AREA,
    PaymentKind.BANDED,
}


def scheme_of(rulebook: Rulebook, one: Committed, day: date) -> Scheme:
    """The version in force on the day, or the last one before it: a contract outlives its scheme."""
    versions = [s for s in rulebook.versions(one.contract.scheme) if s.payment(one.line.package)]
    return ([s for s in versions if s.validity.start <= day] or versions[:1])[-1]


def payment_on(rulebook: Rulebook, one: Committed, day: date) -> Payment:
    """The payment of the line, by the version of its scheme that holds on the day."""
    return scheme_of(rulebook, one, day).payment(one.line.package) or one.payment


def _may_say(place: Parcel | LandscapeElement, name: str) -> bool:
    """Whether such a place can say what picks: an element its kind, a parcel its attributes, both an answer of their own."""
    return name.startswith(OF_PLACE) or isinstance(place, LandscapeElement) is (name == "kind")


def _bears(place: Parcel | LandscapeElement, payment: Payment, rulebook: Rulebook) -> bool:
    """Whether a measure that the payment is for is done on the place."""
    return any(
        not m.candidate and not codes_of(rulebook, m.code).isdisjoint(payment.measures)
        for m in place.measures
    )


@dataclass(frozen=True, slots=True)
class Rates:
    """What one line pays, on the farm that it is of; ``at_best``: at the best result there can be, whatever was measured.

    ``endless``: a cap of which nobody knows what it comes to ends nothing, as where it is asked what a line could pay at most.
    """

    profile: FarmProfile
    rulebook: Rulebook
    one: Committed
    at_best: bool = False
    endless: bool = False

    def on(self, day: date, used: Reading | None = None) -> Range | None:
        """Euros per unit that the line pays in the year of the day; None where nobody has published it. Raises FactMissingError
        where it hangs on a result that is not filled in.

        A line with an indexation pays what it names, or else the rate of the day on which the contract began, raised every
        year since. A published rate is that of its own year: where the first one is not known, that of the day is paid as it
        is. The figures that it rests on are noted in ``used``, a reading of that day.
        """
        own, since = self.one.line.rate_eur, self.since(used)
        if since is None and own is not None:
            return Range.exactly(Fraction(own))
        payment = self._payment(day)
        reading = used if used is not None else Reading.of(payment, day)
        reading.key = self._key(payment, day) if own is None else ""
        if since is None:
            return self._published(payment, reading)
        first, share = since
        raised = first.times((1 + share) ** (day.year - self.one.contract.start.year))
        if own is not None:
            return raised
        try:
            return self._ended(raised, payment, reading)
        except NotPublishedError:
            return None

    def since(self, used: Reading | None = None) -> tuple[Range, Fraction] | None:
        """The rate of the year in which the contract began, and the share by which it rises; None where it does not."""
        line, start = self.one.line, self.one.contract.start
        if not line.indexation:
            return None
        if line.rate_eur is not None:
            return Range.exactly(Fraction(line.rate_eur)), Fraction(line.indexation)
        payment = self._payment(start)
        reading = Reading.of(payment, start, self._key(payment, start))
        first = self._published(payment, reading)
        if first is None:
            return None
        if used is not None:
            used.used.extend(reading.used)
        return first, Fraction(line.indexation)

    def _payment(self, day: date) -> Payment:
        """The payment of the line, without a cap that is not known where that is ``endless``."""
        payment = payment_on(self.rulebook, self.one, day)
        if not self.endless:
            return payment
        try:
            cap_of(payment, self.profile, Reading.of(payment, day))
        except (FactMissingError, NotPublishedError):
            return without_cap(payment)
        return payment

    def _key(self, payment: Payment, day: date) -> str:
        """What picks from keyed figures, as the ground of the line says it: ``at_best`` the best of what that may be.

        Raises FactMissingError where the ground does not say it, or says several that pay differently.
        """
        keys, missing = self._keys(payment, day)
        if missing and not self.at_best:
            raise FactMissingError(*missing)
        if len(keys) == 1:
            return keys[0]
        rates = {key: self._published(payment, Reading.of(payment, day, key)) for key in keys}
        if not self.at_best and len({*rates.values()}) > 1:
            raise FactMissingError(line_path(self.one.id, "unit"))
        # What nobody published may be more than all that is.
        return max(keys, key=lambda key: (rates[key] is None, (rates[key] or ZERO).high))

    def _keys(self, payment: Payment, day: date) -> tuple[list[str], list[str]]:
        """What may pick, and the paths of what the ground does not say."""
        name, place = payment.keyed_by, self._place()
        published = sorted(keys_on(payment, day)) or [""]
        if name is None:
            return [""], []
        if place is not None and not _may_say(place, name):
            return (published, [NO_ELEMENT]) if name == "kind" else ([""], [])
        ground = self._ground(payment, name) if place is None else [place]
        said = {x.id: told(x, name) for x in ground}
        missing = [where_told(place_id, name) for place_id, found in said.items() if found is None]
        keys = {as_text(found) for found in said.values() if found is not None}
        return published if missing or not keys else sorted(keys), missing

    def _ground(self, payment: Payment, name: str) -> list[Parcel | LandscapeElement]:
        """Where a line of the farm may lie: the places with a measure that it pays for, or where there are none every place."""
        every = [x for x in self.profile.places if _may_say(x, name)]
        return [x for x in every if _bears(x, payment, self.rulebook)] or every

    def _place(self) -> Parcel | LandscapeElement | None:
        """The parcel or element that the line lies on; None for the farm."""
        return next((place for place in self.profile.places if place.id == self.one.line.unit), None)

    def _published(self, payment: Payment, reading: Reading) -> Range | None:
        """What is published for the day of the reading; None where it is not."""
        try:
            rate = self._by_kind(payment, reading)
            return None if rate is None else self._ended(rate, payment, reading)
        except NotPublishedError:
            return None

    def _by_kind(self, payment: Payment, reading: Reading) -> Range | None:
        size, counted = self.one.quantity, self._counted(payment, reading)
        if payment.kind in PLAIN:
            rate = self._plain(payment, reading)
            return rate if counted == size else rate.times(Fraction(counted) / Fraction(size))
        if payment.kind not in _WORKED or not size:
            return None
        basis = Basis(payment, self.profile, reading, counted, place=self._place())
        best = self.at_best and payment.kind in _ON_A_RESULT
        worked = at_most(basis) if best else KINDS[payment.kind](basis)
        return None if worked is None else worked.rate.times(Fraction(worked.quantity) / Fraction(size) / 100)

    def _plain(self, payment: Payment, reading: Reading) -> Range:
        if payment.kind is PaymentKind.CONTRACT_YEAR:
            return rate_in(payment, reading, year_of(self.one.contract.start, reading.day))
        return less_deduction(reading)

    def _counted(self, payment: Payment, reading: Reading) -> Decimal:
        """How much of the line is paid for: no more than a farm's largest quantity.

        On land that is shared by all that is claimed, so that it stands in the farm problem.
        """
        most = reading.bound("max_quantity", "") if payment.level is Level.FARM else None
        if most is None or most.expected >= self.one.quantity:
            return self.one.quantity
        return Decimal(most.expected.numerator) / Decimal(most.expected.denominator)

    def _ended(self, rate: Range, payment: Payment, reading: Reading) -> Range:
        """The rate at which the whole line comes to no more than its payment's cap."""
        cap, size = cap_of(payment, self.profile, reading), self.one.quantity
        return rate if cap is None or not size else rate.capped(cap.times(1 / Fraction(size)))
