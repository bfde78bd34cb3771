"""The example farm with money matters that not everybody should see, and what one recipient gets of it."""

from __future__ import annotations

from collections.abc import Callable

from calculator.statements.carrying.purposes import Recipient
from calculator.statements.checking.verdict import Verdict
from calculator.statements.checking.verify import Trust, verify
from calculator.statements.issuing import Made, issue
from tests.statements import builders

SEED = bytes(range(32))
LANDLORD = Recipient("a.s.r. real estate", "landlord")
BANK = Recipient("Rabobank", "bank")
PROVINCE = Recipient("Provincie Zuid-Holland", "province")

#: Values that occur nowhere else, so that finding one in a file means that it leaked.
LOAN = "1357911"
OTHER_LOAN = "2468024"
COST = "777.31"


def farm() -> dict[str, object]:
    """The example farm with money matters that not everybody should see."""
    profile = builders.profile()
    profile["finance"] = {
        "loans": [
            {"lender": "rabobank", "balance_eur": LOAN, "sustainability_score": "A"},
            {"lender": "triodos", "balance_eur": OTHER_LOAN},
        ],
        "leases": [{"lessor": "asr", "area_ha": "6.20", "rent_eur_year": "5580.13", "parcels": ["P3"]}],
    }
    profile["parcels"][2]["measures"][1]["cost_eur_per_unit_year"] = COST
    profile["herd"] = {"milk_kg_year": "690531"}
    return profile


def award(language: str = "nl") -> dict[str, object]:
    """The award with a line of another lender, whose formula tells the loan."""
    found = builders.award(language)
    for year in found["years"]:
        other = builders.line("interest", "farm", "1", "farm", "1234.01", language=language)
        scheme = "bank.triodos.rentekorting"
        other |= {"scheme": scheme, "layer": "bank", "payer": "triodos", "payer_name": "Triodos Bank",
                  "formula": f"0.05 % x EUR {OTHER_LOAN}"}  # fmt: skip
        year["lines"].append(other)
        for line in year["lines"]:
            line["layer"] = LAYERS.get(line["payer"], line["layer"])
            if line["payer"] == "rabobank":
                line["formula"] = f"0.2 % x EUR {LOAN}"
    return builders.with_totals(found)


LAYERS = {
    "rabobank": "bank",
    "asr": "landlord",
    "frieslandcampina": "dairy",
    "midden-delfland": "municipality",
}


def again(_profile: object, _rules: object, options: dict[str, object]) -> dict[str, object]:
    """A recomputation that gives the award as it is."""
    return award(str(options["language"]))


def given(
    recipient: Recipient,
    award_: dict[str, object] | None = None,
    farm_: dict[str, object] | None = None,
    recompute: Callable[..., object] = again,
    seed: bytes = SEED,
) -> Made:
    return issue(award_ or award(), farm_ or farm(), builders.rule_files(), language="nl",
                 issued_on=builders.ISSUED_ON, recipient=recipient, seed=seed, recompute=recompute)  # fmt: skip


def checked(raw: bytes, recompute: Callable[..., object] = again) -> Verdict:
    return verify(raw, Trust(recompute, lambda *_: True))
