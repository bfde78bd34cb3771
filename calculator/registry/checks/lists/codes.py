"""Every code that a scheme or limit uses is in its codelist: layers, payers, bases, services, places, measures, crops."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft, missing_list
from calculator.registry.files.problem import RuleProblem, nearest
from calculator.registry.files.row import Row
from calculator.registry.vocabulary import TERRITORY

#: Codelist, code, line.
_Use = tuple[str, str, int]
_ATTRIBUTES = {"land_use": "land_uses", "crop_code": "crops", "kind": "element_kinds"}
_FACTS = {
    "farm.province": "provinces",
    "farm.water_board": "water_boards",
    "farm.municipality": "municipalities",
    "farm.collective": "collectives",
}
#: Lists that a folder may go without: their codes are then free.
_OPTIONAL = frozenset({"eco_regions", "goals"})


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Codes that are in no list, and lists that are needed and not there."""
    missing: set[str] = set()
    for file in draft.files():
        uses = _scheme(file.row) if file.file.startswith("schemes/") else _limit(file.row)
        for name, code, line in uses:
            codelist = draft.codelists.get(name)
            if codelist is None:
                if name not in _OPTIONAL and name not in missing:
                    missing.add(name)
                    yield RuleProblem(f"codelists/{name}.csv", 1, *missing_list(name))
            elif code not in codelist.codes:
                yield RuleProblem(
                    file.file,
                    line,
                    Text(
                        nl=f"`{code}` staat niet in codelists/{name}.csv",
                        en=f"`{code}` is not in codelists/{name}.csv",
                    ),
                    nearest(code, codelist.codes),
                )


def _scheme(row: Row) -> Iterator[_Use]:
    yield "layers", row.text("layer"), row.at("layer")
    yield "payers", row.text("payer"), row.at("payer")
    yield "legal_bases", row.text("legal_basis"), row.at("legal_basis")
    territory = row.row("territory")
    for name in TERRITORY if territory else ():
        yield from _each(name, territory, name)
    yield from _conditions(row)
    for payment in row.rows("payments"):
        yield from _payment(payment)


def _payment(row: Row) -> Iterator[_Use]:
    yield from _each("measures", row, "measures")
    if "legal_basis" in row:
        yield "legal_bases", row.text("legal_basis"), row.at("legal_basis")
    reward = row.row("reward")
    if reward is not None:
        yield "services", reward.text("service"), reward.at("service")
    yield from _conditions(row)
    figures = row.lists_by_key("figures")
    goals = {"activity": "points", "class_premium": "entry"}.get(row.text("kind"))
    for figure in figures.get(goals or "", ()):
        for key in figure.numbers("values"):
            yield "goals", key.rpartition(".")[2], figure.at("values", key)


def _limit(row: Row) -> Iterator[_Use]:
    yield from _each("legal_bases", row, "legal_bases")
    yield from _each("legal_bases", row, "counts")


def _each(codelist: str, row: Row | None, key: str) -> Iterator[_Use]:
    if row is not None:
        for place, code in enumerate(row.texts(key)):
            yield codelist, code, row.at(key, place)


def _conditions(row: Row) -> Iterator[_Use]:
    for condition in (*row.rows("conditions"), *row.rows("where")):
        named = _ATTRIBUTES.get(condition.text("attribute", "")) or _FACTS.get(condition.text("path", ""))
        if named and condition.text("kind") in ("parcel_is", "element_is", "fact_is"):
            yield from _each(named, condition, "one_of")
        yield from _each("crops", condition, "crops")
        share = condition.row("of")
        yield from _each("measures", share, "measures")
        yield from _each("land_uses", share, "land_use")
        yield from _each("crops", share, "crops")
        yield from _each("element_kinds", share, "elements")
        yield from _conditions(share) if share is not None else ()
        yield from _conditions(condition)
