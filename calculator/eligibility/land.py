"""The land of a farm as payments see it: what is found for one piece holds for every piece of its type.

The type of a piece is what the payment looks at: its measure, and the attributes of the parcel that conditions and keyed
figures name. Where a payment looks at more than that (how large the piece is, what it grew) each piece is assessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from calculator.domain.claim import Claim, OpenQuestion, Refusal, Terms
from calculator.domain.farm import Measure
from calculator.domain.quantity import Unit, plain
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Payment, PaymentKind, Scheme, Text
from calculator.eligibility.outcomes import Setting
from calculator.eligibility.spans import every_condition
from calculator.eligibility.subject import OF_THE_FARM, Findings, Subject, Waiting, codes_of, triggers
from calculator.eligibility.units import Piece

#: Conditions that look at more of a piece than its attributes and what it grew.
_LOOK_FURTHER = ("quantity_", "width_")
_OF_PLACES = ("parcel_is", "element_is")
#: Sets of samples remembered per rulebook; beyond this all are forgotten and made anew.
_MOST_SAMPLED = 10_000
#: Figures that make an amount more than quantity times rate.
_BEND_THE_RATE = frozenset({"cap", "min_quantity"})

#: A piece with the measure that a payment is for.
_Under = tuple[Piece, Measure | None]


@dataclass(frozen=True, slots=True)
class Land:
    """The pieces of a farm, each with the codes of its measures and of what these imply."""

    pieces: tuple[tuple[Piece, frozenset[str]], ...]
    codes: frozenset[str]
    rulebook: Rulebook
    _under: dict[tuple[str, ...], tuple[_Under, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, pieces: tuple[Piece, ...], rulebook: Rulebook) -> Land:
        """The pieces as measures lie on them."""
        known: dict[str, frozenset[str]] = {}
        for code in {m.code for piece in pieces for m in piece.measures}:
            known[code] = codes_of(rulebook, code)
        laid = tuple((p, frozenset[str]().union(*(known[m.code] for m in p.measures))) for p in pieces)
        return cls(laid, frozenset[str]().union(*known.values()), rulebook)

    def glmc8_ground(self, scheme: Scheme) -> dict[str, Decimal]:
        """Hectares per parcel under any activity of the scheme whose value lapses on GLMC 8 (article 27(8))."""
        wanted = {m for p in scheme.payments if p.value_zero_when == "glmc8" for m in p.measures}
        found: dict[str, Decimal] = {}
        for piece, codes in self.pieces:
            if piece.parcel is not None and piece.parcel.glmc8_ha and not codes.isdisjoint(wanted):
                found[piece.place] = found.get(piece.place, Decimal(0)) + piece.quantity
        return found

    def under(self, payment: Payment) -> tuple[_Under, ...]:
        """The pieces with a measure that the payment pays for, and the first such measure."""
        if self.codes.isdisjoint(payment.measures):
            return ()
        found = self._under.get(payment.measures)
        if found is None:
            found = self._under[payment.measures] = tuple(
                (piece, triggers(piece, payment, self.rulebook))
                for piece, codes in self.pieces
                if not codes.isdisjoint(payment.measures)
            )
        return found


#: Assesses a subject on a piece of land.
Assess = Callable[[Subject, Findings], None]


def on_land(base: Subject, land: Land, found: Findings, assess: Assess) -> None:
    """Assess a payment on every piece with a measure that it pays for; once per type where that is all it looks at."""
    under = land.under(base.payment)
    looks = _looks(base.rulebook, base.scheme, base.payment) if under else None
    shared = None if looks is None else _shared(base, looks, found)
    known: dict[tuple[object, ...], Sample] = {}
    for piece, measure in under:
        key = None if looks is None else _type_of(piece, measure, looks, base.payment)
        if key is None:
            assess(replace(base, piece=piece, measure=measure), found)
            continue
        sample = known.get(key)
        if sample is None:
            sample = shared.get(key) if shared is not None else None
            if sample is None:
                here = Findings(answers=found.answers)
                assess(replace(base, piece=piece, measure=measure), here)
                sample = Sample.of(base.payment, piece, here)
                if sample is None:
                    found.add(here)
                    continue
                if shared is not None:
                    shared[key] = sample
            known[key] = sample
            found.assumptions.update(sample.assumptions)
        sample.repeat(piece, found)


@dataclass(frozen=True, slots=True)
class Looks:
    """What a payment looks at: the attributes of a parcel, and the conditions on the farm (None: on more than facts).

    ``grown`` says that it looks at what a parcel grew: parcels of which that is not given are of a type.
    """

    attributes: tuple[str, ...]
    of_the_farm: tuple[Condition, ...] | None
    grown: bool


def _looks(rulebook: Rulebook, scheme: Scheme, payment: Payment) -> Looks | None:
    """What a payment looks at of a piece of land; None where that is more than attributes."""
    known: dict[tuple[int, int], Looks | None] = rulebook.memory.setdefault("looks at", {})
    key = (id(scheme), id(payment))
    if key not in known:
        known[key] = _looks_at(scheme, payment)
    return known[key]


def _looks_at(scheme: Scheme, payment: Payment) -> Looks | None:
    conditions = tuple(every_condition(scheme, payment))
    if any(c.kind.startswith(_LOOK_FURTHER) for c in conditions):
        return None
    if payment.kind is PaymentKind.FLAT:
        bent = payment.extra_quantity is not None or not _BEND_THE_RATE.isdisjoint(payment.figures)
        if bent or payment.unit is not Unit.HECTARE:
            return None
    elif payment.kind is not PaymentKind.ACTIVITY:
        return None
    grown = any(c.kind == "history_includes" for c in conditions)
    named = {str(c.arguments["attribute"]) for c in conditions if c.kind in _OF_PLACES}
    others = tuple(c for c in conditions if c.kind not in (*_OF_PLACES, "history_includes", "any_of"))
    # The land use says under which ceiling per hectare a claim falls.
    attributes = sorted({*named, "land_use", "glmc9", *filter(None, (payment.keyed_by,))})
    facts_alone = all(c.kind in OF_THE_FARM or c.kind.startswith("fact_") for c in others)
    return Looks(tuple(attributes), others if facts_alone else None, grown)


def _shared(base: Subject, looks: Looks, found: Findings) -> dict[tuple[object, ...], Sample] | None:
    """The samples of a payment on a day for farms that answer its conditions alike; None where it must be of this farm."""
    if looks.of_the_farm is None:
        return None
    setting = Setting(base.profile, base.day, base.payment.figures)
    answers = tuple(found.outcome(c, setting).met for c in looks.of_the_farm)
    if False in answers:
        return None
    known: dict[object, dict[tuple[object, ...], Sample]] = base.rulebook.memory.setdefault("samples", {})
    if len(known) >= _MOST_SAMPLED:
        known.clear()
    apart = base.profile.undertaking.activities_separated
    return known.setdefault((id(base.scheme), id(base.payment), base.day, answers, apart), {})


def _type_of(
    piece: Piece, measure: Measure | None, looks: Looks, payment: Payment
) -> tuple[object, ...] | None:
    """What the payment looks at of a piece of parcel; None on an element, and where costs or GLMC 8 are its own."""
    parcel = piece.parcel
    if parcel is None or measure is None or measure.income_forgone_eur is not None:
        return None
    if (parcel.glmc8_ha and payment.value_zero_when == "glmc8") or (looks.grown and parcel.crop_history):
        return None
    return (measure.code, *[getattr(parcel, name, None) for name in looks.attributes])


@dataclass(frozen=True, slots=True)
class Sample:
    """What is found for every piece of a type, without a trace of where it is or how large.

    ``claims`` are terms, formula and day of grant; where it is ``flat`` the formula goes on after the quantity. Paths that
    begin with a dot go on after the place.
    """

    flat: bool
    claims: tuple[tuple[Terms, str, date], ...]
    refusals: tuple[Refusal, ...]
    open: tuple[OpenQuestion, ...]
    waiting: tuple[Waiting, ...]
    assumptions: Mapping[str, Text]

    @classmethod
    def of(cls, payment: Payment, piece: Piece, here: Findings) -> Sample | None:
        """What was found for one piece, as a sample; None where something names its place or follows from its size."""
        flat, place = payment.kind is PaymentKind.FLAT, piece.place
        if any(o.could_pay_cents is not None or _names(o.missing, place) for o in here.open):
            return None
        if any(c.quantity != piece.quantity for c in here.claims) or (flat and here.refusals):
            return None
        start = len(plain(piece.quantity)) if flat else 0
        return cls(
            flat,
            tuple((c.terms, c.formula[start:], c.grant_date) for c in here.claims),
            tuple(replace(r, place="") for r in here.refusals),
            tuple(replace(o, place="", paths=_without(o.paths, place)) for o in here.open),
            tuple(replace(w, place="", hectares=None, paths=_without(w.paths, place)) for w in here.waiting),
            here.assumptions,
        )

    def repeat(self, piece: Piece, found: Findings) -> None:
        """The same for a piece of the type."""
        place, quantity = piece.place, piece.quantity
        for terms, said, day in self.claims:
            formula = plain(quantity) + said if self.flat else said
            found.claims.append(Claim(terms, place, piece.id, day.year, quantity, formula, day))
        for r in self.refusals:
            found.refusals.append(
                Refusal(r.scheme, r.payment, place, r.year, r.reason, r.shortfall, r.remedy, r.source)
            )
        within: dict[tuple[str, ...], tuple[str, ...]] = {}
        for o in self.open:
            paths = within[o.paths] = _within(o.paths, place)
            found.open.append(OpenQuestion(o.scheme, o.payment, place, o.year, o.missing, paths, None))
        for w in self.waiting:
            paths = within.get(w.paths) or _within(w.paths, place)
            found.waiting.append(Waiting(w.scheme, w.name, place, quantity, w.points, w.value, paths))


def _names(texts: tuple[Text, ...], place: str) -> bool:
    """Whether one of the texts may name the place."""
    return any(f"{place}." in text.nl or f"{place}." in text.en for text in texts)


def _without(paths: tuple[str, ...], place: str) -> tuple[str, ...]:
    """The paths, those that begin with the place from the dot after it."""
    return tuple(p.removeprefix(place) if p.startswith(f"{place}.") else p for p in paths)


def _within(paths: tuple[str, ...], place: str) -> tuple[str, ...]:
    """The paths of a sample at a place."""
    if not any(p[0] == "." for p in paths):
        return paths
    return tuple([place + p if p[0] == "." else p for p in paths])
