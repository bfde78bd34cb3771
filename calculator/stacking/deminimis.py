"""De minimis aid: who is one undertaking, which grants stand in the window of a day, what a grant weighs.

Regulation (EU) 1408/2013 as amended by 2024/3118: articles 2(2) (single undertaking), 3(2) (ceiling in any three years),
3(4) (grant date), 3(7) (discounting), 3(8) (all or nothing), 3(9) and 3(10) (mergers and splits).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from calculator.domain.farm import AidReceived, Undertaking
from calculator.domain.limit import Limit
from calculator.domain.money import cents_of
from calculator.domain.period import years_before

_MAJORITY = Decimal(50)


def single_undertaking(undertaking: Undertaking, of: str | None = None) -> frozenset[str]:
    """The members joined by control links, transitively; a link counts above half of the votes (article 2(2)).

    Links through a natural person are not in the article's list: they never merge, but ``needs_review`` names them.
    """
    names = set(undertaking.members if of is None else (of,))
    while True:
        reached = {
            other
            for link in undertaking.links
            if _controls(link)
            for here, other in (_ends(link), _ends(link)[::-1])
            if here in names
        }
        if reached <= names:
            return frozenset(names)
        names |= reached


def needs_review(undertaking: Undertaking) -> tuple[str, ...]:
    """Natural persons who control members: whether that makes one undertaking is not settled by the text."""
    return tuple(sorted({_ends(x)[0] for x in undertaking.links if x.get("natural_person") and _majority(x)}))


def _ends(link: object) -> tuple[str, str]:
    if not isinstance(link, dict):
        raise TypeError("a control link is an object with `parent` and `child`")
    return str(link["parent"]), str(link["child"])


def _majority(link: object) -> bool:
    if not isinstance(link, dict):
        return False
    if link.get("control") in (True, "yes", "board", "contract", "agreement"):
        return True
    try:
        return Decimal(str(link.get("voting_pct", 0))) > _MAJORITY
    except InvalidOperation:
        return False


def _controls(link: object) -> bool:
    return isinstance(link, dict) and not link.get("natural_person") and _majority(link)


def counted(undertaking: Undertaking, bases: Iterable[str]) -> tuple[AidReceived, ...]:
    """Aid on these legal bases to any member of the single undertaking; aid without an enterprise is the farm's own."""
    group, wanted = single_undertaking(undertaking), set(bases)
    return tuple(
        a
        for a in undertaking.aid_received or ()
        if a.legal_basis in wanted and (a.enterprise is None or not group or a.enterprise in group)
    )


def in_window(limit: Limit, granted: date, day: date) -> bool:
    """Whether a grant of one day counts on another day.

    Rolling: after the same date three years earlier, that boundary day included (the text does not settle it; counting
    it is the cautious reading). Fiscal years (before 16-12-2024): the current and the previous two calendar years.
    """
    years = limit.window_years or 3
    if limit.window == "fiscal_years":
        return day.year - years < granted.year <= day.year
    return years_before(day, years) <= granted <= day


def used(limit: Limit, undertaking: Undertaking, day: date) -> int:
    """Cents of aid already received that count on the day."""
    return sum(
        cents_of(a.amount_eur)
        for a in counted(undertaking, limit.legal_bases)
        if in_window(limit, a.grant_date, day)
    )


def gross_grant_equivalent(
    yearly_cents: Fraction, years: int, rate: Fraction, *, in_advance: bool = False
) -> Fraction:
    """The value at the grant date of equal yearly instalments, paid after each year unless ``in_advance``."""
    first = 0 if in_advance else 1
    return sum((yearly_cents / (1 + rate) ** t for t in range(first, first + years)), Fraction(0))
