"""What is said one after the other reads as sentences."""

import pytest

from calculator.domain.sentences import joined, presumed, sentences


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ([], ""),
        (["niet ingevuld: melk."], "niet ingevuld: melk"),
        (["niet ingevuld: melk.", "levert aan A-ware"], "niet ingevuld: melk; levert aan A-ware"),
        (["niet ingevuld: melk", "De bron noemt geen bedrag."], "niet ingevuld: melk. De bron noemt geen bedrag."),
        (["Vraag het na.", "nog open", "Kijk in het contract"], "Vraag het na; nog open. Kijk in het contract."),
        (["", "Weet u het?"], "Weet u het?"),
        (["Is dit zo? U houdt vee.", "En dit? Oud", "vul in: melk"], "Is dit zo? U houdt vee. En dit? Oud; vul in: melk."),
        (["Mag dit samen?", "vraag het na"], "Mag dit samen? vraag het na."),
    ],
)  # fmt: skip
def test_a_capital_comes_after_a_full_stop_and_never_after_a_semicolon(said: list[str], line: str) -> None:
    assert joined(said) == line


def test_what_stands_by_itself_goes_from_a_capital_to_a_full_stop() -> None:
    assert sentences(["vul in: melk", "Weet u het?"]) == "Vul in: melk. Weet u het?"
    assert sentences(["vul in: melk"]) == "Vul in: melk."
    assert sentences([]) == ""


def test_an_assumption_under_its_own_heading_is_not_called_so_again() -> None:
    assert presumed("Aangenomen: bodemgegevens gedeeld") == "Bodemgegevens gedeeld."
    assert presumed("Assumed: You are an active farmer.") == "You are an active farmer."
    assert presumed("A new commitment begins. It may go on.") == "A new commitment begins. It may go on."
