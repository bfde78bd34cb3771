"""``stapelwijzer``: reads arguments, calls a service, prints, and says in its exit code how it ended.

0 done; 2 the input is wrong (every problem on stderr: where, what, how to mend); 3 the calculation cannot be
completed; 4 a statement does not verify; 1 a fault of ours. Heavy services are imported where they are used, so that an
award does not wait for the printing of PDF.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from calculator.commands import (
    accounts,
    database,
    kpi,
    later,
    population,
    portfolio,
    rules,
    scenario,
    statement,
)
from calculator.commands.output import (
    CANNOT_COMPLETE,
    DONE,
    OUR_FAULT,
    WRONG_INPUT,
    print_json,
    today,
)
from calculator.domain.scheme import Text
from calculator.services import console, input_files
from calculator.services.errors import CannotComplete, InputProblem, InputProblems
from calculator.services.profile import fact_names
from calculator.services.registry.rulebooks import RulesRefused

if TYPE_CHECKING:
    from calculator.domain.rulebook import Rulebook
    from calculator.services.award.awards import AwardResult
    from calculator.services.award.options import Options


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    asked = _parser().parse_args(arguments)
    try:
        return cast("int", asked.run(asked))
    except InputProblems as wrong:
        return _complain(wrong.problems, asked.lang)
    except RulesRefused as refused:
        return _complain(refused.as_input(), asked.lang)
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
    result, _, rulebook = _computed(asked)
    if asked.json:
        print_json(result.award)
    else:
        from calculator.services.award import as_text as award_text

        sys.stdout.write(award_text.render(result.award, asked.lang, rulebook))
    return DONE


def _computed(asked: argparse.Namespace) -> tuple[AwardResult, object, Rulebook]:
    from calculator.services.award import awards, wishes
    from calculator.services.award import options as award_options
    from calculator.services.profile import parse as profile_parse
    from calculator.services.profile import profiles
    from calculator.services.registry import rulebooks

    folder = input_files.folder(asked.rules)
    document = profile_parse.parse(input_files.read(asked.farm, profile_parse.MOST_BYTES))
    rulebook = rulebooks.given(folder)
    problems: list[InputProblem] = []
    options: Options | None = None
    try:
        wish = wishes.Typed(asked.effort, asked.lock, asked.forbid)
        options = award_options.read(
            rulebook, on=asked.on, years=asked.years, mode=asked.mode, today=today(), wish=wish
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
            rulebook,
            document,
            on=options.on,
            years=options.years,
            mode=options.mode,
            language=asked.lang,
            wish=options.wish,
        )
    return result, document, rulebook


def _complain(problems: Sequence[InputProblem], language: str) -> int:
    for problem in problems:
        where, said = problem.pointer or "/", [problem.message[language], problem.remedy[language]]
        if where.startswith("/"):
            said = [fact_names.named_beside(text, language) for text in said]
        if fact_names.known(where):
            where = f"{where}: {fact_names.name(where, language)}"
        print(f"{where}: {' — '.join(said)}", file=sys.stderr)
    return WRONG_INPUT


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
    farm.add_argument("--effort", metavar="EUR", help="advise: the most that new measures may ask per year")
    farm.add_argument(
        "--lock", metavar="CODE[@UNIT]", action="append", default=[], help="advise: must be in the plan"
    )
    farm.add_argument(
        "--forbid", metavar="CODE[@UNIT]", action="append", default=[], help="advise: stays out of it"
    )

    award = commands.add_parser("award", parents=[farm, as_json], help="the best lawful stack of a farm")
    award.set_defaults(run=_award)
    statement.add(commands, farm, [spoken, as_json], _computed)
    portfolio.add(commands, spoken)
    later.add(commands, spoken)
    shared = rules.Shared(spoken, as_json, ruled)
    rules.add(commands.add_parser("rules", help="the registry"), shared)
    scenario.add(commands.add_parser("scenario", help="what if the rules were otherwise"), shared)
    kpi.add(commands.add_parser("kpi", parents=shared.all(), help="how a farm stands on indicators"))
    population.add(commands.add_parser("population", help="farm populations"), shared)
    accounts.add_audit(commands.add_parser("audit", help="the log of who saw and changed what"), shared)
    database.add(commands, spoken)
    accounts.add_people(commands.add_parser("people", help="who may do what"), shared)
    return parser


if __name__ == "__main__":
    sys.exit(main())
