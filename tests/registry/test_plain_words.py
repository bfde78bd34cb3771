"""What ``rules show``, ``rules diff`` and ``rules list`` tell, in Dutch and English."""

from datetime import date
from decimal import Decimal

import pytest

from calculator import registry
from calculator.domain import amount_words
from calculator.domain.rulebook import Rulebook
from calculator.registry.words import diff, listing, show
from calculator.services.registry import rulebooks
from tests.builders import payment
from tests.registry.builders import CODELISTS, SCHEME, SCHEME_TEXT, documents, edited

NEXT = "schemes/province/utrecht/botanisch/2027-01-01.yaml"
NEXT_TEXT = edited(
    edited(
        SCHEME_TEXT.replace("valid_from: 2024-01-01\nvalid_until: 2027-01-01", "valid_from: 2027-01-01"),
        "2025-01-01, until: 2027-01-01, value: 1200.50",
        "2027-01-01, value: 1300",
    ),
    "minstens een halve hectare, en: at least half a hectare",
    "minstens een hele hectare, en: at least a whole hectare",
).replace("value: 0.5", "value: 1")


@pytest.fixture
def rulebook() -> Rulebook:
    found, problems = registry.from_documents(documents({NEXT: NEXT_TEXT}))
    assert problems == ()
    assert found is not None
    return found


def test_a_scheme_is_shown_as_a_person_reads_it(rulebook: Rulebook) -> None:
    scheme = next(s for s in rulebook.schemes if s.path == SCHEME)
    shown = "\n".join(show.lines(scheme, "nl", rulebook))
    for words in (
        "Botanisch grasland  (province.utrecht.botanisch)",
        "Betaler:        Provincie Utrecht (Provincie)",
        "Geldt:          01-01-2024 t/m 31-12-2026",
        "Waar:           provincie Utrecht",
        "- actieve boer (wordt aangenomen) [S1 3]",
        "Maatregelen: Kruidenrijk grasland",
        "tarief: €\u00a01.200,50 per ha, 01-01-2024 t/m 31-12-2024 (definitief, hoge zekerheid) [S1 3]",
        "(aangenomen, lage zekerheid, naar 2024)",
        "S1: Tarieven 2024, 3 (gelezen op 10-01-2026)",
    ):
        assert words in shown


def test_a_scheme_is_shown_in_english_and_without_a_rulebook(rulebook: Rulebook) -> None:
    scheme = next(s for s in rulebook.schemes if s.path == SCHEME)
    shown = "\n".join(show.lines(scheme, "en"))
    assert (
        "rate: €1,200.50 per ha, 1 January 2024 to 31 December 2024 (definitive, high confidence) [S1 3]"
        in shown
    )
    assert "In force:        1 January 2024 to 31 December 2026" in shown
    assert "Measures: kruidenrijk-grasland" in shown


def test_what_is_not_computed_is_shown(rulebook: Rulebook) -> None:
    eco = next(s for s in rulebook.schemes if s.id == "national.rvo.eco")
    assert "  - kleine elementen [S1 27]" in show.lines(eco, "nl")


def test_the_difference_names_tariffs_and_conditions(rulebook: Rulebook) -> None:
    assert diff.lines(rulebook, date(2026, 6, 1), date(2027, 6, 1), "nl") == (
        "Wat verandert er tussen 01-06-2026 en 01-06-2027",
        "",
        "Botanisch grasland  (province.utrecht.botanisch)",
        "  voor: bedrijven in provincie Utrecht",
        (
            "  - Strook, tarief: van €\u00a01.200,50 per ha (aangenomen) naar €\u00a01.300 per ha (aangenomen): "
            "€\u00a099,50 per ha hoger (+8 %)"
        ),
        (
            '  - Strook: voorwaarde gewijzigd: was "minstens een halve hectare", is nu "minstens een hele hectare"'
        ),
        "",
        "Rustgewas en Botanisch grasland: Strook  (eco-utrecht)",
        "  - combinatieregel vervalt; was: de eerste vervalt naast de tweede",
    )


