"""Unknown is never zero: payments under a ceiling over years stay open while some aid in their window is unknown."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from calculator.domain.claim import Claim, OpenQuestion
from calculator.domain.farm import FarmProfile
from calculator.domain.money import settle
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.eligibility.placing import line_path
from calculator.stacking.law.contract_aid import ContractAid, contract_aid
from calculator.stacking.law.counting import limit_binds
from calculator.stacking.law.deminimis import how_to_know, in_window
from calculator.stacking.law.windows import stands, versions
from calculator.stacking.solving.outcome import named_payment

#: What is missing, and where it belongs in the profile.
_Missing = tuple[Text, str]


def hold_back(
    profile: FarmProfile, rulebook: Rulebook, claims: Iterable[Claim], open_: list[OpenQuestion]
) -> tuple[Claim, ...]:
    """The claims that can be decided; the others join ``open_``, with what they could pay."""
    unpriced = [grant for grant in contract_aid(profile, rulebook) if grant.unknown]
    unknown = profile.undertaking.aid_received is None
    if not unknown and not unpriced:
        return tuple(claims)
    kept: list[Claim] = []
    for claim in claims:
        missing: list[_Missing] = []
        if claim.demand is None and (unknown or unpriced) and stands(rulebook, claim):
            if unknown:
                missing.append((how_to_know(claim.grant_date, claim.legal_basis), "undertaking.aid_received"))
            lines = {g.line: g for g in unpriced if _meets(rulebook, g, claim)}
            missing += [_of_line(g, profile, rulebook) for g in lines.values()]
        if not missing:
            kept.append(claim)
            continue
        open_.append(
            OpenQuestion(
                claim.scheme, claim.payment, claim.place, claim.year,
                tuple(text for text, _ in missing), tuple(path for _, path in missing),
                settle(claim.rate.high * Fraction(claim.quantity)),
            )
        )  # fmt: skip
    return tuple(kept)


def _meets(rulebook: Rulebook, grant: ContractAid, claim: Claim) -> bool:
    """Whether the two stand in one window of a ceiling that counts both."""
    earlier, later = sorted((grant.day, claim.grant_date))
    return any(
        in_window(x, earlier, later)
        for x in versions(rulebook)
        if x.validity.contains(later) and limit_binds(x, grant) and limit_binds(x, claim)
    )


def _of_line(grant: ContractAid, profile: FarmProfile, rulebook: Rulebook) -> _Missing:
    contract, line = map(int, grant.line.split("."))
    unit, name = profile.contracts[contract].lines[line].unit, named_payment(rulebook, grant.ref)
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
