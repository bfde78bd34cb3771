"""Notes: a number that the farmer declares and that two schemes ask for, so that the costs of one would count for the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from calculator.domain.period import Period
from calculator.domain.scheme import Text
from calculator.registry.draft import Draft, SchemeFile
from calculator.registry.files.problem import RuleProblem

#: A farm profile describes no earlier year.
_PROFILES = Period(date(2023, 1, 1))
_ASKED = ("quantity", "extra_quantity", "cap_per", "indicator")


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Declared numbers of two schemes that are in force together."""
    asking: dict[str, list[tuple[SchemeFile, int]]] = defaultdict(list)
    for file in draft.standing_schemes():
        if file.scheme.validity.overlaps(_PROFILES):
            for path, line in _numbers(file).items():
                asking[path].append((file, line))
    for path, places in asking.items():
        for place, (file, line) in enumerate(places):
            other = next((o for o, _ in places[:place] if _together(o, file)), None)
            if other is not None:
                yield RuleProblem(
                    file.file,
                    line,
                    Text(
                        nl=f"`{path}` vraagt ook `{other.scheme.id}`: één getal telt dan voor beide",
                        en=f"`{path}` is asked by `{other.scheme.id}` too: one number then counts for both",
                    ),
                    Text(
                        nl="geef het een eigen naam, tenzij beide hetzelfde meten",
                        en="give it a name of its own, unless both measure the same thing",
                    ),
                )


def _numbers(file: SchemeFile) -> dict[str, int]:
    return {
        row.text(key): row.at(key)
        for row in file.row.rows("payments")
        for key in _ASKED
        if (row.maybe_text(key) or "").startswith("declared.")
    }


def _together(one: SchemeFile, other: SchemeFile) -> bool:
    return one.scheme.id != other.scheme.id and one.scheme.validity.overlaps(other.scheme.validity)
