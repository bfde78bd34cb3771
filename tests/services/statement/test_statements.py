"""A statement made by the service is recomputed by the service, and one on rules of somebody's own is not believed."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from calculator import cli, resources
from calculator.services.award import awards
from calculator.services.registry import rulebooks
from calculator.services.statement import statements
from calculator.services.statement import trust as statement_trust
from calculator.statements.checking.verdict import CannotRecomputeError
from tests.services.farms import farm

# WeasyPrint leaves its colour profile open for the collector of unused objects.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning")

FARM = {
    "profile": "stapelwijzer-farm-1",
    "year": 2026,
    "farm": {"name": "Proefhoeve", "province": "drenthe"},
    "undertaking": {"aid_received": []},
    "parcels": [{"id": "P1", "area_ha": "12.5", "land_use": "arable", "eco_region": 1}],
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our own rules, all of them published."""
    folder = Path(shutil.copytree(resources.rules_dir(), tmp_path_factory.mktemp("published") / "rules"))
    rulebooks.publish(folder, date(2026, 11, 24))
    return folder


@pytest.fixture(autouse=True)
def rules(published: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(resources, "rules_dir", lambda: published)
    return published


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "farm.json"
    path.write_text(json.dumps(FARM), "utf-8")
    return path


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_statement_verifies(
    language: str, profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf = str(tmp_path / "s.pdf")
    asked = ["--on", "2026-07-01", "--years", "2", "--lang", language]
    assert cli.main(["statement", str(profile), "-o", pdf, *asked]) == 0
    assert cli.main(["verify", pdf, "--lang", language]) == 0, capsys.readouterr()


def test_a_statement_on_rules_of_ones_own_does_not_verify(
    profile: Path, tmp_path: Path, published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = Path(shutil.copytree(published, tmp_path / "own"))
    (own / "published.csv").unlink()
    scheme = own / "schemes/national/rvo/basisinkomenssteun/2023-01-01.yaml"
    scheme.write_text(scheme.read_text("utf-8").replace("value: 158", "value: 5999"), "utf-8")
    pdf = str(tmp_path / "s.pdf")
    assert cli.main(["statement", str(profile), "-o", pdf, "--on", "2026-07-01", "--rules", str(own)]) == 0
    assert cli.main(["verify", pdf, "--lang", "en"]) == 4
    assert "never published" in capsys.readouterr().out


def test_a_file_that_is_no_statement_does_not_verify(profile: Path) -> None:
    assert cli.main(["verify", str(profile)]) == 4


def test_data_that_cannot_be_computed_with_says_why(published: Path) -> None:
    files = rulebooks.rule_files(rulebooks.load(published).digest, published)
    options: dict[str, object] = {"on": "2026-07-01", "years": 1, "mode": "managed", "language": "nl"}
    for document, rules_given, asked in (
        ({}, files, options),
        (FARM, {}, options),
        (FARM, files, {**options, "years": "many"}),
        (FARM, files, {}),
    ):
        with pytest.raises(CannotRecomputeError):
            statement_trust.recompute(document, rules_given, asked)


def test_recomputing_gives_the_same_award(published: Path) -> None:
    rulebook = rulebooks.load(published)
    files = rulebooks.rule_files(rulebook.digest, published)
    award = awards.compute(rulebook, FARM, on=date(2026, 7, 1), years=3).award
    options: dict[str, object] = {"on": "2026-07-01", "years": 3, "mode": "managed", "language": "nl"}
    assert statement_trust.recompute(dict(FARM), files, options) == award


def test_only_an_object_can_have_a_statement() -> None:
    rulebook = rulebooks.load()
    result = awards.compute(rulebook, FARM, on=date(2026, 7, 1))
    with pytest.raises(TypeError):
        statements.render(result, [farm()], language="nl", issued_on=date(2026, 7, 1))
