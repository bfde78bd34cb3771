"""A relation joins two different things, and carries a parameter exactly when its type needs one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from calculator.domain.relation import RelationType
from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem

_WITH_PARAMETER = (RelationType.REDUCED, RelationType.SUM_CAPPED)


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Relations of a payment with itself, and parameters that lack or say nothing."""
    for row in draft.standing_relations():
        relation, parameter = row.relation, row.relation.parameter
        b, cell = row.cell("b"), row.cell("parameter")
        if relation.a == relation.b and "#" in relation.a:
            yield RuleProblem(
                row.file,
                row.line,
                Text(nl=f"{b.nl} is gelijk aan kolom `a`", en=f"{b.en} equals column `a`"),
                Text(nl="noem twee verschillende betalingen", en="name two different payments"),
            )
        if relation.type in _WITH_PARAMETER and parameter is None:
            yield RuleProblem(
                row.file,
                row.line,
                Text(
                    nl=f"{cell.nl} is leeg, maar `{relation.type}` heeft er een nodig",
                    en=f"{cell.en} is empty, but `{relation.type}` needs one",
                ),
                Text(
                    nl="reduced: het deel dat overblijft (0-1); sum_capped: euro per eenheid",
                    en="reduced: the share that is left (0-1); sum_capped: euros per unit",
                ),
            )
        elif parameter is not None and (wrong := _out_of_range(relation.type, parameter)) is not None:
            said, remedy = wrong
            yield RuleProblem(
                row.file, row.line, Text(nl=f"{cell.nl}: {said.nl}", en=f"{cell.en}: {said.en}"), remedy
            )
        elif relation.type not in _WITH_PARAMETER and parameter is not None:
            yield RuleProblem(
                row.file,
                row.line,
                Text(
                    nl=f"{cell.nl}: `{relation.type}` gebruikt er geen",
                    en=f"{cell.en}: `{relation.type}` uses none",
                ),
                Text(
                    nl="maak de cel leeg of kies een ander type", en="empty the cell or choose another type"
                ),
            )


def _out_of_range(kind: RelationType, parameter: Decimal) -> tuple[Text, Text] | None:
    """What is wrong with a parameter of this type, and what to do; None where nothing is."""
    if kind is RelationType.REDUCED and not 0 <= parameter <= 1:
        said = Text(
            nl=f"{parameter} is geen deel tussen 0 en 1", en=f"{parameter} is no share between 0 and 1"
        )
        return said, Text(nl="schrijf 50 % als 0.5", en="write 50 % as 0.5")
    if kind is RelationType.SUM_CAPPED and parameter < 0:
        said = Text(nl=f"{parameter} is minder dan niets", en=f"{parameter} is less than nothing")
        return said, Text(
            nl="schrijf het hoogste bedrag van beide samen", en="write the most of both together"
        )
    return None
