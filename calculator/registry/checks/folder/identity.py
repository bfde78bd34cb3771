"""The path is the identity: layer, payer, name and first day stand in the path and in the file, and are equal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.files.row import Row

_FILE = re.compile(r"(\d{4}-\d{2}-\d{2})(\.[1-9]\d{0,2})?\.yaml\Z")


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Schemes and limits whose words differ from their path."""
    for file in draft.schemes:
        parts = PurePosixPath(file.file).parts[1:]
        if len(parts) != 4:
            yield _misplaced(file.file, "schemes/{layer}/{payer}/{scheme}/{valid_from}.yaml")
            continue
        yield from _differs(file.file, file.row, "scheme", ".".join(parts[:3]))
        layer, payer, _ = file.scheme.id.split(".")
        yield from _differs(file.file, file.row, "layer", layer)
        yield from _differs(file.file, file.row, "payer", payer)
        yield from _first_day(file.file, file.row)
    for limit in draft.limits:
        parts = PurePosixPath(limit.file).parts[1:]
        if len(parts) != 2:
            yield _misplaced(limit.file, "limits/{limit}/{valid_from}.yaml")
            continue
        yield from _differs(limit.file, limit.row, "limit", parts[0])
        yield from _first_day(limit.file, limit.row)


def _misplaced(file: str, wanted: str) -> RuleProblem:
    return RuleProblem(
        file,
        1,
        Text(nl="het bestand staat niet op zijn plaats", en="the file is not in its place"),
        Text(nl=f"zet het op {wanted}", en=f"put it at {wanted}"),
    )


def _differs(file: str, row: Row, key: str, wanted: str) -> Iterator[RuleProblem]:
    written = row.text(key)
    if written != wanted:
        yield RuleProblem(
            file,
            row.at(key),
            Text(
                nl=f"`{key}` is `{written}`, het pad zegt `{wanted}`",
                en=f"`{key}` is `{written}`, the path says `{wanted}`",
            ),
            Text(nl="maak ze gelijk of verplaats het bestand", en="make them equal or move the file"),
        )


def _first_day(file: str, row: Row) -> Iterator[RuleProblem]:
    name = PurePosixPath(file).name
    found = _FILE.match(name)
    if found is None:
        yield RuleProblem(
            file,
            1,
            Text(nl=f"de bestandsnaam `{name}` is geen datum", en=f"the file name `{name}` is no date"),
            Text(nl=f"noem het {row.day('valid_from')}.yaml", en=f"name it {row.day('valid_from')}.yaml"),
        )
        return
    if found[1] != row.day("valid_from").isoformat():
        yield RuleProblem(
            file,
            row.at("valid_from"),
            Text(
                nl=f"`valid_from` is {row.day('valid_from')}, de bestandsnaam zegt {found[1]}",
                en=f"`valid_from` is {row.day('valid_from')}, the file name says {found[1]}",
            ),
            Text(nl="maak ze gelijk", en="make them equal"),
        )
    if found[2] and "corrects" not in row:
        yield RuleProblem(
            file,
            1,
            Text(
                nl="de bestandsnaam is die van een correctie, maar `corrects` ontbreekt",
                en="the file name is that of a correction, but `corrects` is missing",
            ),
            Text(nl=f"voeg toe: corrects: {found[1]}.yaml", en=f"add: corrects: {found[1]}.yaml"),
        )
