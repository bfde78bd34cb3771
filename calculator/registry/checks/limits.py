"""A limit says what it binds and, for de minimis, over which years."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.limit import LimitKind
from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem

#: No regulation on de minimis aid has looked back further than three fiscal years; ten is a slip of the pen.
_MOST_YEARS = 10
_BY_BASIS = (LimitKind.DE_MINIMIS, LimitKind.PER_HECTARE, LimitKind.COST_SHARE)


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Limits that bind nothing, and windows that are not complete."""
    for file in draft.limits:
        row, kind = file.row, file.limit.kind
        bound = (
            row.texts("legal_bases")
            if kind in _BY_BASIS
            else row.texts("payments") or row.texts("legal_bases")
        )
        if not bound:
            key = "legal_bases" if kind in _BY_BASIS else "payments"
            yield RuleProblem(
                file.file,
                row.at(key),
                Text(nl="deze grens bindt niets", en="this limit binds nothing"),
                Text(nl=f"noem `{key}`", en=f"name `{key}`"),
            )
        if kind is LimitKind.DE_MINIMIS:
            for key, example in (("window", "rolling"), ("window_years", "3")):
                if key not in row:
                    yield RuleProblem(
                        file.file,
                        row.line,
                        Text(
                            nl=f"`{key}` ontbreekt: over welke jaren telt de steun?",
                            en=f"`{key}` is missing: over which years does the aid count?",
                        ),
                        Text(nl=f"voeg toe: {key}: {example}", en=f"add: {key}: {example}"),
                    )
        years = row.maybe_whole("window_years")
        if years is not None and years > _MOST_YEARS:
            yield RuleProblem(
                file.file,
                row.at("window_years"),
                Text(
                    nl=f"een venster van {years} jaar kan niet kloppen",
                    en=f"a window of {years} years cannot be right",
                ),
                Text(nl=f"geef 1 tot {_MOST_YEARS} jaar", en=f"give 1 to {_MOST_YEARS} years"),
            )
