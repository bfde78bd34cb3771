"""What is multiplied with or compared is a number, and what a profile has for itself is spelled as it is there.

A rule may ask a new fact under any name, so that a slip of the pen would become a question that nobody can answer.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Set

from calculator.domain.farm import FARM, HERD, OF_PLACE, SUPPLY
from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.files.row import Row

_Finding = tuple[int, Text, Text]
#: What a profile has for itself, by the first word.
_OWN: Mapping[str, tuple[str, ...]] = {"farm": FARM, "herd": HERD, "supply": SUPPLY}
_IN_WORDS = frozenset({*(f"farm.{name}" for name in FARM), *(f"supply.{name}" for name in SUPPLY)})
_NUMBERS = frozenset(
    {
        "fact_at_least",
        "fact_at_most",
        "fact_above",
        "fact_below",
        "per_hectare_at_least",
        "per_hectare_at_most",
    }
)
_WORDS = frozenset({"fact_is", "fact_includes", "declared"})
_MULTIPLIED = ("quantity", "extra_quantity", "cap_per", "indicator")
#: How alike a name must be to be taken for a slip of the pen.
_ALIKE = 0.85


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Names that are nearly those of a profile, and words that are asked for as a number."""
    asked = {file.file: [*_conditions(file.row)] for file in draft.schemes}
    said = _IN_WORDS.union(
        _path(condition)
        for conditions in asked.values()
        for condition in conditions
        if condition.text("kind") in _WORDS
    )
    for file in draft.schemes:
        for condition in asked[file.file]:
            if "path" in condition:
                numeric = condition.text("kind") in _NUMBERS
                for finding in _fact(
                    _path(condition), condition.at("path"), said if numeric else frozenset()
                ):
                    yield RuleProblem(file.file, *finding)
    for held in draft.files():
        # Limits name payments, and have a key of these themselves.
        owners = (held.row,) if "limit" in held.row else held.row.rows("payments")
        for owner in owners:
            for key in _MULTIPLIED:
                for finding in _fact(owner.text(key, ""), owner.at(key), said):
                    yield RuleProblem(held.file, *finding)


def _conditions(scheme: Row) -> Iterator[Row]:
    for holder in (scheme, *scheme.rows("payments")):
        for top in holder.rows("conditions"):
            yield from (row for row in top.walk() if "kind" in row)


def _path(condition: Row) -> str:
    """The fact of a condition; a declaration may be named without its first word."""
    path = condition.text("path", "")
    return f"declared.{path}" if path and condition.text("kind") == "declared" and "." not in path else path


def _fact(path: str, line: int, in_words: Set[str]) -> Iterator[_Finding]:
    root, _, name = path.partition(".")
    own = _OWN.get(root, ())
    near = difflib.get_close_matches(name, own, n=1, cutoff=_ALIKE) if own and name not in own else []
    if near and not name.startswith(near[0] + "_"):
        yield (
            line,
            Text(nl=f"een bedrijfsprofiel kent geen `{path}`", en=f"a farm profile knows no `{path}`"),
            Text(
                nl=f"bedoelt u `{root}.{near[0]}`? Geef een nieuw gegeven een naam die er niet op lijkt",
                en=f"did you mean `{root}.{near[0]}`? Give a new fact a name that is not like it",
            ),
        )
    elif (
        in_words
        and not path.startswith(OF_PLACE)
        and (path in in_words or root in ("finance", "undertaking"))
    ):
        yield line, Text(nl=f"`{path}` is geen getal", en=f"`{path}` is no number"), _A_NUMBER


_A_NUMBER = Text(
    nl="noem een getal van het bedrijf, als herd.dairy_cows, of een opgave met een eigen naam (declared.aantal_heggen)",
    en="name a number of the farm, like herd.dairy_cows, or a declaration with a name of its own (declared.number_of_hedges)",
)
