"""Why not, and what it is worth: every claim that is not paid, what stops it, and what forcing it in would cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from fractions import Fraction
from functools import partial
from operator import attrgetter

from calculator.domain.award import NotChosen
from calculator.domain.claim import Claim
from calculator.domain.limit import LimitKind
from calculator.domain.money import settle, settle_ratio
from calculator.domain.problem import MICRO, Block
from calculator.stacking.explaining.affording import affords
from calculator.stacking.explaining.causes import Cause
from calculator.stacking.explaining.forcing import Forcing, Value
from calculator.stacking.explaining.stopping import kept_off, still_stopped, stopped_by
from calculator.stacking.limits.cuts import cuts
from calculator.stacking.problem.assembly import block_given, block_with
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.solving.in_place.walking import Walk
from calculator.stacking.solving.in_place.walking_again import WalkedAgain
from calculator.stacking.solving.optimum.over_years import with_every_plan
from calculator.stacking.solving.outcome import Outcome
from calculator.stacking.solving.steps.lines import Taken
from calculator.stacking.solving.steps.settlement import WHOLE

_MOST = LimitKind.QUANTITY_CAP.value
_NOTHING = Fraction(0)
#: A scheme, a year, and the class of its premium that is reached then and not paid.
Reached = tuple[str, int, str]
#: The written order of claims.
_WRITTEN = attrgetter("year", "terms.scheme", "terms.payment", "place", "piece")


def not_chosen(
    outcome: Outcome, solve: Value, time: SearchTime, reached: Set[Reached] = frozenset()
) -> tuple[tuple[NotChosen, ...], int]:
    """Every claim that pays money and is not taken in full, years of one claim together, in written order; of the classes of a
    premium the one that is ``reached`` and not paid.

    Second: of how many it was not worked out what forcing them in would cost. An answer that is not proven to be the best has
    nothing to be held against, so that it is worked out of none.
    """
    paid = {(line.claim.ref, line.claim.piece, line.claim.year) for line in outcome.lines}
    under_contract = _under_contract(outcome)
    missed: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in sorted(outcome.years.claims, key=_WRITTEN):
        if not _asked_after(claim, reached):
            continue
        here, taken = (claim.ref, claim.piece, claim.year), outcome.taken.get(id(claim), ())
        pays = here in paid or _rounded_away(taken)
        if claim.class_name is not None or not pays or not _in_full(taken, under_contract.get(here)):
            missed.setdefault((claim.scheme, claim.payment, claim.piece), []).append(claim)
    homes = _homes(outcome.built)
    places = frozenset(homes[id(c)] for members in missed.values() for c in members if id(c) in homes)
    built, solution = outcome.built.problem, outcome.solution
    ground = outcome.rounds.ground if isinstance(outcome.rounds, Walk) else None
    walk = WalkedAgain(ground) if ground is not None and ground.problem is built else None
    rows = tuple(outcome.built.rows.rows[: len(built.rows)])
    forcing = Forcing(
        built, outcome.bounds, solution, outcome.shares, outcome.objective, places, solve, time, rows, walk,
        outcome.in_steps,
    )  # fmt: skip
    cut = {id(x.claim): x.limit for x in cuts(outcome)}
    found = tuple(each for of in missed.values() for each in _year_by_year(outcome, of, homes, forcing, cut))
    return found, len(found) if outcome.out_of_time else forcing.left_out


def _asked_after(claim: Claim, reached: Set[Reached]) -> bool:
    """Whether the award says why a claim is not paid, where it is not; of a premium one class is paid at most."""
    if claim.value is not None or claim.commitment is not None:
        return False
    if claim.class_name is not None:
        return (claim.scheme, claim.year, claim.class_name) in reached
    # What a commitment pays that nobody published is open: it is taken all the same.
    return not claim.forced or bool(claim.rate.high)


def _under_contract(outcome: Outcome) -> Mapping[tuple[str, str, int], Fraction]:
    """The share of a piece on which a payment is made under running contracts, which could lie elsewhere too."""
    shares: dict[tuple[str, str, int], Fraction] = {}
    for parts in outcome.taken.values():
        claim = parts[0].claim
        if claim.commitment is not None:
            here = (claim.ref, claim.piece, claim.year)
            known = shares.get(here)
            for part in parts:
                known = part.share if known is None else known + part.share
            if known is not None:
                shares[here] = known
    return shares


def _in_full(parts: Sequence[Taken], contracted: Fraction | None) -> bool:
    """Whether what is taken of a claim, and what is paid on its ground under contract, is all of it."""
    if contracted is None and len(parts) == 1 and parts[0].share is WHOLE:
        return True
    return sum([part.share for part in parts], contracted or _NOTHING) >= 1


def _rounded_away(parts: Sequence[Taken]) -> bool:
    """Whether what is taken pays, and no part of it a whole cent: on a square metre nothing else keeps it from being paid."""
    amounts = [part.cents * Fraction(part.quantity) for part in parts]
    return any(amounts) and not any(settle(amount) for amount in amounts)


def _homes(built: Built) -> dict[int, int]:
    homes: dict[int, int] = {}
    for b, decision in enumerate(built.decisions):
        for members in decision.claims.values():
            for claim in members:
                homes[id(claim)] = b
    return homes


def _year_by_year(
    outcome: Outcome, members: list[Claim], homes: dict[int, int], forcing: Forcing, cut: Mapping[int, str]
) -> Iterator[NotChosen]:
    """Years of a claim together as far as the same keeps it out of them; a contract is on for a whole term or not at all."""
    before = forcing.left_out
    said, cause = _why(outcome, members, homes, forcing, cut)
    later = () if members[0].begins_contract else members[1:]
    apart = [c for c in later if not still_stopped(outcome, c, cause, cut)]
    if not apart:
        yield said
        return
    forcing.left_out = before
    together = [c for c in members if not any(c is other for other in apart)]
    yield _why(outcome, together, homes, forcing, cut)[0]
    yield from _year_by_year(outcome, apart, homes, forcing, cut)


def _why(
    outcome: Outcome, members: list[Claim], homes: dict[int, int], forcing: Forcing, cut: Mapping[int, str]
) -> tuple[NotChosen, Cause]:
    claim, left_out = members[0], forcing.left_out
    mine = {homes[id(c)] for c in members if id(c) in homes}
    counted = 0 if forcing.in_steps else forcing.bounds.counted(mine)
    sets = outcome.built.site.drafts.own.sets(members) if claim.piece == "farm" else 0
    asked = affords(forcing.problem, mine, forcing.time, counted, sets)
    forcing.left_out += not asked
    blocks = _blocks(outcome, members, homes) if asked else None
    best = None if blocks is None or outcome.out_of_time else forcing.worth(blocks)
    known = forcing.left_out == left_out and (blocks is None or not outcome.out_of_time)
    if known and best is None and blocks is not None:
        # What takes least of a row need not be among the likely plans.
        blocks = {index: with_every_plan(block) or block for index, block in blocks.items()}
    broken = dict if blocks is None else partial(_broken, outcome, claim, homes, forcing, blocks)
    alone = forcing.alone(blocks) if known and best is None and blocks is not None else {}
    if claim.piece == "farm" and id(claim) not in outcome.taken:
        # What a cap on quantities leaves of it would be paid: another reason keeps it out.
        alone = {row: x for row, x in alone.items() if outcome.built.rows.meaning[row][0] != _MOST}
    # A forced optimum is never above the optimum; it may be above what is settled of it, by the rounding of land.
    lost = None if best is None else min(best - outcome.objective, _NOTHING)
    cause = stopped_by(outcome, claim, lost, alone, broken, cut)
    if cause.because == "better_total" and claim.begins_contract:
        later = (stopped_by(outcome, c, lost, {}, broken, cut) for c in members[1:])
        held = (kept_off(outcome, c) for c in _held_after(outcome, members))
        cause = next((x for x in (*later, *held) if x is not None and x.because != "better_total"), cause)
    said = NotChosen(
        scheme=claim.scheme,
        payment=claim.payment,
        place=claim.place,
        year=claim.year,
        because=cause.because,
        lost_to=cause.lost_to,
        source=cause.source,
        article=cause.article,
        relation=cause.relation,
        under_contract=cause.under_contract,
        difference=None if lost is None else _cents(lost),
        worked_out=known,
        years=tuple(sorted(year for c in members for year in outcome.years.years[c.year])),
    )
    return said, cause


def _held_after(outcome: Outcome, members: list[Claim]) -> Iterator[Claim]:
    """A contract in the years of its term in which nothing can be claimed of it."""
    last, asked = members[-1], {c.year for c in members}
    until = last.year + (last.terms.term_years or 1)
    for year in sorted(outcome.built.rules):
        if members[0].year < year < until and year not in asked:
            yield replace(last, year=year)


def _broken(
    outcome: Outcome, claim: Claim, homes: Mapping[int, int], forcing: Forcing, blocks: Mapping[int, Block]
) -> Mapping[int, Fraction]:
    """What forcing in breaks; of a grant for several years what giving it breaks, for going on takes of no ceiling."""
    given = block_given(outcome.built, homes[id(claim)], claim)
    return forcing.broken(blocks if given is None else {homes[id(claim)]: given})


def _cents(micro: Fraction) -> int:
    return settle_ratio(micro.numerator, micro.denominator * MICRO)


def _blocks(outcome: Outcome, members: list[Claim], homes: dict[int, int]) -> dict[int, Block] | None:
    """The blocks of the claims with these forced in; None where that is impossible."""
    wanted = frozenset(id(c) for c in members)
    blocks: dict[int, Block] = {}
    for home in sorted({homes[w] for w in wanted if w in homes}):
        forced = block_with(outcome.built, home, wanted)
        if forced is None:
            return None
        blocks[home] = forced
    return blocks
