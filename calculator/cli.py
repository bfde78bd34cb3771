"""``stapelwijzer``: reads arguments, calls a service, prints, and says in its exit code how it ended.

0 done; 2 the input is wrong (every problem on stderr: where, what, how to mend); 3 the calculation cannot be
completed; 4 a statement does not verify; 1 a fault of ours. Heavy services are imported where they are used, so that an
award does not wait for the printing of PDF.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, cast

from calculator.domain.scheme import Text
from calculator.services import console, input_files
from calculator.services.errors import CannotComplete, InputProblem, InputProblems
from calculator.settings import MOST_STATEMENT_BYTES

if TYPE_CHECKING:
    from calculator.domain.rulebook import Rulebook
    from calculator.services.award_options import Options
    from calculator.services.awards import AwardResult

DONE, OUR_FAULT, WRONG_INPUT, CANNOT_COMPLETE, NOT_VERIFIED = range(5)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    asked = _parser().parse_args(arguments)
    try:
        return cast("int", asked.run(asked))
    except InputProblems as wrong:
        return _complain(wrong.problems, asked.lang)
    except CannotComplete as reason:
        print(reason.reason[asked.lang], file=sys.stderr)
        return CANNOT_COMPLETE
    except BrokenPipeError:
        # Whoever read our output stopped reading (`| head`); there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as fault:
        # The edge of the program: whatever was not foreseen is a fault of ours and is said in one line.
        if os.environ.get("STAPELWIJZER_DEBUG") == "1":
            raise
        said = Text("Fout in stapelwijzer zelf", "A fault in stapelwijzer itself")[asked.lang]
        more = Text("STAPELWIJZER_DEBUG=1 toont waar.", "STAPELWIJZER_DEBUG=1 shows where.")[asked.lang]
        print(f"{said}: {type(fault).__name__}: {fault}. {more}", file=sys.stderr)
        return OUR_FAULT


def _award(asked: argparse.Namespace) -> int:
    result, _, _ = _computed(asked)
    if asked.json:
        _print_json(result.award)
    else:
        from calculator.services import award_text

        sys.stdout.write(award_text.render(result.award, asked.lang))
    return DONE


def _statement(asked: argparse.Namespace) -> int:
    from calculator.services import statement_outputs

    form = statement_outputs.form_of(asked.output)
    result, document, rulebook = _computed(asked)
    folder = input_files.folder(asked.rules)
    if form == "pdf":
        from calculator.services import statements

        made = statements.render(result, document, language=asked.lang, issued_on=_today(), folder=folder)
    else:
        made = statement_outputs.render(
            result,
            document,
            rulebook,
            form=form,
            language=asked.lang,
            made_on=_today(),
            csv_form=asked.csv,
            table=asked.table,
            folder=folder,
        )
    input_files.write(asked.output, made)
    return DONE


def _verify(asked: argparse.Namespace) -> int:
    pdf = input_files.read(asked.file, MOST_STATEMENT_BYTES)
    from calculator.services import statements

    with console.quiet_libraries():
        verdict = statements.verify(pdf)
    if asked.json:
        _print_json({"state": verdict.state, "ok": verdict.ok, "text": verdict.text[asked.lang]})
    else:
        print(verdict.text[asked.lang])
    return DONE if verdict.ok else NOT_VERIFIED


def _rules_check(asked: argparse.Namespace) -> int:
    from calculator.services import rulebooks, rules_text

    folder = input_files.folder(asked.folder)
    report = rulebooks.checked(folder)
    if report.rulebook is not None:
        found = rulebooks.coverage(report.rulebook, folder)
        sys.stdout.write(rules_text.checked(report.rulebook, found, report.notes, asked.lang))
    return DONE


def _rules_publish(asked: argparse.Namespace) -> int:
    from calculator.services import rulebooks

    for path in rulebooks.publish(input_files.folder(asked.folder), _today()):
        print(path)
    return DONE


def _rules_list(asked: argparse.Namespace) -> int:
    rulebook, options = _rules_on(asked, asked.on)
    if asked.json:
        from calculator.services import catalogue

        return _print_json(catalogue.schemes(rulebook, options.on, asked.lang))
    from calculator.registry import listing

    return _print_lines(listing.lines(rulebook, options.on, asked.lang))


def _rules_show(asked: argparse.Namespace) -> int:
    rulebook, options = _rules_on(asked, asked.on)
    scheme = next((s for s in rulebook.schemes_on(options.on) if s.id == asked.id), None)
    if scheme is None:
        raise InputProblems([_not_in_force(asked.id, options.on)])
    if asked.json:
        from calculator.services import catalogue

        return _print_json(catalogue.scheme(rulebook, asked.id, options.on, asked.lang))
    from calculator.registry import show

    return _print_lines(show.lines(scheme, asked.lang, rulebook))


def _rules_diff(asked: argparse.Namespace) -> int:
    rulebook, before = _rules_on(asked, asked.before)
    _, after = _rules_on(asked, asked.after)
    from calculator.registry import diff

    if asked.json:
        found = diff.changes(rulebook, before.on, after.on)
        return _print_json(
            [
                {"subject": x.subject, "name": x.name[asked.lang], "kind": x.kind, "text": x.text[asked.lang]}
                for x in found
            ]
        )
    return _print_lines(diff.lines(rulebook, before.on, after.on, asked.lang))


def _computed(asked: argparse.Namespace) -> tuple[AwardResult, object, Rulebook]:
    from calculator.services import award_options, awards, profile_parse, profiles, rulebooks

    folder = input_files.folder(asked.rules)
    document = profile_parse.parse(input_files.read(asked.farm, profile_parse.MOST_BYTES))
    rulebook = rulebooks.given(folder)
    problems: list[InputProblem] = []
    options: Options | None = None
    try:
        options = award_options.read(
            rulebook, on=asked.on, years=asked.years, mode=asked.mode, today=_today()
        )
    except InputProblems as wrong:
        problems += wrong.problems
        # The calculation is not reached, so that the farm's own problems are asked for here.
        try:
            profiles.read(document, rulebook)
        except InputProblems as also_wrong:
            problems += also_wrong.problems
    if options is None:
        raise InputProblems(problems)
    with console.quiet_libraries():
        result = awards.compute(
            rulebook, document, on=options.on, years=options.years, mode=options.mode, language=asked.lang
        )
    return result, document, rulebook


def _rules_on(asked: argparse.Namespace, day: str | None) -> tuple[Rulebook, Options]:
    from calculator.services import award_options, rulebooks

    rulebook = rulebooks.given(input_files.folder(asked.rules))
    return rulebook, award_options.read(rulebook, on=day, years=None, mode=None, today=_today())


def _today() -> date:
    """The day it is where the user is."""
    return datetime.now(tz=UTC).astimezone().date()


def _not_in_force(scheme: str, day: date) -> InputProblem:
    return InputProblem(
        scheme,
        Text(f"Deze regeling geldt niet op {day}.", f"This scheme is not in force on {day}."),
        Text(
            "`stapelwijzer rules list --on DATUM` noemt ze.",
            "`stapelwijzer rules list --on DATE` names them.",
        ),
    )


def _complain(problems: Sequence[InputProblem], language: str) -> int:
    for problem in problems:
        where = problem.pointer or "/"
        print(f"{where}: {problem.message[language]} — {problem.remedy[language]}", file=sys.stderr)
    return WRONG_INPUT


def _print_json(value: object) -> int:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
    return DONE


def _print_lines(lines: Iterable[str]) -> int:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="stapelwijzer", description="What all rewards pay together, lawfully."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    spoken = argparse.ArgumentParser(add_help=False)
    spoken.add_argument("--lang", choices=("nl", "en"), default="nl", help="language of texts (default nl)")
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help="print JSON")
    ruled = argparse.ArgumentParser(add_help=False)
    ruled.add_argument("--rules", metavar="DIR", help="a folder with the layout of rules/")
    farm = argparse.ArgumentParser(add_help=False, parents=[spoken, ruled])
    farm.add_argument("farm", metavar="FARM.json", help="a farm profile, or - for standard input")
    farm.add_argument("--on", metavar="YYYY-MM-DD", help="reference date (default today)")
    farm.add_argument("--years", metavar="N", help="how many years (default 1)")
    farm.add_argument("--mode", metavar="managed|advise", help="default managed")

    award = commands.add_parser("award", parents=[farm, as_json], help="the best lawful stack of a farm")
    award.set_defaults(run=_award)
    statement = commands.add_parser("statement", parents=[farm], help="the award as a statement or as data")
    statement.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        required=True,
        help="its name ends in .pdf, .xlsx, .csv, .json or .ics",
    )
    statement.add_argument(
        "--csv", choices=("nl", "machine"), default="nl", help="for people (default) or for programs"
    )
    statement.add_argument("--table", default="lines", help="which table a CSV holds (default lines)")
    statement.set_defaults(run=_statement)
    verify = commands.add_parser(
        "verify", parents=[spoken, as_json], help="recompute a statement from its data"
    )
    verify.add_argument("file", metavar="FILE.pdf")
    verify.set_defaults(run=_verify)
    _add_rules(commands.add_parser("rules", help="the registry"), [spoken, as_json, ruled])
    return parser


def _add_rules(parser: argparse.ArgumentParser, shared: list[argparse.ArgumentParser]) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", parents=shared[:1], help="check a rules folder")
    check.add_argument("folder", metavar="DIR", nargs="?")
    check.set_defaults(run=_rules_check)
    publish = commands.add_parser(
        "publish", parents=shared[:1], help="add new files to the list that verify trusts"
    )
    publish.add_argument("folder", metavar="DIR", nargs="?")
    publish.set_defaults(run=_rules_publish)
    listing = commands.add_parser("list", parents=shared, help="the schemes in force")
    listing.add_argument("--on", metavar="YYYY-MM-DD")
    listing.set_defaults(run=_rules_list)
    show = commands.add_parser("show", parents=shared, help="one scheme")
    show.add_argument("id", metavar="ID")
    show.add_argument("--on", metavar="YYYY-MM-DD")
    show.set_defaults(run=_rules_show)
    diff = commands.add_parser("diff", parents=shared, help="what changed between two days")
    diff.add_argument("before", metavar="DATE")
    diff.add_argument("after", metavar="DATE")
    diff.set_defaults(run=_rules_diff)
