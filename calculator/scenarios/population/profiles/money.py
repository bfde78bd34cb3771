"""Aid, contracts, loans and leases of neighbouring farms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from calculator.domain.farm import Contract, ContractLine, Lease, Loan
from calculator.domain.lasting import Notice
from calculator.domain.undertaking import AidReceived
from calculator.scenarios.population.profiles.slices import Slice, micro, scaled

Row = TypeVar("Row")


def aid(rows: Slice, known: Sequence[bool | None]) -> list[tuple[AidReceived, ...] | None]:
    """Per farm, the aid it received; None where it is not known."""
    cells = [
        AidReceived(basis, date.fromisoformat(day), scaled(amount, -2), payer, enterprise, activity)
        for basis, day, amount, payer, enterprise, activity in zip(
            rows("legal_basis"), rows("grant_date"), rows("amount_cents"), rows("payer"), rows("enterprise"),
            rows("activity"), strict=True,
        )
    ]  # fmt: skip
    return _per_farm(rows, cells, known)


def loans(rows: Slice, known: Sequence[bool | None]) -> list[tuple[Loan, ...] | None]:
    """Per farm, its loans; None where they are not known."""
    cells = [
        Loan(lender, None if balance is None else scaled(balance, -2), score)
        for lender, balance, score in zip(rows("lender"), rows("balance_cents"), rows("score"), strict=True)
    ]
    return _per_farm(rows, cells, known)


def leases(rows: Slice, known: Sequence[bool | None]) -> list[tuple[Lease, ...] | None]:
    """Per farm, the land it leases; None where that is not known."""
    cells = [
        Lease(
            lessor, None if area is None else scaled(area, -4), None if rent is None else scaled(rent, -2),
            tuple(parcels.split()) if parcels else (),
        )
        for lessor, area, rent, parcels in zip(
            rows("lessor"), rows("area_m2"), rows("rent_cents"), rows("parcels"), strict=True
        )
    ]  # fmt: skip
    return _per_farm(rows, cells, known)


def contracts(rows: Slice) -> list[tuple[Contract, ...]]:
    """Per farm, its running contracts, a line per row."""
    lines = [
        ((scheme, start, until), ContractLine(
            package, place, scaled(quantity, -4), micro(rate),
            None if granted is None else date.fromisoformat(granted), decision, notice, micro(indexation),
            _rule(months, by), extends, bool(given),
        ))
        for (
            scheme, start, until, package, place, quantity, rate, granted, decision, notice, indexation, months, by,
            extends, given,
        ) in zip(
            rows("scheme"), rows("start"), rows("until"), rows("package"), rows("place_id"), rows("quantity_e4"),
            rows("rate_microeur"), rows("grant_date"), rows("decision"), rows("notice"), rows("indexation_micro"),
            rows("notice_months"), rows("notice_by"), rows("extends_years"), rows("notice_given"), strict=True,
        )
    ]  # fmt: skip
    found = []
    for begin, end in zip(rows.at, rows.at[1:], strict=False):
        here: dict[tuple[str, str, str], list[ContractLine]] = {}
        for name, line in lines[begin:end]:
            here.setdefault(name, []).append(line)
        found.append(
            tuple(
                Contract(scheme, date.fromisoformat(start), date.fromisoformat(until), tuple(held))
                for (scheme, start, until), held in here.items()
            )
        )
    return found


def _rule(months: int | None, by: str | None) -> Notice | None:
    """Months of notice, or its day of the year."""
    if by is not None:
        day = date.fromisoformat(by)
        return Notice(by=(day.month, min(day.day, 28) if day.month == 2 else day.day))
    return None if months is None else Notice(months)


def _per_farm(
    rows: Slice, cells: Sequence[Row], known: Sequence[bool | None]
) -> list[tuple[Row, ...] | None]:
    return [
        None if said is False else tuple(cells[begin:end])
        for begin, end, said in zip(rows.at, rows.at[1:], known, strict=False)
    ]
