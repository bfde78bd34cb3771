"""The kinds of payment that no scheme in ``rules/`` uses are written out to be copied, and come out as the page says."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from calculator import resources
from calculator.domain.scheme import PaymentKind
from calculator.services.award.awards import compute
from calculator.services.registry import rule_cases, rulebooks

DOCS = Path(__file__).resolve().parents[2] / "docs"
SCHEME = "municipality.voorbeeldgemeente.doelsturing"
_BLOCK = re.compile(r"^```(?:yaml|csv) (add )?(rules/\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of our own rules with the municipality of docs/rules.md and the scheme of docs/kinds.md."""
    top = tmp_path_factory.mktemp("kinds")
    shutil.copytree(resources.rules_dir(), top / "rules")
    for page in ("rules.md", "kinds.md"):
        for add, path, text in _BLOCK.findall((DOCS / page).read_text("utf-8")):
            file = top / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text((file.read_text("utf-8") if add else "") + text, "utf-8")
    return top / "rules"


def test_every_kind_of_payment_is_used_by_a_scheme_that_can_be_copied(root: Path) -> None:
    shipped = {p.kind for s in rulebooks.load(None).schemes for p in s.payments}
    example = {p.kind for s in rulebooks.load(root).schemes if s.id == SCHEME for p in s.payments}
    assert shipped | example == set(PaymentKind)
    assert not shipped & example, "a kind with a scheme of its own needs no example"


def test_the_example_has_no_problems_and_its_cases_come_out(root: Path) -> None:
    rules = rulebooks.load(root)
    own = [case for case in rule_cases.read(root) if case.scheme == SCHEME]
    assert [
        (c.path, rule_cases.run(rules, c).differences) for c in own if rule_cases.run(rules, c).differences
    ] == []
    assert len(own) == 3


def test_a_place_in_a_tender_is_shown_and_never_summed(root: Path) -> None:
    rules = rulebooks.load(root)
    farm = {
        "profile": "stapelwijzer-farm-1",
        "year": 2026,
        "farm": {"name": "Voorbeeldbedrijf", "province": "utrecht", "municipality": "voorbeeldgemeente"},
        "undertaking": {"aid_received": []},
        "parcels": [{"id": "P1", "area_ha": "12", "land_use": "permanent_grassland"}],
        "indicators": {"stikstofbodemoverschot_kg_ha": "100"},
    }
    found = compute(rules, farm, on=date(2026, 7, 1)).award
    assert "Rangorde van natuurplannen voor pacht" in found["contingent"]  # type: ignore[operator]
    (year,) = found["years"]  # type: ignore[misc]
    lines = [x for x in year["lines"] if x["scheme"] == SCHEME]  # type: ignore[index]
    assert {x["payment"] for x in lines} == {"overschot-laag"}
