"""Blocks of the farm problem that stand for no claim: what passes a cap, and choices and deductions between claims apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from calculator.domain.problem import Block, Cell, Group, Option
from calculator.stacking.problem.rows import Rows
from calculator.stacking.problem.weights import FINE


def overflow(rows: Rows, times: Mapping[int, int], blocks: Sequence[Block]) -> Iterator[Block]:
    """For every cap on euros: what passes the cap may be claimed but is not paid."""
    for index, key in enumerate(rows.meaning):
        if key[0] != "amount_cap":
            continue
        most = sum(
            max(
                (u for g in b.groups for c in g.cells for o in c.options for r, u in o.uses if r == index),
                default=0,
            )
            * max(len(g.cells) for g in b.groups)
            for b in blocks
        )
        over = max(0, most - rows.rows[index].bound)
        if over:
            # One part in a hundred million cheaper, so that claims stay whole and the cap cuts the sum.
            often = times.get(int(str(key[2])), 1)
            cut = Option((over // 100_000_000 - over) * often, ((index, -over),))
            yield Block(f"~cap:{rows.rows[index].id}", (Group((Cell((Option(0), cut)),)),))


def extras(rows: Rows, times: Mapping[int, int]) -> Iterator[Block]:
    """The choices and deductions of relations between claims that lie apart."""
    for extra in rows.across.joined.extras:
        groups = []
        for options in extra.groups:
            taken = []
            for gain, uses in options:
                named = [(rows.row(key, rows.across.joined.bounds.get(key, 0), FINE), n) for key, n in uses]
                taken.append(Option(gain * times.get(extra.year, 1), tuple(sorted(named))))
            groups.append(Group((Cell(tuple(taken)),)))
        yield Block(extra.id, tuple(groups), extra.whole)
