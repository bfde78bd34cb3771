"""What a rule asks of a profile is something a profile can say: indicators are in their list, paths in its shape."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft, missing_list
from calculator.registry.files.problem import RuleProblem, nearest
from calculator.registry.files.row import Row

#: The first words of the paths that a profile knows (``farm-profile.example.json``).
ROOTS = ("farm", "herd", "supply", "indicators", "finance", "declared", "undertaking")
_COMPARES = ("fact_at_least", "fact_at_most", "fact_above", "fact_below", "fact_is", "fact_includes")


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Indicators that are in no list and paths that start with an unknown word."""
    known = draft.codelists.get("indicators")
    listed = set(known.codes) | {c.columns["path"] for c in known.codes.values()} if known else set()
    told = known is not None
    for file in draft.schemes:
        for path, line in _paths(file.row):
            root, _, rest = path.partition(".")
            if root == "indicators" and not told:
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
            elif root not in ROOTS:
                yield RuleProblem(
                    file.file,
                    line,
                    Text(
                        nl=f"een bedrijfsprofiel kent geen `{path}`", en=f"a farm profile knows no `{path}`"
                    ),
                    nearest(root, ROOTS),
                )


def _paths(row: Row) -> Iterator[tuple[str, int]]:
    yield from _conditions(row)
    for payment in row.rows("payments"):
        yield from _conditions(payment)
        if "indicator" in payment:
            yield payment.text("indicator"), payment.at("indicator")
        if "." in payment.text("quantity", ""):
            yield payment.text("quantity"), payment.at("quantity")


def _conditions(row: Row) -> Iterator[tuple[str, int]]:
    for condition in row.rows("conditions"):
        if condition.text("kind") in _COMPARES:
            yield condition.text("path"), condition.at("path")
        yield from _conditions(condition)
