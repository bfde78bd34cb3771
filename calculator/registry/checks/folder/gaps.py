"""Notes: time between two versions, or between two figures of one name, in which nothing holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from calculator.domain.period import Period
from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Gaps; nothing falls back to a predecessor, so in a gap nothing is paid."""
    versions: dict[str, list[tuple[Period, str, int]]] = defaultdict(list)
    for file in draft.standing_schemes():
        versions[file.scheme.id].append((file.scheme.validity, file.file, file.row.at("valid_from")))
        for payment in file.row.rows("payments"):
            for name, rows in payment.lists_by_key("figures").items():
                spans = [(_span(r.day("from"), r.maybe_day("until")), file.file, r.line) for r in rows]
                yield from _gaps(
                    spans, f"`{name}` van `{payment.text('id')}`", f"`{name}` of `{payment.text('id')}`"
                )
    for name, places in versions.items():
        yield from _gaps(places, f"`{name}`", f"`{name}`")


def _span(start: date, end: date | None) -> Period:
    return Period(start, end if end is not None and end > start else None)


def _gaps(places: list[tuple[Period, str, int]], nl: str, en: str) -> Iterator[RuleProblem]:
    covered: date | None = date.min
    for period, file, line in sorted(places, key=lambda place: place[0].start):
        if covered is None:
            return
        if covered not in (date.min, period.start) and covered < period.start:
            yield RuleProblem(
                file,
                line,
                Text(
                    nl=f"{nl}: van {covered} tot {period.start} geldt er niets",
                    en=f"{en}: from {covered} to {period.start} nothing holds",
                ),
                Text(
                    nl="klopt dat niet, voeg dan de ontbrekende periode toe",
                    en="if that is not right, add the missing period",
                ),
            )
        covered = None if period.end is None else max(covered, period.end)
