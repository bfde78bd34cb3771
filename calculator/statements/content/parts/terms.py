"""Contracts over years: until when they run, by when notice is given, and what comes where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from calculator.domain.period import same_day_in
from calculator.domain.scheme import Text
from calculator.statements.award.reading import Obj, inner, items, objects, text
from calculator.statements.content.blocks import Cell, Column, Group, Prose, Row, Section, Table, row
from calculator.statements.content.paper import Paper
from calculator.statements.content.parts.choices import Merged, merged, named
from calculator.statements.content.wording import terms, words

#: What the award has after the last day, but for payments of others.
_THEN = {
    "ends": terms.THEN_ENDS,
    "extended": terms.THEN_EXTENDED,
    "renewed": terms.THEN_RENEWED,
    "later": terms.THEN_LATER,
}


def section(paper: Paper) -> Section:
    """A row for each contract of which the award knows how it ends, the first notice first."""
    voice = paper.voice
    rows = (*_of_award(paper), *_of_profile(paper))
    if not rows:
        return Section("terms", voice.say(terms.TERMS), (Prose(voice.say(terms.NOT_KNOWN), "none"),))
    columns = (
        Column(voice.say(words.PAYMENT), 28),
        Column(voice.say(terms.RUNS_UNTIL), 19),
        Column(voice.say(terms.NOTICE_BY), 16),
        Column(voice.say(terms.WITHOUT_NOTICE), 17),
        Column(voice.say(terms.AFTERWARDS), 20),
    )
    table = Table(voice.say(terms.TABLE), columns, (Group("", rows),))
    return Section("terms", voice.say(terms.TERMS), (Prose(voice.say(terms.INTRO)), table))


def _of_award(paper: Paper) -> Iterator[Row]:
    """Contracts of which the rules or the profile say how they end."""
    for group in merged(objects(paper.award, "notices"), "text"):
        yield _contract(paper, group)


def untold(paper: Paper) -> Iterator[tuple[Obj, Obj, str]]:
    """Contract, line and payment of what runs and of which nobody says how it ends: its last day is known all the same."""
    on = text(inner(inner(paper.award, "receipt"), "rulebook"), "on")
    told = {_line_key(due, "payment") for due in objects(paper.award, "notices") if due.get("running")}
    ids = {(line.scheme, line.payment.casefold()): line.payment for line in paper.lines}
    for contract in objects(paper.profile, "contracts"):
        of, until = text(contract, "scheme"), text(contract, "until")
        for line in objects(contract, "lines"):
            package = text(line, "package")
            if until and until >= on and _line_key({**line, "scheme": of}, "package") not in told:
                yield contract, line, ids.get((of, package.casefold()), package)


def notice_of(paper: Paper, line: Obj) -> str:
    """What the farmer says of the notice of a line of a contract."""
    given = line.get("notice_given") in (True, "yes", "ja", "true")
    return paper.voice.say(terms.GIVEN) if given else text(line, "notice")


def _of_profile(paper: Paper) -> Iterator[Row]:
    voice = paper.voice
    found: dict[tuple[str, str, str, str], list[Obj]] = {}
    for contract, line, payment in untold(paper):
        of, until = text(contract, "scheme"), text(contract, "until")
        entry = {"scheme": of, "payment": payment, "unit": text(line, "unit")}
        found.setdefault((of, payment, until, notice_of(paper, line)), []).append(entry)
    for (_, _, until, notice), entries in sorted(found.items(), key=lambda item: item[0][2]):
        last = date.fromisoformat(until)
        yield row(
            named(paper, Merged(tuple(entries))),
            Cell(voice.day(last), voice.say(terms.RUNNING)),
            notice or voice.say(terms.DAY_NOT_KNOWN),
            voice.say(words.UNKNOWN),
            voice.say(terms.THEN_LATER) if last.year >= max(paper.years) else words.NOTHING,
        )


def _line_key(entry: Obj, payment: str) -> tuple[str, str, str]:
    return text(entry, "scheme"), text(entry, payment).casefold(), text(entry, "unit")


def _contract(paper: Paper, group: Merged) -> Row:
    voice, due = paper.voice, group.first
    last = date.fromisoformat(text(due, "ends_on"))
    return row(
        named(paper, group),
        Cell(voice.day(last), _standing(paper, group, last)),
        _by(paper, due),
        _without(paper, due, last),
        _afterwards(paper, due),
    )


def _by(paper: Paper, due: Obj) -> Cell:
    """The last day of notice; where it ends by itself, that none is needed."""
    voice, by = paper.voice, text(due, "notice_by")
    if due.get("extends_itself_years") is None:
        return Cell(voice.say(terms.NOT_NEEDED), voice.say(terms.POSSIBLE, day=voice.days(by)))
    return Cell(voice.days(by) if by else voice.say(terms.DAY_NOT_KNOWN))


def _standing(paper: Paper, group: Merged, last: date) -> str:
    """Whether it runs already, and what was assumed for that."""
    voice = paper.voice
    if group.first.get("running") is not True:
        return voice.say(terms.BEGINS)
    was = _last_day_of_profile(paper, group)
    return (
        voice.say(terms.RUNNING)
        if was is None or was >= last
        else voice.say(terms.WENT_ON, day=voice.day(was))
    )


def _last_day_of_profile(paper: Paper, group: Merged) -> date | None:
    """Until when the farmer says that it runs; None where this reader does not see that."""
    of, payment = text(group.first, "scheme"), text(group.first, "payment")
    found = [
        date.fromisoformat(text(contract, "until"))
        for unit in set(group.units)
        for contract in contracts_of(paper, of, payment, unit)
    ]
    return max(found, default=None)


def contracts_of(paper: Paper, of: str, payment: str, unit: str) -> Iterator[Obj]:
    """The contracts of the profile that hold a payment on a place, once per line of it; none where this reader sees none."""
    for contract in objects(paper.profile, "contracts"):
        for line in objects(contract, "lines"):
            here = _line_key({**line, "scheme": text(contract, "scheme")}, "package")
            if here == (of, payment.casefold(), unit):
                yield contract


def _without(paper: Paper, due: Obj, last: date) -> str:
    """How it goes on by itself."""
    years = int(text(due, "extends_itself_years") or "0")
    if not years:
        return paper.voice.say(terms.ENDS)
    after = last + timedelta(days=1)
    until = paper.voice.day(same_day_in(after.year + years, after) - timedelta(days=1))
    return paper.voice.say(terms.GOES_ON_ONE if years == 1 else terms.GOES_ON, years=years, day=until)


def afterwards(paper: Paper, due: Obj) -> str:
    """What the award counts on the ground from the day after, in words."""
    voice, then = paper.voice, text(due, "then")
    if then == "unknown":
        return voice.say(terms.THEN_UNKNOWN, day=voice.days(text(due, "basis_until")))
    if then in _THEN:
        return voice.say(_THEN[then])
    return voice.listed([paper.names.ref(str(ref)) for ref in items(due, "instead")], 4)


def _afterwards(paper: Paper, due: Obj) -> Cell:
    """What comes after, and what must be done for it."""
    then, silent = text(due, "then"), due.get("extends_itself_years") is not None
    hint: Text | None = None
    if silent and then in ("other", "ends", "renewed"):
        hint = terms.IF_ENDED
    elif not silent and then == "extended":
        hint = terms.ASK_FOR_IT
    return Cell(afterwards(paper, due), paper.voice.say(hint) if hint else "")
