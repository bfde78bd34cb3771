"""What a payment looks at of land, and what it then finds for every piece that is alike in that.

The type of a piece is what the payment looks at: its measure, and the attributes of the parcel that conditions and keyed
figures name. Where a payment looks at more than that (how large the piece is, what it grew) each piece is assessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import itemgetter

from calculator.domain.claim import Claim, OpenQuestion, Refusal, Terms
from calculator.domain.farm import Measure, told
from calculator.domain.memory import Answers
from calculator.domain.period import same_day_in
from calculator.domain.quantity import Unit, plain
from calculator.domain.quickly import in_rows, made_quickly
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Payment, PaymentKind, Scheme, Text
from calculator.eligibility.conditions.outcomes import HOLDING, bound_by_key, place_asked
from calculator.eligibility.conditions.totals import counts_places
from calculator.eligibility.spans import every_condition
from calculator.eligibility.subject import OF_THE_FARM, Findings, Waiting
from calculator.eligibility.units import Piece

_LOOKS: Answers[tuple[int, int], Looks | None] = Answers("looks at")

#: Conditions that look at more of a piece than its attributes and what it grew.
_LOOK_FURTHER = ("quantity_", "width_")
#: Figures that make an amount more than quantity times rate.
_BEND_THE_RATE = frozenset({"cap", "min_quantity"})


@dataclass(frozen=True, slots=True)
class Looks:
    """What a payment looks at: the attributes of a parcel, and the conditions on the farm (None: on more than facts).

    ``asks`` are the identities of these conditions, and ``steady`` says that no figure nor day is in them. ``grown`` says that
    it looks at what a parcel grew: parcels of which that is not given are of a type; ``glmc8`` that its value lapses on what
    fulfils GLMC 8.
    """

    attributes: tuple[str, ...]
    of_the_farm: tuple[Condition, ...] | None
    asks: tuple[int, ...]
    steady: bool
    grown: bool
    glmc8: bool


def looks_of(rulebook: Rulebook, scheme: Scheme, payment: Payment) -> Looks | None:
    """What a payment looks at of a piece of land; None where that is more than attributes."""
    known = rulebook.memory.of(_LOOKS)
    key = (id(scheme), id(payment))
    if key not in known:
        known[key] = _looks_at(scheme, payment)
    return known[key]


def _looks_at(scheme: Scheme, payment: Payment) -> Looks | None:
    conditions = tuple(every_condition(scheme, payment))
    further = (c.kind.startswith(_LOOK_FURTHER) or counts_places(c) for c in conditions)
    if any(further) or any(bound_by_key(c, payment.figures) for c in conditions):
        return None
    if payment.kind is PaymentKind.FLAT:
        bent = payment.extra_quantity is not None or not _BEND_THE_RATE.isdisjoint(payment.figures)
        if bent or payment.unit is not Unit.HECTARE:
            return None
    elif payment.kind is not PaymentKind.ACTIVITY:
        return None
    grown = any(c.kind == "history_includes" for c in conditions)
    of_places = {id(c): asked for c in conditions if (asked := place_asked(c)) is not None}
    others = tuple(
        c for c in conditions if id(c) not in of_places and c.kind not in ("history_includes", *HOLDING)
    )
    # The land use says under which ceiling per hectare a claim falls.
    attributes = sorted({*of_places.values(), "land_use", "glmc9", *filter(None, (payment.keyed_by,))})
    facts_alone = all(c.kind in OF_THE_FARM or c.kind.startswith("fact_") for c in others)
    return Looks(
        tuple(attributes),
        others if facts_alone else None,
        tuple(map(id, others)),
        all(c.kind in OF_THE_FARM for c in others),
        grown,
        payment.value_zero_when == "glmc8",
    )


#: What a payment looks at of a piece of land.
Type = tuple[object, ...]


def type_of(piece: Piece, measure: Measure | None, looks: Looks) -> Type | None:
    """What the payment looks at of a piece of parcel; None on an element, and where costs or GLMC 8 are its own."""
    parcel = piece.parcel
    if parcel is None or measure is None or measure.income_forgone_eur is not None:
        return None
    if (parcel.glmc8_ha and looks.glmc8) or (looks.grown and parcel.crop_history):
        return None
    return (measure.code, *[told(parcel, name) for name in looks.attributes])


#: The years of a span, as places in the horizon, with the day on which its first year is read.
Stretch = tuple[date, tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _Claimed:
    """Claims that follow each other with one formula. Where the sample is flat it goes on after the quantity.

    A row is the place of a year, its terms, the year and the day of grant.
    """

    formula: str
    rows: tuple[tuple[int, Terms, int, date], ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Open questions that follow each other on the same facts; ``placed`` says whether some of these lie on the piece.

    A row is the place of a year, the year and what is missing.
    """

    scheme: str
    payment: str
    paths: tuple[str, ...]
    placed: bool
    rows: tuple[tuple[int, int, tuple[Text, ...]], ...]


