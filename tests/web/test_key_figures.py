"""Key figures from a file: what it says is filled in after a look, and what it does not say stays unknown."""

import io

import pytest
from flask.testing import FlaskClient

from calculator.domain.rulebook import Rulebook
from calculator.services import rulebooks
from calculator.services.errors import InputProblems
from calculator.web.forms.key_figures import Figure, read
from tests.web.test_parts import begun

TABLE = (
    "kengetal;waarde;eenheid\nstikstofbodemoverschot_kg_ha;118,5;kg N/ha\nEiwit van eigen land;64;%\n"
    "Ammoniakemissie;;kg NH3/ha\nIets anders;3;\n"
)
XML = """<?xml version="1.0" encoding="UTF-8"?><k:uit xmlns:k="urn:x"><k:kengetal naam="Soil nitrogen surplus">118.5</k:kengetal>
<k:kengetal code="eiwit_eigen_land_pct" waarde="64" eenheid="%"/></k:uit>"""


def rules() -> Rulebook:
    return rulebooks.current()


def test_a_table_and_xml_say_the_same_in_dutch_and_machine_form() -> None:
    both = (Figure("stikstofbodemoverschot_kg_ha", "118.5"), Figure("eiwit_eigen_land_pct", "64"))
    found = read(TABLE.encode(), rules())
    assert (found.figures, found.unknown, found.empty) == (both, ("Iets anders",), ("Ammoniakemissie",))
    assert read(XML.encode(), rules()).figures == both


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Geen kolommen kengetal en waarde"),
        (b"kengetal;waarde\n", "Er staat geen kengetal in."),
        (b"kengetal;waarde\nWeidegang;veel\n", "is geen getal"),
        (b"kengetal;waarde\nWeidegang;1.234\n", "kan 1234 zijn of 1,234"),
        (b"kengetal;waarde\nWeidegang;=A1\n", "Regel 2 bevat een formule"),
        (b"kengetal;waarde;eenheid\nWeidegang;700;dagen\n", "staat in dagen; hier telt uren/jaar"),
        (b"kengetal;waarde\nWeidegang;700\nweidegang_uren_jaar;800\n", "twee keer in met een andere waarde"),
        ("kengetal;waarde\nWeidegang \u00e9;1\n".encode("cp1252"), "Regel 2 is geen UTF-8."),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "DOCTYPE of ENTITY"),
        (b"<x><kengetal>", "niet als tabel te lezen"),
        (b"x" * 1_000_001, "groter dan 1 MB"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(content: bytes, said: str) -> None:
    with pytest.raises(InputProblems) as wrong:
        read(content, rules())
    assert said in wrong.value.problems[0].message.nl


def test_the_figures_that_were_ticked_go_into_the_profile(client: FlaskClient) -> None:
    at = begun(client)
    shown = client.post(
        f"{at}/kengetallen-inlezen", data={"file": (io.BytesIO(TABLE.encode()), "klw.csv")}
    ).text
    assert "2 kengetallen gelezen." in shown
    assert "Iets anders" in shown
    sent = {"pick": "eiwit_eigen_land_pct", "action": "apply"}
    part = client.post(f"{at}/kengetallen-inlezen", data=sent, follow_redirects=True).text
    assert 'name="/indicators/eiwit_eigen_land_pct" value="64"' in part
    assert 'name="/indicators/stikstofbodemoverschot_kg_ha" value=""' in part, "not ticked stays unknown"
