"""The farm problem: a mixed-integer linear programme in the shape that solver and certificate share.

A *block* is one free decision (a land unit, a farm-level choice, a grant). It is divided over *groups*
(plans): the group weights are at least zero and sum to one; where the block is ``whole`` exactly one group
has weight one. Inside a group every *cell* (one year, one part) divides the same weight over its *options*
(stacks). Rows couple blocks.

    maximise    sum of gain * weight
    subject to  for every row: sum of use * weight <= bound

All numbers are integers, so that bounds can be recomputed exactly: gains in micro-cents (1e-6 cent), uses
and bounds of a row in that row's own scale.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from calculator.domain.memory import Memory
from calculator.domain.quickly import made_quickly

#: Gains are integers of this many per cent (the coin).
MICRO = 1_000_000


@made_quickly
@dataclass(frozen=True, slots=True)
class Option:
    """One way to use a whole cell: what it gains and what it takes from each row (row index, amount)."""

    gain: int
    uses: tuple[tuple[int, int], ...] = ()


@made_quickly
@dataclass(frozen=True, slots=True)
class Cell:
    """Alternatives for one part of a decision; at least one option."""

    options: tuple[Option, ...]


@made_quickly
@dataclass(frozen=True, slots=True)
class Group:
    """One plan of a block: its cells are all used with the group's weight."""

    cells: tuple[Cell, ...]


@made_quickly
@dataclass(frozen=True, slots=True)
class Step:
    """What a decision may do in one layer: its cells (numbers), and from which steps of the layer before it can be reached."""

    cells: tuple[int, ...]
    before: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Runs:
    """Every course that a block may take: a path with one step in every layer is a plan, whose cells are those of its steps.

    The groups of the block are some of these plans, or all.
    """

    cells: tuple[Cell, ...]
    layers: tuple[tuple[Step, ...], ...]


@made_quickly
@dataclass(frozen=True, slots=True)
class Block:
    """One decision. ``whole`` means that its groups cannot be mixed (a class, a grant, a whole parcel).

    With ``runs`` it may take every plan among these, also those that are not listed as groups; then it is never whole.
    """

    id: str
    groups: tuple[Group, ...]
    whole: bool = False
    runs: Runs | None = None


@made_quickly
@dataclass(frozen=True, slots=True)
class Row:
    """A coupling constraint ``sum of uses <= bound``; ``scale`` is how many integers make a natural unit."""

    id: str
    bound: int
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """Blocks and the rows that couple them; ``constant`` is gained whatever is chosen (micro-cents).

    ``memory`` holds what was worked out from the problem alone, for who asks it again: never part of the value.
    """

    blocks: tuple[Block, ...]
    rows: tuple[Row, ...]
    constant: int = 0
    memory: Memory = field(init=False, default_factory=Memory, compare=False, repr=False)


#: Multipliers are integers of this many per micro-cent per integer unit of their row.
MULTIPLIER_SCALE = 1_000_000_000

#: One multiplier vector, sparse: (row index, multiplier of at least zero); a row not named has zero.
Multipliers = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the choices that is bounded as it stands (a leaf of the partition's tree).

    ``multipliers`` is an index into the partition's vectors. With ``order`` (whole blocks, each once) the
    named blocks are counted out exactly: every combination that keeps the rows which only these blocks use,
    except those whose completion bound under the same multipliers is at most ``target`` (micro-cents, of
    this partition). The part's bound is then at least ``target``. With ``impossible`` the multipliers are a
    ray that shows that nothing in this part keeps the rows (or, with ``order``, counting out finds no
    combination).
    """

    multipliers: int
    order: tuple[int, ...] = ()
    target: int = 0
    impossible: bool = False


@dataclass(frozen=True, slots=True)
class Split:
    """An inner node: the groups of one whole block, divided over the nodes below.

    ``branches`` are (groups, node index) with groups that are disjoint and together exactly those still
    allowed here.
    """

    block: int
    branches: tuple[tuple[tuple[int, ...], int], ...]


@dataclass(frozen=True, slots=True)
class Partition:
    """What bounds a set of blocks: a tree over their whole blocks' groups; node 0 is the root.

    Instead of nodes ``solver_bound`` (micro-cents, of these blocks alone) is given where the tree would
    grow past the stated size and the bound rests on the solver's own word.
    """

    blocks: tuple[int, ...]
    multipliers: tuple[Multipliers, ...] = ()
    nodes: tuple[Part | Split, ...] = ()
    solver_bound: int | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """Bounds on disjoint sets of blocks that together bound the whole problem.

    A block in no partition is bounded by its best group, without any row. ``kind`` is ``dual`` when every
    bound can be recomputed, ``solver`` as soon as one partition rests on a ``solver_bound``.
    """

    kind: str
    partitions: tuple[Partition, ...] = ()


@made_quickly
@dataclass(frozen=True, slots=True)
class Solution:
    """Weights per block, group, cell and option as floats between 0 and 1, with the proof.

    ``group_weights[b][g]`` and ``weights[b][g][c][o]``; in a group of weight zero all options are zero.
    ``status`` is ``optimal``, ``time_limit`` (best found, with the gap the proof leaves) or ``infeasible``.
    Both tuples are empty where nothing that keeps the rows exists (``infeasible``) or was found in time.
    """

    status: str
    group_weights: tuple[tuple[float, ...], ...]
    weights: tuple[tuple[tuple[tuple[float, ...], ...], ...], ...]
    proof: Proof
