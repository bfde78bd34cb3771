"""Pairs whose relation nobody has published: read as exclusive, and listed as open with what the one left out could add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from fractions import Fraction

from calculator.domain.claim import Claim, OpenQuestion
from calculator.domain.memory import Answers
from calculator.domain.money import settle
from calculator.domain.relation import Relation, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.stacking.explaining.explanation import Reached
from calculator.stacking.law.reach import Reach, on_land
from calculator.stacking.problem.stacks.regime import Regime
from calculator.stacking.solving.outcome import Outcome, named_payment
from calculator.stacking.solving.steps.settlement import WHOLE

_NOTHING = Fraction(0)
_UNPUBLISHED: Answers[frozenset[str], Mapping[str, Mapping[str, Reach]]] = Answers("unpublished", 10_000)


def unpublished(outcome: Outcome, reached: Set[Reached] = frozenset()) -> tuple[OpenQuestion, ...]:
    """One question per pair and year: the payment left out, beside which it is, and the most it could add (cents). Of a premium
    that is left out that is the class which is ``reached``.

    An activity adds no money of itself; what its points and value could bring shows in the high total.
    """
    if not outcome.built.unknown:
        return ()
    left: dict[tuple[str, str, int], list[tuple[Claim, Claim, Fraction]]] = {}
    for claim, beside, share in _left_out(outcome, reached):
        left.setdefault((claim.ref, beside.ref, claim.year), []).append((claim, beside, share))
    found: list[OpenQuestion] = []
    for (_, _, first), parts in sorted(left.items()):
        q = _question(outcome, parts)
        found += [
            OpenQuestion(q.scheme, q.payment, q.place, year, q.missing, q.paths, q.could_pay_cents)
            for year in outcome.years.years[first]
        ]
    return tuple(sorted(found, key=lambda q: (q.year, q.scheme, q.payment, q.paths)))


def _question(outcome: Outcome, parts: list[tuple[Claim, Claim, Fraction]]) -> OpenQuestion:
    claim, beside, _ = parts[0]
    places = sorted({c.place for c, _, _ in parts})
    money = None
    if claim.value is None:
        high = [(c.rate.high * Fraction(c.quantity), share) for c, _, share in parts]
        money = settle(sum([much if share is WHOLE else much * share for much, share in high], _NOTHING))
    text, path = asked(outcome.built.rows.rulebook, claim.ref, beside.ref)
    return OpenQuestion(
        scheme=claim.scheme,
        payment=claim.payment,
        place=places[0] if len(places) == 1 else "farm",
        year=claim.year,
        missing=(text,),
        paths=(path,),
        could_pay_cents=money,
    )


def asked(rulebook: Rulebook, ref: str, beside: str) -> tuple[Text, str]:
    """What is asked of a payment that is left out beside another, and under which path."""
    name = named_payment(rulebook, beside)
    text = Text(
        nl=f"mag dit samen met {name.nl}? Dat is niet gepubliceerd, vraag het de betaler; gerekend is alsof het niet mag",
        en=f"may it be combined with {name.en}? That is not published, ask the payer; it is read as not allowed",
    )
    return text, f"relation:{ref}/{beside}"


def _left_out(outcome: Outcome, reached: Set[Reached]) -> Iterator[tuple[Claim, Claim, Fraction]]:
    """Claims not taken in full, each with a claim taken on its ground that it has an unpublished relation with."""
    shares = {
        at: parts[0].share if len(parts) == 1 else sum((p.share for p in parts), Fraction(0))
        for at, parts in outcome.taken.items()
    }
    years: dict[int, list[Claim]] = {}
    for claim in outcome.years.claims:
        if claim.class_name is None or id(claim) in shares or _named(claim) in reached:
            years.setdefault(claim.year, []).append(claim)
    held = _held(outcome, years) if outcome.built.rows.anew else {}
    for year, here in years.items():
        running = held.get(year, [])
        pairs = unknown_pairs(outcome.built.rules[year], {c.terms.ref: c for c in (*running, *here)})
        taken: dict[str, dict[str, Claim]] = {}
        for claim in (*running, *(c for c in here if id(c) in shares)) if pairs else ():
            if claim.terms.ref in pairs:
                taken.setdefault(claim.terms.ref, {})[claim.piece] = claim
        met: dict[str, list[tuple[Mapping[str, Claim], Reach]]] = {}
        for claim in here if taken else ():
            near = pairs.get(claim.terms.ref)
            if near is None:
                continue
            share = shares.get(id(claim))
            if share is None or (share is not WHOLE and share != 1):
                beside_it = met.get(claim.terms.ref)
                if beside_it is None:
                    beside_it = [(there, near[other]) for other, there in taken.items() if other in near]
                    met[claim.terms.ref] = beside_it
                for there, reach in beside_it:
                    # One beside it is enough: what is left out is left out once, however often the other lies there.
                    beside = there.get(claim.piece) or _beside(claim, there, reach)
                    if beside is not None:
                        yield claim, beside, WHOLE if share is None else 1 - share


def _named(claim: Claim) -> Reached:
    return claim.scheme, claim.year, claim.class_name or ""


def _held(outcome: Outcome, years: Mapping[int, Sequence[Claim]]) -> dict[int, list[Claim]]:
    """By year the new contracts and grants that run in it and cannot be claimed then, as they were claimed before."""
    found: dict[int, list[Claim]] = {}
    for parts in outcome.taken.values():
        claim = parts[0].claim
        if claim.begins_contract:
            for year in years:
                if claim.year < year and any(part.lasts(year) for part in parts):
                    found.setdefault(year, []).append(claim)
    for year, running in found.items():
        claimed = {(c.terms.ref, c.piece) for c in years[year]}
        running[:] = [c for c in running if (c.terms.ref, c.piece) not in claimed]
    return found


def _beside(claim: Claim, there: Mapping[str, Claim], reach: Reach) -> Claim | None:
    """The first of the other's claims, by piece, that meets one with none of these on its ground: for the farm, or as far as a
    row reaches.
    """
    if "farm" in there:
        return there["farm"]
    if claim.piece == "farm" or reach is Reach.FARM:
        return next(iter(there.values()))
    if reach is Reach.PARCEL:
        return next((o for o in there.values() if o.place == claim.place), None)
    return None


def unknown_pairs(rules: Regime, samples: Mapping[str, Claim]) -> Mapping[str, Mapping[str, Reach]]:
    """Per payment those that it has an unpublished relation with and how far it reaches; remembered for the same payments."""
    known = rules.memory.of(_UNPUBLISHED)
    asked = frozenset(samples)
    found = known.get(asked)
    if found is None:
        between = rules.relations.between
        pairs = {
            ref: {
                other: _reach((*ahead.relations, *back.relations))
                for other, b in samples.items()
                if other != ref and ((ahead := between(a, b)).unknown | (back := between(b, a)).unknown)
            }
            for ref, a in samples.items()
        }
        found = known[asked] = {ref: others for ref, others in pairs.items() if others}
    return found


def _reach(rows: Sequence[Relation]) -> Reach:
    """The farthest of the unpublished rows; where there is no row, the same ground."""
    far = {on_land(row) for row in rows if row.type is RelationType.UNKNOWN}
    return next((reach for reach in (Reach.FARM, Reach.PARCEL) if reach in far), Reach.GROUND)
