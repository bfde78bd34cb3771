"""Value and unit travel together: a figure has a unit, a known one, and the one that its place in the formula asks."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.place_fact import LIST
from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.figures import Found, every
from calculator.registry.files.problem import RuleProblem, nearest
from calculator.registry.files.row import Row
from calculator.registry.units import RANGES


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Figures without a unit, with an unknown one, or with another than the formula asks."""
    lists = [listed for name in ("indicators", LIST) if (listed := draft.codelists.get(name)) is not None]
    measured = {c.columns["unit"] for listed in lists for c in listed.codes.values()} - {""}
    known = {*RANGES, *measured}
    series: tuple[Row | None, str] = (None, "")
    wanted: tuple[str, ...] = ()
    for found in every(draft):
        if series[0] is not found.owner or series[1] != found.name:
            series, wanted = (found.owner, found.name), found.units()
        yield from _figure(found, wanted, known)


def _figure(found: Found, wanted: tuple[str, ...], known: set[str]) -> Iterator[RuleProblem]:
    unit = found.row.maybe_text("unit")
    if unit is None:
        yield RuleProblem(
            found.file,
            found.row.line,
            Text(nl=f"`{found.name}`: de eenheid ontbreekt", en=f"`{found.name}`: the unit is missing"),
            Text(nl=f"voeg toe: unit: {(*wanted, 'EUR/ha')[0]}", en=f"add: unit: {(*wanted, 'EUR/ha')[0]}"),
        )
    elif wanted and unit not in wanted:
        yield RuleProblem(
            found.file,
            found.row.at("unit"),
            Text(
                nl=f"`{found.name}` staat in {unit}, hier hoort {' of '.join(wanted)}",
                en=f"`{found.name}` is in {unit}, here it must be {' or '.join(wanted)}",
            ),
            Text(
                nl=f"reken om naar {wanted[0]}, of pas `unit` van de betaling aan",
                en=f"convert it to {wanted[0]}, or change the payment's `unit`",
            ),
        )
    elif not wanted and unit not in known:
        yield RuleProblem(
            found.file,
            found.row.at("unit"),
            Text(nl=f"`{unit}` is geen bekende eenheid", en=f"`{unit}` is not a known unit"),
            nearest(unit, known),
        )
