"""What pages read from their address: the reference date and the search, with what is wrong shown on the page itself."""

from __future__ import annotations

from datetime import date

from flask import request

from calculator.domain.rulebook import Rulebook
from calculator.services.award.options import Options, read_day
from calculator.services.award.options import read as read_options
from calculator.services.catalogue import search as catalogue_search
from calculator.services.catalogue.search import Search
from calculator.services.errors import InputProblem, InputProblems
from calculator.web.wiring import wired

Problems = tuple[InputProblem, ...]


def day(name: str = "on", otherwise: date | None = None) -> tuple[date, Problems]:
    """The day under a name of the address; today (or ``otherwise``) where it is absent or wrong."""
    services = wired().services
    written, default = (request.args.get(name) or "").strip(), otherwise or services.today()
    try:
        read: Options = read_options(
            services.rulebook(), on=written or None, years=None, mode=None, today=default, prefix=""
        )
    except InputProblems as wrong:
        return default, wrong.problems
    return read.on, ()


def recorded() -> tuple[Rulebook, date | None, Problems]:
    """The rules as the registry said them on an earlier day of the address; those of now where it is absent or wrong."""
    services, written = wired().services, (request.args.get("recorded") or "").strip()
    if not written:
        return services.rulebook(), None, ()
    try:
        day = read_day(written, "recorded")
        return services.recorded(day, "recorded"), day, ()
    except InputProblems as wrong:
        return services.rulebook(), None, wrong.problems


def search() -> tuple[Search, Problems]:
    """The search of the address; without what is wrong in it."""
    asked = request.args.to_dict()
    try:
        return catalogue_search.read(wired().services.rulebook(), asked), ()
    except InputProblems as wrong:
        bad = {problem.pointer for problem in wrong.problems}
        kept = {name: value for name, value in asked.items() if name not in bad}
        return catalogue_search.read(wired().services.rulebook(), kept), wrong.problems
