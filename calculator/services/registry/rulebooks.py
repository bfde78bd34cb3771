"""The rules as a job needs them: loaded from a folder, refused with every problem at once, kept once per process."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from calculator import resources
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.registry.files.problem import RuleProblem
from calculator.services.errors import CannotComplete, InputProblem, InputProblems

if TYPE_CHECKING:
    from calculator.registry import Report


#: Objects made before the collector looks for cycles among the newest, and looks before it goes on to older ones (Python
#: starts at 700, 10 and 10). Going on to those at every second look, not after twenty, no more is walked through, but less at a
#: time: an award never waits for half a million of them.
_BETWEEN_COLLECTIONS = (20_000, 1, 240)


class RulesRefused(Exception):  # noqa: N818  the name says what happened, as a person would
    """The folder holds no rulebook that may be used; ``problems`` are all that is wrong, by file and line."""

    def __init__(self, folder: Path, problems: tuple[RuleProblem, ...]) -> None:
        self.folder = folder
        self.problems = problems
        super().__init__("\n".join(problem.text("en") for problem in problems) or f"no rules in {folder}")

    def as_input(self) -> list[InputProblem]:
        """The same as wrong input, never empty."""
        return _as_input(self.folder, self.problems)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many schemes have worked examples beside them: ``cases`` files, and the ids of schemes without any."""

    schemes: int
    versions: int
    cases: int
    without: tuple[str, ...]


def load(folder: Path | None = None, as_recorded: date | None = None) -> Rulebook:
    """The rulebook of a folder with the layout of ``rules/``, or our own; raises RulesRefused.

    With ``as_recorded`` it is what the registry said on that day: what was recorded later is left out.
    """
    # Reading YAML is slow to import and is not needed where the cache holds the rulebook.
    from calculator import registry

    root = folder or resources.rules_dir()
    rulebook, problems = registry.load(root, cache_dir=cache_dir(os.environ), as_known_on=as_recorded)
    if rulebook is None or problems:
        raise RulesRefused(root, tuple(problems))
    # A rulebook lives as long as the process: the collector need not walk through it again and again.
    gc.freeze()
    # An award makes tens of thousands of small objects and hardly a cycle: looking for cycles less often saves time.
    gc.set_threshold(*_BETWEEN_COLLECTIONS)
    return rulebook


def given(folder: Path | None, as_recorded: date | None = None) -> Rulebook:
    """As ``load``, for a user who named the folder: what is wrong with it is wrong input, by file and line."""
    try:
        return load(folder, as_recorded)
    except RulesRefused as refused:
        raise InputProblems(refused.as_input()) from refused
    except OSError as fault:
        raise InputProblems([_unreadable(folder, fault)]) from fault


def checked(folder: Path | None) -> Report:
    """The folder read and checked afresh, cache or no cache; raises InputProblems where it is refused."""
    from calculator import registry

    root = folder or resources.rules_dir()
    try:
        report = registry.check(root)
    except OSError as fault:
        raise InputProblems([_unreadable(folder, fault)]) from fault
    if report.rulebook is None or report.problems:
        raise InputProblems(_as_input(root, report.problems))
    return report


def publish(folder: Path | None, day: date) -> tuple[str, ...]:
    """Add every new file to the append-only list; the paths that were added. Raises InputProblems, then adds none."""
    from calculator.registry.lists import published

    root = folder or resources.rules_dir()
    added, problems = published.publish(root, day)
    if problems:
        raise InputProblems(_as_input(root, problems))
    return added


def _as_input(root: Path, problems: tuple[RuleProblem, ...]) -> list[InputProblem]:
    return [InputProblem(f"{p.file}:{p.line}", p.message, p.remedy) for p in problems] or [_no_rules(root)]


def _unreadable(folder: Path | None, fault: OSError) -> InputProblem:
    from calculator.registry.files import documents

    where = str(fault.filename or folder or "rules")
    if isinstance(fault, documents.UnfitFileError):
        return InputProblem(
            where,
            Text(f"Kan niet worden gelezen: dit {fault.said.nl}.", f"Cannot be read: this {fault.said.en}."),
            Text(
                "Zet hier een gewoon regelbestand, of haal het weg.",
                "Put a plain rule file here, or take it away.",
            ),
        )
    said = str(fault.strerror or fault)
    return InputProblem(
        where,
        Text(f"Kan niet worden gelezen ({said}).", f"Cannot be read ({said})."),
        Text("Controleer de map en haar rechten.", "Check the folder and its rights."),
    )


