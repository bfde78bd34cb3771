"""KPI sets are data: complete where they say so, each with its source and the schemes that pay on it."""

import csv
from pathlib import Path

import pytest

from calculator import registry, resources
from calculator.registry.lists.codelists import COMPUTED
from tests.registry.builders import rule_folder

SETS = (
    "code,nl,en,keeper,sector,complete,source_title,source_url,seen,confidence\n"
    "monitor,Monitor,Monitor,Keten,dairy,yes,Monitor,https://example.org/m,2026-01-10,high\n"
)
HEADER = (
    "code,nl,en,kpi_set,indicator,unit,direction,target,target_year,computed,paid_by,"
    "source_title,source_url,seen,confidence\n"
)
KPI = "monitor.eiwit,Eiwit,Protein,monitor,eiwit_eigen_land_pct,%,higher,,,,{paid_by},Monitor,{url},2026-01-10,high\n"
GOOD = HEADER + KPI.format(paid_by="province.utrecht.botanisch", url="https://example.org/m")


def told(tmp_path: Path, sets: str, kpis: str) -> list[str]:
    root = rule_folder(tmp_path, {"codelists/kpi_sets.csv": sets, "codelists/kpis.csv": kpis})
    return [f"{p.file}:{p.line}: {p.message.nl}" for p in registry.check(root).problems]


def test_a_sound_set_is_no_problem(tmp_path: Path) -> None:
    assert told(tmp_path, SETS, GOOD) == []


@pytest.mark.parametrize(
    ("sets", "kpis", "says"),
    [
        (
            SETS,
            GOOD.replace("botanisch", "botanish"),
            "kpis.csv:2: kolom `paid_by` van `monitor.eiwit`: er is geen",
        ),
        (
            SETS,
            GOOD.replace("https://example.org/m", ""),
            "kpis.csv:2: `monitor.eiwit` heeft geen volledige bron",
        ),
        (SETS.replace("2026-01-10", "soon"), GOOD, "kpi_sets.csv:2: `monitor` heeft geen volledige bron"),
        (SETS, HEADER, "kpi_sets.csv:2: `monitor` heeft geen indicatoren"),
        (SETS, GOOD.replace(",monitor,eiwit", ",bmm,eiwit"), "staat niet in codelists/kpi_sets.csv"),
        (SETS, GOOD.replace("eiwit_eigen_land_pct", "eiwit"), "staat niet in codelists/indicators.csv"),
        (
            SETS,
            GOOD.replace("higher,,,,", "higher,,,grass,"),
            "kolom `computed`: `grass` is niet een bekend woord",
        ),
    ],
)
def test_a_broken_set_is_told_with_its_line(tmp_path: Path, sets: str, kpis: str, says: str) -> None:
    assert any(says in line for line in told(tmp_path, sets, kpis))


def test_the_shipped_sets_name_every_framework_and_the_three_shares_of_the_profile() -> None:
    rulebook = registry.check(resources.rules_dir()).rulebook
    assert rulebook is not None
    assert set(rulebook.codelists["kpi_sets"]) >= {
        "bmm", "bma", "bbm", "kpi-k", "kringloopcertificaat", "kringloopcertificaat-2", "kringloopwijzer",
        "raamwerk-waterschappen", "openbare-ruimte", "basiskwaliteit-natuur", "groenblauwe-dooradering",
    }  # fmt: skip
    kpis = rulebook.codelists["kpis"].values()
    assert {kpi.columns["computed"] for kpi in kpis} - {""} == set(COMPUTED)
    shares = {
        k.columns["target_year"]: k.columns["target"]
        for k in kpis
        if k.columns["kpi_set"] == "groenblauwe-dooradering"
    }
    assert shares == {"2030": "5", "2050": "10"}


def test_a_set_that_was_not_read_whole_says_so_and_when_somebody_looked_again() -> None:
    root = resources.rules_dir()
    rulebook = registry.check(root).rulebook
    assert rulebook is not None
    looked = {
        row["figure"]
        for row in csv.DictReader((root / "checks.csv").read_text("utf-8").splitlines())
        if row["path"] == "codelists/kpi_sets.csv" and row["note"]
    }
    for row in rulebook.codelists["kpi_sets"].values():
        read_whole = row.columns["complete"] == "yes"
        assert read_whole or row.columns["note_nl"], row.code
        tools_and_tiers = row.code in {"kringloopwijzer", "duurzaam-boeren-drenthe-melkvee"}
        assert read_whole or row.code in looked or tools_and_tiers, row.code
