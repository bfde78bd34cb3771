"""What stands in an award by a code is told by its name."""

from __future__ import annotations

from calculator.statements.award.names import names_of

LISTS = {
    "rules/codelists/legal_bases.csv": b"code,nl,en\nde_minimis_agri,De-minimissteun landbouw,Agricultural de minimis aid\n"
}


def test_aid_of_an_unknown_giver_is_told_by_its_legal_basis() -> None:
    assert names_of({}, LISTS, "nl").ref("de_minimis_agri") == "De-minimissteun landbouw"
    assert names_of({}, LISTS, "en").ref("de_minimis_agri") == "Agricultural de minimis aid"
    assert names_of({}, LISTS, "nl").ref("Provincie Zuid-Holland") == "Provincie Zuid-Holland"
