"""Loans and leases, and contracts that already run."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from calculator.domain.farm import Contract, ContractLine, Lease, Loan
from calculator.domain.lasting import Notice
from calculator.domain.months import in_full
from calculator.domain.quantity import Unit
from calculator.domain.scheme import Payment, Text
from calculator.services.profile import bounds, cover, leased, values, words
from calculator.services.profile.codes import Codes
from calculator.services.profile.land import Ground, unknown_place
from calculator.services.profile.undertaking import FIRST_GRANT, LAST_GRANT
from calculator.services.profile.values import Fields, Place

_LINE = (
    "package", "unit", "quantity", "rate_eur", "grant_date", "decision", "notice", "indexation",
    "notice_months", "notice_by", "extends_years", "notice_given",
)  # fmt: skip
#: Months of notice, and years that a contract goes on, are no more than this.
_MOST_MONTHS, _MOST_YEARS = 60, 30


def loans(finance: Fields | None) -> tuple[Loan, ...] | None:
    """The farm's loans, or None where they are unknown."""
    place = finance.get("loans") if finance else None
    if place is None:
        return None
    return tuple(_loan(at) for at in place.items(bounds.MOST_ENTRIES, Text("leningen", "loans")))


def scores(loans: tuple[Loan, ...] | None) -> dict[str, str]:
    """``finance.loans.{lender}.sustainability_score`` where all loans of a lender have the same one."""
    held: dict[str, set[str | None]] = {}
    for loan in loans or ():
        held.setdefault(loan.lender, set()).add(loan.sustainability_score)
    return {
        f"finance.loans.{lender}.sustainability_score": score
        for lender, found in held.items()
        for score in found
        if score is not None and len(found) == 1
    }


def leases(finance: Fields | None, codes: Codes, ground: Ground) -> tuple[Lease, ...] | None:
    """The land that is leased, or None where that is unknown; ``ground`` must know the parcels by now."""
    place = finance.get("leases") if finance else None
    if place is None:
        return None
    listed = place.items(bounds.MOST_ENTRIES, Text("pachten", "leases"))
    found = [(at, _lease(at, codes, ground)) for at in listed]
    leased.check(found, ground.areas)
    return tuple(lease for _, lease in found)


def contracts(place: Place | None, codes: Codes, ground: Ground) -> tuple[Contract, ...]:
    """Commitments that already run; ``ground`` must know every id by now."""
    if place is None:
        return ()
    listed = place.items(bounds.MOST_CONTRACTS, Text("contracten", "contracts"))
    return tuple(_contract(at, codes, ground) for at in listed)


def _loan(place: Place) -> Loan:
    fields = Fields(place, ("lender", "balance_eur", "sustainability_score"))
    return Loan(
        lender=_party(fields.must("lender")),
        balance_eur=values.number(fields.get("balance_eur"), bounds.EUROS),
        sustainability_score=values.text(fields.get("sustainability_score"), 40),
    )


def _lease(place: Place, codes: Codes, ground: Ground) -> Lease:
    fields = Fields(place, ("lessor", "area_ha", "rent_eur_year", "parcels"))
    area = values.number(fields.get("area_ha"), bounds.FARM_HA)
    listed = fields.get("parcels")
    names = values.texts(listed, bounds.MOST_PARCELS, Text("percelen", "parcels")) or ()
    if listed is not None and isinstance(listed.value, list | tuple):
        ground.parcel_references += [
            (listed.below(index, name), name) for index, name in enumerate(listed.value) if name in names
        ]
    return Lease(
        lessor=_party(fields.must("lessor")),
        area_ha=area,
        rent_eur_year=values.number(fields.get("rent_eur_year"), bounds.EUROS),
        parcels=names,
    )


def _party(place: Place | None) -> str:
    """A bank or landlord as rules name it; one that no rule knows is no mistake."""
    return (values.text(place) or "").casefold()


def _contract(place: Place, codes: Codes, ground: Ground) -> Contract:
    fields = Fields(place, ("scheme", "from", "until", "lines"))
    scheme = codes.code(fields.must("scheme"), "schemes")
    start = values.day(fields.must("from"))
    ends_at = fields.must("until")
    until = values.day(ends_at)
    if start is not None and until is not None and ends_at is not None and until < start:
        ends_at.wrong(_ends_first(start, until))
    listed = fields.get("lines")
    entries = listed.items(bounds.MOST_ENTRIES, Text("regels", "lines")) if listed else []
    return Contract(
        scheme=scheme or "",
        start=start or values.FIRST_DAY,
        until=until or values.LAST_DAY,
        lines=tuple(_line(at, scheme, start, codes, ground) for at in entries),
    )