def test_the_difference_names_what_is_new_and_what_ends(rulebook: Rulebook) -> None:
    new = diff.changes(rulebook, date(2022, 1, 1), date(2023, 6, 1))
    assert {(c.subject, c.kind) for c in new} >= {("national.rvo.eco", "new"), ("de-minimis", "new")}
    ended = diff.lines(rulebook, date(2027, 6, 1), date(2028, 6, 1), "en")
    assert "  - no longer holds from 1 January 2028" in ended


def test_a_tariff_that_was_not_published_for_the_later_day_is_told(rulebook: Rulebook) -> None:
    told = "\n".join(diff.lines(rulebook, date(2024, 6, 1), date(2025, 6, 1), "nl"))
    assert (
        "Klassepremie, tarief: geen bedrag meer; was brons: €\u00a054,80; goud: €\u00a0170 per ha (voorlopig)"
        in told
    )


def test_no_difference_is_said_in_one_line(rulebook: Rulebook) -> None:
    day = date(2026, 6, 1)
    assert diff.lines(rulebook, day, day, "nl") == ("Tussen 01-06-2026 en 01-06-2026 verandert er niets.",)


def test_a_base_of_nothing_is_not_what_a_payment_by_points_pays() -> None:
    """A tariff of EUR 0 per 100 kg of milk stood where nobody has published what a point pays."""
    (scheme,) = rulebooks.current().versions("dairy.vreugdenhil.duurzaamheidsprogramma")
    (premium,) = scheme.payments
    for day, published in ((date(2021, 7, 1), [Decimal("0.05")]), (date(2026, 7, 1), [])):
        found = listing.main_figure(premium, day)
        assert found is not None
        assert (list(found.values.values()), found.unit) == (published, "EUR/100kg_milk/point")


def test_the_list_holds_the_schemes_of_the_day_by_layer(rulebook: Rulebook) -> None:
    told = listing.lines(rulebook, date(2024, 6, 1), "nl")
    assert told[0] == "2 regelingen gelden op 01-06-2024"
    assert "Provincie" in told
    assert "  province.utrecht.botanisch  Botanisch grasland: €\u00a01.200,50 per ha (definitief)" in told
    entry = listing.entries(rulebook, date(2024, 6, 1))[0]
    assert (entry.scheme, len(entry.figures)) == ("national.rvo.eco", 1)  # an activity pays no money
    assert listing.lines(rulebook, date(2000, 1, 1), "en") == ("0 schemes hold on 1 January 2000",)


@pytest.mark.parametrize(
    ("written", "nl", "en"),
    [("1200.5", "1.200,50", "1,200.50"), ("60", "60", "60"), ("0.125", "0,125", "0.125"), ("-3", "-3", "-3")],
)
def test_numbers_read_as_each_language_writes_them(written: str, nl: str, en: str) -> None:
    assert amount_words.number(Decimal(written), "nl") == nl
    assert amount_words.number(Decimal(written), "en") == en


def test_a_figure_without_a_number_says_that_it_is_not_published() -> None:
    text = edited(edited(SCHEME_TEXT, "value: 1200.50, ", ""), "status: definitive", "status: unknown")
    found, problems = registry.from_documents(
        documents({SCHEME: text, "codelists/layers.csv": CODELISTS["layers"]})
    )
    assert problems == ()
    assert found is not None
    scheme = next(s for s in found.schemes if s.path == SCHEME)
    assert any("tarief: niet gepubliceerd" in line for line in show.lines(scheme))


def test_a_maximum_is_not_what_a_payment_pays_whose_tariff_is_nothing() -> None:
    day = date(2026, 7, 1)
    for figures, main in (({"rate": 0, "cap": 5000}, "rate"), ({"first": 40, "cap": 5000}, "cap")):
        paid = payment("toeslag", figures=figures)
        assert listing.main_figure(paid, day) == paid.figures[main].known_on(day)
