"""Every sentence exists in both languages, with the same gaps to fill, and is used."""

import re
from pathlib import Path

import pytest

import calculator.statements
from calculator.domain.scheme import Text
from calculator.statements.award import names, voice
from calculator.statements.award.voice import Voice
from calculator.statements.carrying import commitments
from calculator.statements.checking import carried, findings, following, intake, sealing, verdict
from calculator.statements.content.wording import later, plans, rules, terms, words
from calculator.statements.seal import signing

FOLDER = Path(calculator.statements.__file__).parent
MODULES = (
    words,
    later,
    plans,
    rules,
    terms,
    names,
    verdict,
    carried,
    commitments,
    sealing,
    signing,
    intake,
    findings,
    following,
)


def texts() -> list[tuple[str, Text]]:
    found = []
    for module in MODULES:
        for name, value in vars(module).items():
            held = (
                value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else (value,)
            )
            found += [(f"{module.__name__}.{name}", text) for text in held if isinstance(text, Text)]
    return found


@pytest.mark.parametrize(("where", "text"), texts())
def test_both_languages_say_something_with_the_same_gaps(where: str, text: Text) -> None:
    assert text.nl.strip()
    assert text.en.strip()
    assert sorted(re.findall(r"{\w+}", text.nl)) == sorted(re.findall(r"{\w+}", text.en)), where


def test_no_sentence_lies_unused() -> None:
    code = "".join(
        path.read_text("utf-8") for path in FOLDER.rglob("*.py") if not path.name.startswith("words")
    )
    defined = [
        name for module in (words, later, plans, rules, terms) for name in vars(module) if name.isupper()
    ]
    assert [
        name for name in defined if not re.search(rf"\b(?:words|later|plans|rules|terms)\.{name}\b", code)
    ] == []


NL, EN = voice.Voice("nl"), voice.Voice("en")


def test_dutch_and_english_write_money_their_own_way() -> None:
    assert (NL.money(123456), EN.money(123456)) == ("€\u00a01.234,56", "€1,234.56")
    assert (NL.money(-5), EN.money(-5)) == ("€\u00a0-0,05", "-€0.05")
    assert NL.money(1_000_000_000) == "€\u00a010.000.000,00"


def test_a_rate_keeps_the_decimals_of_its_source() -> None:
    from decimal import Decimal

    assert NL.rate(Decimal("0.0144")) == "€\u00a00,0144"
    assert EN.rate(Decimal("250")) == "€250.00"


def test_years_read_as_runs() -> None:
    assert NL.years([2028, 2026, 2027, 2030]) == "2026–2028, 2030"
    assert NL.years([]) == ""


def test_dates_carry_the_month_in_full_and_other_words_stay() -> None:
    assert NL.days("2026-11-24") == "24\u00a0november\u00a02026"
    assert EN.days("2026-05-01") == "1\u00a0May\u00a02026"
    assert NL.days("najaar 2026") == "najaar 2026"


def test_law_is_cited_in_the_language_of_the_statement() -> None:
    written = "Verordening (EU) 1408/2013, artikel 3(2) en 3(8), zoals vervangen door 2024/3118"
    assert Voice("nl").cited(written) == written
    assert (
        Voice("en").cited(written)
        == "Regulation (EU) 1408/2013, article 3(2) and 3(8), as replaced by 2024/3118"
    )
    assert Voice("en").cited("overweging 36; 26 en bijlage 2 D") == "recital 36; 26 and annex 2 D"
    assert Voice("en").cited("Uitvoeringsregeling GLB 2023, artikel 8").startswith("Uitvoeringsregeling GLB")
