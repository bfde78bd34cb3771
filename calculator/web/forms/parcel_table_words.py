"""What somebody reads when a table of parcels is not right, and how to mend it."""

from __future__ import annotations

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem


def at(number: int) -> str:
    """Where a line of the file stands in a list of problems."""
    return f"/file/{number}"


def _problem(where: str, nl: str, en: str, remedy_nl: str, remedy_en: str) -> InputProblem:
    return InputProblem(where or "/file", Text(nl, en), Text(remedy_nl, remedy_en))


def _shown(cell: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in cell[:40])


def a_formula(number: int, cell: str) -> InputProblem:
    """A cell that a sheet would work out."""
    return _problem(
        at(number),
        f'Regel {number} bevat een formule: "{_shown(cell)}".',
        f'Line {number} holds a formula: "{_shown(cell)}".',
        "Bewaar het werkblad met waarden in plaats van formules.",
        "Save the sheet with values instead of formulas.",
    )


def no_name(number: int) -> InputProblem:
    """A line without a parcel."""
    return _problem(
        at(number),
        f"Regel {number} heeft geen kenmerk.",
        f"Line {number} has no reference.",
        "Geef elk perceel een kenmerk van hoogstens 64 tekens.",
        "Give each parcel a reference of 64 characters at most.",
    )


def no_crop(number: int, crop: str) -> InputProblem:
    """No code of RVO."""
    return _problem(
        at(number),
        f'Regel {number}: "{_shown(crop)}" is geen gewascode.',
        f'Line {number}: "{_shown(crop)}" is not a crop code.',
        "Een gewascode van RVO heeft hoogstens vier cijfers.",
        "A crop code of RVO has four digits at most.",
    )


def no_column(header: list[str]) -> InputProblem:
    """No column that says which parcel."""
    listed = ", ".join(_shown(name) for name in header[:8]) or "–"
    return _problem(
        "",
        f"Geen kolom met het kenmerk van een perceel; gevonden: {listed}.",
        f"No column with the reference of a parcel; found: {listed}.",
        "Noem op de eerste regel de kolommen: kenmerk, oppervlakte, gewascode.",
        "Name the columns on the first line: reference, area, crop_code.",
    )


def other_kind(kind: Text) -> InputProblem:
    """Another kind of file."""
    return _problem(
        "",
        f"Dit is {kind.nl}, geen tabel in CSV.",
        f"This is {kind.en}, not a table in CSV.",
        "Bewaar de percelen als CSV (UTF-8) en kies dat bestand.",
        "Save the parcels as CSV (UTF-8) and choose that file.",
    )


def encoding(line: int) -> InputProblem:
    """Text in another encoding."""
    return _problem(
        "",
        f"Regel {line} is geen UTF-8.",
        f"Line {line} is not UTF-8.",
        "Bewaar het bestand als “CSV UTF-8” en kies het opnieuw.",
        "Save the file as “CSV UTF-8” and choose it again.",
    )


def unreadable(line: int) -> InputProblem:
    """A table that ends in the middle of a cell."""
    return _problem(
        "",
        f"Regel {line} is niet als tabel te lezen.",
        f"Line {line} cannot be read as a table.",
        "Sluit tekst tussen aanhalingstekens af, of bewaar het bestand opnieuw.",
        "Close text in quotes, or save the file again.",
    )


def too_many(most: int) -> InputProblem:
    """More parcels than are read at once."""
    return _problem(
        "",
        f"Het bestand heeft meer dan {most} percelen.",
        f"The file has more than {most} parcels.",
        "Lees het in delen in.",
        "Read it in parts.",
    )


def too_large(most_bytes: int) -> InputProblem:
    """A file larger than any table of parcels."""
    most = most_bytes // 1_000_000
    return _problem(
        "",
        f"Het bestand is groter dan {most} MB.",
        f"The file is larger than {most} MB.",
        "Laat de ligging van de percelen eruit, of lees het in delen in.",
        "Leave out the location of the parcels, or read it in parts.",
    )


def nothing() -> InputProblem:
    """A file without a parcel."""
    return _problem(
        "",
        "Er staat geen perceel in.",
        "There is no parcel in it.",
        "Kies het bestand met uw percelen.",
        "Choose the file with your parcels.",
    )


def twice(name: str) -> InputProblem:
    """A parcel on two lines."""
    return _problem(
        "",
        f"Perceel {_shown(name)} staat er twee keer in.",
        f"Parcel {_shown(name)} stands in it twice.",
        "Geef elk perceel een eigen kenmerk.",
        "Give each parcel a reference of its own.",
    )
