"""Conditions: each answers met, failed (by how much) or cannot be decided (which fact is missing)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from calculator.domain.farm import FarmProfile
from calculator.domain.quantity import plain
from calculator.domain.scheme import Condition, Text
from calculator.domain.source import Series
from calculator.eligibility.units import Piece


@dataclass(frozen=True, slots=True)
class Outcome:
    """``met`` is None where a fact is missing; ``missing`` names the paths; ``shortfall`` says how far off it is."""

    met: bool | None
    missing: tuple[str, ...] = ()
    shortfall: Text | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a condition may look at: the farm, the day, the piece and the quantity claimed there."""

    profile: FarmProfile
    day: date
    figures: Mapping[str, Series]
    piece: Piece | None = None
    quantity: Decimal | None = None
    width_m: Decimal | None = None


MET = Outcome(True)
#: The land uses that are grassland.
GRASSLAND = ("permanent_grassland", "temporary_grassland")


def texts(value: object) -> tuple[str, ...]:
    """One text or a list of texts as a tuple."""
    if isinstance(value, (list, tuple)):
        return tuple(str(v) for v in value)
    return (str(value),)


def as_number(value: object) -> Decimal | None:
    """The fact as a number, or None where it is none."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or value is None:
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _bound(condition: Condition, setting: Setting) -> Decimal | None:
    if "value" in condition.arguments:
        return as_number(condition.arguments["value"])
    series = setting.figures.get(str(condition.arguments.get("figure")))
    figure = series.on(setting.day) if series else None
    return figure.values.get("") if figure else None


def _compare(kind: str, found: Decimal, bound: Decimal) -> Outcome:
    met = {
        "at_least": found >= bound,
        "at_most": found <= bound,
        "above": found > bound,
        "below": found < bound,
    }[kind]
    if met:
        return MET
    need = {"at_least": ("minstens", "at least"), "at_most": ("hoogstens", "at most")}.get(
        kind, ("meer dan", "more than") if kind == "above" else ("minder dan", "less than")
    )
    short = plain(abs(bound - found))
    return Outcome(
        False,
        shortfall=Text(
            nl=f"{plain(found)} waar {need[0]} {plain(bound)} nodig is ({short} te {'weinig' if found < bound else 'veel'})",
            en=f"{plain(found)} where {need[1]} {plain(bound)} is needed ({short} too {'little' if found < bound else 'much'})",
        ),
    )


def _fact_is(condition: Condition, setting: Setting) -> Outcome:
    path = str(condition.arguments["path"])
    fact = setting.profile.fact(path)
    if fact is None:
        return Outcome(None, (path,))
    return _one_of(_as_text(fact), condition)


def _one_of(found: str, condition: Condition) -> Outcome:
    wanted = texts(condition.arguments["one_of"])
    if found in wanted:
        return MET
    return Outcome(
        False,
        shortfall=Text(
            nl=f"nu: {found}; nodig: {', '.join(wanted)}", en=f"now: {found}; needed: {', '.join(wanted)}"
        ),
    )


def _fact_includes(condition: Condition, setting: Setting) -> Outcome:
    path = str(condition.arguments["path"])
    fact = setting.profile.fact(path)
    if fact is None:
        return Outcome(None, (path,))
    wanted = texts(condition.arguments["one_of"])
    held = texts(fact)
    if set(held) & set(wanted):
        return MET
    return Outcome(
        False, shortfall=Text(nl=f"ontbreekt: {', '.join(wanted)}", en=f"missing: {', '.join(wanted)}")
    )


def _fact_number(condition: Condition, setting: Setting) -> Outcome:
    path = str(condition.arguments["path"])
    found = as_number(setting.profile.fact(path))
    bound = _bound(condition, setting)
    if found is None:
        return Outcome(None, (path,))
    if bound is None:
        return Outcome(None, (f"figure:{condition.arguments.get('figure')}",))
    return _compare(condition.kind.removeprefix("fact_"), found, bound)


def _declared(condition: Condition, setting: Setting) -> Outcome:
    path = str(condition.arguments["path"])
    path = path if path.startswith("declared.") else f"declared.{path}"
    fact = setting.profile.fact(path)
    if fact is None:
        return Outcome(None, (path,))
    if _as_text(fact) in ("yes", "true", "True"):
        return MET
    return Outcome(False, shortfall=Text(nl="in het profiel ontkend", en="denied in the profile"))


def _place_is(condition: Condition, setting: Setting) -> Outcome:
    if setting.piece is None:
        return MET
    thing = setting.piece.parcel if condition.kind == "parcel_is" else setting.piece.element
    attribute = str(condition.arguments["attribute"])
    if thing is None:
        return Outcome(False, shortfall=Text(nl="ligt niet op zo'n plek", en="does not lie on such a place"))
    found = getattr(thing, attribute, None)
    if found is None:
        return Outcome(None, (f"{setting.piece.place}.{attribute}",))
    return _one_of(_as_text(found), condition)


def _quantity(condition: Condition, setting: Setting) -> Outcome:
    bound = _bound(condition, setting)
    if setting.quantity is None or bound is None:
        return Outcome(None, ("quantity",))
    return _compare(condition.kind.removeprefix("quantity_"), setting.quantity, bound)


def _width(condition: Condition, setting: Setting) -> Outcome:
    if setting.width_m is None:
        return Outcome(None, (f"{setting.piece.place if setting.piece else 'farm'}.width_m",))
    low, high = as_number(condition.arguments["low"]), as_number(condition.arguments["high"])
    if low is None or high is None:
        raise ValueError(f"width_between needs low and high: {condition.arguments}")
    if low <= setting.width_m <= high:
        return MET
    text = f"{plain(setting.width_m)} m; {plain(low)}-{plain(high)} m"
    return Outcome(False, shortfall=Text(nl=text, en=text))


def area_of(profile: FarmProfile, name: str) -> Decimal:
    """Hectares of the farm under one of the names that quantities and shares use."""
    uses = {
        "arable_ha": ("arable",),
        "grassland_ha": GRASSLAND,
        "permanent_grassland_ha": ("permanent_grassland",),
    }.get(name)
    return sum((p.area_ha for p in profile.parcels if uses is None or p.land_use in uses), Decimal(0))


def _numerator(of: Mapping[str, object], profile: FarmProfile, day: date) -> Decimal:
    total = Decimal(0)
    if "measures" in of:
        wanted = set(texts(of["measures"]))
        for parcel in profile.parcels:
            parts: dict[str | None, Decimal] = {}  # beside each other; measures of one part overlap
            for m in (x for x in parcel.measures if x.code in wanted and not x.candidate):
                parts[m.part] = max(m.quantity, parts.get(m.part, Decimal(0)))
            total += min(sum(parts.values(), Decimal(0)), parcel.area_ha)
    if "contracts" in of:
        wanted = set(texts(of["contracts"]))
        running = [c for c in profile.contracts if c.start <= day <= c.until]
        places = {p.id for p in profile.parcels}
        for contract in running:
            if any(contract.scheme == w or contract.scheme.startswith(w.rstrip("*")) for w in wanted):
                total += sum((x.quantity for x in contract.lines if x.unit in places), Decimal(0))
    if "land_use" in of:
        uses = set(texts(of["land_use"]))
        total += sum((p.area_ha for p in profile.parcels if p.land_use in uses), Decimal(0))
    if "crops" in of:
        crops = set(texts(of["crops"]))
        total += sum((p.area_ha for p in profile.parcels if p.crop_code in crops), Decimal(0))
    return total


def _share(condition: Condition, setting: Setting) -> Outcome:
    of = condition.arguments["of"]
    if not isinstance(of, Mapping):
        raise ValueError(f"share_at_least needs `of` as a mapping: {of!r}")
    whole = area_of(setting.profile, str(condition.arguments["in"]))
    bound = _bound(condition, setting)
    if bound is None:
        return Outcome(None, (f"figure:{condition.arguments.get('figure')}",))
    if whole == 0:
        return Outcome(False, shortfall=Text(nl="geen areaal van deze soort", en="no area of this kind"))
    have = _numerator(of, setting.profile, setting.day)
    if have >= bound * whole:
        return MET
    short, need = plain(bound * whole - have), plain(bound * 100)
    return Outcome(
        False,
        shortfall=Text(
            nl=f"{short} ha tekort voor {need} % van {plain(whole)} ha",
            en=f"{short} ha short of {need} % of {plain(whole)} ha",
        ),
    )


def _history(condition: Condition, setting: Setting) -> Outcome:
    parcel = setting.piece.parcel if setting.piece else None
    if parcel is None:
        return MET
    years = int(str(condition.arguments["years"]))
    wanted = set(texts(condition.arguments["crops"]))
    asked = range(setting.day.year - years, setting.day.year)
    times = int(str(condition.arguments.get("at_least", "1")))
    found = sum(1 for y in asked if parcel.crop_history.get(y) in wanted)
    if found >= times:
        return MET
    if any(y not in parcel.crop_history for y in asked):
        return Outcome(None, (f"{parcel.id}.crop_history",))
    return Outcome(
        False,
        shortfall=Text(
            nl=f"{found} keer in {years} jaar; nodig {times}",
            en=f"{found} times in {years} years; needed {times}",
        ),
    )


def _any_of(condition: Condition, setting: Setting) -> Outcome:
    nested = condition.arguments["conditions"]
    if not isinstance(nested, (list, tuple)):
        raise ValueError("any_of needs a list of conditions")
    outcomes = [evaluate(c, setting) for c in nested]
    if any(o.met for o in outcomes):
        return MET
    missing = tuple(path for o in outcomes for path in o.missing)
    if missing:
        return Outcome(None, missing)
    return next((o for o in outcomes if o.shortfall), Outcome(False))


TESTS: dict[str, Callable[[Condition, Setting], Outcome]] = {
    "fact_is": _fact_is,
    "fact_includes": _fact_includes,
    "fact_at_least": _fact_number,
    "fact_at_most": _fact_number,
    "fact_above": _fact_number,
    "fact_below": _fact_number,
    "declared": _declared,
    "parcel_is": _place_is,
    "element_is": _place_is,
    "quantity_at_least": _quantity,
    "quantity_at_most": _quantity,
    "width_between": _width,
    "share_at_least": _share,
    "history_includes": _history,
    "any_of": _any_of,
}


def evaluate(condition: Condition, setting: Setting) -> Outcome:
    """The outcome of one condition; the registry guarantees that its kind is known."""
    return TESTS[condition.kind](condition, setting)
