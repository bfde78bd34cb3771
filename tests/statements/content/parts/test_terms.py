"""What a statement says of contracts over years: until when, by when notice, and what comes without it."""

import pytest

from calculator.statements.award.voice import Language
from calculator.statements.content.blocks import Cell, Row, Table
from calculator.statements.content.content import content
from tests.statements import builders

ANLB = builders.SCHEMES["anlb"]


def rows(*, until: str | None = None, language: Language = "nl", **change: object) -> tuple[Row, ...]:
    found = builders.terms(language)["notices"]
    assert isinstance(found, list)
    notices = [{**found[0], **change}] if change or until else found
    profile = builders.profile()
    if until is not None:
        line = {"package": ANLB[1], "unit": "P1"}
        profile["contracts"] = [{"scheme": ANLB[0], "from": "2022-01-01", "until": until, "lines": [line]}]
    made = content(
        {**builders.award(language), "notices": notices}, profile, builders.rule_files(), language=language,
        issue=builders.ISSUE,
    )  # fmt: skip
    (section,) = [each for each in made.sections if each.id == "terms"]
    (table,) = [block for block in section.blocks if isinstance(block, Table)]
    return table.groups[0].rows


def said(cell: Cell) -> str:
    return f"{cell.text} ({cell.detail})".replace("\u00a0", " ")


def test_a_contract_that_goes_on_by_itself_says_the_last_day_of_notice_and_until_when_it_then_runs() -> None:
    contract, until, by, without, then = rows()[0].cells
    assert "P1, P4" in contract.detail
    assert said(until) == "31 december 2027 (loopt al)"
    assert said(by) == "30 september 2027 ()"
    assert said(without) == "loopt een jaar door, tot en met 31 december 2028 ()"
    assert said(then) == "Klasse goud (Eco-regeling) (alleen na opzegging)"


def test_a_contract_that_ends_by_itself_is_to_be_asked_for_anew() -> None:
    _, _, by, without, then = rows()[1].cells
    assert (said(by), said(without)) == ("niet nodig (kan tot en met 31 december 2028)", "eindigt vanzelf ()")
    assert said(then) == "de verlenging (vraag die op tijd aan)"


def test_a_day_of_notice_that_nobody_knows_is_not_made_up() -> None:
    _, until, by, without, then = rows()[2].cells
    assert until.detail == "begint in dit overzicht"
    assert by.text == "niet bekend: kijk in het contract"
    assert said(without) == "loopt 6 jaar door, tot en met 31 december 2037 ()"
    assert then.text == "na de jaren van dit overzicht"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "eerst tot en met 31 december 2026; aangenomen dat niet is opgezegd"),
        ("en", "first until 31 December 2026; it is assumed that no notice was given"),
    ],
)
def test_a_contract_that_went_on_says_until_when_it_was_and_that_this_is_assumed(
    language: Language, words: str
) -> None:
    (contract,) = rows(until="2026-12-31", language=language)
    assert contract.cells[1].detail.replace("\u00a0", " ") == words


def test_a_contract_that_runs_as_the_farmer_says_assumes_nothing() -> None:
    (contract,) = rows(until="2027-12-31")
    assert contract.cells[1].detail == "loopt al"


@pytest.mark.parametrize(
    ("then", "words"), [("ends", "geen betaling meer van dit contract"), ("renewed", "een nieuw contract")]
)
def test_what_comes_without_an_extension_comes_only_after_notice(then: str, words: str) -> None:
    (contract,) = rows(then=then, instead=[])
    assert said(contract.cells[4]) == f"{words} (alleen na opzegging)"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "niet bekend: de grondslag eindigt op 31 december 2026"),
        ("en", "not known: the legal basis ends on 31 December 2026"),
    ],
)
def test_where_the_legal_basis_ends_first_it_is_not_said_that_payments_end(
    language: Language, words: str
) -> None:
    (contract,) = rows(language=language, then="unknown", instead=[], basis_until="2026-12-31")
    assert said(contract.cells[4]) == f"{words} ()"


@pytest.mark.parametrize(
    ("language", "line", "by", "without"),
    [
        ("nl", {}, "niet bekend: kijk in het contract", "onbekend"),
        ("en", {"notice": "drie maanden"}, "drie maanden", "unknown"),
        ("nl", {"notice_given": True}, "is opgezegd", "onbekend"),
    ],
)
def test_a_contract_of_which_nobody_says_how_it_ends_is_told_with_its_last_day(
    language: Language, line: dict[str, object], by: str, without: str
) -> None:
    lines = [{"package": ANLB[1], "unit": unit, **line} for unit in ("P2", "P3")]
    past = {"scheme": ANLB[0], "from": "2015-01-01", "until": "2020-12-31", "lines": lines}
    profile = builders.profile()
    profile["contracts"] = [{**past, "until": "2028-12-31"}, past]
    made = content(
        builders.award(language), profile, builders.rule_files(), language=language, issue=builders.ISSUE
    )
    (section,) = [each for each in made.sections if each.id == "terms"]
    (table,) = [block for block in section.blocks if isinstance(block, Table)]
    ((contract, until, *rest),) = [row.cells for row in table.groups[0].rows]
    assert contract.text.startswith(ANLB[2 if language == "nl" else 3])
    assert "P2, P3" in contract.detail
    assert until.text.replace("\u00a0", " ") in ("31 december 2028", "31 December 2028")
    assert [cell.text for cell in rest[:2]] == [by, without]


def test_a_contract_that_the_award_tells_of_is_not_told_of_again() -> None:
    assert len(rows(until="2027-12-31")) == 1


def test_without_contracts_over_years_the_section_says_that_none_is_known() -> None:
    made = content(
        builders.award("nl"), builders.profile(), builders.rule_files(), language="nl", issue=builders.ISSUE
    )
    (section,) = [each for each in made.sections if each.id == "terms"]
    assert section.is_empty
