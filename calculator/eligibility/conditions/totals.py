"""What there is in all on parcels and elements (500 m of hedge of good quality), and what a result comes to on average."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from fractions import Fraction

from calculator.domain.farm import told, where_told
from calculator.domain.quantity import Unit
from calculator.domain.scheme import Condition, Text
from calculator.eligibility.conditions.judged import Lot, judged, sized, where_of
from calculator.eligibility.conditions.outcomes import (
    MET,
    Outcome,
    Setting,
    Test,
    as_number,
    bound_of,
    compared,
)

TOTALS = ("total_at_least",)
MEANS = ("mean_at_least", "mean_at_most")
#: The kinds of condition that count parcels and elements of the whole farm, each by what it answers itself.
OF_PLACES = (*TOTALS, *MEANS)
#: Of a mean in which every place weighs the same.
PLACE = "place"
_NOWHERE = Text(nl="het bedrijf heeft geen plek van deze soort", en="the farm has no place of this kind")
#: How a number is said that goes on for ever.
_SHOWN = Decimal("0.01")


def counts_places(condition: Condition) -> bool:
    """Whether it asks something of every place of the farm: what one of them does not say is missing everywhere."""
    of = condition.arguments.get("of")
    return condition.kind in OF_PLACES or (isinstance(of, Mapping) and bool(where_of(of)))


def told_of_places(condition: Condition) -> tuple[str, ...]:
    """The paths of answers that it asks of every place that it counts."""
    if not counts_places(condition):
        return ()
    asked = [c.arguments.get("path") for c in where_of(_of(condition))] + [condition.arguments.get("path")]
    return tuple(str(path) for path in asked if path is not None)


def enough_in_all(condition: Condition, setting: Setting, test: Test) -> Outcome:
    """Whether there is so much in all of what counts; what nobody filled in is asked while it decides."""
    of, unit = _of(condition), Unit(str(condition.arguments["unit"]))
    bound = bound_of(condition, setting)
    if bound is None:
        return _unpublished(condition)
    lots = [
        lot for lot in judged(sized(of, setting.profile, unit), of, setting, test) if lot.fits is not False
    ]
    sure = sum((lot.much for lot in lots if lot.fits and lot.much is not None), Fraction(0))
    if sure >= bound:
        return MET
    open_ = [lot for lot in lots if lot.fits is None or lot.much is None]
    most = sum((lot.much for lot in open_ if lot.much is not None), sure)
    if open_ and (most >= bound or any(lot.much is None for lot in open_)):
        return Outcome(None, _missing(open_))
    return compared("at_least", _said(sure), bound, _IN[unit])


def _said(much: Fraction) -> Decimal:
    """How much there is, in full; what goes on for ever so that what is short is never nothing."""
    number = Decimal(much.numerator) / Decimal(much.denominator)
    return number if Fraction(number) == much else number.quantize(_SHOWN, ROUND_DOWN)


#: A unit as it stands after a number.
_IN: Mapping[Unit, Text] = {
    Unit.HECTARE: Text(" ha", " ha"),
    Unit.METRE: Text(" m", " m"),
    Unit.SQUARE_METRE: Text(" m²", " m²"),
    Unit.PIECE: Text(" stuks", " pieces"),
}


def mean(condition: Condition, setting: Setting, test: Test) -> Outcome:
    """Whether a result of the places that count lies within the bound on average, each place by its size or as one."""
    of, per, path = _of(condition), str(condition.arguments["per"]), str(condition.arguments["path"])
    bound = bound_of(condition, setting)
    if bound is None:
        return _unpublished(condition)
    places = sized(of, setting.profile, None if per == PLACE else Unit(per))
    lots = [lot for lot in judged(places, of, setting, test) if lot.fits is not False]
    if not lots:
        return Outcome(False, shortfall=_NOWHERE)
    if setting.profile.widest:
        return MET
    found = [(lot.much, as_number(told(lot.place, path))) for lot in lots]
    unsaid = [
        where_told(lot.place.id, path) for lot, (_, value) in zip(lots, found, strict=True) if value is None
    ]
    missing = (*_missing(lots), *unsaid)
    if missing:
        return Outcome(None, missing)
    weighed = [(much or Fraction(0), Fraction(value or 0)) for much, value in found]
    total = sum((much * value for much, value in weighed), Fraction(0))
    return _held(condition.kind, total / sum((much for much, _ in weighed), Fraction(0)), bound)


def _held(kind: str, found: Fraction, bound: Decimal) -> Outcome:
    least = kind == "mean_at_least"
    if (found >= bound) if least else (found <= bound):
        return MET
    # Said on the side on which it lies, so that what is short is never nothing.
    number = Decimal(found.numerator) / Decimal(found.denominator)
    said = number.quantize(_SHOWN, ROUND_DOWN if least else ROUND_UP)
    short = compared(kind.removeprefix("mean_"), said, bound).shortfall or Text("", "")
    return Outcome(False, shortfall=Text(nl=f"gemiddeld {short.nl}", en=f"{short.en} on average"))


def _of(condition: Condition) -> Mapping[str, object]:
    of = condition.arguments["of"]
    if not isinstance(of, Mapping):
        raise ValueError(f"{condition.kind} needs `of` as a mapping: {of!r}")
    return of


def _missing(lots: Sequence[Lot[Fraction]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for lot in lots for path in lot.missing))


def _unpublished(condition: Condition) -> Outcome:
    return Outcome(None, (f"figure:{condition.arguments.get('figure')}",))
