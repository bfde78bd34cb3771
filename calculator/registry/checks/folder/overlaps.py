"""On one day at most one version of a scheme, limit or relation holds, and one figure of each firmness.

A version without an end is not ended by the next one in silence: that would change a published file's meaning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from calculator.domain.period import Period
from calculator.domain.scheme import Text
from calculator.domain.source import Status
from calculator.registry.draft import Draft, LimitFile, SchemeFile
from calculator.registry.files.problem import RuleProblem
from calculator.registry.files.row import Row

_NEVER = (Status.HISTORIC, Status.UNKNOWN)


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Two versions, or two equally firm figures, that share a day."""
    versions: dict[str, list[tuple[Period, str, int]]] = defaultdict(list)
    for file in draft.standing_schemes():
        versions[file.scheme.id].append((file.scheme.validity, file.file, file.row.at("valid_from")))
    for limit in draft.standing_limits():
        versions[f"limit {limit.limit.id}"].append(
            (limit.limit.validity, limit.file, limit.row.at("valid_from"))
        )
    for places in versions.values():
        yield from _versions(sorted(places))
    rows: dict[str, list[tuple[Period, str, int]]] = defaultdict(list)
    for relation in draft.standing_relations():
        rows[relation.relation.id].append((relation.relation.validity, relation.file, relation.line))
    for name, places in rows.items():
        yield from _relations(name, places)
    for owner in draft.standing():
        yield from _figures(owner)


def _versions(places: list[tuple[Period, str, int]]) -> Iterator[RuleProblem]:
    for place, (period, file, line) in enumerate(places):
        for earlier, other, _ in places[:place]:
            if earlier.overlaps(period):
                open_end = earlier.end is None
                yield RuleProblem(
                    file,
                    line,
                    Text(
                        nl=f"geldt tegelijk met {other}" + (" (die geen einde heeft)" if open_end else ""),
                        en=f"holds at the same time as {other}" + (" (which has no end)" if open_end else ""),
                    ),
                    Text(
                        nl=f"geef die versie `valid_until: {period.start}` (is zij gepubliceerd: in een nieuw bestand "
                        "met `corrects:`)",
                        en=f"give that version `valid_until: {period.start}` (if it is published: in a new file with "
                        "`corrects:`)",
                    ),
                )


def _relations(name: str, places: list[tuple[Period, str, int]]) -> Iterator[RuleProblem]:
    for place, (period, file, line) in enumerate(places):
        for earlier, other, where in places[:place]:
            if earlier.overlaps(period):
                yield RuleProblem(
                    file,
                    line,
                    Text(
                        nl=f"kolom `id`: relatie `{name}` staat al in {other}, regel {where}, en geldt dan ook",
                        en=f"column `id`: relation `{name}` is already in {other}, line {where}, and holds then too",
                    ),
                    Text(
                        nl="geef een eigen id, of laat de perioden op elkaar aansluiten",
                        en="give it an id of its own, or let the periods follow each other",
                    ),
                )


def _figures(owner: SchemeFile | LimitFile) -> Iterator[RuleProblem]:
    holders: list[Row] = list(owner.row.rows("payments")) if isinstance(owner, SchemeFile) else [owner.row]
    for holder in holders:
        for name, rows in holder.lists_by_key("figures").items():
            when = [(row.text("status"), _span(row)) for row in rows]
            if not _meet(when):
                continue
            for place, row in enumerate(rows):
                if any(_same_time(when[place], earlier) for earlier in when[:place]):
                    yield RuleProblem(
                        owner.file,
                        row.line,
                        Text(
                            nl=f"`{name}`: twee waarden met status {row.text('status')} gelden tegelijk",
                            en=f"`{name}`: two values with status {row.text('status')} hold at the same time",
                        ),
                        Text(
                            nl="laat `until` van de ene `from` van de andere zijn, of geef de minder vaste een "
                            "andere status",
                            en="let `until` of one be `from` of the other, or give the less firm one another status",
                        ),
                    )


def _meet(when: list[tuple[str, Period | None]]) -> bool:
    """Whether any two share a day: of those in the order of their days, any two that stand next to each other."""
    spans = sorted(when, key=lambda w: (w[0], w[1].start if w[1] is not None else date.min))
    return any(_same_time(one, other) for one, other in pairwise(spans))


def _same_time(one: tuple[str, Period | None], other: tuple[str, Period | None]) -> bool:
    (status, first), (its, second) = one, other
    if status != its or first is None or second is None or status in _NEVER:
        return False
    return first.overlaps(second)


def _span(row: Row) -> Period | None:
    start, end = row.day("from"), row.maybe_day("until")
    return None if end is not None and end <= start else Period(start, end)
