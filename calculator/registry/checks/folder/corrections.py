"""A correction names a file of its own folder, that was recorded earlier and that nothing else corrects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Corrections of nothing, of something later, and two corrections of one file."""
    files = {f.file: f.row for f in draft.files()}
    corrected: dict[str, str] = {}
    for file, row in files.items():
        name = row.maybe_text("corrects")
        if name is None:
            continue
        target = str(PurePosixPath(file).with_name(name))
        known = target in files or target in draft.unreadable or target in draft.left_out
        if target == file or not known:
            yield _nothing(file, row.at("corrects"), name)
        elif target in files and files[target].day("recorded_on") > row.day("recorded_on"):
            yield _too_early(file, row.at("recorded_on"), name)
        if target in corrected:
            yield _twice(file, row.at("corrects"), name, corrected[target])
        corrected.setdefault(target, PurePosixPath(file).name)
    yield from _relations(draft)


def _nothing(file: str, line: int, name: str) -> RuleProblem:
    return RuleProblem(
        file,
        line,
        Text(nl=f"er is geen ander bestand {name} in deze map", en=f"no other file {name} in this folder"),
        Text(nl="noem het bestand dat vervalt", en="name the file that is replaced"),
    )


def _too_early(file: str, line: int, name: str) -> RuleProblem:
    return RuleProblem(
        file,
        line,
        Text(
            nl=f"deze correctie is eerder vastgelegd dan {name}",
            en=f"this correction was recorded before {name}",
        ),
        Text(nl="zet `recorded_on` op de dag van de correctie", en="put `recorded_on` on its own day"),
    )


def _twice(file: str, line: int, name: str, other: str) -> RuleProblem:
    return RuleProblem(
        file,
        line,
        Text(nl=f"{name} is al gecorrigeerd door {other}", en=f"{name} is already corrected by {other}"),
        Text(nl="corrigeer die correctie", en="correct that correction"),
    )


def _relations(draft: Draft) -> Iterator[RuleProblem]:
    ids = {r.relation.id for r in draft.relations}
    for row in draft.relations:
        if row.corrects and (row.corrects not in ids or row.corrects == row.relation.id):
            yield RuleProblem(
                row.file,
                row.line,
                Text(
                    nl=f"kolom `corrects`: er is geen andere relatie `{row.corrects}`",
                    en=f"column `corrects`: there is no other relation `{row.corrects}`",
                ),
                Text(nl="noem het id van de rij die vervalt", en="name the id of the row that is replaced"),
            )
