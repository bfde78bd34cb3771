"""Every figure, condition, payment and unmodelled demand names its source, and the source is in the file."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem, nearest
from calculator.registry.files.row import Row


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Things without a source, and sources that are named but not given."""
    for file in draft.files():
        known = file.row.named("sources")
        for row in _sourced(file.row):
            yield from _row(file.file, row, known)


def _sourced(row: Row) -> Iterator[Row]:
    """The rows that must name a source; conditions inside ``any_of`` and ``all_of`` take theirs from around."""
    yield from row.rows("conditions")
    yield from row.rows("not_modelled")
    yield from _figures(row)
    # A limit has selectors under `payments`, a scheme has records.
    for payment in row.rows("payments") if "scheme" in row else ():
        yield payment
        yield from payment.rows("conditions")
        yield from _figures(payment)


def _figures(row: Row) -> Iterator[Row]:
    for rows in row.lists_by_key("figures").values():
        yield from rows


def _row(file: str, row: Row, known: object) -> Iterator[RuleProblem]:
    names = known if isinstance(known, dict) else {}
    written = row.texts("sources")
    if not written:
        yield RuleProblem(
            file,
            row.at("sources"),
            Text(nl="hier ontbreekt de bron", en="the source is missing here"),
            Text(
                nl=f"voeg toe: sources: [{', '.join(names) or 'S1'}]",
                en=f"add: sources: [{', '.join(names) or 'S1'}]",
            ),
        )
    for place, name in enumerate(written):
        if name not in names:
            yield RuleProblem(
                file,
                row.at("sources", place),
                Text(
                    nl=f"bron `{name}` staat niet onder `sources`",
                    en=f"source `{name}` is not under `sources`",
                ),
                nearest(name, names),
            )
