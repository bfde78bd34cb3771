"""Counting out a component of whole blocks exactly, one block after the other.

The state after some blocks is what is left of the rows that are open: used by a block before and by one to
come. Two ways that leave the same are one state, and only the better goes on. Grants under a rolling
ceiling open few rows at a time, so the states stay few however many grants there are; branching would try
every subset that almost fills the ceiling. A state whose completion bound (prices times what is left, plus
the best of each block to come) cannot reach the best answer known is dropped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calculator.domain.problem import Problem
from calculator.stacking.solving.free_choice.bounds import Choice, group_preference
from calculator.stacking.solving.search.model import Model


@dataclass(frozen=True, slots=True)
class Alternative:
    """One group of a block: exact gain (micro-cents), preference, and uses of rows (no row twice, none
    zero).
    """

    gain: int
    preference: float
    uses: tuple[tuple[int, int], ...]


def alternatives(problem: Problem, choice: Choice, model: Model) -> list[list[Alternative]]:
    """The component's groups in exact numbers, rows by their place in the component."""
    local = {row: place for place, row in enumerate(model.component.rows)}
    blocks: list[list[Alternative]] = [[] for _ in model.component.blocks]
    for owner, place in zip(model.group_block.tolist(), model.group_place.tolist(), strict=True):
        index = model.component.blocks[owner]
        block = problem.blocks[index]
        picks = choice.options[index][place]
        options = [cell.options[pick] for cell, pick in zip(block.groups[place].cells, picks, strict=True)]
        uses: dict[int, int] = {}
        for option in options:
            for row, amount in option.uses:
                if row in local:
                    uses[local[row]] = uses.get(local[row], 0) + amount
        taken = tuple((row, amount) for row, amount in sorted(uses.items()) if amount)
        liking = group_preference(problem, block, block.groups[place], picks)
        blocks[owner].append(Alternative(sum(option.gain for option in options), liking, taken))
    return blocks