_claims = in_rows(Claim, "terms", "year", "grant_date")
_questions = in_rows(OpenQuestion, "year", "missing")


@dataclass(frozen=True, slots=True)
class Sample:
    """What is found for every piece of a type, in all years, without a trace of where it is or how large.

    Everything stands with the place of its year in the horizon. Where it is ``flat`` the formula of a claim goes on after the
    quantity, and so does that of ``nothing``: what pays nothing, however much there is. Paths that begin with a dot go on after
    the place. What is ``waiting`` stands in the first year of its stretch alone, with whether its paths go on after the
    place; ``assumptions`` stand with the places of all their years.
    """

    flat: bool
    claims: tuple[_Claimed, ...]
    refusals: tuple[tuple[int, Refusal], ...]
    nothing: tuple[tuple[int, Refusal, str], ...]
    open: tuple[_Asked, ...]
    waiting: tuple[tuple[int, Waiting, bool], ...]
    assumptions: tuple[tuple[tuple[int, ...], Mapping[str, Text]], ...]

    @classmethod
    def of(
        cls, payment: Payment, piece: Piece, found: Sequence[Findings], stretches: Sequence[Stretch]
    ) -> Sample | None:
        """What was found for one piece in the first year of each stretch; None where something is of this piece alone."""
        flat, place = payment.kind is PaymentKind.FLAT, piece.place
        if any(_of_this_piece(here, piece) for here in found):
            return None
        parts = list(zip(found, stretches, strict=True))
        much = plain(piece.quantity)
        refused = [
            (at, replace(r, place="", year=year))
            for here, (_, years, places) in parts
            for r in here.refusals
            for at, year in zip(places, years, strict=True)
        ]
        nothing = [each for each in refused if flat and each[1].formula.startswith(much)]
        return cls(
            flat,
            tuple(_claimed(parts, len(much) if flat else 0)),
            tuple(each for each in refused if each not in nothing),
            tuple((at, r, r.formula.removeprefix(much)) for at, r in nothing),
            tuple(_asked(parts, place)),
            tuple(
                (places[0], replace(w, place="", hectares=None, paths=paths), paths != w.paths)
                for here, (_, _, places) in parts
                for w in here.waiting
                for paths in [_without(w.paths, place)]
            ),
            tuple((places, here.assumptions) for here, (_, _, places) in parts if here.assumptions),
        )

    def missing(self) -> Iterator[tuple[Text, ...]]:
        """What its open questions miss."""
        return (missing for asked in self.open for _, _, missing in asked.rows)

    def assume(self, there: Sequence[Findings]) -> None:
        """What it assumes; ``there`` is what was found so far, per year of the horizon."""
        for places, assumptions in self.assumptions:
            for at in places:
                there[at].assumptions.update(assumptions)

    def repeat(self, piece: Piece, to: Adding) -> None:
        """The same for a piece of the type."""
        place, quantity = piece.place, piece.quantity
        much = plain(quantity) if self.flat else ""
        for of in self.claims:
            _claims(
                of.rows, to.claims, place=place, piece=piece.id, quantity=quantity, formula=much + of.formula
            )
        for asked in self.open:
            paths = _within(asked.paths, place) if asked.placed else asked.paths
            _questions(
                asked.rows, to.open, scheme=asked.scheme, payment=asked.payment, place=place, paths=paths,
                could_pay_cents=None,
            )  # fmt: skip
        for at, r in self.refusals:
            to.refusals[at](
                Refusal(
                    r.scheme, r.payment, place, r.year, r.reason, r.shortfall, r.remedy, r.source, r.formula
                )
            )
        for at, r, said in self.nothing:
            sum_ = much + said
            to.refusals[at](
                Refusal(r.scheme, r.payment, place, r.year, r.reason, r.shortfall, r.remedy, r.source, sum_)
            )
        for at, w, placed in self.waiting:
            paths = _within(w.paths, place) if placed else w.paths
            to.waiting[at](Waiting(w.scheme, w.name, place, quantity, w.points, w.value, paths))


