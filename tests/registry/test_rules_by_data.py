"""The page that takes a policy officer from a decree to a tested file, followed to the letter; and that data is enough.

Every block of docs/rules.md that names a file is put into a copy of the rules, as its reader would. No line of the program
changes: a scheme, a limit, a relation table, a tariff year and a codelist row come out of data alone.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml

from calculator import resources
from calculator.cli import main
from calculator.domain.rulebook import Rulebook
from calculator.registry import schema
from calculator.registry.words import diff
from calculator.services.award.pair_outcomes import Kind, Outcomes
from calculator.services.catalogue import listing as catalogue
from calculator.services.registry import rule_cases, rulebooks

DOC = Path(__file__).resolve().parents[2] / "docs/rules.md"
SCHEME = "municipality.voorbeeldgemeente.heggen"
_BLOCK = re.compile(r"^```(?:yaml|csv) (add )?(rules/\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(bool(add), path, text) for add, path, text in _BLOCK.findall(DOC.read_text("utf-8"))]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of our own rules with the example in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        top = tmp_path_factory.mktemp("example")
        shutil.copytree(resources.rules_dir(), top / "rules")
        for add, path, text in BLOCKS:
            file = top / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text((file.read_text("utf-8") if add else "") + text, "utf-8")
        yield top / "rules"


@pytest.fixture(scope="module")
def rules(root: Path) -> Rulebook:
    return rulebooks.given(root)


def test_the_page_holds_a_scheme_two_years_a_limit_a_relation_table_codes_and_cases() -> None:
    paths = [path for _, path, _ in BLOCKS]
    assert sum("/cases/" in path for path in paths) == 3
    assert sum(path.startswith("rules/schemes") and "/cases/" not in path for path in paths) == 2
    assert {path.split("/")[1] for path in paths} == {"codelists", "schemes", "limits", "relations"}


def test_the_example_has_no_problems_and_its_cases_come_out(root: Path, rules: Rulebook) -> None:
    assert rulebooks.checked(root).problems == ()
    own = [case for case in rule_cases.read(root) if case.scheme == SCHEME]
    outcomes = [rule_cases.run(rules, case) for case in own]
    assert [(o.case.path, o.differences) for o in outcomes if o.differences] == []
    assert len(outcomes) == 3
    assert f"{SCHEME}#onderhoud" in rule_cases.reach(rules, outcomes, date(2026, 7, 1)).named


@pytest.mark.parametrize("path", [path for _, path, text in BLOCKS if "yaml-language-server" in text])
def test_the_line_for_the_editor_leads_to_the_schema_and_the_file_validates(root: Path, path: str) -> None:
    text = (root.parent / path).read_text("utf-8")
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert named is not None
    target = ((root.parent / path).parent / named[1]).resolve()
    assert target.is_file()
    assert target.parent == (root / "schema").resolve()
    jsonschema.validate(yaml.load(text, Loader=yaml.BaseLoader), schema.schemas()[target.name])


def test_a_new_scheme_is_in_the_catalogue_without_a_line_of_code(rules: Rulebook) -> None:
    found = catalogue.scheme(rules, SCHEME, date(2026, 7, 1), "nl")
    assert found is not None
    assert found["payer_name"] == "Gemeente Voorbeeldgemeente"
    assert found["apply"] == "Loket van de gemeente, vóór 1 mei"


def test_a_new_tariff_year_is_data_and_the_change_is_told(rules: Rulebook) -> None:
    told = [c for c in diff.changes(rules, date(2026, 7, 1), date(2027, 7, 1)) if c.subject == SCHEME]
    tariff = next(c for c in told if c.kind == "tariff")
    assert tariff.text.nl.endswith("€\u00a00,10 per m hoger (+12 %)")
    assert tariff.whom.nl == "bedrijven in gemeente Voorbeeldgemeente"


def test_a_new_relation_table_is_data_and_shows_in_the_matrix(rules: Rulebook) -> None:
    known = Outcomes.of(rules, date(2026, 7, 1))
    anlb = next(side for side in known.sides.values() if "anlb" in side.groups)
    found = known.between(known.sides[f"{SCHEME}#onderhoud"], anlb)
    assert found.kind is Kind.MAY_NOT
    assert [row.id for row in found.rows] == ["heggen-voorbeeldgemeente-anlb"]


@pytest.mark.parametrize(
    "line", re.findall(r"^stapelwijzer (rules .*?)(?:  .*)?$", DOC.read_text("utf-8"), re.MULTILINE)
)
def test_every_command_of_the_page_runs(root: Path, capsys: pytest.CaptureFixture[str], line: str) -> None:
    words = [str(root) if word == "rules" and i else word for i, word in enumerate(line.split())]
    if "publish" in words:
        copy = shutil.copytree(root, root.parent / "published")
        words[-1] = str(copy)
    if "cases" in words:
        return  # run above, with the cases of this scheme only
    assert main(words) == 0
    assert capsys.readouterr().out
