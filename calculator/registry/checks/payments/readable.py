"""What the engine cannot read as it is written is refused here, so that no rule is quietly read as another one.

``exclusive``, ``requires``, ``net_of`` and ``sum_capped`` work on a payment as a whole: there is no such rule on points or
eco-value alone. The euros of a figure ``cap`` on a payment per piece of land would end each piece by itself, where a decree
speaks of a farm: that is a limit. Of the minimum amounts one is read on a day, over payments for the farm.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from calculator.domain.limit import LimitKind
from calculator.domain.relation import Quantity, RelationType
from calculator.domain.scheme import Level, Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.stacking.law.pairs import selects

_WHOLE = (RelationType.EXCLUSIVE, RelationType.REQUIRES, RelationType.NET_OF, RelationType.SUM_CAPPED)
_PARTS = (Quantity.POINTS, Quantity.VALUE)


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Relations, caps and minimum amounts that would be read as something else."""
    yield from _relations(draft)
    yield from _caps(draft)
    yield from _minimums(draft)
    yield from _minimums_on_land(draft)


def _relations(draft: Draft) -> Iterator[RuleProblem]:
    for row in draft.standing_relations():
        relation, cell = row.relation, row.cell("quantity")
        if relation.type in _WHOLE and relation.quantity in _PARTS:
            yield RuleProblem(
                row.file,
                row.line,
                Text(
                    nl=f"{cell.nl}: `{relation.type}` werkt op de hele betaling, niet op `{relation.quantity}` alleen",
                    en=f"{cell.en}: `{relation.type}` works on the whole payment, not on `{relation.quantity}` alone",
                ),
                Text(
                    nl="schrijf `money` of `all`; punten of waarde die vervallen zijn `zero`",
                    en="write `money` or `all`; points or value that lapse are `zero`",
                ),
            )


def _caps(draft: Draft) -> Iterator[RuleProblem]:
    for file in draft.standing_schemes():
        rows = {row.text("id"): row for row in file.row.rows("payments")}
        for payment in file.scheme.payments:
            if payment.level is Level.UNIT and "min_amount" in payment.figures:
                yield RuleProblem(
                    file.file,
                    rows[payment.id].at("figures", "min_amount"),
                    Text(
                        nl=f"`min_amount` van `{payment.id}` zou voor elk stuk land of element apart gelden",
                        en=f"`min_amount` of `{payment.id}` would hold for each piece of land or element by itself",
                    ),
                    Text(
                        nl="vraag de oppervlakte die het minimum vraagt (`land_at_least`), of zet het onder `not_modelled`",
                        en="ask the area that the minimum takes (`land_at_least`), or put it under `not_modelled`",
                    ),
                )
            if payment.level is Level.UNIT and "cap" in payment.figures:
                yield RuleProblem(
                    file.file,
                    rows[payment.id].at("figures", "cap"),
                    Text(
                        nl=f"`cap` van `{payment.id}` zou elk stuk land of element apart aftoppen",
                        en=f"`cap` of `{payment.id}` would end each piece of land or element by itself",
                    ),
                    Text(
                        nl="maak er een grens van (kind: amount_cap), die telt over het hele bedrijf",
                        en="make it a limit (kind: amount_cap), which counts over the whole farm",
                    ),
                )


def _minimums(draft: Draft) -> Iterator[RuleProblem]:
    found = [f for f in draft.standing_limits() if f.limit.kind is LimitKind.MINIMUM_TOTAL]
    for first, second in combinations(sorted(found, key=lambda f: (f.limit.validity.start, f.file)), 2):
        a, b = first.limit, second.limit
        if a.id != b.id and (a.validity.end is None or b.validity.start < a.validity.end):
            yield RuleProblem(
                second.file,
                second.row.at("valid_from"),
                Text(
                    nl=f"geldt tegelijk met `{a.id}`: per dag wordt één minimumbedrag (`minimum_total`) gelezen",
                    en=f"holds together with `{a.id}`: one minimum amount (`minimum_total`) is read on a day",
                ),
                Text(
                    nl="noem de betalingen in één grens, of laat de eerste eerder eindigen",
                    en="name the payments in one limit, or end the first one earlier",
                ),
            )


def _minimums_on_land(draft: Draft) -> Iterator[RuleProblem]:
    """A minimum is settled where the payments for the farm meet: one on land would be paid below it all the same."""
    on_land = [
        (file.scheme.id, payment)
        for file in draft.standing_schemes()
        for payment in file.scheme.payments
        if payment.level is Level.UNIT
    ]
    for file in draft.standing_limits():
        if file.limit.kind is not LimitKind.MINIMUM_TOTAL:
            continue
        for place, selector in enumerate(file.limit.payments):
            named = [f"{of}#{p.id}" for of, p in on_land if selects(selector, f"{of}#{p.id}", of, p.groups)]
            if named:
                yield RuleProblem(
                    file.file,
                    file.row.at("payments", place),
                    Text(
                        nl=f"`{selector}` noemt `{named[0]}`, die per stuk land betaalt: een minimumbedrag geldt voor "
                        "betalingen per bedrijf",
                        en=f"`{selector}` names `{named[0]}`, which pays per piece of land: a minimum amount holds for "
                        "payments for the farm",
                    ),
                    Text(
                        nl="noem alleen betalingen per bedrijf, of geef die betaling een voorwaarde `quantity_at_least`",
                        en="name payments for the farm alone, or give that payment a condition `quantity_at_least`",
                    ),
                )
