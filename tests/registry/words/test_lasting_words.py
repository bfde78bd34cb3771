"""How a contract goes on and is ended, as the pages and commands say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from calculator.domain.lasting import Extension, Notice
from calculator.registry.words import lasting_words, show
from tests.builders import payment, scheme


@pytest.mark.parametrize(
    ("rule", "dutch", "english"),
    [
        (
            Extension(1),
            "kan worden verlengd met 1 jaar, telkens weer",
            "can be extended by 1 year, again and again",
        ),
        (
            Extension(2, times=1),
            "kan worden verlengd met 2 jaar, één keer",
            "can be extended by 2 years, once",
        ),
        (
            Extension(1, times=3, until=date(2030, 1, 1)),
            "kan worden verlengd met 1 jaar, hoogstens 3 keer, tot en met 31-12-2029",
            "can be extended by 1 year, at most 3 times, up to and including 31 December 2029",
        ),
        (
            Extension(1, silent=True),
            "verlengt zichzelf met 1 jaar, telkens weer, tenzij u opzegt",
            "extends itself by 1 year, again and again, unless you give notice",
        ),
    ],
)
def test_an_extension_says_for_how_long_how_often_and_whether_by_itself(
    rule: Extension, dutch: str, english: str
) -> None:
    said = lasting_words.extension(rule)
    assert (said.nl, said.en) == (dutch, english)


@pytest.mark.parametrize(
    ("rule", "dutch", "english"),
    [
        (Notice(months=6), "6 maanden voor het einde opzeggen", "give notice 6 months before the end"),
        (Notice(months=1), "1 maand voor het einde opzeggen", "give notice 1 month before the end"),
        (Notice(by=(10, 1)), "uiterlijk op 1 oktober opzeggen", "give notice by 1 October"),
    ],
)
def test_a_notice_says_its_months_or_its_day(rule: Notice, dutch: str, english: str) -> None:
    said = lasting_words.notice(rule)
    assert (said.nl, said.en) == (dutch, english)


def test_a_scheme_shows_how_its_contracts_go_on_and_are_ended() -> None:
    six = payment("p", measures=["m"], figures={"rate": 10}, term_years=6)
    more = replace(six, extension=Extension(1, silent=True), notice=Notice(months=3))
    shown = "\n".join(show.lines(scheme("province.x.a", more)))
    assert "Verlenging: verlengt zichzelf met 1 jaar" in shown
    assert "Opzegging: 3 maanden voor het einde opzeggen" in shown
    assert "Verlenging" not in "\n".join(show.lines(scheme("province.x.a", six)))
