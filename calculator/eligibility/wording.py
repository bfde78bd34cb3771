"""What open questions miss, where the rules alone say it: kept with the rules, so that it is put into words once."""

from __future__ import annotations

from collections.abc import Iterable

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text

#: Wordings remembered per rulebook; beyond this all are forgotten.
_MOST_KEPT = 20_000


def keep(rulebook: Rulebook, missing: Iterable[tuple[Text, ...]]) -> None:
    """Note that what open questions miss, so put into words, is of no farm; these are kept with the rules already."""
    ours: dict[int, tuple[Text, ...]] = rulebook.memory.setdefault("asked by the rules", {})
    if len(ours) >= _MOST_KEPT:
        ours.clear()
    ours.update({id(each): each for each in missing})


def of_the_rules(rulebook: Rulebook, missing: tuple[Text, ...]) -> bool:
    """Whether this very wording is kept with the rules."""
    ours: dict[int, tuple[Text, ...]] = rulebook.memory.get("asked by the rules", {})
    return ours.get(id(missing)) is missing
