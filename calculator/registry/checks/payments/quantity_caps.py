"""A cap on quantities is in the unit of what it ends, and what it ends is paid by the unit.

An amount that is no product (a fixed amount, a step, one that ends at a cap of its own) is claimed as one for the farm: a cap of
five hectares would count it as one of them, and pay it whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.limit import LimitKind
from calculator.domain.scheme import Level, Payment, PaymentKind, Text
from calculator.registry.draft import Draft, LimitFile
from calculator.registry.files.problem import RuleProblem
from calculator.stacking.law.pairs import selects

_PERCENT = "%"
#: Kinds that pay the same for every unit, whatever is measured.
_BY_THE_UNIT = frozenset(
    {
        PaymentKind.FLAT, PaymentKind.FIRST_QUANTITY, PaymentKind.ACTIVITY, PaymentKind.CLASS_PREMIUM, PaymentKind.KPI_BINARY,
        PaymentKind.TIERED, PaymentKind.RAMP, PaymentKind.INTERPOLATED, PaymentKind.GATE_POINTS, PaymentKind.BEST_N,
        PaymentKind.CONTRACT_YEAR, PaymentKind.TENDER_INDEX, PaymentKind.MODEL,
    }
)  # fmt: skip


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Caps in another unit than what they end, and largest quantities of what is not paid by the unit."""
    for limit in draft.standing_limits():
        if limit.limit.kind is LimitKind.QUANTITY_CAP:
            paid = [(p, f"{s}#{p.id}") for s, p in _ended(limit, draft)]
            yield from _units(limit, {str(p.unit) for p, _ in paid})
            whole = next((ref for p, ref in paid if not _by_the_unit(p)), None)
            if whole is not None:
                yield RuleProblem(limit.file, limit.row.at("payments"), _is_whole(f"`{whole}`"), _SPLIT)
    for file in draft.schemes:
        for payment, row in zip(file.scheme.payments, file.row.rows("payments"), strict=True):
            if (
                payment.level is Level.UNIT
                and "max_quantity" in payment.figures
                and not _by_the_unit(payment)
            ):
                at = row.at("figures", "max_quantity")
                yield RuleProblem(file.file, at, _is_whole(f"`{payment.kind}`"), _SPLIT)


def _ended(file: LimitFile, draft: Draft) -> Iterator[tuple[str, Payment]]:
    for scheme in draft.standing_schemes():
        for payment in scheme.scheme.payments:
            ref = f"{scheme.scheme.id}#{payment.id}"
            if any(selects(s, ref, scheme.scheme.id, payment.groups) for s in file.limit.payments):
                yield scheme.scheme.id, payment


def _by_the_unit(payment: Payment) -> bool:
    return payment.kind in _BY_THE_UNIT and not {"cap", "min_amount"} & payment.figures.keys()


def _units(file: LimitFile, units: set[str]) -> Iterator[RuleProblem]:
    share = file.limit.share_of is not None
    for figure in file.row.lists_by_key("figures").get("cap", ()):
        unit = figure.maybe_text("unit")
        if unit is not None and share != (unit == _PERCENT):
            yield RuleProblem(file.file, figure.at("unit"), *(_SHARE if share else _OF_WHAT))
        elif unit is not None and units and units != ({"ha"} if share else {unit}):
            paid = ", ".join(sorted(units))
            yield RuleProblem(
                file.file, figure.at("unit"), _other_unit("ha" if share else unit, paid), _SAME_UNIT
            )


def _other_unit(unit: str, paid: str) -> Text:
    return Text(
        nl=f"het plafond is in {unit}, en wat het begrenst wordt betaald per {paid}",
        en=f"the cap is in {unit}, and what it ends is paid per {paid}",
    )


_SAME_UNIT = Text(
    nl="noem alleen betalingen in de eenheid van het plafond", en="name only payments in the unit of the cap"
)
_SHARE = (
    Text(nl="met `share_of` is het plafond een percentage", en="with `share_of` the cap is a percentage"),
    Text(nl="schrijf value: 25, unit: '%' voor een kwart", en="write value: 25, unit: '%' for a quarter"),
)
_OF_WHAT = (
    Text(nl="een plafond in % zegt niet waarvan", en="a cap in % does not say of what"),
    Text(
        nl="voeg toe: share_of: arable_ha, of geef het aantal eenheden",
        en="add: share_of: arable_ha, or give the number of units",
    ),
)


def _is_whole(what: str) -> Text:
    return Text(
        nl=f"{what} is geen bedrag per eenheid (wel een vast bedrag, een trede of een eigen `cap`): daar kort een hoogste "
        "hoeveelheid niets af",
        en=f"{what} is no amount per unit (but a fixed amount, a step, or a `cap` of its own): a largest quantity takes nothing "
        "off it",
    )


_SPLIT = Text(
    nl="betaal het vaste deel apart (`flat` met `quantity: one`), of begrens de euro's met `amount_cap`",
    en="pay the fixed part apart (`flat` with `quantity: one`), or end the euros with `amount_cap`",
)
