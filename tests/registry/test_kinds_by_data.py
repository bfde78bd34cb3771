"""What no scheme in ``rules/`` uses is written out to be copied: kinds of payment, a contract that goes on. It comes out so."""

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
GOES_ON = "municipality.voorbeeldgemeente.kruidenrijk"
OF_PARCELS = "municipality.voorbeeldgemeente.hoog-water"
TOGETHER = "municipality.voorbeeldgemeente.kwaliteit"
PER_COW = "municipality.voorbeeldgemeente.weide"
_BLOCK = re.compile(r"^```(?:yaml|csv) (add )?(rules/\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of our own rules with the municipality of docs/rules.md and the schemes of docs/kinds.md."""
    top = tmp_path_factory.mktemp("kinds")
    shutil.copytree(resources.rules_dir(), top / "rules")
    for page in ("rules.md", "kinds.md"):
        for add, path, text in _BLOCK.findall((DOCS / page).read_text("utf-8")):
            file = top / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text((file.read_text("utf-8") if add else "") + text, "utf-8")
    return top / "rules"


def test_every_kind_of_payment_is_used_by_a_scheme_that_can_be_copied(root: Path) -> None:
    shipped = {p.kind for s in rulebooks.current().schemes for p in s.payments}
    example = {p.kind for s in rulebooks.load(root).schemes if s.id == SCHEME for p in s.payments}
    assert shipped | example == set(PaymentKind)
    assert not shipped & example, "a kind with a scheme of its own needs no example"


@pytest.mark.parametrize(
    ("scheme", "cases"), [(SCHEME, 4), (GOES_ON, 2), (OF_PARCELS, 2), (TOGETHER, 2), (PER_COW, 2)]
)
def test_the_example_has_no_problems_and_its_cases_come_out(root: Path, scheme: str, cases: int) -> None:
    rules = rulebooks.load(root)
    own = [case for case in rule_cases.read(root) if case.scheme == scheme]
    assert [
        (c.path, rule_cases.run(rules, c).differences) for c in own if rule_cases.run(rules, c).differences
    ] == []
    assert len(own) == cases


def test_the_contract_that_was_not_ended_goes_on_at_its_own_rate_until_the_day_that_the_page_says(
    root: Path,
) -> None:
    case = next(c for c in rule_cases.read(root) if c.scheme == GOES_ON and "niet-opgezegd" in c.path)
    farm = rule_cases.profile(case)
    found = compute(rulebooks.load(root), farm, on=case.on, years=case.years).award
    lines = [[x for x in y["lines"] if x["scheme"] == GOES_ON] for y in found["years"]]  # type: ignore[index,attr-defined]
    assert [[x["amount_eur"] for x in year] for year in lines] == [["900.00"], ["900.00"]]
    (due,) = found["notices"]  # type: ignore[misc]
    assert (due["ends_on"], due["notice_by"], due["extends_itself_years"]) == ("2027-12-31", "2027-10-01", 1)
    page = (DOCS / "kinds.md").read_text("utf-8")
    assert "The first pays EUR 900 in both years" in page
    assert "runs until 31 December 2027 and that notice is given by 1 October 2027" in page


def test_a_place_in_a_tender_is_shown_and_never_summed(root: Path) -> None:
    rules = rulebooks.load(root)
    farm = {
        "profile": "stapelwijzer-farm-1",
        "year": 2026,
        "farm": {"name": "Voorbeeldbedrijf", "province": "utrecht", "municipality": "voorbeeldgemeente"},
        "undertaking": {"aid_received": []},
        "parcels": [{"id": "P1", "area_ha": "12", "land_use": "temporary_grassland"}],
        "indicators": {"stikstofbodemoverschot_kg_ha": "100"},
    }
    found = compute(rules, farm, on=date(2026, 7, 1)).award
    assert "Rangorde van natuurplannen voor pacht" in found["contingent"]  # type: ignore[operator]
    (year,) = found["years"]  # type: ignore[misc]
    lines = [x for x in year["lines"] if x["scheme"] == SCHEME]  # type: ignore[index]
    assert {x["payment"] for x in lines} == {"overschot-laag", "overschot-op-een-lijn"}
