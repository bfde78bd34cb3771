"""What is multiplied is counted in the unit that is paid for: hectares of land, metres of length, euros of costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.files.row import Row

_GROUND = ("ha", "m2")
_UNITS: Mapping[str, tuple[str, ...]] = {
    "area": _GROUND,
    "m2": _GROUND,
    "length": ("m",),
    "count": ("piece", "tree", "nest", "livestock_unit"),
    **dict.fromkeys(
        ("subsidiable_ha", "parcel_ha", "grassland_ha", "permanent_grassland_ha", "arable_ha", "leased_ha"),
        ("ha",),
    ),
    "loan_balance": ("eur",),
    "rent": ("eur",),
}
#: Kinds that pay a part of an amount of euros.
_OF_EUROS = ("percent_cost", "cost_share", "percent_balance", "percent_rent", "value_loss")


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Payments whose quantity is in another unit than theirs."""
    for file in draft.schemes:
        for payment in file.row.rows("payments"):
            for key, said, remedy in _payment(payment):
                yield RuleProblem(file.file, payment.at(key), said, remedy)


def _payment(payment: Row) -> Iterator[tuple[str, Text, Text]]:
    unit, quantity, kind = payment.text("unit"), payment.text("quantity", ""), payment.text("kind")
    wanted = ("eur",) if kind in _OF_EUROS else _UNITS.get(quantity, (unit,))
    if kind in _OF_EUROS and unit != "eur":
        yield (
            "unit",
            Text(
                nl=f"een betaling `{kind}` is een deel van een bedrag, en wordt per {unit} betaald",
                en=f"a payment `{kind}` is a part of an amount, and is paid per {unit}",
            ),
            Text(nl="schrijf `unit: eur`", en="write `unit: eur`"),
        )
    elif unit not in wanted:
        yield (
            "quantity",
            Text(
                nl=f"`{quantity}` telt {' of '.join(wanted)}, en er wordt per {unit} betaald",
                en=f"`{quantity}` counts {' or '.join(wanted)}, and the payment is per {unit}",
            ),
            Text(nl="maak `quantity` en `unit` gelijk", en="make `quantity` and `unit` agree"),
        )
    elif quantity == "one" and unit in ("ha", "m"):
        yield (
            "quantity",
            Text(
                nl=f"`one` is één bedrag per bedrijf, en er wordt per {unit} betaald",
                en=f"`one` is one amount for the farm, and the payment is per {unit}",
            ),
            Text(
                nl="schrijf `unit: farm`, of noem waarover wordt betaald",
                en="write `unit: farm`, or name what is paid for",
            ),
        )
