"""How far the registry reaches: province by layer, and payer by payer, with how firm what is there is, and what is missing.

A cell counts what is in force on one day. What has ended or has no published amount is counted apart, because a figure
of another year stands for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme, Text
from calculator.domain.source import STATUS_RANK, Confidence, Figure, Status
from calculator.registry.words import listing, wording
from calculator.registry.words.where import Atlas

#: Layers that every province has, so that an empty cell is something missing.
LOCAL = ("province", "municipality", "water_board")
_CONFIDENCE_RANK = {confidence: rank for rank, confidence in enumerate(Confidence)}


class State(StrEnum):
    """The best of what there is: an amount that computes, a scheme without one, one that has ended, or nothing."""

    PAYS = "pays"
    UNPUBLISHED = "unpublished"
    ENDED = "ended"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reach:
    """What there is for one place or payer; ids by state, and the firmest status and confidence of what pays."""

    pays: tuple[str, ...] = ()
    unpublished: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    status: Status | None = None
    confidence: Confidence | None = None

    @property
    def state(self) -> State:
        """The best of it."""
        if self.pays:
            return State.PAYS
        if self.unpublished:
            return State.UNPUBLISHED
        return State.ENDED if self.ended else State.NONE


@dataclass(frozen=True, slots=True)
class Body:
    """One payer that the country has by name: a province, a water board, a collective."""

    codelist: str
    code: str
    name: Text
    reach: Reach


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that the registry lacks, and where."""

    where: str
    name: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix by (province, layer), what is open in the whole country by layer, schemes of which no province is recorded,
    the named payers, and what is missing.
    """

    day: date
    cells: Mapping[tuple[str, str], Reach]
    everywhere: Mapping[str, Reach]
    unplaced: tuple[str, ...]
    bodies: tuple[Body, ...]
    missing: tuple[Missing, ...]


def coverage(rulebook: Rulebook, day: date) -> Coverage:
    """The coverage on a day. Schemes that are open in the whole country stand apart and fill no province's cell."""
    atlas = Atlas.of(rulebook)
    last = {scheme.id: scheme for scheme in rulebook.schemes if scheme.validity.start <= day}
    layers = tuple(rulebook.codelists.get("layers", {}))
    own = [s for s in last.values() if not atlas.everywhere(s)]
    cells = {
        (province, layer): _reach(
            (s for s in own if s.layer == layer and province in atlas.provinces_of(s)), day
        )
        for province in atlas.provinces
        for layer in layers
    }
    everywhere = {
        layer: _reach((s for s in last.values() if s.layer == layer and atlas.everywhere(s)), day)
        for layer in layers
    }
    unplaced = tuple(sorted(s.id for s in own if not atlas.provinces_of(s)))
    bodies = tuple(_bodies(rulebook, list(last.values()), day))
    return Coverage(day, cells, everywhere, unplaced, bodies, tuple(_missing(rulebook, cells, bodies, day)))


def _reach(schemes: Iterable[Scheme], day: date) -> Reach:
    pays, unpublished, ended = [], [], []
    firm: list[Figure] = []
    for scheme in schemes:
        main = (listing.main_figure(payment, day) for payment in listing.paying(scheme))
        figures = [figure for figure in main if figure is not None and figure.computes]
        if not scheme.validity.contains(day):
            ended.append(scheme.id)
        elif figures:
            pays.append(scheme.id)
            firm += figures
        else:
            unpublished.append(scheme.id)
    return Reach(
        tuple(sorted(pays)),
        tuple(sorted(unpublished)),
        tuple(sorted(ended)),
        min((f.status for f in firm), key=STATUS_RANK.__getitem__, default=None),
        min((f.confidence for f in firm), key=_CONFIDENCE_RANK.__getitem__, default=None),
    )


def _bodies(rulebook: Rulebook, schemes: list[Scheme], day: date) -> Iterator[Body]:
    for codelist, layer in (
        ("provinces", "province"),
        ("water_boards", "water_board"),
        ("collectives", "national"),
    ):
        for code, row in rulebook.codelists.get(codelist, {}).items():
            own = [
                s
                for s in schemes
                if s.layer == layer and (s.payer == code or code in s.territory.get(codelist, ()))
            ]
            yield Body(codelist, code, row.name, _reach(own, day))


def _missing(
    rulebook: Rulebook, cells: Mapping[tuple[str, str], Reach], bodies: tuple[Body, ...], day: date
) -> Iterator[Missing]:
    told = {
        State.UNPUBLISHED: Text(
            "wel een regeling, geen gepubliceerd bedrag", "a scheme, but no published amount"
        ),
        State.ENDED: Text(
            f"alleen regelingen die vóór {wording.day(day, 'nl')} zijn geëindigd",
            f"only schemes that ended before {wording.day(day, 'en')}",
        ),
        State.NONE: Text("geen regeling bekend", "no scheme known"),
    }
    for body in bodies:
        if body.reach.state is not State.PAYS:
            yield Missing(f"{body.codelist}/{body.code}", body.name, told[body.reach.state])
    for (province, layer), reach in cells.items():
        if layer == "municipality" and reach.state is not State.PAYS:
            place, level = rulebook.code("provinces", province), rulebook.code("layers", layer)
            if place and level:
                name = Text(f"{place.name.nl}, {level.name.nl}", f"{place.name.en}, {level.name.en}")
                yield Missing(f"provinces/{province}/{layer}", name, told[reach.state])
    yield from _unplaced_municipalities(rulebook)


def _unplaced_municipalities(rulebook: Rulebook) -> Iterator[Missing]:
    rows = rulebook.codelists.get("municipalities", {})
    bare = [row.name.nl for row in rows.values() if not row.columns["water_board"].split()]
    if bare:
        text = Text(
            f"van {len(bare)} van de {len(rows)} is het waterschap niet bekend: {', '.join(bare)}",
            f"of {len(bare)} of {len(rows)} the water board is not known: {', '.join(bare)}",
        )
        yield Missing(
            "municipalities", Text("Gemeenten en waterschappen", "Municipalities and water boards"), text
        )
