"""A running contract that goes on after the last day of its legal basis: that it is paid then is a reading, so it is said.

A contract that was granted before the end keeps its own right (ADR 5). Whether its payer pays on, and out of what, stands in no
text of the basis. Money that is granted by a decision every year is no such right (``lapsing``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from calculator.domain import months
from calculator.domain.farm import FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import LegalBasis, Rulebook
from calculator.domain.scheme import Text
from calculator.eligibility.claiming import basis_of
from calculator.eligibility.contracts.lapsing import lapses
from calculator.eligibility.contracts.placing import committed
from calculator.eligibility.contracts.rates import payment_on, scheme_of


def assumed(profile: FarmProfile, rulebook: Rulebook, on: date, years: int) -> Iterator[Text]:
    """That such contracts are paid on in years that are asked; places under the same contract are named together."""
    asked = [same_day_in(year, on) for year in range(on.year, on.year + years)]
    places: dict[tuple[Text, str, date, date], list[str]] = {}
    for one in committed(profile, rulebook):
        scheme = scheme_of(rulebook, one, one.contract.start)
        payment = payment_on(rulebook, one, one.contract.start)
        basis = rulebook.legal_bases.get(basis_of(scheme, payment))
        ends = None if basis is None else basis.ends_on
        if basis is None or ends is None or one.contract.start > ends:
            continue
        if not any(ends < day <= one.contract.until for day in asked):
            continue
        if not lapses(rulebook, basis.code, one):
            key = payment.name, basis.code, ends, one.contract.until
            places.setdefault(key, []).append(one.line.unit)
    for (name, code, *days), units in places.items():
        yield _told(name, ", ".join(dict.fromkeys(units)), rulebook.legal_bases[code], *days)


def _told(name: Text, where: str, basis: LegalBasis, ends: date, until: date) -> Text:
    end, last = months.in_full(ends), months.in_full(until)
    return Text(
        nl=f"Aangenomen: {name.nl} ({where}) wordt na {end.nl} doorbetaald, omdat het contract loopt tot en met {last.nl}. De "
        f"grondslag ({basis.name.nl}) eindigt op {end.nl}; vraag de betaler of hij daarna betaalt.",
        en=f"Assumed: {name.en} ({where}) goes on being paid after {end.en}, since the contract runs up to and including "
        f"{last.en}. The legal basis ({basis.name.en}) ends on {end.en}; ask the payer whether it pays after that.",
    )
