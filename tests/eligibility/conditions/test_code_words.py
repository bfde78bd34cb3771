"""What is short is told in words, not in codes."""

from calculator.domain.scheme import Text
from calculator.eligibility.conditions.code_words import Codes, named_class, shortfall
from calculator.services.registry import rulebooks


def test_a_farm_of_another_type_reads_what_it_is_and_what_is_needed() -> None:
    said = shortfall(Codes("farm.type", ("dairy", "mixed"), "arable"), rulebooks.current())
    assert said == Text("nu: akkerbouw; nodig: melkvee of gemengd", "now: arable; needed: dairy or mixed")


def test_land_and_collectives_are_called_by_the_codelists() -> None:
    rulebook = rulebooks.current()
    land = shortfall(Codes("land_use", ("permanent_grassland",), "arable"), rulebook)
    assert land.nl == "nu: bouwland; nodig: blijvend grasland"
    collective = shortfall(Codes("farm.collective", ("midden-delfland",), "utrecht-oost"), rulebook)
    assert collective.nl == "nu: Collectief Utrecht Oost; nodig: Agrarisch Collectief Midden-Delfland"


def test_a_programme_that_the_profile_does_not_name_shows_no_code() -> None:
    said = shortfall(Codes("supply.programmes", ("vlog",)), rulebooks.current())
    assert "vlog" not in said.nl + said.en


def test_a_class_is_named_in_both_languages() -> None:
    assert named_class("goud") == Text("goud", "gold")
    assert named_class("platina").en == "platina"
