"""Running contracts that extend themselves: where notice was not given in time they go on.

Until when a contract runs is what the profile says. Where it extends itself and the last day of notice has passed, it cannot be
ended on that day any more: it runs for the extension too, at its own rate, and so on until notice can still be given. So does one
whose last day has passed: a farm is told the same in January as in December.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from calculator.domain import months
from calculator.domain.farm import Contract, ContractLine, FarmProfile
from calculator.domain.lasting import Extension, Notice
from calculator.domain.period import same_day_in
from calculator.domain.quickly import made_quickly
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, Text
from calculator.eligibility.contracts.placing import committed


@made_quickly
@dataclass(frozen=True, slots=True)
class Ending:
    """How a contract line ends: by notice, or by itself where there is no ``extension`` that goes on silently."""

    notice: Notice | None
    extension: Extension | None
    term: int | None

    @property
    def silent(self) -> bool:
        """Whether it goes on unless it is ended."""
        return self.extension is not None and self.extension.silent

    def after(self, start: date, last: date) -> date | None:
        """The last day of an extension after the one that is the last until now; None where it may not be extended."""
        rule = self.extension
        if rule is None:
            return None
        after = last + timedelta(days=1)
        then = same_day_in(after.year + rule.years, after) - timedelta(days=1)
        nth = rule.used(self.term or 1, span(start, last)) + 1
        return then if rule.allows(nth, then) else None


def ending(line: ContractLine, payment: Payment | None) -> Ending:
    """What the profile says of a line, and else the rule of its payment."""
    rule = payment.extension if payment is not None else None
    if line.extends_years is not None:
        rule = Extension(line.extends_years, silent=True)
    notice = line.notice_rule or (payment.notice if payment is not None else None)
    return Ending(notice, rule, payment.term_years if payment is not None else None)


def gone_on(profile: FarmProfile, rulebook: Rulebook, on: date) -> FarmProfile:
    """The profile on a day, with what could not be ended any more."""
    if not profile.contracts:
        return profile
    found = tuple(each for contract in profile.contracts for each in _by_end(contract, rulebook, on))
    return profile if found == profile.contracts else replace(profile, contracts=found)


def _by_end(contract: Contract, rulebook: Rulebook, on: date) -> Iterator[Contract]:
    """The contract, in parts where its lines no longer end on the same day."""
    by_end: dict[tuple[date, ...], list[ContractLine]] = {}
    for line in contract.lines:
        by_end.setdefault(_ends(contract, line, rulebook, on), []).append(line)
    if by_end.keys() <= {(*contract.passed, contract.until)}:
        yield contract
        return
    for ends, lines in by_end.items():
        yield replace(contract, until=ends[-1], passed=ends[:-1], lines=tuple(lines))


def _ends(contract: Contract, line: ContractLine, rulebook: Rulebook, on: date) -> tuple[date, ...]:
    """The last days that passed without notice, and the one on which it ends, or may be ended, now."""
    ends = [*contract.passed, contract.until]
    how = ending(line, payment_of(rulebook, contract.scheme, line.package))
    while how.silent and how.notice is not None and not line.notice_given:
        then = how.after(contract.start, ends[-1])
        if then is None or how.notice.latest(ends[-1]) >= on:
            break
        ends.append(then)
    return tuple(ends)


def payment_of(rulebook: Rulebook, scheme: str, package: str) -> Payment | None:
    """The payment of a contract line, in the latest version of its scheme that has it."""
    known = (s.payment(package) for s in reversed(rulebook.versions(scheme)))
    return next((p for p in known if p is not None), None)


def span(start: date, until: date) -> int:
    """Years from a first to a last day, a part of a year counted whole."""
    after, years = until + timedelta(days=1), 1
    while same_day_in(start.year + years, start) < after:
        years += 1
    return years


def assumed(profile: FarmProfile, rulebook: Rulebook) -> Iterator[Text]:
    """That nobody gave notice to what went on; places whose contract went on in the same way are named together."""
    places: dict[tuple[Text, date, date, date], list[str]] = {}
    for one in committed(profile, rulebook):
        contract, notice = one.contract, ending(one.line, one.payment).notice
        if not contract.passed or notice is None:
            continue
        was = contract.passed[-1]
        places.setdefault((one.payment.name, notice.latest(was), was, contract.until), []).append(
            one.line.unit
        )
    for (name, *days), units in places.items():
        day, ended, until = (months.in_full(each) for each in days)
        where = ", ".join(dict.fromkeys(units))
        yield Text(
            nl=f"Aangenomen: {name.nl} ({where}) is niet opgezegd. Dat kon tot en met {day.nl}; het contract "
            f"eindigt daarom niet op {ended.nl} maar op zijn vroegst op {until.nl}.",
            en=f"Assumed: no notice was given of {name.en} ({where}). That was possible up to and "
            f"including {day.en}; so the contract does not end on {ended.en} but on {until.en} at the earliest.",
        )
