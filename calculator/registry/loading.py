"""From a folder (or files in memory) to a rulebook, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from calculator.domain.rulebook import Rulebook
from calculator.registry.files import cache, documents
from calculator.registry.files.problem import RuleProblem, in_order
from calculator.registry.lists import beside


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found; with any problem there is no rulebook, notes keep nobody from serving."""

    rulebook: Rulebook | None
    problems: tuple[RuleProblem, ...]
    notes: tuple[RuleProblem, ...]


def load(
    root: Path, *, cache_dir: Path | None = None, as_known_on: date | None = None
) -> tuple[Rulebook | None, tuple[RuleProblem, ...]]:
    """The rulebook of a folder, or None and every problem.

    ``as_known_on`` leaves out what was recorded after that day, so that one can ask what the registry said then.
    A folder that was sound before comes from the cache (``cache_dir``, else this user's own). A folder that cannot be
    read at all raises OSError.
    """
    folder = cache_dir if cache_dir is not None else cache.default_dir()
    found = documents.paths(root)
    files, strays = documents.read(root, found)
    around = beside.read(root, found)
    digest = documents.digest(documents.hashes(files))
    listing = documents.digest(documents.hashes({**around, "strays": "\n".join(strays).encode()}))
    name = cache.key(digest, listing, str(as_known_on))
    kept = cache.load(folder, name)
    if kept is not None:
        return kept, ()
    report = _assemble(files, strays, around, as_known_on)
    if report.rulebook is not None:
        cache.save(folder, name, report.rulebook)
    return report.rulebook, report.problems


def check(root: Path, *, as_known_on: date | None = None) -> Report:
    """Read and check a folder afresh, with the notes (gaps in time, sources without use)."""
    found = documents.paths(root)
    files, strays = documents.read(root, found)
    return _assemble(files, strays, beside.read(root, found), as_known_on, notes=True)


def from_documents(files: Mapping[str, bytes]) -> tuple[Rulebook | None, tuple[RuleProblem, ...]]:
    """The rulebook of files in memory, by their path below ``rules/``; others than rule files are a problem.

    The digest is that of the same files in a folder. More files than any rulebook has is a ValueError.
    """
    if len(files) > documents.MAX_FILES:
        raise ValueError(f"{len(files)} files: no rulebook has more than {documents.MAX_FILES}")
    rules = {path: data for path, data in files.items() if documents.is_rule(path)}
    report = _assemble(rules, tuple(sorted(files.keys() - rules.keys())), {}, None)
    return report.rulebook, report.problems


def _assemble(
    files: Mapping[str, bytes],
    strays: tuple[str, ...],
    around: Mapping[str, bytes],
    as_known_on: date | None,
    *,
    notes: bool = False,
) -> Report:
    # YAML and the checks are not needed where the cache answers, and importing them takes longer than that.
    from calculator.registry import checks, draft

    read, problems = draft.read(files, as_known_on)
    read.strays, read.beside = strays, around
    found = in_order(p for p in (*problems, *checks.run(read)) if p.file not in read.mended_later)
    extra = in_order(checks.run(read, checks.NOTES)) if notes else ()
    return Report(None if found else read.rulebook(), found, extra)
