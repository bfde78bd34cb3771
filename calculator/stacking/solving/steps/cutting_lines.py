"""What is claimed and not paid, taken off the lines: above a cap on euros, or by a relation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from calculator.domain import amount_words
from calculator.domain.award import Line
from calculator.domain.claim import Claim
from calculator.domain.limit import LimitKind
from calculator.domain.money import settle
from calculator.domain.problem import MICRO
from calculator.domain.scheme import Text
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.joining.couplings import block_of
from calculator.stacking.solving.steps.settlement import Share

#: Blocks that take off what is claimed and not paid: what passes a cap, and what a relation deducts.
_CUTS = ("~cap:", "~less:")


def cut(built: Built, shares: tuple[Share, ...], found: list[Line]) -> None:
    """Takes off the lines, in order, what passes a cap and what relations deduct; the last line pays first."""
    extras = {extra.id: extra for extra in built.rows.across.joined.extras}
    cutting = [s for s in shares if s.option == 1 and built.problem.blocks[s.block].id.startswith(_CUTS)]
    outs = [(s, built.problem.blocks[s.block].groups[0].cells[0].options[1]) for s in cutting]
    # What is under most caps comes first: what one cap takes off may come from any line under it.
    for share, out in sorted(outs, key=lambda x: -len(x[1].uses)):
        extra = extras.get(built.problem.blocks[share.block].id)
        # What is taken off gives all of it back to the row that asks for it, and at most as much to others.
        less = settle(share.share * max(-use for _, use in out.uses) / MICRO)
        if extra is not None:
            if extra.target:
                take_off(found, less, _of(extra.target, extra.farm, extra.year, extra.place))
            continue
        caps = [built.rows.meaning[row][1:] for row, use in out.uses if use < 0]
        take_off(found, less, _under(built, frozenset(str(limit) for limit, _ in caps), caps[0][1]))
    _to_the_cent(built, found, len(cutting))
    _sums_to_the_cent(built, found, [built.problem.blocks[s.block].id for s in cutting])
    _highest_under(built, found)


def _highest_under(built: Built, found: list[Line]) -> None:
    """Bounds what a line may come to at the top of a range by what a limit leaves for it alone.

    A grant to the farm that would pass a ceiling over years there gets nothing: it may come to what it comes to now.
    """
    for row, (kind, *named) in zip(built.rows.rows, built.rows.meaning, strict=True):
        if kind not in ("amount_cap", "de_minimis"):
            continue
        most = row.bound // MICRO
        concerns = (
            _under(built, frozenset((str(named[0]),)), named[1])
            if kind == "amount_cap"
            else _tested(built, named)
        )
        for at, line in enumerate(found):
            if line.high > most and line.high > line.amount and concerns(line):
                whole = kind == "de_minimis" and line.claim.piece == "farm"
                found[at] = replace(line, high=line.amount if whole else max(most, line.amount))


def _tested(built: Built, named: list[object]) -> Callable[[Line], bool]:
    """Lines of yearly grants that a ceiling over years counts on a day."""
    limit, day = named
    return lambda x: (
        x.claim.at_once_years is None
        and any(version.id == limit and when == day for version, when in built.rows.windows.tests(x.claim))
    )


def _to_the_cent(built: Built, found: list[Line], cuts: int) -> None:
    """Every line and every cut is rounded by itself: where these leave cents above a cap, they are taken off too.

    That is half a cent for each; anything more is a fault, and the certificate's to find.
    """
    for row, (kind, *named) in zip(built.rows.rows, built.rows.meaning, strict=True):
        if kind == "amount_cap":
            concerns = _under(built, frozenset((str(named[0]),)), named[1])
            under = [x.amount for x in found if concerns(x)]
            over = sum(under) - row.bound // MICRO
            if 0 < 2 * over <= len(under) + cuts:
                take_off(found, over, concerns)


def _sums_to_the_cent(built: Built, found: list[Line], cuts: Sequence[str]) -> None:
    """The same of what two payments that lie apart may come to together, where both are claimed: the second gives first."""
    joined = built.rows.across.joined
    for key, a, b in joined.sums:
        concerns = [_of(side.ref, side.farm, side.claims[0].year, side.place) for side in (b, a)]
        paid = [[x.amount for x in found if x.amount and mine(x)] for mine in concerns]
        over = sum(map(sum, paid)) - joined.bounds[key] // MICRO
        both = all(paid) or any(cut.startswith(f"{block_of(key)}|") for cut in cuts)
        if both and 0 < 2 * over <= sum(map(len, paid)) + len(cuts):
            for mine in concerns:
                over = take_off(found, over, mine)


def take_off(found: list[Line], over: int, concerns: Callable[[Line], bool]) -> int:
    """Take cents off the last lines that it concerns; the cents that are left when these have none."""
    for at in range(len(found) - 1, -1, -1):
        line = found[at]
        if over and concerns(line):
            less = min(over, line.amount)
            over -= less
            found[at] = replace(
                line,
                amount=line.amount - less,
                low=min(line.low, line.amount - less),
                high=line.amount - less if line.claim.rate.is_exact else line.high,
                caveats=(*line.caveats, _taken_off(less)),
            )
    return over


def _taken_off(cents: int) -> Text:
    less = amount_words.cents(cents)
    nl = f"Een grens of combinatieregel neemt hier {less.nl} af."
    return Text(nl, f"A limit or a rule of combination takes {less.en} off here.")


def _of(ref: str, farm: bool, year: int, place: str | None) -> Callable[[Line], bool]:
    def mine(x: Claim) -> bool:
        return x.ref == ref and x.year == year and (x.piece == "farm") is farm and place in (None, x.place)

    return lambda line: mine(line.claim)


def _under(built: Built, limits: frozenset[str], year: object) -> Callable[[Line], bool]:
    """Lines of the year that all of these caps count."""
    kind = LimitKind.AMOUNT_CAP
    return lambda x: x.claim.year == year and limits <= {y.id for y in built.rows.limits(x.claim, kind)}
