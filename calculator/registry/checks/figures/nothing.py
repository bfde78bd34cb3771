"""An amount, share or ceiling of nothing: it pays nobody, and mostly stands there for what is not known."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.domain.source import Status
from calculator.registry.draft import Draft
from calculator.registry.figures import every
from calculator.registry.files.problem import RuleProblem

#: A tier or a first step may well bring nothing, and a threshold of nothing is met.
_HELD = frozenset(
    {
        "percent",
        "cap",
        "min_amount",
        "ceiling",
        "minimum",
        "first",
        "max_quantity",
        "cap_per_item",
        "max_items",
    }
)
_SILENT = (Status.HISTORIC, Status.UNKNOWN)


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Shares, ceilings and sizes of which every number is nothing."""
    return _nothing(draft, _HELD)


def beside(draft: Draft) -> Iterator[RuleProblem]:
    """Notes: tariffs of nothing. An agreement that pays nothing by itself may be there for what it excludes."""
    return _nothing(draft, frozenset({"rate"}))


def _nothing(draft: Draft, names: frozenset[str]) -> Iterator[RuleProblem]:
    for found in every(draft):
        if found.name not in names or found.row.text("status") in _SILENT:
            continue
        numbers = list(found.numbers())
        tiers = {tier.text("figure") for tier in found.owner.rows("tiers")}
        if numbers and not any(number for number, _ in numbers) and found.name not in tiers:
            yield RuleProblem(
                found.file,
                numbers[0][1],
                Text(
                    nl=f"`{found.name}` is nul: zo wordt nooit iets betaald of getoetst",
                    en=f"`{found.name}` is nothing: so nothing is ever paid or tested",
                ),
                Text(
                    nl="is het bedrag niet gepubliceerd, geef dan geen waarde en status unknown",
                    en="where the amount is not published, give no value and status unknown",
                ),
            )
