"""What nobody filled in of the costs of measures is not subtracted, and an award that says what is left after costs says so."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.farm import FarmProfile
from calculator.domain.scheme import Text


def unsubtracted(profile: FarmProfile, *, left: bool) -> Iterator[Text]:
    """Of which measures that are done the cost, or the lost income beside a cost, is not filled in; each once.

    ``left`` says that the award tells what is left after costs; where it does not, the costs that are missing are why.
    """
    done = [
        (m, f"{m.code}@{place.id}") for place in profile.places for m in place.measures if not m.candidate
    ]
    bare = _listed(named for m, named in done if m.cost_eur is None)
    if bare and left:
        yield Text(
            nl=f"De kosten van {bare} zijn niet ingevuld en niet afgetrokken: na kosten blijft er minder over dan hier staat.",
            en=f"The costs of {bare} are not filled in and not subtracted: less is left after costs than is said here.",
        )
    part = _listed(named for m, named in done if m.cost_eur is not None and m.income_forgone_eur is None)
    if part:
        yield Text(
            nl=f"Gederfde inkomsten van {part} zijn niet ingevuld en niet afgetrokken.",
            en=f"Income forgone of {part} is not filled in and not subtracted.",
        )


def _listed(names: Iterator[str]) -> str:
    return ", ".join(sorted(set(names)))