def _no_rules(folder: Path) -> InputProblem:
    return InputProblem(
        str(folder),
        Text("In deze map staan geen regels.", "There are no rules in this folder."),
        Text("Geef een map die is ingedeeld als rules/.", "Give a folder with the layout of rules/."),
    )


def current() -> Rulebook:
    """Our own rulebook, loaded once per process; raises RulesRefused, each time, where it is refused or cannot be read."""
    own = _own()
    if isinstance(own, Rulebook):
        return own
    raise RulesRefused(*own)


@lru_cache(maxsize=1)
def _own() -> Rulebook | tuple[Path, tuple[RuleProblem, ...]]:
    """Rules that do not serve are not read again for every request: they are mended, and the service is started anew."""
    try:
        return load(None)
    except RulesRefused as refused:
        return refused.folder, refused.problems
    except OSError as fault:
        wrong = _unreadable(None, fault)
        return Path("rules"), (RuleProblem(wrong.pointer, 1, wrong.message, wrong.remedy),)


def as_recorded(day: date, where: str) -> Rulebook:
    """What our own registry said on an earlier day; raises InputProblems at ``where`` before anything was recorded."""
    days = [known for known in _recorded_days() if known <= day]
    if not days:
        first = min(_recorded_days(), default=None)
        raise InputProblems([_nothing_yet(day, first, where)])
    try:
        return _as_recorded(max(days))
    except RulesRefused as refused:
        # A check of today may refuse what was recorded then; the rules of now are not touched by that.
        raise InputProblems([_unsound_then(day, refused, where)]) from refused


@lru_cache(maxsize=4)
def _as_recorded(day: date) -> Rulebook:
    return load(None, day)


@lru_cache(maxsize=1)
def _recorded_days() -> tuple[date, ...]:
    from calculator.registry.files import documents
    from calculator.registry.lists import recorded

    files, _ = documents.read(resources.rules_dir())
    return recorded.days(files)


def _unsound_then(day: date, refused: RulesRefused, where: str) -> InputProblem:
    first = refused.as_input()[0]
    return InputProblem(
        where,
        Text(
            f"Wat op {day} was vastgelegd is niet in orde: {first.pointer}: {first.message.nl}",
            f"What was recorded on {day} is not in order: {first.pointer}: {first.message.en}",
        ),
        Text("Kies een latere dag.", "Choose a later day."),
    )


def _nothing_yet(day: date, first: date | None, where: str) -> InputProblem:
    return InputProblem(
        where,
        Text(f"Op {day} was er nog niets vastgelegd.", f"Nothing was recorded yet on {day}."),
        Text(f"Kies een dag vanaf {first}.", f"Choose a day from {first}."),
    )


def cache_dir(environ: Mapping[str, str]) -> Path | None:
    """``stapelwijzer`` in the user's cache folder, as the XDG base directories say; None where there is none."""
    base = environ.get("XDG_CACHE_HOME", "")
    if base and Path(base).is_absolute():
        return Path(base) / "stapelwijzer"
    home = environ.get("HOME", "")
    return Path(home) / ".cache" / "stapelwijzer" if home and Path(home).is_absolute() else None


def rule_files(digest: str, folder: Path | None = None) -> dict[str, bytes]:
    """The bytes of every rule file by path, as the rulebook of that digest was read from them; else CannotComplete."""
    from calculator.registry.files import documents

    files, _ = documents.read(folder or resources.rules_dir())
    if documents.digest(documents.hashes(files)) != digest:
        raise CannotComplete(
            Text(
                "De regelbestanden zijn veranderd sinds ze zijn gelezen; begin opnieuw.",
                "The rule files changed since they were read; start again.",
            )
        )
    return files


def coverage(rulebook: Rulebook, folder: Path | None = None) -> Coverage:
    """Which schemes have worked examples (``cases/*.yaml`` beside the scheme)."""
    root = folder or resources.rules_dir()
    ids = sorted({scheme.id for scheme in rulebook.schemes})
    found = {
        name: len(tuple((root / "schemes" / Path(*name.split(".")) / "cases").glob("*.yaml"))) for name in ids
    }
    without = tuple(name for name, count in found.items() if count == 0)
    return Coverage(len(ids), len(rulebook.schemes), sum(found.values()), without)
