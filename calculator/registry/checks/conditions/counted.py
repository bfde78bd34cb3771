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
#: Measures with their columns.
_Listed = Mapping[str, Mapping[str, str]]
#: What may be counted: land that lies so, and elements.
_LAND = ("measures", "contracts", "land_use", "crops")
_PLACES = ("measures", "land_use", "crops", "elements")


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Conditions that count nothing, in a unit that it does not have, or places that are asked something else."""
    listed = draft.codelists.get("measures")
    measures = {code: row.columns for code, row in listed.codes.items()} if listed else {}
    for file in draft.schemes:
        for holder in (file.row, *file.row.rows("payments")):
            for condition in (c for top in holder.rows("conditions") for c in top.walk()):
                of = condition.row("of") if "of" in condition else None
                for finding in _counted(condition, of, measures) if of is not None else ():
                    yield RuleProblem(file.file, *finding)


def _counted(condition: Row, of: Row, measures: _Listed) -> Iterator[_Finding]:
    what = _LAND if condition.text("kind") in OF_LAND else _PLACES
    if not any(of.texts(key) for key in what):
        yield condition.at("of"), _NOTHING, nearest("", what)
    unit = condition.maybe_text("unit") or condition.maybe_text("per") or "ha"
    for key in ("land_use", "crops"):
        if key in of and unit in ("m", "piece"):
            yield of.at(key), _NO_SIZE, _IN_HECTARES
    yield from _in_other_units(condition, of, measures)
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
        elif kind in _OF_LAND and not _lies(condition, of, measures, _OTHER_THAN_ELEMENTS):
            yield asked.at("kind"), _ELEMENTS_ALONE, _OF_THE_OTHER
        elif kind == "element_is" and not _lies(condition, of, measures, _ON_ELEMENTS):
            yield asked.at("kind"), _LAND_ALONE, _OF_THE_OTHER
    path = condition.maybe_text("path")
    if condition.text("kind") in MEANS and path is not None and not path.startswith("place."):
        yield condition.at("path"), _ONE_NUMBER, _OF_EACH


def _lies(condition: Row, of: Row, measures: _Listed, where: frozenset[str]) -> bool:
    """Whether any of what is counted may lie there; of shares and hectares only parcels count."""
    if where == _ON_ELEMENTS and condition.text("kind") in OF_LAND:
        return False
    lying = {measures[code]["land"] for code in of.texts("measures") if code in measures}
    lying |= {land for key, land in _LIES.items() if of.texts(key)}
    return not lying or not lying.isdisjoint(where)


#: On what that lies which is counted besides measures.
_LIES: Mapping[str, str] = {
    "elements": "element",
    "land_use": "arable",
    "crops": "arable",
    "contracts": "any",
}
_ON_ELEMENTS = frozenset({"element", "any"})
_OTHER_THAN_ELEMENTS = frozenset({"any", "arable", "grassland"})
#: Conditions that only a parcel can meet.
_OF_LAND = ("parcel_is", "history_includes")


def _in_other_units(condition: Row, of: Row, measures: _Listed) -> Iterator[_Finding]:
    """Measures that are counted in pieces where the condition is not, or the other way round: there would be none of them."""
    key = "unit" if "unit" in condition else "per"
    unit = condition.text(key, "place")
    for place, code in enumerate(of.texts("measures") if unit != PLACE else ()):
        own = measures[code]["unit"] if code in measures else unit
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


_ELEMENTS_ALONE = Text(
    nl="dit vraagt naar een perceel, en hier tellen alleen landschapselementen: er telt dan nooit iets",
    en="this asks of a parcel, and only landscape elements are counted here: nothing ever counts",
)
_LAND_ALONE = Text(
    nl="dit vraagt naar een landschapselement, en hier telt alleen grond: er telt dan nooit iets",
    en="this asks of a landscape element, and only land is counted here: nothing ever counts",
)
_OF_THE_OTHER = Text(
    nl="vraag iets van wat wordt geteld: `element_is` of een gegeven van een element, `parcel_is` of een gegeven van een perceel",
    en="ask something of what is counted: `element_is` or a fact of an element, `parcel_is` or a fact of a parcel",
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