def _line(place: Place, scheme: str | None, start: date | None, codes: Codes, ground: Ground) -> ContractLine:
    fields = Fields(place, _LINE)
    payment = _package(fields.must("package"), scheme, codes)
    at, quantity_at = fields.must("unit"), fields.must("quantity")
    unit = values.text(at, 64)
    if at is not None and unit is not None and unit not in ground.ids:
        at.wrong(unknown_place(unit, at.findings.nearest(unit, tuple(ground.ids))))
    quantity = values.number(quantity_at, bounds.CONTRACTED)
    if payment is not None and payment.unit is Unit.HECTARE and unit in ground.areas:
        cover.within(quantity_at, quantity, ground.areas[unit], "ha")
    granted_at = fields.get("grant_date")
    granted = values.day(granted_at, FIRST_GRANT, LAST_GRANT)
    if granted_at is not None and granted is not None and start is not None and granted > start:
        granted_at.wrong(_granted_late(granted, start))
    return ContractLine(
        package=payment.id if payment else "",
        unit=unit or "",
        quantity=quantity or Decimal(0),
        rate_eur=values.number(fields.get("rate_eur"), bounds.RATE),
        grant_date=granted,
        decision=values.choice(fields.get("decision"), ("annual", "multi_year")),
        notice=values.text(fields.get("notice"), 1000),
        indexation=values.number(fields.get("indexation"), bounds.INDEXATION),
        notice_rule=_notice(fields),
        extends_years=values.whole(fields.get("extends_years"), 1, _MOST_YEARS),
        notice_given=bool(values.flag(fields.get("notice_given"))),
    )


def _notice(fields: Fields) -> Notice | None:
    """Months of notice, or the day of the year on which it is given at the latest."""
    at = fields.get("notice_by")
    months, by = values.whole(fields.get("notice_months"), 1, _MOST_MONTHS), values.month_day(at)
    if at is not None and by is not None and months is not None:
        at.wrong(_TWO_NOTICES)
    return None if months is None and by is None else Notice(months, by)


_TWO_NOTICES = (
    Text(
        "De opzegging staat er in maanden en als dag.",
        "Notice is given both in months and as a day.",
    ),
    Text(
        "Geef `notice_months` of `notice_by`, zoals het in het contract staat.",
        "Give `notice_months` or `notice_by`, as the contract has it.",
    ),
)


def _package(place: Place | None, scheme: str | None, codes: Codes) -> Payment | None:
    """The payment of the scheme, in any of its versions; its case does not matter."""
    written = values.text(place)
    if place is None or written is None or scheme is None:
        return None
    known = {p.id.casefold(): p for s in codes.rulebook.schemes if s.id == scheme for p in s.payments}
    found = known.get(written.casefold())
    if found is None:
        ids = tuple(payment.id for payment in known.values())
        near = place.findings.nearest(written, ids)
        what = Text(f"beheerpakket van {scheme}", f"package of {scheme}")
        place.wrong(words.unknown_code(written, what, near, f"`stapelwijzer rules show {scheme}`"))
    return found


def _granted_late(granted: date, start: date) -> words.Words:
    given, begins = in_full(granted), in_full(start)
    return (
        Text(
            f"De beschikking ({given.nl}) is van na het begin van het contract ({begins.nl}).",
            f"The grant date ({given.en}) is after the start of the contract ({begins.en}).",
        ),
        Text(
            "Verbeter `grant_date` of `from`: het recht op steun ontstaat uiterlijk als het contract begint.",
            "Mend `grant_date` or `from`: the right to aid arises at the latest when the contract starts.",
        ),
    )


def _ends_first(start: date, until: date) -> words.Words:
    ends, begins = in_full(until), in_full(start)
    return (
        Text(
            f"Het contract eindigt ({ends.nl}) voor het begint ({begins.nl}).",
            f"The contract ends ({ends.en}) before it starts ({begins.en}).",
        ),
        Text(
            "Verbeter `from` of `until`; `until` is de laatste dag die nog telt.",
            "Mend `from` or `until`; `until` is the last day that still counts.",
        ),
    )
