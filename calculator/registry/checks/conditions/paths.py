"""What a rule asks of a profile is something a profile can say: indicators are in their list, paths in its shape."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from calculator.domain.farm import OF_PLACE
from calculator.domain.place_fact import LIST
from calculator.domain.scheme import Text
from calculator.registry.checks.conditions.asked_of_places import meant
from calculator.registry.draft import Draft, missing_list
from calculator.registry.files.problem import RuleProblem, nearest
from calculator.registry.files.row import Row

#: The first words of the paths that a profile knows (``farm-profile.example.json``).
ROOTS = ("farm", "herd", "supply", "indicators", "finance", "declared", "undertaking")
#: Also of one parcel or element; which these are is another check's (``asked_of_places``).
_ROOTS = (*ROOTS, OF_PLACE.removesuffix("."))
#: Words with points between them: anything else (a sum, a space) would be asked as if it were the name of a fact.
_PATH = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+\Z")


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Indicators that are in no list and paths that start with an unknown word."""
    known = draft.codelists.get("indicators")
    names = (
        {c.columns["path"] or f"indicators.{c.code}" for c in known.codes.values()} if known else set[str]()
    )
    places = draft.codelists.get(LIST)
    names |= {OF_PLACE + code for code in places.codes} if places else set()
    listed = set(known.codes) | {c.columns["path"] for c in known.codes.values()} if known else set()
    told = known is not None
    for file in draft.files():
        for path, line in _paths(file.row):
            root, _, rest = path.partition(".")
            if root in _ROOTS and not _PATH.match(path):
                yield RuleProblem(file.file, line, _no_path(path), _A_PATH)
            elif root == "indicators" and not told:
                told = True
                yield RuleProblem("codelists/indicators.csv", 1, *missing_list("indicators"))
            elif root == "indicators" and known is not None and rest not in listed and path not in listed:
                yield RuleProblem(
                    file.file,
                    line,
                    Text(
                        nl=f"indicator `{rest}` staat niet in codelists/indicators.csv",
                        en=f"indicator `{rest}` is not in codelists/indicators.csv",
                    ),
                    nearest(rest, known.codes),
                )
            elif root not in _ROOTS:
                yield RuleProblem(
                    file.file,
                    line,
                    Text(
                        nl=f"een bedrijfsprofiel kent geen `{path}`", en=f"a farm profile knows no `{path}`"
                    ),
                    meant(path) or _by_last_word(path, names) or nearest(root, _ROOTS),
                )


def _by_last_word(path: str, names: Iterable[str]) -> Text | None:
    """The measured fact of which the last word is as written, or nearly."""
    by_word = {name.rpartition(".")[2]: name for name in sorted(names)}
    near = difflib.get_close_matches(path.rpartition(".")[2], by_word, n=1, cutoff=0.75)
    return (
        Text(nl=f"bedoelt u `{by_word[near[0]]}`?", en=f"did you mean `{by_word[near[0]]}`?")
        if near
        else None
    )


_A_PATH = Text(
    nl="schrijf het feit als herd.livestock_units; een getal per hectare toetst `per_hectare_at_most`, een som geeft het profiel",
    en="write the fact as herd.livestock_units; `per_hectare_at_most` tests a number per hectare, a profile gives a sum",
)


def _no_path(path: str) -> Text:
    return Text(nl=f"`{path}` is niet de naam van één feit", en=f"`{path}` is not the name of one fact")


def _paths(row: Row) -> Iterator[tuple[str, int]]:
    if "limit" in row:
        if "." in row.text("cap_per", ""):
            yield row.text("cap_per"), row.at("cap_per")
        return
    yield from _conditions(row)
    for payment in row.rows("payments"):
        yield from _conditions(payment)
        if "indicator" in payment:
            yield payment.text("indicator"), payment.at("indicator")
        for key in ("quantity", "extra_quantity", "cap_per"):
            if "." in payment.text(key, ""):
                yield payment.text(key), payment.at(key)


def _conditions(row: Row) -> Iterator[tuple[str, int]]:
    for condition in (*row.rows("conditions"), *row.rows("where")):
        # A declaration may be named without its first word.
        if "path" in condition and (condition.text("kind") != "declared" or "." in condition.text("path")):
            yield condition.text("path"), condition.at("path")
        yield from _conditions(condition)
        of = condition.row("of")
        yield from _conditions(of) if of is not None else ()
