"""``stapelwijzer rules``: checking, reading, comparing and publishing the registry."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from calculator.commands.output import CANNOT_COMPLETE, DONE, print_json, print_lines, today
from calculator.domain.scheme import Text
from calculator.services import input_files
from calculator.services.errors import InputProblem, InputProblems

if TYPE_CHECKING:
    from calculator.domain.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Shared:
    """The arguments that commands have in common: the language, ``--json``, and ``--rules``."""

    spoken: argparse.ArgumentParser
    as_json: argparse.ArgumentParser
    ruled: argparse.ArgumentParser

    def all(self) -> list[argparse.ArgumentParser]:
        """All of them, as parents of a command."""
        return [self.spoken, self.as_json, self.ruled]


def add(parser: argparse.ArgumentParser, shared: Shared) -> None:
    """Add every command of ``rules``."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", parents=[shared.spoken], help="check a rules folder")
    check.add_argument("folder", metavar="DIR", nargs="?")
    check.set_defaults(run=_check)
    publish = commands.add_parser(
        "publish", parents=[shared.spoken], help="add new files to the list that verify trusts"
    )
    publish.add_argument("folder", metavar="DIR", nargs="?")
    publish.set_defaults(run=_publish)
    cases = commands.add_parser(
        "cases", parents=shared.all(), help="run the worked cases, and what they reach"
    )
    cases.add_argument("--on", metavar="YYYY-MM-DD", help="day of which the reach is told (default today)")
    cases.set_defaults(run=_cases)
    stale = commands.add_parser(
        "stale", parents=shared.all(), help="what ended or was not checked for over a year"
    )
    stale.set_defaults(run=_stale)
    coverage = commands.add_parser(
        "coverage", parents=shared.all(), help="what there is per province and layer"
    )
    coverage.set_defaults(run=_coverage)
    unknown = commands.add_parser(
        "unknown",
        parents=shared.all(),
        help="pairs nobody has published, and on how many farms' answers each bears",
    )
    unknown.add_argument("--farms", metavar="DIR", help="a folder with farm profiles (*.json)")
    unknown.add_argument("--sample", metavar="N", help="how many made-up farms besides (default 250)")
    unknown.add_argument("--seed", metavar="S", help="the same seed gives the same made-up farms (default 1)")
    unknown.set_defaults(run=_unknown)
    listing = commands.add_parser("list", parents=shared.all(), help="the schemes in force")
    listing.set_defaults(run=_list)
    show = commands.add_parser("show", parents=shared.all(), help="one scheme")
    show.add_argument("id", metavar="ID")
    show.set_defaults(run=_show)
    for command in (listing, show, stale, coverage, unknown):
        command.add_argument("--on", metavar="YYYY-MM-DD", help="reference date (default today)")
    diff = commands.add_parser(
        "diff", parents=shared.all(), help="what changes between two days, and for whom"
    )
    diff.add_argument("before", metavar="DATE")
    diff.add_argument("after", metavar="DATE")
    diff.set_defaults(run=_diff)
    for command in (listing, show, diff):
        command.add_argument(
            "--as-recorded", metavar="YYYY-MM-DD", help="as the registry said it on that earlier day"
        )


def _check(asked: argparse.Namespace) -> int:
    from calculator.services.registry import rulebooks, rules_text

    folder = input_files.folder(asked.folder)
    report = rulebooks.checked(folder)
    if report.rulebook is not None:
        found = rulebooks.coverage(report.rulebook, folder)
        sys.stdout.write(rules_text.checked(report.rulebook, found, report.notes, asked.lang))
    return DONE


def _publish(asked: argparse.Namespace) -> int:
    from calculator.services.registry import rulebooks

    return print_lines(rulebooks.publish(input_files.folder(asked.folder), today()))


def _cases(asked: argparse.Namespace) -> int:
    from calculator.services import console
    from calculator.services.registry import rule_cases, rules_text

    rulebook, day = _read(asked, asked.on)
    with console.quiet_libraries():
        outcomes = [
            rule_cases.run(rulebook, case) for case in rule_cases.read(input_files.folder(asked.rules))
        ]
    reach = rule_cases.reach(rulebook, outcomes, day)
    if asked.json:
        print_json(rules_text.cases_data(outcomes, reach, asked.lang))
    else:
        sys.stdout.write(rules_text.cases(outcomes, reach, asked.lang))
    return CANNOT_COMPLETE if any(outcome.differences for outcome in outcomes) else DONE


def _stale(asked: argparse.Namespace) -> int:
    from calculator.services.catalogue import state as registry_state

    rulebook, day = _read(asked, asked.on)
    looks = registry_state.looks(input_files.folder(asked.rules))
    if asked.json:
        return print_json(registry_state.stale_data(rulebook, looks, day, asked.lang))
    return print_lines(registry_state.stale_lines(rulebook, looks, day, asked.lang))


