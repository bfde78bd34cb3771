"""A scenario set up: read with all that it stands on, applied to the rules, and held against the checks of the registry."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.registry.files.problem import RuleProblem
from calculator.scenarios import ready
from calculator.scenarios.reform import applying, checking, reading, writing
from calculator.scenarios.reform.scenario import Draft, Scenario
from calculator.services import input_files
from calculator.services.errors import InputProblem, InputProblems

MOST_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class SetUp:
    """A scenario with the rules that it starts from and those that it makes."""

    scenario: Scenario
    before: Rulebook
    after: Rulebook


def named(written: str) -> tuple[str, bytes, reading.Find]:
    """The name and bytes of a scenario file or of one that comes along, and where those that it stands on are found."""
    own = ready.content(written)
    if own is not None:
        return f"{written}.yaml", own, ready.content
    path = Path(written)
    data = input_files.read(written, MOST_BYTES)

    def beside(name: str) -> bytes | None:
        try:
            return (path.parent / f"{name}.yaml").read_bytes()
        except OSError:
            return ready.content(name)

    return path.name, data, beside


def read(file: str, data: bytes, find: reading.Find = ready.content, *, unfinished: bool = False) -> Scenario:
    """The scenario; raises InputProblems with everything that is wrong with it."""
    scenario, problems = reading.read(file, data, find, unfinished=unfinished)
    if scenario is None:
        raise _wrong(problems)
    return scenario


def set_up(scenario: Scenario, rulebook: Rulebook) -> SetUp:
    """The rules of the scenario; raises InputProblems where it names what is not there or contradicts itself."""
    after, problems = applying.apply(rulebook, scenario)
    if after is None:
        raise _wrong(problems)
    wrong = checking.check(rulebook, after, scenario)
    if wrong:
        raise _wrong(wrong)
    return SetUp(scenario, rulebook, after)


def drafts(made: SetUp) -> dict[str, bytes]:
    """The rule files of the draft schemes of a scenario, by their path below ``rules/``."""
    schemes = [c.scheme for c in made.scenario.changes if isinstance(c, Draft)]
    if not schemes:
        said = Text("Dit scenario heeft geen nieuwe regeling.", "This scenario holds no new scheme.")
        mend = Text("Voeg een wijziging `new_scheme` toe.", "Add a change `new_scheme`.")
        raise InputProblems([InputProblem(made.scenario.id, said, mend)])
    return {
        writing.scheme_path(s): writing.scheme_file(s, writing.written_on(s.sources, made.scenario.on))
        for s in schemes
    }


def _wrong(problems: tuple[RuleProblem, ...]) -> InputProblems:
    return InputProblems(InputProblem(f"{p.file}:{p.line}", p.message, p.remedy) for p in problems)
