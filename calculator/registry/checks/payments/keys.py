"""The keys of keyed figures: something picks one of them, and each of them can be picked.

A figure with keys that nothing picks from has no value, and would read as one that nobody has published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from calculator.domain.farm import ECO_REGIONS
from calculator.domain.scheme import Text
from calculator.registry.checks.conditions.words_of_land import WORDS, unknown
from calculator.registry.draft import Draft, LimitFile
from calculator.registry.files.problem import RuleProblem, nearest
from calculator.registry.files.row import Row

_Finding = tuple[int, Text, Text]
#: The codelist of each attribute that may pick a key; of the others the words are free.
_LISTS: Mapping[str, str] = {"land_use": "land_uses", "crop_code": "crops", "kind": "element_kinds"}
#: Figures whose keys are goals or classes, by the kind of payment.
_OWN_KEYS: Mapping[str, tuple[str, ...]] = {
    "activity": ("points",),
}
_KEYED = ("values", "lows", "highs")


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Figures with keys of which none, or some, are never picked."""
    for file in draft.files():
        if isinstance(file, LimitFile):
            # Which keys a ceiling per hectare has is another check's.
            if file.row.text("kind") != "per_hectare":
                yield from (RuleProblem(file.file, *found) for found in _unpicked(file.row, ()))
            continue
        for payment in file.row.rows("payments"):
            yield from (RuleProblem(file.file, *found) for found in _payment(payment, draft))
        yield from (RuleProblem(file.file, *found) for found in _open_in(file.row))


def _payment(payment: Row, draft: Draft) -> Iterator[_Finding]:
    own = _OWN_KEYS.get(payment.text("kind"), ())
    key = payment.maybe_text("keyed_by")
    if payment.text("kind") == "class_premium":
        return  # Its regions, goals and classes are another check's.
    if key is None:
        yield from _unpicked(payment, own)
        return
    if payment.text("level") != "unit":
        yield (
            payment.at("keyed_by"),
            Text(
                nl=f"een betaling per bedrijf heeft geen `{key}`: dat is van een stuk land",
                en=f"a payment for the farm has no `{key}`: that is of a piece of land",
            ),
            Text(
                nl="betaal per stuk land (level: unit), of geef één waarde",
                en="pay per piece of land (level: unit), or give one value",
            ),
        )
        return
    # The answers that a fact of a place may have are another check's (``asked_of_places``).
    listed = draft.codelists.get(_LISTS.get(key, ""))
    known = WORDS[key] if key in WORDS else tuple(listed.codes) if listed is not None else ()
    for name, rows in payment.lists_by_key("figures").items():
        for row in rows if name not in own and known else ():
            for way in _KEYED:
                for code in row.numbers(way):
                    if code not in known:
                        said = Text(nl=f"`{code}` is geen `{key}`", en=f"`{code}` is no `{key}`")
                        found = unknown(key, code) if key in WORDS else (said, nearest(code, known))
                        yield row.at(way, code), *found


def _unpicked(owner: Row, own: tuple[str, ...]) -> Iterator[_Finding]:
    """The first of the figures of a payment or limit that has keys."""
    keyed = (
        (name, row, way)
        for name, rows in owner.lists_by_key("figures").items()
        for row in (rows if name not in own else ())
        for way in _KEYED
        if way in row
    )
    for name, row, way in islice(keyed, 1):
        yield (
            row.at(way),
            Text(
                nl=f"`{name}` heeft sleutels, en niets kiest ertussen",
                en=f"`{name}` has keys, and nothing picks from them",
            ),
            _ONE_VALUE if "limit" in owner else _PICKED,
        )


_ONE_VALUE = Text(nl="geef één waarde (`value`)", en="give one value (`value`)")
_PICKED = Text(
    nl="geef één waarde (`value`), of zeg met `keyed_by` welk kenmerk van het land kiest",
    en="give one value (`value`), or say with `keyed_by` which attribute of the land picks",
)


def _open_in(scheme: Row) -> Iterator[_Finding]:
    territory = scheme.row("territory")
    if territory is None:
        return
    for place, region in enumerate(territory.texts("eco_regions")):
        if region not in ECO_REGIONS:
            yield territory.at("eco_regions", place), *unknown("eco_region", region)
