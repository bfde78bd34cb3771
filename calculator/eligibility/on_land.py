"""Payments on land: assessed once per type of land, and told of every piece of the type in all years."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from calculator.domain.farm import Measure
from calculator.domain.memory import Answers
from calculator.domain.scheme import PaymentKind
from calculator.eligibility.asked_farm import Farm
from calculator.eligibility.conditions.outcomes import Setting
from calculator.eligibility.earning import earning
from calculator.eligibility.eco.activities import assess_activity
from calculator.eligibility.payments import assess_payment
from calculator.eligibility.ready import spread
from calculator.eligibility.samples import Adding, Looks, Sample, Stretch, looks_of
from calculator.eligibility.subject import Findings, Subject
from calculator.eligibility.units import Piece
from calculator.eligibility.wording import keep

#: Assesses a subject on a piece of land.
Assess = Callable[[Subject, Findings], None]
_Samples = dict[tuple[object, ...], Sample]
#: Samples by the sort of land, for all farms that answer the conditions alike.
_SAMPLES: Answers[object, _Samples] = Answers("samples", 10_000)


def on_land(farm: Farm, bases: Sequence[Subject], stretches: tuple[Stretch, ...], adding: Adding) -> None:
    """Assess a payment on every piece with a measure that it pays for.

    ``bases`` are the payment on the first day of every stretch, ``adding`` adds to what was found so far, per year of the
    horizon.
    """
    scheme, payment = bases[0].scheme, bases[0].payment
    seen = farm.land.under(scheme, payment)
    if not seen:
        return
    assess = _assess(farm, bases[0])

    def own(subjects: list[Subject]) -> None:
        _tell_apart([_found(farm, assess, subject) for subject in subjects], stretches, adding.there)

    looks = looks_of(farm.rulebook, scheme, payment)
    shared = None if looks is None else _shared(farm, bases, stretches, looks)
    known, there = _Samples(), adding.there
    for piece, measure, of_type in seen:
        if of_type is None:
            own([earning(_at(base, piece, measure)) for base in bases])
            continue
        sample = known.get(of_type)
        if sample is None:
            sample = shared.get(of_type) if shared is not None else None
            if sample is None:
                found = [_found(farm, assess, _at(base, piece, measure)) for base in bases]
                sample = Sample.of(payment, piece, found, stretches)
                if sample is None:
                    _tell_apart(found, stretches, there)
                    continue
                if shared is not None:
                    shared[of_type] = sample
                    keep(farm.rulebook, sample.missing())
            known[of_type] = sample
            sample.assume(there)
        sample.repeat(piece, adding)


def _at(base: Subject, piece: Piece, measure: Measure | None) -> Subject:
    return Subject(
        base.profile, base.rulebook, base.scheme, base.payment, base.day, piece, measure, base.claimed
    )


def _found(farm: Farm, assess: Assess, subject: Subject) -> Findings:
    here = farm.findings()
    assess(subject, here)
    return here


def _tell_apart(found: Sequence[Findings], stretches: Sequence[Stretch], there: Sequence[Findings]) -> None:
    """What was found of one piece in the first year of every stretch, in all years of these."""
    for here, (_, years, places) in zip(found, stretches, strict=True):
        spread(here, years, tuple([there[at] for at in places]))


def _assess(farm: Farm, base: Subject) -> Assess:
    if base.payment.kind is not PaymentKind.ACTIVITY:
        return assess_payment
    ground = farm.land.glmc8_ground(base.scheme) if base.payment.value_zero_when == "glmc8" else {}
    return lambda subject, found: assess_activity(subject, found, ground.get(subject.place))


def _shared(
    farm: Farm, bases: Sequence[Subject], stretches: tuple[Stretch, ...], looks: Looks
) -> _Samples | None:
    """The samples of a payment for farms that answer its conditions alike; None where they must be of this farm."""
    if looks.of_the_farm is None:
        return None
    answers: tuple[object, ...]
    if looks.steady:
        answers = farm.met(looks.asks, looks.of_the_farm)
    else:
        tested = farm.findings()
        settings = [Setting(base.profile, base.day, base.payment.figures) for base in bases]
        outcomes = [tested.outcome(c, setting) for setting in settings for c in looks.of_the_farm]
        # What is missing may be the fact or the figure that it is held against.
        answers = tuple([o.missing if o.met is None else o.met for o in outcomes])
    if False in answers:
        return None
    known = farm.rulebook.memory.of(_SAMPLES)
    apart = farm.profile.undertaking.activities_separated
    return known.setdefault((id(bases[0].scheme), id(bases[0].payment), stretches, answers, apart), {})
