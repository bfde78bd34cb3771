"""The answers that rules ask for by a dotted path: farm, herd, supply, indicators, declared.

A key is known when it stands in the lists below or when a rule of the rulebook asks for it, so that a new
rule file may ask a new question without a change here. An answer that is absent stays absent: unknown is
not zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from calculator.domain.farm import FARM, HERD, SUPPLY
from calculator.domain.quantity import plain
from calculator.domain.scheme import Text
from calculator.eligibility.conditions.places import Places
from calculator.services.profile import bounds, farm_kinds, values, words
from calculator.services.profile.codes import Codes
from calculator.services.profile.values import Bounds, Fields, Place

Fact = str | Decimal | bool | tuple[str, ...]

_CODED = {
    "municipality": "municipalities",
    "province": "provinces",
    "water_board": "water_boards",
    "collective": "collectives",
}
_ORGANIC = ("none", "partly", "in_conversion", "certified")
_PARTIES = ("dairy", "processor")


def farm(place: Place | None, codes: Codes) -> tuple[str, dict[str, Fact]]:
    """The farm's name ("" where it is not given) and the facts under ``farm.``."""
    if place is None:
        return "", {}
    fields = Fields(place, codes.keys("farm", FARM))
    name = values.text(fields.get("name"))
    facts: dict[str, Fact | None] = {"farm.kvk": _kvk(fields.get("kvk"))}
    for key, codelist in _CODED.items():
        facts[f"farm.{key}"] = codes.code(fields.get(key), codelist)
    organic = _ORGANIC + tuple(w for w in codes.fact_values("farm.organic") if w not in _ORGANIC)
    facts["farm.organic"] = values.choice(fields.get("organic"), organic)
    written = values.text(fields.get("type"))
    facts["farm.type"] = farm_kinds.code(written, farm_kinds.known(codes)) if written else None
    _check_places(fields, facts, codes)
    for key, at in fields.present():
        if key not in (*_CODED, "name", "kvk", "organic", "type"):
            facts[f"farm.{key}"] = _answer(at)
    return name or "", _known(facts)


def _check_places(fields: Fields, facts: Mapping[str, Fact | None], codes: Codes) -> None:
    """Note places that cannot hold one farm: the province and the water board, each against the municipality."""
    known = Places.of(codes.rulebook)
    municipality, province, board = (_word(facts, k) for k in ("municipality", "province", "water_board"))
    if municipality is None:
        if not known.agree(None, province, board):
            _apart(fields.get("water_board"), fields.get("province"))
        return
    if not known.agree(municipality, province, None):
        _apart(fields.get("province"), fields.get("municipality"))
    if not known.agree(municipality, None, board):
        _apart(fields.get("water_board"), fields.get("municipality"))


def _word(facts: Mapping[str, Fact | None], key: str) -> str | None:
    found = facts[f"farm.{key}"]
    return found if isinstance(found, str) else None


def _apart(one: Place | None, other: Place | None) -> None:
    if one is not None and other is not None:
        one.wrong(words.apart(str(one.value), str(other.value)))


def herd(place: Place | None, codes: Codes) -> dict[str, Fact]:
    """Animals, milk and grazing: numbers."""
    if place is None:
        return {}
    present = Fields(place, codes.keys("herd", HERD)).present()
    return _known({f"herd.{key}": values.number(at, bounds.COUNTED) for key, at in present})


def supply(place: Place | None, codes: Codes) -> dict[str, Fact]:
    """To whom the farm delivers, and the programmes it takes part in."""
    if place is None:
        return {}
    facts: dict[str, Fact | None] = {}
    for key, at in Fields(place, codes.keys("supply", SUPPLY)).present():
        facts[f"supply.{key}"] = codes.code_or_own(at, "payers") if key in _PARTIES else _answer(at)
    programmes = facts.get("supply.programmes")
    if isinstance(programmes, str):
        facts["supply.programmes"] = (programmes,)
    return _known(facts)


def indicators(place: Place | None, codes: Codes) -> dict[str, Fact]:
    """Key performance indicators by the code of ``indicators.csv``."""
    return _known(
        {
            f"indicators.{code}": values.number(at, bounds.INDICATOR)
            for code, at in _by_indicator(place, codes)
        }
    )


