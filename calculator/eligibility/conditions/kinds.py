"""Conditions: each answers met, failed (by how much) or cannot be decided (which fact is missing)."""

from __future__ import annotations

from collections.abc import Callable

from calculator.domain.quantity import plain
from calculator.domain.scheme import Condition, Text
from calculator.eligibility.conditions.code_words import Codes
from calculator.eligibility.conditions.densities import DENSITIES, density
from calculator.eligibility.conditions.diameters import class_of
from calculator.eligibility.conditions.outcomes import (
    HOLDING,
    MET,
    Outcome,
    Setting,
    as_number,
    as_text,
    bound_of,
    compared,
    no_bound,
    number_and_bound,
    texts,
)
from calculator.eligibility.conditions.shares import OF_LAND, enough_land
from calculator.eligibility.conditions.totals import MEANS, TOTALS, enough_in_all, mean


def _fact_is(condition: Condition, setting: Setting) -> Outcome:
    path = str(condition.arguments["path"])
    fact = setting.profile.fact(path)
    if fact is None:
        fact = setting.own(path)
    if fact is None:
        return Outcome(None, (setting.where(path),))
    return _one_of(as_text(fact), condition, path)


def _one_of(found: str, condition: Condition, of: str) -> Outcome:
    wanted = texts(condition.arguments["one_of"])
    return MET if found in wanted else Outcome(False, codes=Codes(of, wanted, found))


def _fact_includes(condition: Condition, setting: Setting) -> Outcome:
    path = str(condition.arguments["path"])
    fact = setting.profile.fact(path)
    if fact is None:
        return Outcome(None, (path,))
    wanted = texts(condition.arguments["one_of"])
    held = texts(fact)
    if set(held) & set(wanted):
        return MET
    return Outcome(False, codes=Codes(path, wanted))


def _fact_number(condition: Condition, setting: Setting) -> Outcome:
    known = number_and_bound(condition, setting)
    if isinstance(known, Outcome):
        return known
    return compared(condition.kind.removeprefix("fact_"), *known)


def _declared(condition: Condition, setting: Setting) -> Outcome:
    path = str(condition.arguments["path"])
    path = path if path.startswith("declared.") else f"declared.{path}"
    fact = setting.profile.fact(path)
    if fact is None:
        return Outcome(None, (path,))
    if as_text(fact) in ("yes", "true", "True"):
        return MET
    return Outcome(False, shortfall=Text(nl="in het profiel ontkend", en="denied in the profile"))


def _place_is(condition: Condition, setting: Setting) -> Outcome:
    attribute = str(condition.arguments["attribute"])
    if setting.piece is None:
        return _some_parcel_is(attribute, condition, setting) if condition.kind == "parcel_is" else MET
    thing = setting.piece.parcel if condition.kind == "parcel_is" else setting.piece.element
    if thing is None:
        return Outcome(False, shortfall=Text(nl="ligt niet op zo'n plek", en="does not lie on such a place"))
    found = getattr(thing, attribute, None)
    if found is None:
        return Outcome(None, (f"{setting.piece.place}.{attribute}",))
    said = as_text(found)
    if attribute == "diameter_cm":
        known = class_of(said, texts(condition.arguments["one_of"]))
        if known is None:
            return Outcome(None, (f"{setting.piece.place}.{attribute}",))
        said = known
    return _one_of(said, condition, attribute)


def _some_parcel_is(attribute: str, condition: Condition, setting: Setting) -> Outcome:
    """For a payment to the farm: whether any of its land is so; a parcel that does not say leaves it undecided."""
    wanted = texts(condition.arguments["one_of"])
    found = {p.id: getattr(p, attribute, None) for p in setting.profile.parcels}
    said = {as_text(value) for value in found.values() if value is not None}
    if not said.isdisjoint(wanted):
        return MET
    if None in found.values():
        return Outcome(None, tuple(f"{place}.{attribute}" for place, value in found.items() if value is None))
    return Outcome(False, codes=Codes(attribute, wanted, said.pop() if len(said) == 1 else None))


def _quantity(condition: Condition, setting: Setting) -> Outcome:
    bound = bound_of(condition, setting)
    if bound is None:
        return no_bound(condition, setting)
    if setting.quantity is None:
        return Outcome(None, ("quantity",))
    return compared(condition.kind.removeprefix("quantity_"), setting.quantity, bound)


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
    if found + sum(1 for y in asked if y not in parcel.crop_history) >= times:
        return Outcome(None, (f"{parcel.id}.crop_history",))
    return Outcome(
        False,
        shortfall=Text(
            nl=f"{found} keer in {years} jaar; nodig {times}",
            en=f"{found} times in {years} years; needed {times}",
        ),
    )


def _held(condition: Condition, setting: Setting) -> tuple[tuple[Condition, ...], list[Outcome]]:
    """The conditions that one holds, and the outcome of each."""
    held = condition.arguments["conditions"]
    if not isinstance(held, (list, tuple)):
        raise ValueError(f"{condition.kind} needs a list of conditions")
    return tuple(held), [evaluate(c, setting) for c in held]


def _all_of(condition: Condition, setting: Setting) -> Outcome:
    held, outcomes = _held(condition, setting)
    failed = next((o for o in outcomes if o.met is False), None)
    undecided = [(c, o) for c, o in zip(held, outcomes, strict=True) if o.met is None]
    if failed is not None or not undecided:
        return failed or MET
    asked = [o for c, o in undecided if not o.presumed(c)]
    return Outcome(
        None,
        tuple(dict.fromkeys(path for o in asked or [o for _, o in undecided] for path in o.missing)),
        awaits=next((o.awaits for o in asked if o.awaits), None),
        presumes=not asked,
    )


def _denied(condition: Condition, outcome: Outcome, setting: Setting) -> bool:
    """Whether the profile says no to it, or to any that it holds."""
    if outcome.met is not False or condition.kind not in HOLDING:
        return outcome.met is False and condition.kind == "declared"
    held, outcomes = _held(condition, setting)
    return any(_denied(c, o, setting) for c, o in zip(held, outcomes, strict=True))


def _any_of(condition: Condition, setting: Setting) -> Outcome:
    nested, outcomes = _held(condition, setting)
    if any(o.met for o in outcomes):
        return MET
    missing = tuple(dict.fromkeys(path for o in outcomes for path in o.missing))
    if missing:
        # Who says that one of them is not so gives an answer: what is left of it is asked, not presumed.
        denied = any(_denied(c, o, setting) for c, o in zip(nested, outcomes, strict=True))
        return Outcome(
            None,
            missing,
            awaits=next((o.awaits for o in outcomes if o.awaits), None),
            presumes=not denied and any(o.presumed(c) for c, o in zip(nested, outcomes, strict=True)),
        )
    return next((o for o in outcomes if o.shortfall or o.codes), Outcome(False))


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
    **dict.fromkeys(OF_LAND, lambda condition, setting: enough_land(condition, setting, evaluate)),
    **dict.fromkeys(TOTALS, lambda condition, setting: enough_in_all(condition, setting, evaluate)),
    **dict.fromkeys(MEANS, lambda condition, setting: mean(condition, setting, evaluate)),
    **dict.fromkeys(DENSITIES, density),
    "history_includes": _history,
    "any_of": _any_of,
    "all_of": _all_of,
}


def evaluate(condition: Condition, setting: Setting) -> Outcome:
    """The outcome of one condition; the registry guarantees that its kind is known."""
    return TESTS[condition.kind](condition, setting)
