"""Key figures from a file: what it says is filled in after a look, and what it does not say stays unknown."""

import io

import pytest
from flask.testing import FlaskClient

from calculator.domain.rulebook import Rulebook
from calculator.services.errors import InputProblems
from calculator.services.registry import rulebooks
from calculator.web.forms.key_figures import Figure, read
from tests.web.pages.farm.test_parts import begun

TABLE = (
    "kengetal;waarde;eenheid\nstikstofbodemoverschot_kg_ha;118,5;kg N/ha\nEiwit van eigen land;64;%\n"
    "Ammoniakemissie;;kg NH3/ha\nIets anders;3;\n"
)
XML = """<?xml version="1.0" encoding="UTF-8"?><k:uit xmlns:k="urn:x"><k:kengetal naam="Soil nitrogen surplus">118.5</k:kengetal>
<k:kengetal code="eiwit_eigen_land_pct" waarde="64" eenheid="%"/></k:uit>"""

#: As the KringloopWijzer writes its results: fields below sections, of the year of the file and of years before it.
OUTPUT = """<?xml version="1.0" encoding="utf-8"?><KW_Output><PLAN><DUMPFILES_JAAR0>
<algemeen><jaartal>2025</jaartal><veehouder>Proefhoeve</veehouder></algemeen>
<milieu><dzhm_nbodem_over>118,54321</dzhm_nbodem_over><verl_bodbal1_ha>120</verl_bodbal1_ha><verl_bodbal2_ha>-3.2</verl_bodbal2_ha>
<dzh_nh3_bedrha>61.0</dzh_nh3_bedrha><dzhm_co2_melkprod>1105</dzhm_co2_melkprod><iets_anders>7</iets_anders></milieu>
<vee><ureum>0</ureum><rants_geh_re>-</rants_geh_re><weidmk_dgn>150</weidmk_dgn><weidmk_urn>6,5</weidmk_urn></vee>
</DUMPFILES_JAAR0><DUMPFILES_JAAR1><milieu><dzhm_eiwit_pcrants>61</dzhm_eiwit_pcrants></milieu></DUMPFILES_JAAR1></PLAN></KW_Output>"""


def rules() -> Rulebook:
    return rulebooks.current()


def test_a_table_and_xml_say_the_same_in_dutch_and_machine_form() -> None:
    both = (Figure("stikstofbodemoverschot_kg_ha", "118.5"), Figure("eiwit_eigen_land_pct", "64"))
    found = read(TABLE.encode(), rules())
    assert (found.figures, found.unknown, found.empty) == (both, ("Iets anders",), ("Ammoniakemissie",))
    assert read(XML.encode(), rules()).figures == both


def test_an_output_of_the_kringloopwijzer_fills_what_it_says_of_its_own_year_and_nothing_else() -> None:
    found = read(OUTPUT.encode(), rules())
    assert {figure.code: figure.value for figure in found.figures} == {
        "stikstofbodemoverschot_kg_ha": "118.543",
        "fosfaatbodemoverschot_kg_ha": "-3.2",
        "ammoniakemissie_kg_ha": "61",
        "co2eq_g_kg_melk": "1105",
        "weidegang_uren_jaar": "975",
    }
    assert found.year == 2025
    assert found.empty == ("rants_geh_re", "ureum"), "neither a dash nor a nought is a figure of milk or feed"
    assert read(b"kengetal;waarde\nverl_bodbal2_ha;12\n", rules()).figures == (
        Figure("fosfaatbodemoverschot_kg_ha", "12"),
    )


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
        (b"PK\x03\x04\x14\x00\xff", "Dit is een werkblad of een zip, geen kengetallen"),
        (b"%PDF-1.7\xff", "Dit is een PDF, geen kengetallen"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "DOCTYPE of ENTITY"),
        (b"<x><kengetal>", "niet als tabel te lezen"),
        (b"x" * 4_000_001, "groter dan 4 MB"),
        (b"<KW_Output><PLAN/></KW_Output>", "Er staat geen kengetal in."),
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
