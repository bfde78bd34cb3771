"""A correction names a file of its own folder, that was recorded earlier and that nothing else corrects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.problem import RuleProblem


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Corrections of nothing, of something later, and two corrections of one file."""
    files = {f.file: f.row for f in draft.files()}
    corrected: dict[str, str] = {}
    for file, row in files.items():
        name = row.maybe_text("corrects")
        if name is None:
            continue
        target = str(PurePosixPath(file).with_name(name))
        at = row.at("corrects")
        if target == file or (target not in files and target not in draft.unreadable):
            yield RuleProblem(
                file,
                at,
                Text(
                    nl=f"er is geen ander bestand {name} in deze map",
                    en=f"no other file {name} in this folder",
                ),
                Text(nl="noem het bestand dat vervalt", en="name the file that is replaced"),
            )
        elif target in files and files[target].day("recorded_on") > row.day("recorded_on"):
            yield RuleProblem(
                file,
                row.at("recorded_on"),
                Text(
                    nl=f"deze correctie is eerder vastgelegd dan {name}",
                    en=f"this correction was recorded before {name}",
                ),
                Text(
                    nl="zet `recorded_on` op de dag van de correctie", en="put `recorded_on` on its own day"
                ),
            )
        if target in corrected:
            yield RuleProblem(
                file,
                at,
                Text(
                    nl=f"{name} is al gecorrigeerd door {corrected[target]}",
                    en=f"{name} is already corrected by {corrected[target]}",
                ),
                Text(nl="corrigeer die correctie", en="correct that correction"),
            )
        corrected.setdefault(target, PurePosixPath(file).name)
    ids = {r.relation.id for r in draft.relations}
    for relation in draft.relations:
        if relation.corrects and (relation.corrects not in ids or relation.corrects == relation.relation.id):
            yield RuleProblem(
                relation.file,
                relation.line,
                Text(
                    nl=f"kolom `corrects`: er is geen andere relatie `{relation.corrects}`",
                    en=f"column `corrects`: there is no other relation `{relation.corrects}`",
                ),
                Text(nl="noem het id van de rij die vervalt", en="name the id of the row that is replaced"),
            )
