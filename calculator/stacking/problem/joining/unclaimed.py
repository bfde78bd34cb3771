"""Blocks of the farm problem that stand for no claim: what passes a cap, and choices and deductions between claims apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil

from calculator.domain.problem import MICRO, Block, Cell, Group, Option
from calculator.stacking.problem.joining.couplings import Extra
from calculator.stacking.problem.joining.rows import UNDER_ALL, Rows
from calculator.stacking.problem.weights import FINE


def overflow(rows: Rows, times: Mapping[int, int], reading: str) -> Iterator[Block]:
    """For every cap on euros: what passes the cap may be claimed but is not paid.

    What is under several caps at once gives back to all of them with every euro that is not paid. Room is kept for all that is
    claimed, also for what another choice beats: where such a claim is forced in, it is cut like any other.
    """
    capped = {key: index for index, key in enumerate(rows.meaning) if key[0] == "amount_cap"}
    if not capped:
        return
    claimed = _claimed(rows, reading)
    over = {key: max(0, claimed.get(index, 0) - rows.rows[index].bound) for key, index in capped.items()}
    for key, index in capped.items():
        if over[key]:
            yield _block(rows, times, index, ((index, -over[key]),), over[key])
    for index, key in enumerate(rows.meaning):
        if key[0] != UNDER_ALL:
            continue
        _, limits, year = key
        assert isinstance(limits, tuple)
        under = [("amount_cap", limit, year) for limit in limits]
        less = min(claimed.get(index, 0), max(over[x] for x in under))
        if less:
            uses = ((index, less), *((capped[x], -less) for x in under))
            yield _block(rows, times, index, tuple(sorted(uses)), less)


def _claimed(rows: Rows, reading: str) -> dict[int, int]:
    """The most that all claims together can take from each row of a cap on euros, or give to it."""
    found: dict[int, Fraction] = {}
    for claim in rows.claims:
        placed = rows.placement(claim)
        for row, weight in zip(placed.rows, placed.weights, strict=True):
            if rows.meaning[row][0] in ("amount_cap", UNDER_ALL):
                most = claim.rate.reading(reading) * Fraction(claim.quantity) * abs(weight.factor)
                found[row] = found.get(row, Fraction(0)) + most
    return {row: ceil(most) for row, most in found.items()}


def _block(
    rows: Rows, times: Mapping[int, int], index: int, uses: tuple[tuple[int, int], ...], less: int
) -> Block:
    """One part in a hundred million cheaper than what it takes, so that claims stay whole and the cap cuts the sum."""
    often = times.get(int(str(rows.meaning[index][2])), 1)
    cut = Option((less // 100_000_000 - less) * often, uses)
    return Block(f"~cap:{rows.rows[index].id}", (Group((Cell((Option(0), cut)),)),))


def extras(rows: Rows, times: Mapping[int, int]) -> Iterator[Block]:
    """The choices and deductions of relations between claims that lie apart; what one payment loses fills no cap on euros."""
    for extra in rows.across.joined.extras:
        groups = []
        for options in extra.groups:
            taken = []
            for gain, uses in options:
                named = [(rows.row(key, rows.across.joined.bounds.get(key, 0), FINE), n) for key, n in uses]
                if extra.target and gain:
                    named += [(row, factor * gain) for row, factor in _capping(rows, extra)]
                taken.append(Option(gain * times.get(extra.year, 1), tuple(sorted(named))))
            groups.append(Group((Cell(tuple(taken)),)))
        yield Block(extra.id, tuple(groups), extra.whole)


def _capping(rows: Rows, extra: Extra) -> Iterator[tuple[int, int]]:
    """The rows of caps on euros that count the payment that loses something, and how much a euro weighs in each."""
    losing = next(
        c
        for c in rows.claims
        if c.ref == extra.target and c.year == extra.year and extra.place in (None, c.place)
    )
    placed = rows.placement(losing)
    for row, weight in zip(placed.rows, placed.weights, strict=True):
        if rows.meaning[row][0] in ("amount_cap", UNDER_ALL):
            yield row, int(weight.factor / MICRO)
