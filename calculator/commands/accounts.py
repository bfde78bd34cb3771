"""``stapelwijzer audit`` and ``stapelwijzer people``: for whoever keeps the service, on the machine where it runs."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime

from calculator.commands.output import DONE, NOT_VERIFIED, print_json
from calculator.commands.rules import Shared
from calculator.commands.stored import opened
from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, InputProblems


def add_audit(parser: argparse.ArgumentParser, shared: Shared) -> None:
    """Add ``audit verify``."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    verify = commands.add_parser(
        "verify", parents=[shared.spoken, shared.as_json], help="whether the audit log is as it was written"
    )
    verify.add_argument("--noted", metavar="N:HASH", help="an end of the log that was written down before")
    verify.set_defaults(run=_verify)


def add_people(parser: argparse.ArgumentParser, shared: Shared) -> None:
    """Add ``people role``, by which an installation gets its first administrator."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    role = commands.add_parser("role", parents=[shared.spoken], help="give somebody with an account a role")
    role.add_argument("email", metavar="EMAIL")
    role.add_argument("role", metavar="ROLE")
    role.set_defaults(run=_role)


def _verify(asked: argparse.Namespace) -> int:
    from calculator.services.account import trail

    noted = None if asked.noted is None else _noted(asked.noted)
    with opened() as database:
        found = trail.verify(database, noted)
    if asked.json:
        print_json(
            {"whole": found.whole, "entries": found.entries, "head": found.head, "broken_at": found.broken_at}
        )
    elif found.whole:
        said = Text(
            f"Het logboek is heel: {found.entries} regels. Schrijf dit einde ergens anders op: {found.entries}:{found.head}",
            f"The log is whole: {found.entries} entries. Write this end down elsewhere: {found.entries}:{found.head}",
        )
        print(said[asked.lang])
    else:
        said = Text(
            f"Het logboek is NIET heel: regel {found.broken_at} is veranderd, verdwenen of ertussen gezet.",
            f"The log is NOT whole: entry {found.broken_at} was changed, removed or put in between.",
        )
        print(said[asked.lang])
    return DONE if found.whole else NOT_VERIFIED


def _role(asked: argparse.Namespace) -> int:
    from calculator.services.account import people
    from calculator.services.account.rights import Role

    if asked.role not in list(Role):
        names = ", ".join(Role)
        message = Text(f'"{asked.role}" is geen rol.', f'"{asked.role}" is not a role.')
        raise InputProblems(
            [InputProblem("ROLE", message, Text(f"Kies uit: {names}.", f"Choose from: {names}."))]
        )
    with opened() as database:
        done = people.appoint(database, asked.email, asked.role, datetime.now(UTC))
    if not done:
        message = Text("Niemand heeft een account met dit adres.", "Nobody has an account with this address.")
        remedy = Text("Laat diegene eerst een account maken.", "Let them make an account first.")
        raise InputProblems([InputProblem("EMAIL", message, remedy)])
    print(Text("Gedaan.", "Done.")[asked.lang])
    return DONE


def _noted(written: str) -> tuple[int, str]:
    found = re.fullmatch(r"(\d{1,12}):([0-9a-f]{64})", written)
    if found is None:
        message = Text("Dit is geen einde van een logboek.", "This is not an end of a log.")
        remedy = Text("Neem het over zoals `audit verify` het gaf.", "Copy it as `audit verify` gave it.")
        raise InputProblems([InputProblem("--noted", message, remedy)])
    return int(found[1]), found[2]
