"""What is not known of the aid of a farm, without which nobody can say whether a grant fits under a ceiling over years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from calculator.domain.claim import Claim, OpenQuestion
from calculator.domain.farm import Contract, FarmProfile
from calculator.domain.limit import Limit
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import PaymentKind, Text
from calculator.eligibility.claiming import basis_of
from calculator.eligibility.contracts.placing import line_path
from calculator.stacking.law.contract_aid import ContractAid, contract_aid
from calculator.stacking.law.counting import binding, limit_binds
from calculator.stacking.law.deminimis import how_to_know, in_window
from calculator.stacking.law.windows import versions
from calculator.stacking.solving.outcome import named_payment

#: What is missing, and where it belongs in the profile.
Missing = tuple[Text, str]


@dataclass(frozen=True, slots=True)
class Would:
    """A payment that is open, as what a limit counts once it is claimed; activities score, and pay nothing themselves."""

    scheme: str
    ref: str
    groups: tuple[str, ...]
    legal_basis: str
    public: bool
    grant_date: date
    pays: bool = True


@dataclass(frozen=True, slots=True)
class UnknownAid:
    """What is not known of the aid of a farm: what it ``received``, and what ``unpriced`` lines of its contracts weigh."""

    rulebook: Rulebook
    received: bool = True
    unpriced: tuple[ContractAid, ...] = ()
    contracts: tuple[Contract, ...] = ()

    @classmethod
    def of(cls, profile: FarmProfile, rulebook: Rulebook) -> UnknownAid | None:
        """None where all is known."""
        unpriced = tuple(grant for grant in contract_aid(profile, rulebook) if grant.unknown)
        received = profile.undertaking.aid_received is None
        return cls(rulebook, received, unpriced, profile.contracts) if received or unpriced else None

    def missing(self, counted: Claim | Would) -> list[Missing]:
        """What must be known before this can be granted; nothing where no ceiling over years counts it."""
        every = versions(self.rulebook)
        if isinstance(counted, Claim):
            counting = binding(self.rulebook, every, counted)
        else:
            counting = tuple(x for x in every if limit_binds(x, counted))
        if not any(x.validity.end is None or counted.grant_date < x.validity.end for x in counting):
            return []
        asked: list[Missing] = []
        if self.received:
            asked.append(of_received(counted))
        lines = {g.line: g for g in self.unpriced if _meets(counting, g, counted)}
        return asked + [_of_line(g, self.contracts, self.rulebook) for g in lines.values()]


def of_received(counted: Claim | Would) -> Missing:
    """What must be known of the aid that a farm received before this can be granted."""
    return how_to_know(counted.grant_date, counted.legal_basis), "undertaking.aid_received"


def with_more(question: OpenQuestion, more: Iterable[Missing]) -> OpenQuestion:
    """A question that misses more than it asks so far."""
    new = [(text, path) for text, path in more if path not in question.paths]
    return replace(
        question,
        missing=(*question.missing, *(text for text, _ in new)),
        paths=(*question.paths, *(path for _, path in new)),
    )


def received_too(rulebook: Rulebook, question: OpenQuestion, day: date) -> OpenQuestion:
    """The question of a farm that has not filled in its aid and has no contracts, as ``asked_together`` has it."""
    would = would_be(rulebook, question, day)
    return question if would is None else with_more(question, UnknownAid(rulebook).missing(would))


def would_be(rulebook: Rulebook, question: OpenQuestion, day: date) -> Would | None:
    """What a question is about, as it would be granted in the year of the day; None where nothing of it is in force."""
    scheme = rulebook.scheme_on(question.scheme, day)
    payment = scheme and scheme.payment(question.payment)
    if not scheme or not payment:
        return None
    month_day = payment.grant.month_day
    return Would(
        scheme.id,
        f"{scheme.id}#{payment.id}",
        payment.groups,
        basis_of(scheme, payment),
        scheme.payer_is_public or scheme.state_resources,
        date(day.year, *month_day) if month_day else day,
        payment.kind is not PaymentKind.ACTIVITY,
    )


def _meets(counting: Iterable[Limit], grant: ContractAid, counted: Claim | Would) -> bool:
    """Whether the two stand in one window of a ceiling of these, which count the second, that counts both."""
    earlier, later = sorted((grant.day, counted.grant_date))
    return any(
        in_window(x, earlier, later) and x.validity.contains(later) and limit_binds(x, grant)
        for x in counting
    )


def _of_line(grant: ContractAid, contracts: tuple[Contract, ...], rulebook: Rulebook) -> Missing:
    contract, line = map(int, grant.line.split("."))
    unit, name = contracts[contract].lines[line].unit, named_payment(rulebook, grant.ref)
    where = Text("", "") if unit == "farm" else Text(f" op {unit}", f" on {unit}")
    path = line_path(grant.line, "rate_eur")
    return (
        Text(
            nl=f"wat betaalt het lopende contract voor {name.nl}{where.nl} per jaar? Dat is niet gepubliceerd en telt mee als "
            f"de-minimissteun; vul in: {path}",
            en=f"what does the running contract for {name.en}{where.en} pay a year? That is not published and counts as de "
            f"minimis aid; fill in: {path}",
        ),
        path,
    )
