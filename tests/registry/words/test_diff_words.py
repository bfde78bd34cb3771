"""What a change is called: no amount that was never there, no condition that went and came in nearly the same words."""

from datetime import date

from calculator import registry
from calculator.domain.rulebook import Rulebook
from calculator.registry.words import diff, names, show
from tests.registry.builders import ECO, ECO_TEXT, SCHEME, SCHEME_TEXT, documents, edited

LATER = SCHEME.replace("2024-01-01", "2027-01-01")


def later(*changes: tuple[str, str]) -> str:
    text = SCHEME_TEXT.replace(
        "valid_from: 2024-01-01\nvalid_until: 2027-01-01", "valid_from: 2027-01-01"
    ).replace("from: 2025-01-01, until: 2027-01-01, value: 1200.50", "from: 2027-01-01, value: 1200.50")
    text = text.replace("from: 2024-01-01, until: 2025-01-01", "from: 2026-01-01, until: 2027-01-01")
    for old, new in changes:
        text = edited(text, old, new)
    return text


def rulebook(text: str) -> Rulebook:
    found, problems = registry.from_documents(documents({LATER: text}))
    assert problems == ()
    assert found is not None
    return found


def told(text: str, language: str = "nl") -> str:
    found = rulebook(text)
    return "\n".join(diff.lines(found, date(2026, 6, 1), date(2027, 6, 1), language))


def test_an_amount_that_is_no_longer_published_says_what_it_was() -> None:
    text = later(
        (
            'from: 2027-01-01, value: 1200.50, unit: EUR/ha, status: assumed, origin: "2024"',
            "from: 2027-01-01, unit: EUR/ha, status: unknown",
        )
    )
    assert "Strook, tarief: niet gepubliceerd; was €\u00a01.200,50 per ha (aangenomen)" in told(text)
    assert "Strip, rate: not published; was €1,200.50 per ha (assumed)" in told(text, "en")


def test_places_and_bases_have_their_names() -> None:
    text = later(
        ("legal_basis: aber_34", "legal_basis: de_minimis"),
        ("{provinces: [utrecht]}", "{water_boards: [hdsr]}"),
    )
    assert "grondslag: was ABER art. 34, is nu De-minimis" in told(text)
    assert "where: was province Utrecht, is now De Stichtse Rijnlanden" in told(text, "en")


def test_measures_that_came_and_went_have_their_names() -> None:
    text = later(("- kruidenrijk-grasland", "- rustgewas"))
    assert "Strook: ook voor Rustgewas" in told(text)
    assert "Strip: no longer for Herb-rich grassland" in told(text, "en")


def test_a_condition_in_other_words_is_told_as_one_change() -> None:
    text = later(("minstens een halve hectare", "minstens een kwart hectare"), ("0.5", "0.25"))
    assert (
        'voorwaarde gewijzigd: was "minstens een halve hectare", is nu "minstens een kwart hectare"'
        in told(text)
    )
    same = later(("value: 0.5", "value: 0.25"))
    assert "voorwaarde telt anders, met dezelfde woorden: minstens een halve hectare" in told(same)
    new = later(("minstens een halve hectare", "op veen en langs het water"))
    assert "nieuwe voorwaarde: op veen en langs het water" in told(new)
    assert "voorwaarde vervalt: minstens een halve hectare" in told(new)


def of_terms(earlier: str, then: str, language: str = "nl") -> str:
    """What is told where the lines on the term of the payment were these, and are those later."""
    at = "    quantity: area\n"
    before = edited(SCHEME_TEXT, at, at + earlier)
    found, problems = registry.from_documents(documents({SCHEME: before, LATER: later((at, at + then))}))
    assert problems == ()
    assert found is not None
    return "\n".join(diff.lines(found, date(2026, 6, 1), date(2027, 6, 1), language))


SIX = "    term_years: 6\n"


def test_a_term_an_extension_and_notice_that_are_new_are_told() -> None:
    goes_on = SIX + "    extension: {years: 1, silent: yes}\n    notice: {by: 10-01}\n"
    assert "Strook: nieuwe looptijd: 6 jaar" in of_terms("", goes_on)
    dutch, english = of_terms(SIX, goes_on), of_terms(SIX, goes_on, "en")
    assert "looptijd" not in dutch
    assert "Strook: nieuwe verlenging: verlengt zichzelf met 1 jaar, telkens weer, tenzij u opzegt" in dutch
    assert "Strook: nieuwe opzegging: uiterlijk op 1 oktober opzeggen" in dutch
    assert (
        "Strip: new extension: extends itself by 1 year, again and again, unless you give notice" in english
    )
    assert "Strip: new notice: give notice by 1 October" in english


def test_a_term_an_extension_and_notice_that_change_or_end_say_what_they_were() -> None:
    once = SIX + "    extension: {years: 1, times: 1}\n    notice: {months: 3}\n"
    twice = "    term_years: 8\n    extension: {years: 1, times: 2}\n    notice: {months: 6}\n"
    changed, ended = of_terms(once, twice), of_terms(once, "", "en")
    assert "Strook: looptijd: was 6 jaar, is nu 8 jaar" in changed
    assert "één keer, is nu kan worden verlengd met 1 jaar, hoogstens 2 keer" in changed
    assert (
        "opzegging: was 3 maanden voor het einde opzeggen, is nu 6 maanden voor het einde opzeggen" in changed
    )
    assert "Strip: term ends; was: 6 years" in ended
    assert "Strip: extension ends; was: can be extended by 1 year, once" in ended
    assert "Strip: notice ends; was: give notice 3 months before the end" in ended


def test_a_tier_is_called_by_the_result_that_reaches_it() -> None:
    tiers = (
        "kind: flat",
        "kind: tiered\n    indicator: indicators.eiwit_eigen_land_pct\n    tiers: [{at_least: 60, figure: rate}]",
    )
    found = rulebook(later(tiers))
    scheme = next(s for s in found.schemes if s.path == LATER)
    assert names.figure(scheme.payments[0], "rate", "en") == "amount from 60"
    shown = "\n".join(show.lines(scheme, "nl", found))
    assert "bedrag vanaf 60: €\u00a01.200,50 per ha" in shown
    assert "Indicator: Eiwit van eigen land" in shown


def test_goals_and_classes_of_keyed_amounts_read_in_both_languages() -> None:
    found, problems = registry.from_documents(documents({ECO: ECO_TEXT}))
    assert problems == ()
    assert found is not None
    eco = next(s for s in found.schemes if s.id == "national.rvo.eco")
    assert any("bronze: €" in line for line in show.lines(eco, "en", found))
    assert any("climate: " in line for line in show.lines(eco, "en", found))
