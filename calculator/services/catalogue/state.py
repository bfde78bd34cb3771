"""How far the registry reaches and how current it is, for a day: as data, and as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from calculator import resources
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.registry.files.problem import Findings
from calculator.registry.lists import beside, conflicts, rechecks
from calculator.registry.lists.conflicts import Conflict
from calculator.registry.lists.rechecks import Recheck
from calculator.registry.words import coverage, staleness, wording
from calculator.registry.words.coverage import Coverage, Reach, State
from calculator.registry.words.staleness import Stale, Why
from calculator.services.catalogue.values import Data, source

_STATE: Mapping[State, Text] = {
    State.PAYS: Text("betaalt", "pays"),
    State.UNPUBLISHED: Text("bedrag niet gepubliceerd", "amount not published"),
    State.ENDED: Text("geëindigd", "ended"),
    State.NONE: Text("niets bekend", "nothing known"),
}


@dataclass(frozen=True, slots=True)
class Looks:
    """What stands beside the rules of a folder: the looks at sources, and what other sources say."""

    rechecks: tuple[Recheck, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    def conflicting(self, path: str) -> tuple[Conflict, ...]:
        """What other sources say of a file."""
        return tuple(c for c in self.conflicts if c.path == path)


def looks(folder: Path | None = None) -> Looks:
    """Read from a folder that passed its checks, or our own."""
    return _looks(folder or resources.rules_dir())


@lru_cache(maxsize=4)
def _looks(root: Path) -> Looks:
    around = {name: (root / name) for name in (beside.CHECKS, beside.CONFLICTS)}
    data = {name: path.read_bytes() for name, path in around.items() if path.is_file()}
    return Looks(
        rechecks.read(data[beside.CHECKS], Findings(beside.CHECKS)) if beside.CHECKS in data else (),
        conflicts.read(data[beside.CONFLICTS], Findings(beside.CONFLICTS))
        if beside.CONFLICTS in data
        else (),
    )


def stale_data(rulebook: Rulebook, found: Looks, day: date, language: str) -> list[Data]:
    """What is out of date on the day, by figure."""
    return [
        {
            "why": entry.why.value,
            "path": entry.path,
            "subject": entry.subject,
            "name": entry.name[language],
            "figure": entry.figure,
            "since": entry.since.isoformat(),
            "text": why_text(entry)[language],
        }
        for entry in staleness.stale(rulebook, found.rechecks, day)
    ]


def why_text(entry: Stale) -> Text:
    """Why an entry is out of date, with its day, as a person reads it."""
    nl, en = wording.day(entry.since, "nl"), wording.day(entry.since, "en")
    if entry.why is Why.ENDED:
        return Text(
            f"geldt niet meer sinds {nl}; er is geen opvolger", f"no longer holds since {en}; nothing follows"
        )
    return Text(f"voor het laatst nagekeken op {nl}", f"last checked on {en}")


def stale_lines(rulebook: Rulebook, found: Looks, day: date, language: str) -> Iterator[str]:
    """The same in lines, what ended first."""
    entries = staleness.stale(rulebook, found.rechecks, day)
    ended = sum(entry.why is Why.ENDED for entry in entries)
    when = wording.day(day, language)
    yield Text(
        f"Op {when}: {ended} geëindigd zonder opvolger, {len(entries) - ended} langer dan een jaar niet nagekeken.",
        f"On {when}: {ended} ended without a successor, {len(entries) - ended} not checked for over a year.",
    )[language]
    for entry in entries:
        figure = f" {entry.figure}" if entry.figure else ""
        yield f"  {entry.subject}{figure}: {why_text(entry)[language]}  ({entry.path})"


def coverage_data(rulebook: Rulebook, day: date, language: str) -> Data:
    """The matrix of provinces and layers, the named payers, and what is missing."""
    found = coverage.coverage(rulebook, day)
    return {
        "on": day.isoformat(),
        "layers": [{"code": c, "name": n.name[language]} for c, n in rulebook.codelists["layers"].items()],
        "provinces": [
            {
                "code": code,
                "name": row.name[language],
                "layers": {layer: _reach(found.cells[code, layer]) for layer in rulebook.codelists["layers"]},
            }
            for code, row in rulebook.codelists["provinces"].items()
        ],
        "everywhere": {layer: _reach(reach) for layer, reach in found.everywhere.items()},
        "unplaced": [
            {"id": code, "name": name[language]} for code, name in _unplaced(found, rulebook).items()
        ],
        "bodies": [
            {"codelist": b.codelist, "code": b.code, "name": b.name[language], **_reach(b.reach)}
            for b in found.bodies
        ],
        "missing": [
            {"where": m.where, "name": m.name[language], "text": m.text[language]} for m in found.missing
        ],
    }


def _unplaced(found: Coverage, rulebook: Rulebook) -> dict[str, Text]:
    """The schemes of which nobody recorded where they lie, with the name of their last version."""
    named = {scheme.id: scheme.name for scheme in rulebook.schemes}
    return {code: named[code] for code in found.unplaced}


def _reach(reach: Reach) -> Data:
    return {
        "state": reach.state.value,
        "pays": list(reach.pays),
        "unpublished": list(reach.unpublished),
        "ended": list(reach.ended),
        "status": reach.status.value if reach.status else None,
        "confidence": reach.confidence.value if reach.confidence else None,
    }


def coverage_lines(rulebook: Rulebook, day: date, language: str) -> Iterator[str]:
    """The matrix in a fixed-width table, and what is missing."""
    found = coverage.coverage(rulebook, day)
    layers = rulebook.codelists["layers"]
    when = wording.day(day, language)
    yield Text(f"Dekking op {when}", f"Coverage on {when}")[language]
    yield Text(
        "Regelingen met een bedrag + zonder gepubliceerd bedrag (- geëindigd); hardst vaststaande, zekerheid.",
        "Schemes with an amount + without a published amount (- ended); firmest status, confidence.",
    )[language]
    width = max(len(row.name[language]) for row in rulebook.codelists["provinces"].values())
    for layer, level in layers.items():
        yield ""
        yield f"{level.name[language]}  ({_everywhere(found, layer, language)})"
        for code, row in rulebook.codelists["provinces"].items():
            reach = found.cells[code, layer]
            if reach.state is not State.NONE or layer in coverage.LOCAL:
                yield f"  {row.name[language]:<{width}}  {_cell(reach, language)}"
    yield ""
    yield Text(f"Wat ontbreekt ({len(found.missing)})", f"What is missing ({len(found.missing)})")[language]
    for missing in found.missing:
        yield f"  {missing.name[language]}: {missing.text[language]}"
    if found.unplaced:
        yield ""
        yield Text("Ligging niet vastgelegd", "Place not recorded")[language]
        yield from (f"  {name[language]}  ({code})" for code, name in _unplaced(found, rulebook).items())


def _everywhere(found: Coverage, layer: str, language: str) -> str:
    told = Text("in heel Nederland", "in the whole country")[language]
    return f"{told}: {_cell(found.everywhere[layer], language)}"


def _cell(reach: Reach, language: str) -> str:
    if reach.state is State.NONE:
        return _STATE[State.NONE][language]
    counted = f"{len(reach.pays)}+{len(reach.unpublished)}-{len(reach.ended)}"
    if reach.status is None or reach.confidence is None:
        return f"{counted}  {_STATE[reach.state][language]}"
    return f"{counted}  {wording.STATUS[reach.status][language]}, {wording.CONFIDENCE[reach.confidence][language]}"


def conflict_data(conflict: Conflict, language: str | None) -> Data:
    """What another source says of a figure, and why the file's own counts."""
    reason: object = (
        conflict.reason[language] if language else {"nl": conflict.reason.nl, "en": conflict.reason.en}
    )
    return {
        "figure": conflict.figure,
        "says": conflict.says,
        "source": {**source(conflict.source), "id": None},
        "reason": reason,
    }
