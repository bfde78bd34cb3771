"""What a farm could do besides that lies on no land: payments per 100 kg of milk, per animal or per tonne of product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculator.domain.farm import FarmProfile
from calculator.domain.money import eur
from calculator.domain.quantity import Unit
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment
from calculator.eligibility.amounts.figures import FactMissingError
from calculator.eligibility.amounts.quantities import farm_quantity
from calculator.registry.words import listing, wording
from calculator.services.profile import profiles
from calculator.statements.award.could_add import together
from calculator.statements.award.reading import objects

_UNITS = (Unit.MILK_100KG, Unit.LIVESTOCK_UNIT, Unit.TONNE_PRODUCT, Unit.TONNE_CO2)


@dataclass(frozen=True, slots=True)
class Programme:
    """A payment that is not made now. ``tariff`` is None where nobody published it for the day.

    ``quantity`` is how much of its unit the farm has, None where that is unknown; ``lacking`` is what is missing where it is
    open, and ``refused`` sentences of why and what would change it where it is refused. ``most_eur`` is what it could add in all
    years of the award together, None where that is unknown in one of them.
    """

    scheme: str
    name: str
    unit: str
    tariff: str | None
    quantity: Decimal | None
    lacking: tuple[str, ...]
    refused: tuple[str, ...]
    most_eur: str | None


def of(
    award: Mapping[str, object], document: object, rulebook: Rulebook, on: date, language: str
) -> tuple[Programme, ...]:
    """The payments that the award refuses or leaves open and makes in no year, each once.

    Nothing where the farm is known to have none of it.
    """
    profile = profiles.read(document, rulebook)
    payments = {(s.id, p.id): p for s in rulebook.schemes_on(on) for p in s.payments if p.unit in _UNITS}
    made = {
        (str(line["scheme"]), str(line["payment"]))
        for year in objects(award, "years")
        for line in objects(year, "lines")
    }
    could = _could_add(award)
    found: dict[tuple[str, str], Programme] = {}
    for entry in (*objects(award, "open"), *objects(award, "refusals")):
        key = (str(entry["scheme"]), str(entry["payment"]))
        payment = payments.get(key)
        if payment is None or key in found or key in made:
            continue
        quantity = _quantity(payment, profile)
        if quantity != 0:
            found[key] = _programme(entry, payment, quantity, could.get(key), on, language)
    return tuple(found.values())


def _programme(
    entry: Mapping[str, object],
    payment: Payment,
    quantity: Decimal | None,
    most: int | None,
    on: date,
    language: str,
) -> Programme:
    figure = listing.main_figure(payment, on)
    computes = figure is not None and figure.computes
    return Programme(
        str(entry["scheme"]),
        f"{entry['scheme_name']}: {entry['payment_name']}",
        payment.unit.value,
        wording.figure(figure, language) if figure is not None and computes else None,
        quantity,
        tuple(_sentences(entry.get("missing"))),
        tuple(_sentences([entry.get(name) for name in ("reason", "shortfall", "remedy")])),
        eur(most) if most else None,
    )


def _could_add(award: Mapping[str, object]) -> dict[tuple[str, str], int | None]:
    of: dict[tuple[str, str], list[Mapping[str, object]]] = {}
    for entry in objects(award, "open"):
        of.setdefault((str(entry["scheme"]), str(entry["payment"])), []).append(entry)
    return {key: together(award, entries) for key, entries in of.items()}


def _sentences(said: object) -> Iterator[str]:
    for text in said if isinstance(said, list) else ():
        if text:
            yield str(text).rstrip(".")


def _quantity(payment: Payment, profile: FarmProfile) -> Decimal | None:
    try:
        return farm_quantity(payment, profile)
    except FactMissingError:
        # Unknown is not nothing: it is shown, without how much there is.
        return None
