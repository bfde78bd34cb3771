"""Lists of law, services and places: each row leans on something that exists, and names its class and source."""

from pathlib import Path

import pytest

from calculator import registry
from tests.registry.builders import CODELISTS, rule_folder

LAW = (
    "code,nl,en,article,works,rules,source_title,source_url,seen,confidence\n"
    "dm-01,Plafond,Ceiling,3(2),limit,de-minimis,1408/2013,https://example.org/1408,2026-01-10,high\n"
)
SERVICES = CODELISTS["services"]


def told(tmp_path: Path, file: str, text: str) -> list[str]:
    root = rule_folder(tmp_path, {f"codelists/{file}.csv": text})
    return [f"{p.file}:{p.line}: {p.message.nl}" for p in registry.check(root).problems]


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        (
            "legal_rules",
            LAW.replace(",de-minimis,", ",de-minimus,"),
            "er is geen grens, combinatieregel of regeling",
        ),
        ("legal_rules", LAW.replace(",de-minimis,", ",,"), "`dm-01` noemt niet waar hij werkt"),
        (
            "legal_rules",
            LAW.replace(",limit,", ",sometimes,"),
            "kolom `works`: `sometimes` is niet een bekend woord",
        ),
        ("legal_rules", LAW.replace("2026-01-10", ""), "`dm-01` heeft geen volledige bron"),
        (
            "services",
            SERVICES.replace("2.2.2.3", "2.2.2"),
            "kolom `cices` van `biodiversity`: `2.2.2` is geen klasse",
        ),
        (
            "services",
            SERVICES.replace("2.2.2.3", ""),
            "kolom `cices` van `biodiversity`: geen klasse en geen reden",
        ),
    ],
)
def test_a_row_that_leans_on_nothing_is_told(tmp_path: Path, file: str, text: str, says: str) -> None:
    assert any(f"{file}.csv:2: " in line and says in line for line in told(tmp_path, file, text))


def test_a_service_without_a_class_says_why(tmp_path: Path) -> None:
    header, first, second = SERVICES.splitlines()
    text = f"{header},none_nl,none_en\n{first.replace('2.2.2.3', '')},geen dienst,no service\n{second},,\n"
    assert told(tmp_path, "services", text) == []


def test_a_sound_list_of_law_is_no_problem(tmp_path: Path) -> None:
    assert told(tmp_path, "legal_rules", LAW) == []
