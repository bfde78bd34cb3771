"""What open questions miss, where the rules alone say it: kept with the rules, so that it is put into words once."""

from __future__ import annotations

from collections.abc import Iterable

from calculator.domain.memory import Answers
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text

#: Wordings by their identity.
_ASKED: Answers[int, tuple[Text, ...]] = Answers("asked by the rules", 20_000)


def keep(rulebook: Rulebook, missing: Iterable[tuple[Text, ...]]) -> None:
    """Note that what open questions miss, so put into words, is of no farm; these are kept with the rules already."""
    rulebook.memory.of(_ASKED).update({id(each): each for each in missing})


def of_the_rules(rulebook: Rulebook, missing: tuple[Text, ...]) -> bool:
    """Whether this very wording is kept with the rules."""
    return rulebook.memory.of(_ASKED).get(id(missing)) is missing
