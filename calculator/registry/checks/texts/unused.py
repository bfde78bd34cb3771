"""Notes: sources that nothing names, which is often a figure whose source was mistyped or forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Sources without use."""
    for file in draft.files():
        given = file.row.named("sources")
        used = {name for row in file.row.walk() for name in _names(row.values.get("sources"))}
        for name in given.keys() - used:
            yield RuleProblem(
                file.file,
                file.row.at("sources", name),
                Text(nl=f"bron `{name}` wordt nergens genoemd", en=f"source `{name}` is named nowhere"),
                Text(
                    nl="noem hem bij wat erop rust, of haal hem weg",
                    en="name it where it is used, or take it away",
                ),
            )


def _names(value: object) -> tuple[str, ...]:
    return tuple(str(name) for name in value) if isinstance(value, tuple) else ()
