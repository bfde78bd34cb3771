"""Whether measures and other amounts fit on the parcel or element they lie on.

As in a farm profile: each measure fits by itself; managed measures of one part lie on the same ground, so a part is as
large as its largest measure, and the parts fit together; a candidate takes no ground.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.scenarios.population.findings import Findings

Frames = Mapping[str, pd.DataFrame]
_SMALLER = Text(
    "Maak de oppervlakte of lengte kleiner, of verbeter die van het perceel of element.",
    "Make the area or length smaller, or mend that of the parcel or element.",
)
#: Which column of an element says how much there is, in the smallest step of the unit of a measure.
_SIZES = {"m": "length_cm", "piece": "pieces", "m2": "area_m2"}


def check(frames: Frames, rulebook: Rulebook | None, found: Findings) -> None:
    """Note what does not fit, and what lies on land that is not there."""
    parcels = frames["parcels"]
    for column in ("glmc8_m2", "mandatory_strip_m2"):
        if column in parcels:
            more = (parcels[column] > parcels["area_m2"]).fillna(False)
            found.rows("parcels", parcels, more, column, _MORE, _SMALLER)
    places = _places(frames)
    _references(frames, places, found)
    _without_size(frames, found)
    if "measures" in frames:
        _measures(frames["measures"], places, rulebook, found)


def _places(frames: Frames) -> pd.DataFrame:
    """Every parcel and element with its size per unit; a double one counts once."""
    parcels = frames["parcels"][["farm_key", "parcel_id", "area_m2"]]
    made = [pd.DataFrame({
        "farm_key": parcels["farm_key"].astype(object), "place_id": parcels["parcel_id"].astype(object),
        "ha": parcels["area_m2"].astype("Int64"), "element": False,
    })]  # fmt: skip
    if "elements" in frames:
        elements = frames["elements"]
        sizes = {
            unit: elements[column].astype("Int64")
            if column in elements
            else pd.array([pd.NA] * len(elements), dtype="Int64")
            for unit, column in _SIZES.items()
        }
        made.append(pd.DataFrame({
            "farm_key": elements["farm_key"].astype(object), "place_id": elements["element_id"].astype(object),
            **sizes, "element": True,
        }))  # fmt: skip
    return pd.concat(made, ignore_index=True).drop_duplicates(["farm_key", "place_id"], ignore_index=True)


def _references(frames: Frames, places: pd.DataFrame, found: Findings) -> None:
    here = pd.MultiIndex.from_frame(places[["farm_key", "place_id"]])
    for name, column in (("measures", "place_id"), ("elements", "parcel_id"), ("contracts", "place_id")):
        if name not in frames or column not in frames[name]:
            continue
        frame = frames[name]
        named = frame[column].notna() & (frame[column] != "farm")
        at = pd.MultiIndex.from_arrays([frame["farm_key"].astype(object), frame[column].astype(object)])
        lost = named.to_numpy(bool) & (here.get_indexer(at) < 0)
        found.rows(
            name, frame, lost, column,
            Text("{cell} is geen perceel of element van dit bedrijf.", "{cell} is no parcel or element of this farm."),
            Text("Verwijs naar een perceel of element dat er staat.", "Refer to a parcel or element that is there."),
        )  # fmt: skip


def _without_size(frames: Frames, found: Findings) -> None:
    if "elements" not in frames:
        return
    elements = frames["elements"]
    known = np.zeros(len(elements), bool)
    for column in _SIZES.values():
        if column in elements:
            known |= elements[column].notna().to_numpy(bool)
    found.rows(
        "elements", elements, ~known, "",
        Text("Dit element zegt niet hoe groot het is.", "This element does not say how much there is of it."),
        Text("Vul length_cm, pieces of area_m2 in.", "Fill in length_cm, pieces or area_m2."),
    )  # fmt: skip


def _measures(
    measures: pd.DataFrame, places: pd.DataFrame, rulebook: Rulebook | None, found: Findings
) -> None:
    held = pd.DataFrame({
        "farm_key": measures["farm_key"].astype(object), "place_id": measures["place_id"].astype(object),
        "unit": measures["unit"].astype(object), "quantity": measures["quantity"].astype("Int64"),
    })  # fmt: skip
    joined = held.merge(places, on=["farm_key", "place_id"], how="left", validate="many_to_one")
    size = pd.Series(pd.array([pd.NA] * len(joined), dtype="Int64"))
    for unit in ("ha", *_SIZES):
        if unit in joined:
            size = size.where((joined["unit"] != unit).to_numpy(), joined[unit])
    there = joined["element"].notna()
    on_element = joined["element"].eq(True)
    odd = there & joined["unit"].notna() & (on_element == joined["unit"].eq("ha"))
    found.rows(
        "measures", measures, odd.fillna(False), "unit",
        Text("{cell} past niet bij een perceel of juist niet bij een element.",
             "{cell} does not suit a parcel, or does not suit an element."),
        Text("Gebruik ha op een perceel en m, piece of m2 op een element.",
             "Use ha on a parcel and m, piece or m2 on an element."),
    )  # fmt: skip
    unsaid = there & ~odd & joined["unit"].notna() & size.isna()
    found.rows(
        "measures", measures, unsaid.fillna(False), "unit",
        Text("Van het element zelf is deze maat niet gegeven.", "The element itself does not give this size."),
        Text("Vul die maat van het element in.", "Fill in that size of the element."),
    )  # fmt: skip
    beyond = (joined["quantity"] > size).fillna(False)
    found.rows("measures", measures, beyond, "quantity", _MORE, _SMALLER)
    _parts(measures, joined, size, beyond, found)
    _suited(measures, rulebook, on_element, found)


def _parts(
    measures: pd.DataFrame, joined: pd.DataFrame, size: pd.Series, beyond: pd.Series, found: Findings
) -> None:
    """The parts of one place together; said of the first measure of each part that is over."""
    if "part" not in measures:
        return
    managed = measures["part"].notna()
    if "candidate" in measures:
        managed &= ~measures["candidate"].fillna(False).astype(bool)
    rows = joined.assign(part=measures["part"].astype(object), size=size, row=np.arange(len(joined)))
    rows = rows[managed.to_numpy(bool) & ~beyond.to_numpy(bool)]
    if rows.empty:
        return
    whole = ["farm_key", "place_id", "unit"]
    parts = rows.groupby([*whole, "part"], sort=False).agg(
        quantity=("quantity", "max"), size=("size", "first"), row=("row", "first")
    )
    placed = parts.groupby(whole, sort=False).agg(
        together=("quantity", "sum"), size=("size", "first"), row=("row", "first")
    )
    over = placed[(placed["together"] > placed["size"]).fillna(False)]
    wrong = np.zeros(len(measures), bool)
    wrong[over["row"].to_numpy(int)] = True
    found.rows(
        "measures", measures, wrong, "part",
        Text("De delen zijn samen meer dan er is.", "The parts are more together than there is."),
        Text("Maak de delen kleiner, of geef maatregelen op dezelfde grond hetzelfde deel.",
             "Make the parts smaller, or give measures on the same ground the same part."),
    )  # fmt: skip


def _suited(
    measures: pd.DataFrame, rulebook: Rulebook | None, on_element: pd.Series, found: Findings
) -> None:
    """A measure that belongs on an element does not lie on a parcel."""
    listed = {} if rulebook is None else rulebook.codelists.get("measures", {})
    only = [
        code for code, row in listed.items()
        if row.columns.get("land") == "element" or row.columns.get("unit") == "piece"
    ]  # fmt: skip
    wrong = measures["code"].isin(only).to_numpy(bool) & measures["unit"].eq("ha").to_numpy(bool)
    found.rows(
        "measures", measures, wrong & ~on_element.to_numpy(bool), "code",
        Text("{cell} hoort op een element.", "{cell} belongs on an element."),
        Text("Zet hem op een landschapselement, in m of piece.", "Put it on a landscape element, in m or piece."),
    )  # fmt: skip


_MORE = Text("{cell} is meer dan er is.", "{cell} is more than there is.")
