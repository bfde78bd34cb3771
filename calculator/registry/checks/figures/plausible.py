"""A figure far outside what is ever paid is a slip of the pen, and is stopped before anyone reckons with it."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import PaymentKind, Text
from calculator.registry.draft import Draft
from calculator.registry.figures import every
from calculator.registry.files.problem import RuleProblem
from calculator.registry.units import EACH, MINIMUMS, RANGES

REMEDY = Text(
    nl="kijk naar de komma en de eenheid; klopt het echt, verruim dan de grens in calculator/registry/units.py",
    en="look at the decimal point and the unit; where it is right, widen the range in "
    "calculator/registry/units.py",
)


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Figures outside the range of their unit; what is paid once for lost value of land is not per year."""
    for found in every(draft):
        bounds = RANGES.get(found.row.text("unit", ""))
        if bounds is None or found.owner.text("kind") == PaymentKind.VALUE_LOSS:
            continue
        least, most = MINIMUMS if found.name == "minimum" and "limit" in found.owner else bounds
        if found.name == "cap" and "cap_per" in found.owner:
            least, most = EACH
        for number, line in found.numbers():
            # Nothing at all may be meant: where it cannot be, that is another check's.
            if number and not least <= number <= most:
                unit = found.row.text("unit")
                yield RuleProblem(
                    found.file,
                    line,
                    Text(
                        nl=f"`{found.name}`: {number} {unit} is niet aannemelijk ({least} tot {most})",
                        en=f"`{found.name}`: {number} {unit} is not plausible ({least} to {most})",
                    ),
                    REMEDY,
                )
