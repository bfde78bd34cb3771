"""A file that lies among the rules but would not be read is a rule that somebody thinks is in force."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Files with another ending, folders where a file belongs, and a folder without any scheme."""
    for path in draft.strays:
        if path.endswith("/"):
            yield _no_file(path.removesuffix("/"))
            continue
        yield RuleProblem(
            path,
            1,
            Text(nl="dit bestand wordt niet gelezen", en="this file is not read"),
            Text(
                nl="regelingen en grenzen eindigen op .yaml, tabellen op .csv; hernoem het of haal het weg",
                en="schemes and limits end in .yaml, tables in .csv; rename it or take it away",
            ),
        )
    if not (draft.schemes or draft.unreadable or draft.left_out):
        yield RuleProblem(
            "schemes",
            1,
            Text(nl="hier staan geen regelingen", en="there are no schemes here"),
            Text(
                nl="is dit de juiste map? zij bevat schemes/, limits/, relations/ en codelists/",
                en="is this the right folder? it holds schemes/, limits/, relations/ and codelists/",
            ),
        )


def _no_file(path: str) -> RuleProblem:
    return RuleProblem(
        path,
        1,
        Text(
            nl="dit is een map met de naam van een bestand, of een koppeling naar een map, en wordt niet gelezen",
            en="this is a folder with the name of a file, or a link to a folder, and is not read",
        ),
        Text(
            nl="hernoem de map, of zet in plaats van de koppeling de bestanden zelf neer",
            en="rename the folder, or put the files themselves in the place of the link",
        ),
    )
