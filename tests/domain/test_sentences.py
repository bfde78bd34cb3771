"""What is said one after the other reads as sentences."""

import pytest

from calculator.domain.sentences import joined, presumed


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ([], ""),
        (["niet ingevuld: melk."], "niet ingevuld: melk"),
        (["niet ingevuld: melk.", "levert aan A-ware"], "niet ingevuld: melk; levert aan A-ware"),
        (["niet ingevuld: melk", "De bron noemt geen bedrag."], "niet ingevuld: melk. De bron noemt geen bedrag."),
        (["Vraag het na.", "nog open", "Kijk in het contract"], "Vraag het na; nog open. Kijk in het contract."),
        (["", "Weet u het?"], "Weet u het?"),
    ],
)  # fmt: skip
def test_a_capital_comes_after_a_full_stop_and_never_after_a_semicolon(said: list[str], line: str) -> None:
    assert joined(said) == line


def test_an_assumption_under_its_own_heading_is_not_called_so_again() -> None:
    assert presumed("Aangenomen: bodemgegevens gedeeld") == "Bodemgegevens gedeeld."
    assert presumed("Assumed: You are an active farmer.") == "You are an active farmer."
    assert presumed("A new commitment begins. It may go on.") == "A new commitment begins. It may go on."
