"""A grant to the farm for several years at once that a ceiling over years keeps out counts for more than it pays in a year.

Such a grant counts whole, discounted, on the day on which it is given (Regulation (EU) 1408/2013, article 3(4) and 3(7)). Its
amount of a year may fit where it does not, so that a refusal which names the ceiling alone would read as a mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil

from calculator.domain.amount_words import cents
from calculator.domain.award import NotChosen
from calculator.domain.claim import Claim
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.money import settle
from calculator.domain.scheme import Text
from calculator.stacking.solving.outcome import Outcome, payment_name


def kept_out(outcome: Outcome, missed: Iterable[NotChosen]) -> Iterator[Text]:
    """Per grant and ceiling what it counts for on its day, and what it pays in that year."""
    stopped = {(f"{n.scheme}#{n.payment}", n.year): n.limit for n in missed if n.limit and n.place == "farm"}
    for claim in outcome.years.claims:
        name = stopped.get((claim.ref, claim.year))
        if name is None or claim.piece != "farm" or claim.demand is not None:
            continue
        limit = outcome.built.rows.windows.on(name, claim.grant_date)
        if limit is not None and limit.kind is LimitKind.DE_MINIMIS and (claim.at_once_years or 1) > 1:
            yield _told(outcome, claim, limit)


def _told(outcome: Outcome, claim: Claim, limit: Limit) -> Text:
    rows, size = outcome.built.rows, Fraction(claim.quantity)
    paid = claim.rate.expected * size
    name, years = payment_name(outcome, claim), claim.at_once_years
    weighs, yearly = cents(ceil(rows.counts(limit, claim).of(paid, size))), cents(settle(paid))
    return Text(
        nl=f"{name.nl}, {claim.year}: wordt voor {years} jaar ineens toegekend, en telt onder {limit.name.nl} daarom in één keer "
        f"voor {weighs.nl} (contant op die dag), niet voor de {yearly.nl} van dat jaar.",
        en=f"{name.en}, {claim.year}: is granted for {years} years at once, and so counts at once for {weighs.en} under "
        f"{limit.name.en} (discounted to that day), not for the {yearly.en} of that year.",
    )
