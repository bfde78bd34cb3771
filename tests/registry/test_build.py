"""What a payment is by its kind or legal basis, whether its file says so or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from calculator.registry.loading import load
from tests.registry.builders import CODELISTS, ECO, ECO_TEXT, SCHEME, SCHEME_TEXT, edited, rule_folder

BASES = CODELISTS["legal_bases"] + "cap_aecc_art70,ANLb,ANLb,yes,2027-12-31,70\ncredit_sale,K,C,no,,\n"


def groups(tmp_path: Path, changes: dict[str, str], scheme: str) -> tuple[str, ...]:
    """The groups of the first payment of a scheme."""
    root = rule_folder(tmp_path, {"codelists/legal_bases.csv": BASES, **changes})
    book, problems = load(root)[:2]
    assert book is not None, problems
    return next(s for s in book.schemes if s.id == scheme).payments[0].groups


@pytest.mark.parametrize(
    ("basis", "found"),
    [
        ("cap_aecc_art70", ("botanisch", "anlb")),
        ("credit_sale", ("botanisch", "credit-sale")),
        ("aber_34", ("botanisch",)),
    ],
)
def test_a_package_and_a_sale_of_credits_are_known_by_their_legal_basis(
    tmp_path: Path, basis: str, found: tuple[str, ...]
) -> None:
    changed = edited(SCHEME_TEXT, "legal_basis: aber_34", f"legal_basis: {basis}")
    assert groups(tmp_path, {SCHEME: changed}, "province.utrecht.botanisch") == found


def test_the_legal_basis_of_the_payment_itself_goes_before_that_of_its_scheme(tmp_path: Path) -> None:
    changed = edited(SCHEME_TEXT, "    kind: flat\n", "    kind: flat\n    legal_basis: cap_aecc_art70\n")
    assert groups(tmp_path, {SCHEME: changed}, "province.utrecht.botanisch") == ("botanisch", "anlb")


def test_an_activity_is_one_by_its_kind(tmp_path: Path) -> None:
    changed = edited(ECO_TEXT, "    groups: [eco-activity]\n", "")
    assert groups(tmp_path, {ECO: changed}, "national.rvo.eco") == ("eco-activity",)