def indicator_history(place: Place | None, codes: Codes) -> dict[str, Mapping[int, Decimal]]:
    """Earlier values of indicators, per year."""
    found: dict[str, Mapping[int, Decimal]] = {}
    for code, at in _by_indicator(place, codes):
        read = {year: values.number(value, bounds.INDICATOR) for year, value in values.years(at)}
        found[code] = {year: value for year, value in read.items() if value is not None}
    return found


#: Costs that once had one name for all schemes. These schemes lie in different places, so that the number that a profile
#: still gives under the old name is that of the one scheme that is open to the farm; its own name goes before it.
_OWN_NAMES: Mapping[str, tuple[str, ...]] = {
    "declared.kosten_eur": (
        "declared.kosten_boomdeeldagen_eur",
        "declared.kosten_daw_noorderzijlvest_eur",
        "declared.kosten_landbouwportaal_hnk_eur",
        "declared.kosten_daw_hunze_en_aas_eur",
        "declared.kosten_impulsregeling_daw_eur",
    )
}


def declared(place: Place | None, codes: Codes) -> dict[str, Fact]:
    """What is declared: a free object, nested or with dotted keys, of yes or no, numbers and words; in pieces whole numbers."""
    facts: dict[str, Fact | None] = {}
    stack = [("declared", place)]
    while stack:
        path, at = stack.pop()
        if at is None:
            continue
        if isinstance(at.value, dict):
            stack += [
                (f"{path}.{key}", at.below(str(key), value))
                for key, value in at.value.items()
                if value is not None
            ]
        elif path == "declared":
            at.wrong(words.wrong_kind(at.value, "object"))
        else:
            facts[path] = _answer(at, bounds.IN_PIECES if path in codes.in_pieces else bounds.INDICATOR)
    known = _known(facts)
    for one, own in _OWN_NAMES.items():
        if one in known:
            known = {**dict.fromkeys(own, known[one]), **known}
    return dict(sorted(known.items()))


def _by_indicator(place: Place | None, codes: Codes) -> list[tuple[str, Place]]:
    if place is None:
        return []
    if not isinstance(place.value, dict):
        place.wrong(words.wrong_kind(place.value, "object"))
        return []
    spellings = codes.written.get("indicators")
    found = []
    for key, value in place.value.items():
        at = place.below(str(key), value)
        code = str(key) if spellings is None else spellings.get(str(key).casefold())
        if code is None:
            codes.refuse(at, str(key), "indicators")
        elif value is not None:
            found.append((code, at))
    return found


def _answer(at: Place, within: Bounds = bounds.INDICATOR) -> Fact | None:
    value = at.value
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and within is not bounds.IN_PIECES:
        word = values.text(at)
        return values.YES_NO.get(word.casefold(), word) if word is not None else None
    if isinstance(value, list | tuple):
        listed = at.items(bounds.MOST_MEASURES, Text("antwoorden", "answers"))
        return tuple(found for item in listed if (found := _listed(item)) is not None)
    if isinstance(value, dict):
        at.wrong(words.wrong_kind(value, "text"))
        return None
    return values.number(at, within)


def _listed(at: Place) -> str | None:
    """One of several answers, as text; an amount may be a number here as anywhere else."""
    if isinstance(at.value, int | float | Decimal) and not isinstance(at.value, bool):
        found = values.number(at, bounds.INDICATOR)
        return None if found is None else plain(found)
    return values.text(at)


def _kvk(place: Place | None) -> str | None:
    found = values.text(place, 20)
    if place is None or found is None:
        return None
    if len(found) != 8 or not (found.isascii() and found.isdigit()):
        place.wrong(
            (
                Text(
                    f'"{words.shown(found)}" is geen KvK-nummer.',
                    f'"{words.shown(found)}" is not a KvK number.',
                ),
                Text("Een KvK-nummer heeft acht cijfers.", "A KvK number has eight digits."),
            )
        )
        return None
    return found


def _known(facts: Mapping[str, Fact | None]) -> dict[str, Fact]:
    return {path: fact for path, fact in facts.items() if fact is not None}