@made_quickly
@dataclass(frozen=True, slots=True)
class Adding:
    """What was found so far, per year of the horizon, and what adds to it."""

    there: Sequence[Findings]
    claims: tuple[Callable[[Claim], None], ...]
    refusals: tuple[Callable[[Refusal], None], ...]
    open: tuple[Callable[[OpenQuestion], None], ...]
    waiting: tuple[Callable[[Waiting], None], ...]

    @classmethod
    def to(cls, there: Sequence[Findings]) -> Adding:
        """Adds to these."""
        return cls(
            there,
            tuple([found.claims.append for found in there]),
            tuple([found.refusals.append for found in there]),
            tuple([found.open.append for found in there]),
            tuple([found.waiting.append for found in there]),
        )


#: What was found for the first year of each stretch.
_Parts = Sequence[tuple[Findings, Stretch]]


def _claimed(parts: _Parts, start: int) -> Iterator[_Claimed]:
    """The claims of a piece; the formula without what it begins with."""
    found = (
        (c.formula[start:], (at, c.terms, year, same_day_in(year, c.grant_date)))
        for here, (_, years, places) in parts
        for c in here.claims
        for at, year in zip(places, years, strict=True)
    )
    for formula, rows in groupby(found, key=itemgetter(0)):
        yield _Claimed(formula, tuple(row for _, row in rows))


def _asked(parts: _Parts, place: str) -> Iterator[_Asked]:
    """The open questions of a piece, without its place."""
    found = (
        ((o.scheme, o.payment, paths, paths != o.paths), (at, year, o.missing))
        for here, (_, years, places) in parts
        for o in here.open
        for paths in [_without(o.paths, place)]
        for at, year in zip(places, years, strict=True)
    )
    for (scheme, payment, paths, placed), rows in groupby(found, key=itemgetter(0)):
        yield _Asked(scheme, payment, paths, placed, tuple(row for _, row in rows))


def _of_this_piece(here: Findings, piece: Piece) -> bool:
    """Whether something of it names its place or follows from its size."""
    if any(o.could_pay_cents is not None or _names(o.missing, piece.place) for o in here.open):
        return True
    return any(c.quantity != piece.quantity for c in here.claims)


def _names(texts: tuple[Text, ...], place: str) -> bool:
    """Whether one of the texts may name the place."""
    return any(f"{place}." in text.nl or f"{place}." in text.en for text in texts)


def _without(paths: tuple[str, ...], place: str) -> tuple[str, ...]:
    """The paths, those that begin with the place from the dot after it."""
    return tuple(p.removeprefix(place) if p.startswith(f"{place}.") else p for p in paths)


def _within(paths: tuple[str, ...], place: str) -> tuple[str, ...]:
    """The paths of a sample at a place."""
    return tuple([place + p if p[0] == "." else p for p in paths])
