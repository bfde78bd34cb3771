"""A limit says what it binds: for de minimis over which years, per hectare on which ground."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from calculator.domain.limit import LimitKind
from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.files.row import Row
from calculator.registry.lists.codelists import ABER_CLASSES

#: No regulation on de minimis aid has looked back further than three fiscal years; ten is a slip of the pen.
_MOST_YEARS = 10
_BY_BASIS = (LimitKind.DE_MINIMIS, LimitKind.PER_HECTARE, LimitKind.COST_SHARE)


#: What only some kinds read: on another a rule would stand in the file and not be kept.
_ONLY: Mapping[str, tuple[LimitKind, ...]] = {
    "window": (LimitKind.DE_MINIMIS,),
    "window_years": (LimitKind.DE_MINIMIS,),
    "counts": (LimitKind.PER_HECTARE, LimitKind.COST_SHARE),
    "keyed_by": (LimitKind.PER_HECTARE,),
    "share_of": (LimitKind.QUANTITY_CAP,),
    "cap_per": (LimitKind.AMOUNT_CAP,),
}


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Limits that bind nothing or only some ground, and windows that are not complete."""
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
        yield from (RuleProblem(file.file, *finding) for finding in _unread(row, kind))
        if kind is LimitKind.PER_HECTARE:
            yield from (RuleProblem(file.file, *found) for found in _ground(row))
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


def _unread(row: Row, kind: LimitKind) -> Iterator[tuple[int, Text, Text]]:
    """Keys that say something of the limit that the calculation does not do with a limit of its kind."""
    for key, kinds in _ONLY.items():
        if key in row and kind not in kinds:
            yield (
                row.at(key),
                Text(
                    nl=f"een grens `{kind}` doet niets met `{key}`",
                    en=f"a limit `{kind}` does nothing with `{key}`",
                ),
                Text(nl="laat het weg, of kies een andere soort", en="leave it out, or choose another kind"),
            )
    if row.flag("all_or_nothing") != (kind is LimitKind.DE_MINIMIS):
        yield (
            row.at("all_or_nothing"),
            Text(
                nl="steun die het plafond passeert krijgt niets: dat geldt voor `de_minimis`, en voor geen andere soort",
                en="aid that would pass the ceiling gets nothing: that holds for `de_minimis`, and for no other kind",
            ),
            Text(
                nl="schrijf `all_or_nothing: yes` bij `de_minimis`, en laat het elders weg",
                en="write `all_or_nothing: yes` with `de_minimis`, and leave it out elsewhere",
            ),
        )


def _ground(limit: Row) -> Iterator[tuple[int, Text, Text]]:
    """Ground that a ceiling per hectare names no figure for would be held to nothing."""
    for figure in limit.lists_by_key("figures").get("ceiling", ()):
        given = set(figure.numbers("values"))
        if "value" not in figure and (not given or given == set(ABER_CLASSES)):
            continue
        lacking = ", ".join(f"`{name}`" for name in ABER_CLASSES if name not in given)
        strange = ", ".join(f"`{name}`" for name in sorted(given - set(ABER_CLASSES)))
        yield (
            figure.line,
            Text(
                nl=f"`ceiling` zegt niets over {lacking}" if lacking else f"{strange} is geen gewasgroep",
                en=f"`ceiling` says nothing of {lacking}" if lacking else f"{strange} is no crop group",
            ),
            Text(
                nl=f"geef elke gewasgroep een bedrag, ook als het hetzelfde is: values: {{{_example()}}}",
                en=f"give each crop group an amount, also where it is the same: values: {{{_example()}}}",
            ),
        )


def _example() -> str:
    return ", ".join(f"{name}: 450" for name in ABER_CLASSES)