@dataclass(frozen=True, slots=True)
class _Move:
    """An alternative in its turn: per row of the turn (place in the state or -1, left at first, use, to
    come).
    """

    alternative: int
    gain: int
    preference: float
    checks: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A block in its turn; ``kept`` are the places (among its rows) of the rows still open after it.

    ``prices`` and ``most`` (the most that later blocks can use) belong to ``kept``; ``rest`` is the most that
    unopened rows and later blocks can add (micro-cents).
    """

    moves: tuple[_Move, ...]
    kept: tuple[int, ...]
    prices: tuple[float, ...]
    most: tuple[int, ...]
    rest: float

    @property
    def untouched(self) -> frozenset[int]:
        """Places in the state before of rows that no alternative of the block takes from."""
        taken = {at for move in self.moves for at, _, use, _ in move.checks if use}
        return frozenset(at for at, _, _, _ in self.moves[0].checks) - taken

    def priced(self, state: tuple[int, ...]) -> float:
        """The most that the open rows can still bring: what is left of each, as far as it can be used."""
        return sum([p * min(left, most) for p, left, most in zip(self.prices, state, self.most, strict=True)])


#: Ways on from a state, on average, up to which states are looked at one by one: where grants are joined a block has hundreds.
MOVES = 8
#: Gain, preference, and the way here as nested (way before, alternative).
_Best = tuple[int, float, object]
_Layer = dict[tuple[int, ...], _Best]


def _users(blocks: Sequence[Sequence[Alternative]]) -> dict[int, set[int]]:
    users: dict[int, set[int]] = {}
    for block, alternatives in enumerate(blocks):
        for alternative in alternatives:
            for row, _ in alternative.uses:
                users.setdefault(row, set()).add(block)
    return users


def order_of(blocks: Sequence[Sequence[Alternative]]) -> list[int]:
    """Blocks in an order that first closes the open row with the fewest blocks left, and opens as few as
    it can. Of rows with as few left, the one that fewest use in all: two blocks that hang together follow each other.
    """
    users = _users(blocks)
    every = {row: len(by) for row, by in users.items()}
    rows: dict[int, set[int]] = {}
    for row, by in users.items():
        for block in by:
            rows.setdefault(block, set()).add(row)
    order: list[int] = []
    opened: set[int] = set()
    while users:
        row = min(users, key=lambda r: (r not in opened, len(users[r]), every[r], r))
        turn = min(users[row], key=lambda b: (len(rows[b] - opened), b))
        order.append(turn)
        opened |= rows[turn]
        for row in rows[turn]:
            users[row].remove(turn)
            if not users[row]:
                del users[row]
    placed = set(order)
    return order + [block for block in range(len(blocks)) if block not in placed]


def year_by_year(ids: Sequence[str]) -> list[int] | None:
    """Blocks in the order of the years that their ids end with; None where these do not tell them apart.

    Terms of a grant and windows join years that are near each other: once these are past, what was done in them is no longer
    looked at, however many grants there are.
    """
    years = [name.rpartition(":")[2] for name in ids]
    if len(set(years)) < 2 or not all(year[:4].isdecimal() for year in years):
        return None
    return sorted(range(len(ids)), key=lambda block: (years[block], ids[block]))


def turns(
    blocks: Sequence[Sequence[Alternative]],
    order: Sequence[int],
    bounds: Sequence[int],
    prices: Sequence[float],
    like: Sequence[Turn] | None = None,
) -> list[Turn]:
    """The turns, built from the last backwards.

    Every row named by a block must have a bound; ``prices`` are micro-cents per unit of a row. ``like`` are the turns at other
    prices, whose moves are the same (and are most of what they weigh).
    """
    touched = [sorted({row for alternative in blocks[b] for row, _ in alternative.uses}) for b in order]
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for turn, rows in enumerate(touched):
        for row in rows:
            first.setdefault(row, turn)
            last[row] = turn
    made: list[Turn] = []
    to_come = dict.fromkeys(first, 0)
    most = dict.fromkeys(first, 0)
    rest = 0.0
    for turn in range(len(order) - 1, -1, -1):
        alternatives = blocks[order[turn]]
        before = [row for row in sorted(first) if first[row] < turn <= last[row]]
        opening = [row for row in touched[turn] if first[row] == turn]
        rows = sorted(before + opening)
        places = [before.index(row) if row in before else -1 for row in rows]
        taken = [dict(alternative.uses) for alternative in alternatives]
        asked = [(at, row, bounds[row], to_come[row]) for at, row in zip(places, rows, strict=True)]
        moves = _moves(alternatives, taken, asked) if like is None else like[turn].moves
        kept = tuple(place for place, row in enumerate(rows) if last[row] > turn)
        open_rows = [rows[place] for place in kept]
        paid = tuple(prices[row] for row in open_rows)
        made.append(Turn(moves, kept, paid, tuple(most[row] for row in open_rows), rest))
        for row in touched[turn]:
            uses = [use.get(row, 0) for use in taken]
            to_come[row] += min(uses)
            most[row] += max(uses)
        rest += max(a.gain - sum(prices[row] * use for row, use in a.uses) for a in alternatives)
        rest += sum(prices[row] * min(bounds[row], most[row]) for row in opening)
    return made[::-1]


def _moves(
    alternatives: Sequence[Alternative],
    taken: Sequence[Mapping[int, int]],
    asked: Sequence[tuple[int, int, int, int]],
) -> tuple[_Move, ...]:
    """The alternatives in their turn; ``asked`` are its rows: place in the state or -1, row, left at first, to come."""
    moves = list[_Move]()
    for index, (alternative, use) in enumerate(zip(alternatives, taken, strict=True)):
        checks = tuple([(at, bound, use.get(row, 0), to_come) for at, row, bound, to_come in asked])
        moves.append(_Move(index, alternative.gain, alternative.preference, checks))
    return tuple(moves)


def _advance(layer: _Layer, turn: Turn, floor: float) -> _Layer:
    """One block further."""
    following: _Layer = {}
    needed = floor - turn.rest
    for move in turn.moves:
        for state, (gain, liking, way) in layer.items():
            left = []
            for at, bound, use, to_come in move.checks:
                remaining = (bound if at < 0 else state[at]) - use
                if remaining < to_come:
                    break
                left.append(remaining)
            else:
                key = tuple([left[place] for place in turn.kept])
                total, taste = gain + move.gain, liking + move.preference
                if total + turn.priced(key) < needed:
                    continue
                known = following.get(key)
                if known is None or total > known[0] or (total == known[0] and taste < known[1]):
                    following[key] = (total, taste, (way, move.alternative))
    return following


def count_out(made: Sequence[Turn], order: Sequence[int], floor: float, limit: int) -> list[int] | None:
    """The best alternative of each block (in the order of the blocks); of equals the least preference.

    ``made`` are the turns of the blocks in this order. Empty when no combination keeps the rows and reaches ``floor``
    (micro-cents); None past ``limit`` states, or past so many ways on from them on average.
    """
    layer: _Layer = {(): (0, 0.0, ())}
    seen = tried = 0
    for turn in made:
        tried += len(layer) * len(turn.moves)
        if tried > limit * MOVES:
            return None
        layer = _advance(layer, turn, floor)
        seen += len(layer)
        if seen > limit:
            return None
    if not layer:
        return []
    picks = [0] * len(order)
    way: object = layer[()][2]
    for block in reversed(order):
        assert isinstance(way, tuple)
        way, picks[block] = way
    return picks
