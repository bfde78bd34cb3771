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
from calculator.scenarios.population.files.findings import Findings
from calculator.scenarios.population.files.places import NONE, Places

Frames = Mapping[str, pd.DataFrame]
_SMALLER = Text(
    "Maak de oppervlakte of lengte kleiner, of verbeter die van het perceel of element.",
    "Make the area or length smaller, or mend that of the parcel or element.",
)
_MORE = Text("{cell} is meer dan er is.", "{cell} is more than there is.")


def check(frames: Frames, rulebook: Rulebook | None, found: Findings) -> None:
    """Note what does not fit, and what lies on land that is not there."""
    parcels = frames["parcels"]
    for column in ("glmc8_m2", "mandatory_strip_m2"):
        if column in parcels:
            more = (parcels[column] > parcels["area_m2"]).fillna(False)
            found.rows("parcels", parcels, more, column, _MORE, _SMALLER)
    places = Places.of(frames)
    _references(frames, places, found)
    if "elements" in frames:
        _elements(frames["elements"], places, found)
    if "measures" in frames:
        _measures(frames["measures"], places, rulebook, found)


def _references(frames: Frames, places: Places, found: Findings) -> None:
    for name, column in (
        ("measures", "place_id"),
        ("elements", "parcel_id"),
        ("contracts", "place_id"),
        ("histories", "parcel_id"),
        ("place_facts", "place_id"),
    ):
        if name not in frames or column not in frames[name]:
            continue
        frame = frames[name]
        named = (frame[column].notna() & (frame[column] != "farm")).to_numpy(bool)
        found.rows(
            name, frame, named & (places.at(frame, column) == NONE), column,
            Text("{cell} is geen perceel of element van dit bedrijf.", "{cell} is no parcel or element of this farm."),
            Text("Verwijs naar een perceel of element dat er staat.", "Refer to a parcel or element that is there."),
        )  # fmt: skip


def _elements(elements: pd.DataFrame, places: Places, found: Findings) -> None:
    at = places.at(elements, "element_id")
    found.rows(
        "elements", elements, (at != NONE) & ~places.element[at], "element_id",
        Text("{cell} is ook een perceel van dit bedrijf.", "{cell} is a parcel of this farm too."),
        Text("Geef elk perceel en elk element een eigen naam.", "Give each parcel and each element a name of its own."),
    )  # fmt: skip
    found.rows(
        "elements", elements, (at != NONE) & places.element[at] & ~places.sized[at], "",
        Text("Dit element zegt niet hoe groot het is.", "This element does not say how much there is of it."),
        Text("Vul length_cm, pieces of area_m2 in.", "Fill in length_cm, pieces or area_m2."),
    )  # fmt: skip


def _measures(measures: pd.DataFrame, places: Places, rulebook: Rulebook | None, found: Findings) -> None:
    at = places.at(measures, "place_id")
    unit = measures["unit"].astype("object").to_numpy()
    known = (at != NONE) & measures["unit"].isin(places.sizes).to_numpy(bool)
    on_element = places.element[at]
    odd = known & (on_element == (unit == "ha"))
    found.rows(
        "measures", measures, odd, "unit",
        Text("{cell} past niet bij een perceel of juist niet bij een element.",
             "{cell} does not suit a parcel, or does not suit an element."),
        Text("Gebruik ha op een perceel en m, piece of m2 op een element.",
             "Use ha on a parcel and m, piece or m2 on an element."),
    )  # fmt: skip
    size = np.full(len(measures), NONE, np.int64)
    for name, sizes in places.sizes.items():
        size = np.where(known & ~odd & (unit == name), sizes[at], size)
    found.rows(
        "measures", measures, known & ~odd & (size == NONE) & places.sized[at], "unit",
        Text("Van het element zelf is deze maat niet gegeven.", "The element itself does not give this size."),
        Text("Vul die maat van het element in.", "Fill in that size of the element."),
    )  # fmt: skip
    quantity = measures["quantity"].fillna(0).to_numpy(np.int64)
    beyond = (size != NONE) & (quantity > size)
    found.rows("measures", measures, beyond, "quantity", _MORE, _SMALLER)
    _parts(
        measures,
        pd.DataFrame({"at": at, "quantity": quantity, "size": size}),
        ~beyond & (size != NONE),
        found,
    )
    _suited(measures, rulebook, known & ~on_element & ~odd, found)


def _parts(measures: pd.DataFrame, held: pd.DataFrame, fitting: np.ndarray, found: Findings) -> None:
    """The parts of one place together; said of the first measure on it that lies on a part."""
    if "part" not in measures:
        return
    taken = fitting & measures["part"].notna().to_numpy(bool)
    if "candidate" in measures:
        taken &= ~measures["candidate"].fillna(False).to_numpy(bool)
    rows = held.assign(part=measures["part"].cat.codes.to_numpy(), row=np.arange(len(held)))[taken]
    if rows.empty:
        return
    # A part has one unit on a parcel; on an element each unit has its own size, so the size tells them apart.
    whole = ["at", "size"]
    parts = rows.groupby([*whole, "part"], as_index=False).agg(
        quantity=("quantity", "max"), row=("row", "min")
    )
    placed = parts.groupby(whole, as_index=False).agg(together=("quantity", "sum"), row=("row", "min"))
    wrong = np.zeros(len(measures), bool)
    wrong[placed.loc[placed["together"] > placed["size"], "row"].to_numpy(np.int64)] = True
    found.rows(
        "measures", measures, wrong, "part",
        Text("De delen zijn samen meer dan er is.", "The parts are more together than there is."),
        Text("Maak de delen kleiner, of geef maatregelen op dezelfde grond hetzelfde deel.",
             "Make the parts smaller, or give measures on the same ground the same part."),
    )  # fmt: skip


def _suited(
    measures: pd.DataFrame, rulebook: Rulebook | None, on_parcel: np.ndarray, found: Findings
) -> None:
    """A measure that belongs on an element does not lie on a parcel."""
    listed = {} if rulebook is None else rulebook.codelists.get("measures", {})
    only = [
        code for code, row in listed.items()
        if row.columns.get("land") == "element" or row.columns.get("unit") == "piece"
    ]  # fmt: skip
    found.rows(
        "measures", measures, measures["code"].isin(only).to_numpy(bool) & on_parcel, "code",
        Text("{cell} hoort op een element.", "{cell} belongs on an element."),
        Text("Zet hem op een landschapselement, in m of piece.", "Put it on a landscape element, in m or piece."),
    )  # fmt: skip
