"""Pairs whose relation nobody has published: read as exclusive, and listed as open with what the one left out could add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from calculator.domain.claim import Claim, OpenQuestion
from calculator.domain.memory import Answers
from calculator.domain.money import settle
from calculator.domain.scheme import Text
from calculator.stacking.problem.regime import Regime
from calculator.stacking.solving.outcome import Outcome, payment_name
from calculator.stacking.solving.steps.settlement import WHOLE

_NOTHING = Fraction(0)
_UNPUBLISHED: Answers[frozenset[str], Mapping[str, frozenset[str]]] = Answers("unpublished", 10_000)


def unpublished(outcome: Outcome) -> tuple[OpenQuestion, ...]:
    """One question per pair and year: the payment left out, beside which it is, and the most it could add (cents).

    An activity adds no money of itself; what its points and value could bring shows in the high total.
    """
    if not outcome.built.unknown:
        return ()
    left: dict[tuple[str, str, int], list[tuple[Claim, Claim, Fraction]]] = {}
    for claim, beside, share in _left_out(outcome):
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
    name = payment_name(outcome, beside)
    return OpenQuestion(
        scheme=claim.scheme,
        payment=claim.payment,
        place=places[0] if len(places) == 1 else "farm",
        year=claim.year,
        missing=(
            Text(
                nl=f"of dit samen mag met {name.nl} is niet gepubliceerd; gerekend is alsof het niet mag",
                en=f"whether it may be combined with {name.en} is not published; it is read as not allowed",
            ),
        ),
        paths=(f"relation:{claim.ref}/{beside.ref}",),
        could_pay_cents=money,
    )


def _left_out(outcome: Outcome) -> Iterator[tuple[Claim, Claim, Fraction]]:
    """Claims not taken in full, each with a claim taken on its ground that it has an unpublished relation with."""
    shares = {
        at: parts[0].share if len(parts) == 1 else sum((p.share for p in parts), Fraction(0))
        for at, parts in outcome.taken.items()
    }
    ground: dict[tuple[int, str], list[Claim]] = {}
    for claim in outcome.years.claims:
        if claim.class_name is None:
            ground.setdefault((claim.year, claim.piece), []).append(claim)
    refs: dict[int, dict[str, Claim]] = {}
    for (year, _), here in ground.items():
        refs.setdefault(year, {}).update({c.terms.ref: c for c in here})
    unknown = {year: _unknown(outcome.built.rules[year], samples) for year, samples in refs.items()}
    for (year, piece), here in ground.items():
        beside = unknown[year]
        out = [c for c in here if c.terms.ref in beside]
        out = [c for c in out if (share := shares.get(id(c))) is None or (share is not WHOLE and share != 1)]
        if not out:
            continue
        near = here if piece == "farm" else [*here, *ground.get((year, "farm"), ())]
        taken = [c for c in near if id(c) in shares]
        for claim in out:
            pairs = beside[claim.terms.ref]
            for other in taken:
                if other.terms.ref in pairs:
                    share = shares.get(id(claim))
                    yield claim, other, WHOLE if share is None else 1 - share


def _unknown(rules: Regime, samples: Mapping[str, Claim]) -> Mapping[str, frozenset[str]]:
    """Per payment those that it has an unpublished relation with, where there are any; remembered for the same payments."""
    known = rules.memory.of(_UNPUBLISHED)
    asked = frozenset(samples)
    found = known.get(asked)
    if found is None:
        between = rules.relations.between
        pairs = {
            ref: frozenset(
                other
                for other, b in samples.items()
                if other != ref and (between(a, b).unknown or between(b, a).unknown)
            )
            for ref, a in samples.items()
        }
        found = known[asked] = {ref: others for ref, others in pairs.items() if others}
    return found
