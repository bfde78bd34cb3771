"""What a running contract leaves of its payment: nothing new is claimed, or asked, of the ground that it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from calculator.domain.claim import Claim, OpenQuestion
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, Text
from calculator.eligibility.amounts.figures import FactMissingError
from calculator.eligibility.contracts.placing import Placed
from calculator.eligibility.measured import in_unit
from calculator.eligibility.subject import Findings, triggers
from calculator.eligibility.units import Piece


@dataclass(frozen=True, slots=True)
class Taken:
    """What running contracts have: payments of which one lies anywhere (``everywhere``) or on some ground (``somewhere``), and
    how much of each piece, by payment and piece.
    """

    everywhere: frozenset[str]
    somewhere: frozenset[str]
    ground: Mapping[tuple[str, str], Decimal]


def displace(
    found: Findings, lying: tuple[Placed, ...], pieces: tuple[Piece, ...], rulebook: Rulebook, own: int
) -> None:
    """Ground under a contract line that is certain cannot be claimed again for the same payment.

    Nor can any ground where a line of the payment is for the farm as a whole, which may be that ground; nor the farm as a whole
    where one lies on some ground. Which line is which its contract says: of land that is not looked at, it lies nowhere here.
    Of what cannot be claimed nothing is asked: but for the first ``own`` questions, which are of contract lines themselves.
    """
    runs = [c for c in found.claims if c.demand is not None]
    if not runs:
        return
    written = (one.committed for one in lying if one.committed.line.unit == "farm")
    everywhere = {f"{one.contract.scheme}#{one.payment.id}" for one in written}
    taken = Taken(
        frozenset(everywhere & {c.ref for c in runs if c.piece == "farm"}),
        frozenset(c.ref for c in runs if c.piece != "farm"),
        {(c.ref, c.piece): c.demand or Decimal(0) for c in runs if c.forced},
    )
    _claims(found, taken, rulebook)
    payments = {f"{x.contract.scheme}#{x.payment.id}": x.payment for x in (one.committed for one in lying)}
    found.open[own:] = _still_asked(found.open[own:], taken, payments, pieces, rulebook)


def _still_asked(
    questions: Sequence[OpenQuestion],
    taken: Taken,
    payments: Mapping[str, Payment],
    pieces: tuple[Piece, ...],
    rulebook: Rulebook,
) -> list[OpenQuestion]:
    """The questions of which the answer may still change something, in their order."""
    gone, on_land = set[int](), defaultdict[tuple[str, str], list[int]](list)
    for at, question in enumerate(questions):
        ref = f"{question.scheme}#{question.payment}"
        if ref in (taken.everywhere | taken.somewhere if question.place == "farm" else taken.everywhere):
            gone.add(at)
        elif ref in payments and question.place != "farm":
            on_land[ref, question.place].append(at)
    for (ref, place), asked in on_land.items():
        here = [
            piece for piece in pieces if piece.place == place and triggers(piece, payments[ref], rulebook)
        ]
        more = [_is_more(p, payments[ref], taken.ground.get((ref, p.id), Decimal(0)), rulebook) for p in here]
        if len(asked) == len(here):
            # One question of each piece, in their order.
            gone.update(at for at, left in zip(asked, more, strict=True) if not left)
        elif not any(more):
            gone.update(asked)
    return [question for at, question in enumerate(questions) if at not in gone]


def _is_more(piece: Piece, payment: Payment, held: Decimal, rulebook: Rulebook) -> bool:
    """Whether there is more on a piece of what is paid for than is held."""
    measure = triggers(piece, payment, rulebook)
    if measure is None:
        return False
    try:
        return in_unit(piece.quantity, measure, payment.unit, "ha" if piece.parcel else measure.unit) > held
    except FactMissingError:
        return True


def _claims(found: Findings, taken: Taken, rulebook: Rulebook) -> None:
    kept: list[Claim] = []
    for claim in found.claims:
        if claim.demand is None and claim.ref in (
            taken.somewhere if claim.piece == "farm" else taken.everywhere
        ):
            _assume_everywhere(claim, rulebook, found)
            continue
        held = taken.ground.get((claim.ref, claim.piece))
        if claim.demand is None and held is not None:
            if held >= claim.quantity:
                continue
            claim = replace(claim, quantity=claim.quantity - held)
        kept.append(claim)
    found.claims[:] = kept


def _assume_everywhere(claim: Claim, rulebook: Rulebook, found: Findings) -> None:
    """Where a contract lies its line does not say, or its payment is for all land."""
    scheme = rulebook.versions(claim.scheme)[-1]
    payment = scheme.payment(claim.payment)
    name, what = scheme.name, payment.name if payment is not None else Text(claim.payment, claim.payment)
    found.assume(
        Text(
            nl=f"het contract {name.nl} ({what.nl}) is niet voor bepaalde percelen, of de betaling is voor het hele bedrijf: "
            "van dezelfde betaling komt er niets nieuws bij. Zet de regels van het contract op hun percelen om te zien wat er "
            "nog bij kan.",
            en=f"the contract {name.en} ({what.en}) is not for certain parcels, or the payment is for the whole farm: nothing "
            "new of the same payment is added. Put the lines of the contract on their parcels to see what can be added.",
        )
    )
