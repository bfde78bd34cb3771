"""A cap that counts for each of something counts a number of the farm: its land, or what a profile says of the whole farm."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.farm import OF_PLACE
from calculator.domain.scheme import Text
from calculator.registry.checks.payments.complete import FARM_QUANTITIES
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem, nearest

#: What is the same for every farm, and what goes by a lender or a lessor: a limit names none.
_NOT_COUNTED = ("one", "loan_balance", "rent", "leased_ha")
_COUNTED = tuple(name for name in FARM_QUANTITIES if name not in _NOT_COUNTED)


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Limits whose ``cap_per`` is no number of the farm."""
    for file in draft.limits:
        per = file.row.maybe_text("cap_per")
        if per is None or per in _COUNTED or ("." in per and not per.startswith(OF_PLACE)):
            continue
        remedy = _OF_THE_FARM if per in _NOT_COUNTED or per.startswith(OF_PLACE) else nearest(per, _COUNTED)
        yield RuleProblem(
            file.file,
            file.row.at("cap_per"),
            Text(
                nl=f"`{per}` is geen getal waarvoor een grens telt",
                en=f"`{per}` is no number that a limit counts for",
            ),
            remedy,
        )


_OF_THE_FARM = Text(
    nl="noem een getal van het hele bedrijf, als herd.dairy_cows of grassland_ha",
    en="name a number of the whole farm, like herd.dairy_cows or grassland_ha",
)
