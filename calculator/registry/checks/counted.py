"""What a condition counts of the whole farm: that it says so, in a unit that it has, and asks of places what these can say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from calculator.domain.scheme import Text
from calculator.eligibility.conditions.judged import ON_A_PLACE
from calculator.eligibility.conditions.shares import OF_LAND, SAME
from calculator.eligibility.conditions.totals import MEANS, PLACE
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem, nearest
from calculator.registry.files.row import Row

_Finding = tuple[int, Text, Text]
#: What may be counted: land that lies so, and elements.
_LAND = ("measures", "contracts", "land_use", "crops")
_PLACES = ("measures", "land_use", "crops", "elements")
_GROUND = ("ha", "m2")


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Conditions that count nothing, in a unit that it does not have, or places that are asked something else."""
    listed = draft.codelists.get("measures")
    units = {code: row.columns["unit"] for code, row in listed.codes.items()} if listed else {}
    for file in draft.schemes:
        for holder in (file.row, *file.row.rows("payments")):
            for condition in (c for top in holder.rows("conditions") for c in top.walk()):
                of = condition.row("of") if "of" in condition else None
                for finding in _counted(condition, of, units) if of is not None else ():
                    yield RuleProblem(file.file, *finding)


def _counted(condition: Row, of: Row, units: Mapping[str, str]) -> Iterator[_Finding]:
    what = _LAND if condition.text("kind") in OF_LAND else _PLACES
    if not any(of.texts(key) for key in what):
        yield condition.at("of"), _NOTHING, nearest("", what)
    unit = condition.maybe_text("unit") or condition.maybe_text("per") or "ha"
    for key in ("land_use", "crops"):
        if key in of and unit in ("m", "piece"):
            yield of.at(key), _NO_SIZE, _IN_HECTARES
    yield from _in_other_units(condition, of, units)
    if "where" in of and not of.rows("where"):
        yield of.at("where"), _EMPTY_WHERE, _SAY_WHICH
    if condition.maybe_text("in") == SAME and "where" not in of:
        yield condition.at("in"), _ALL_OF_IT, _SAY_WHERE
    if "where" in of and "contracts" in of:
        yield of.at("contracts"), _CONTRACTED, _BY_MEASURES
    for asked in of.rows("where"):
        kind = asked.text("kind")
        on_place = asked.text("path", "place.").startswith("place.")
        if kind not in ON_A_PLACE or not on_place:
            yield asked.at("kind" if kind not in ON_A_PLACE else "path"), _NOT_OF_A_PLACE, _ASK_A_PLACE
    path = condition.maybe_text("path")
    if condition.text("kind") in MEANS and path is not None and not path.startswith("place."):
        yield condition.at("path"), _ONE_NUMBER, _OF_EACH


def _in_other_units(condition: Row, of: Row, units: Mapping[str, str]) -> Iterator[_Finding]:
    """Measures that are counted in pieces where the condition is not, or the other way round: there would be none of them."""
    key = "unit" if "unit" in condition else "per"
    unit = condition.text(key, "place")
    for place, code in enumerate(of.texts("measures") if unit != PLACE else ()):
        own = units.get(code, unit)
        if (own == "piece") != (unit == "piece"):
            yield (
                of.at("measures", place),
                Text(
                    nl=f"`{code}` wordt geteld in {own}, en hier in {unit}: er is dan nooit iets van",
                    en=f"`{code}` is counted in {own}, and here in {unit}: there is never any of it",
                ),
                Text(
                    nl=f"schrijf {key}: {own}, of noem maatregelen die in {unit} worden geteld",
                    en=f"write {key}: {own}, or name measures that are counted in {unit}",
                ),
            )


_EMPTY_WHERE = Text(nl="`where` is leeg: alles telt dan mee", en="`where` is empty: everything counts then")
_SAY_WHICH = Text(
    nl="noem wat het perceel of element zelf moet zijn, of laat `where` weg",
    en="say what the parcel or element itself must be, or leave `where` out",
)
_NOTHING = Text(nl="`of` zegt niet wat telt", en="`of` does not say what counts")
_NO_SIZE = Text(
    nl="grond wordt niet per meter of stuk geteld", en="land is not counted by the metre or piece"
)
_IN_HECTARES = Text(
    nl="tel in ha of m2, of noem `measures` of `elements`",
    en="count in ha or m2, or name `measures` or `elements`",
)
_ALL_OF_IT = Text(
    nl=f"zonder `where` is het aandeel in `{SAME}` altijd het geheel",
    en=f"without `where` a share in `{SAME}` is always the whole",
)
_SAY_WHERE = Text(
    nl="zeg onder `of` met `where` welke percelen meetellen",
    en="say under `of` with `where` which parcels count",
)
_CONTRACTED = Text(
    nl="van grond onder contract wordt niet gevraagd hoe het perceel is",
    en="of land under contract it is not asked how the parcel is",
)
_BY_MEASURES = Text(nl="noem de maatregelen (`measures`)", en="name the measures (`measures`)")
_NOT_OF_A_PLACE = Text(
    nl="`where` vraagt iets van het perceel of element zelf",
    en="`where` asks something of the parcel or element itself",
)
_ASK_A_PLACE = Text(
    nl=f"kies {', '.join(ON_A_PLACE)}; met een gegeven als place.zone",
    en=f"choose {', '.join(ON_A_PLACE)}; with a fact like place.zone",
)
_ONE_NUMBER = Text(nl="van één getal is er geen gemiddelde", en="one number has no mean")
_OF_EACH = Text(
    nl="neem het gemiddelde van een gegeven van de plek (place.kensoorten)",
    en="take the mean of a fact of the place (place.kensoorten)",
)
