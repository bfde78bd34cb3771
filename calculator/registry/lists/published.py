"""The append-only list of published rule files (``rules/published.csv``), which is what ``verify`` trusts.

A scheme, limit or relation table stands in it once and is never edited again. A codelist grows, so it may stand in the
list several times; an older statement still finds the hash of the list it was made with.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from calculator.domain.scheme import Text
from calculator.registry.files import documents, tables
from calculator.registry.files.problem import Findings, RuleProblem, in_order
from calculator.registry.files.shapes import parse_day

COLUMNS = ("path", "sha256", "recorded_on")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_RECORDED = re.compile(r"^recorded_on: *(\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Published:
    """One line of the list."""

    path: str
    sha256: str
    recorded_on: date
    line: int


def read_list(data: bytes) -> tuple[tuple[Published, ...], tuple[RuleProblem, ...]]:
    """The lines of the list, oldest first, and what is wrong with it."""
    found = Findings(documents.PUBLISHED)
    listed: list[Published] = []
    for record in tables.read(data, COLUMNS, COLUMNS, found):
        before, cells = len(found.problems), record.cells
        day = parse_day(cells["recorded_on"])
        if not documents.is_rule(cells["path"]):
            wanted = Text(nl="het pad van een regelbestand", en="the path of a rule file")
            tables.cell_problem(found, record, "path", wanted)
        if not _SHA256.match(cells["sha256"]):
            tables.cell_problem(found, record, "sha256", Text(nl="een SHA-256 (64 tekens)", en="a SHA-256"))
        if day is None:
            wanted = Text(nl="een datum als 2026-01-31", en="a date like 2026-01-31")
            tables.cell_problem(found, record, "recorded_on", wanted)
        if day is not None and len(found.problems) == before:
            listed.append(Published(cells["path"], cells["sha256"], day, record.line))
    return tuple(listed), tuple(found.problems)


def edited(files: Mapping[str, str], listed: tuple[Published, ...]) -> tuple[RuleProblem, ...]:
    """Published files that are no longer what was published; ``files`` is path to SHA-256 of the whole folder."""
    problems = []
    for entry in listed:
        now = files.get(entry.path)
        if now == entry.sha256 or (now is not None and _grows(entry.path)):
            continue
        if now is None:
            what = Text(
                nl=f"gepubliceerd bestand is verwijderd (gepubliceerd op {entry.recorded_on})",
                en=f"published file was removed (published on {entry.recorded_on})",
            )
        else:
            what = Text(
                nl=f"gepubliceerd bestand is gewijzigd (gepubliceerd op {entry.recorded_on})",
                en=f"published file edited (published on {entry.recorded_on})",
            )
        remedy = Text(
            nl="zet het terug zoals het was; een verbetering is een nieuw bestand met `corrects:`",
            en="put it back as it was; a correction is a new file with `corrects:`",
        )
        problems.append(RuleProblem(entry.path, 1, what, remedy))
    return in_order(problems)


def is_published(files: Mapping[str, str], listed: tuple[Published, ...]) -> tuple[RuleProblem, ...]:
    """Rule files (path to SHA-256) whose hash does not stand in the list under their path; empty when all do."""
    trusted = {(entry.path, entry.sha256) for entry in listed}
    return tuple(
        RuleProblem(
            path,
            1,
            Text(nl="dit bestand is niet gepubliceerd", en="this file is not published"),
            Text(
                nl="vergelijk met rules/published.csv; `stapelwijzer rules publish` voegt nieuwe bestanden toe",
                en="compare with rules/published.csv; `stapelwijzer rules publish` adds new files",
            ),
        )
        for path, sha256 in sorted(files.items())
        if (path, sha256) not in trusted
    )


def publish(root: Path, day: date) -> tuple[tuple[str, ...], tuple[RuleProblem, ...]]:
    """Append every file that is not yet in the list; nothing is written when a listed file was changed.

    Gives the paths that were added and the problems that kept it from adding any.
    """
    target = root / documents.PUBLISHED
    data = (
        documents.content(root, documents.PUBLISHED) if target.exists() else f"{','.join(COLUMNS)}\n".encode()
    )
    listed, problems = read_list(data)
    files = documents.hashes(documents.read(root)[0])
    problems = (*problems, *edited(files, listed))
    if problems:
        return (), in_order(problems)
    new = tuple(problem.file for problem in is_published(files, listed))
    early = tuple(_early(root, path, day) for path in new if _recorded_after(root / path, day))
    if early:
        return (), in_order(early)
    if new:
        rows = io.StringIO()
        writer = csv.writer(rows, lineterminator="\n")
        writer.writerows((path, files[path], day.isoformat()) for path in (*_begun(listed, new, day), *new))
        whole = data if data.endswith(b"\n") else data + b"\n"
        draft = target.with_suffix(".csv.new")
        draft.write_bytes(whole + rows.getvalue().encode())
        draft.replace(target)
    return new, ()


def _begun(listed: tuple[Published, ...], new: tuple[str, ...], day: date) -> tuple[str, ...]:
    # A publication is known by its order: it begins where the paths start again, or where a line is said once more.
    last = listed[-1] if listed else None
    return (last.path,) if last and last.recorded_on == day and last.path < new[0] else ()


def _recorded_after(file: Path, day: date) -> bool:
    """Whether the file says that it was recorded on a day that has not come."""
    written = _RECORDED.search(file.read_text("utf-8"))
    recorded = parse_day(written[1]) if written else None
    return recorded is not None and recorded > day


def _early(root: Path, path: str, day: date) -> RuleProblem:
    lines = (root / path).read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if text.startswith("recorded_on:"))
    return RuleProblem(
        path,
        line,
        Text(nl=f"`recorded_on` ligt na vandaag ({day})", en=f"`recorded_on` lies after today ({day})"),
        Text(
            nl="zet er de dag waarop u het vastlegt; wanneer het geldt, staat in `valid_from`",
            en="put the day on which you record it; from when it holds is said by `valid_from`",
        ),
    )


def _grows(path: str) -> bool:
    return path.startswith("codelists/")