def _coverage(asked: argparse.Namespace) -> int:
    from calculator.services.catalogue import state as registry_state

    rulebook, day = _read(asked, asked.on)
    if asked.json:
        return print_json(registry_state.coverage_data(rulebook, day, asked.lang))
    return print_lines(registry_state.coverage_lines(rulebook, day, asked.lang))


def _unknown(asked: argparse.Namespace) -> int:
    from calculator.services import console
    from calculator.services.catalogue import unknown_pairs, unknown_sample

    rulebook, day = _read(asked, asked.on)
    counted = unknown_pairs.Counted((), 0, ())
    size, seed = unknown_sample.asked(asked.sample, asked.seed)
    with console.quiet_libraries():
        if asked.farms is not None:
            folder = input_files.existing(
                asked.farms, Text("Geef een map met bedrijfsprofielen.", "Give a folder with farm profiles.")
            )
            counted = unknown_pairs.in_folder(rulebook, folder, day)
        sample = unknown_sample.drawn(rulebook, size, seed, day)
        counted = unknown_pairs.with_sample(counted, sample)
    if asked.json:
        return print_json(unknown_pairs.data(counted, asked.lang))
    return print_lines(unknown_pairs.lines(counted, rulebook, day, asked.lang))


def _list(asked: argparse.Namespace) -> int:
    rulebook, day = _read(asked, asked.on, recorded=asked.as_recorded)
    if asked.json:
        from calculator.services.catalogue import listing as catalogue

        return print_json(catalogue.schemes(rulebook, day, asked.lang))
    from calculator.registry.words import listing

    return print_lines(listing.lines(rulebook, day, asked.lang))


def _show(asked: argparse.Namespace) -> int:
    rulebook, day = _read(asked, asked.on, recorded=asked.as_recorded)
    scheme = rulebook.scheme_on(asked.id, day)
    if scheme is None:
        known = any(s.id == asked.id for s in rulebook.schemes)
        raise InputProblems([_not_in_force(asked.id, day) if known else _no_scheme(asked.id)])
    from calculator.services.catalogue import state as registry_state

    looks = registry_state.looks(input_files.folder(asked.rules))
    if asked.json:
        from calculator.services.catalogue import listing as catalogue

        return print_json(catalogue.scheme(rulebook, asked.id, day, asked.lang, looks))
    from calculator.services.catalogue import scheme_text

    return print_lines(scheme_text.lines(scheme, rulebook, day, looks, asked.lang))


def _diff(asked: argparse.Namespace) -> int:
    from calculator.registry.words import diff
    from calculator.services.award import options as award_options

    for written in (asked.before, asked.after):
        award_options.read_day(written, "DATE DATE")
    rulebook, before = _read(asked, asked.before, recorded=asked.as_recorded)
    after = _day(rulebook, asked.after)

    if asked.json:
        found = diff.changes(rulebook, before, after)
        return print_json(
            [
                {
                    "subject": x.subject,
                    "name": x.name[asked.lang],
                    "kind": x.kind,
                    "text": x.text[asked.lang],
                    "whom": x.whom[asked.lang],
                }
                for x in found
            ]
        )
    return print_lines(diff.lines(rulebook, before, after, asked.lang))


def _read(
    asked: argparse.Namespace, day: str | None, *, recorded: str | None = None
) -> tuple[Rulebook, date]:
    """The rulebook that was asked for, as recorded on an earlier day where one is given, and the reference date."""
    from calculator.services.award import options as award_options
    from calculator.services.registry import rulebooks

    known = None if recorded is None else award_options.read_day(recorded, "--as-recorded")
    rulebook = rulebooks.given(input_files.folder(asked.rules), known)
    return rulebook, _day(rulebook, day)


def _day(rulebook: Rulebook, written: str | None) -> date:
    from calculator.services.award import options as award_options

    return award_options.read(rulebook, on=written, years=None, mode=None, today=today()).on


def _no_scheme(written: str) -> InputProblem:
    return InputProblem(
        written,
        Text("Er is geen regeling die zo heet.", "There is no scheme of that name."),
        Text("`stapelwijzer rules list` noemt ze.", "`stapelwijzer rules list` names them."),
    )


def _not_in_force(scheme: str, day: date) -> InputProblem:
    return InputProblem(
        scheme,
        Text(f"Deze regeling geldt niet op {day}.", f"This scheme is not in force on {day}."),
        Text(
            "`stapelwijzer rules list --on DATUM` noemt ze.",
            "`stapelwijzer rules list --on DATE` names them.",
        ),
    )
