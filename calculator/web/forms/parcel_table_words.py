"""What somebody reads when a table of parcels is not right, and how to mend it: one row for each thing that can be wrong."""

from __future__ import annotations

from typing import Final

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem

#: What is wrong and how to mend it; ``{place}``, ``{line}``, ``{cell}``, ``{most}`` and ``{kind}`` are filled in.
_SAID: Final[dict[str, tuple[Text, Text]]] = {
    "formula": (
        Text('{place} bevat een formule: "{cell}".', '{place} holds a formula: "{cell}".'),
        Text(
            "Bewaar het werkblad met waarden in plaats van formules.",
            "Save the sheet with values instead of formulas.",
        ),
    ),
    "no_name": (
        Text("{place} heeft geen kenmerk.", "{place} has no reference."),
        Text(
            "Geef elk perceel een kenmerk van hoogstens 64 tekens.",
            "Give each parcel a reference of 64 characters at most.",
        ),
    ),
    "no_crop": (
        Text('{place}: "{cell}" is geen gewascode.', '{place}: "{cell}" is not a crop code.'),
        Text(
            "Een gewascode van RVO heeft hoogstens vier cijfers.",
            "A crop code of RVO has four digits at most.",
        ),
    ),
    "no_column": (
        Text(
            "Geen kolom met het kenmerk van een perceel; gevonden: {cell}.",
            "No column with the reference of a parcel; found: {cell}.",
        ),
        Text(
            "Noem op de eerste regel de kolommen: kenmerk, oppervlakte, gewascode.",
            "Name the columns on the first line: reference, area, crop_code.",
        ),
    ),
    "other_kind": (
        Text("Dit is {kind}, geen tabel in CSV.", "This is {kind}, not a table in CSV."),
        Text(
            "Bewaar de percelen als CSV (UTF-8) en kies dat bestand.",
            "Save the parcels as CSV (UTF-8) and choose that file.",
        ),
    ),
    "other_figures": (
        Text(
            "Dit is {kind}, geen kengetallen in CSV of XML.", "This is {kind}, not key figures in CSV or XML."
        ),
        Text(
            "Kies het output-bestand (XML) van de KringloopWijzer, of bewaar het werkblad als CSV (UTF-8).",
            "Choose the output file (XML) of the KringloopWijzer, or save the workbook as CSV (UTF-8).",
        ),
    ),
    "too_large_figures": (
        Text("Het bestand is groter dan {most} MB.", "The file is larger than {most} MB."),
        Text("Laat er alleen de kengetallen in staan.", "Leave only the key figures in it."),
    ),
    "encoding": (
        Text("Regel {line} is geen UTF-8.", "Line {line} is not UTF-8."),
        Text(
            "Bewaar het bestand als “CSV UTF-8” en kies het opnieuw.",
            "Save the file as “CSV UTF-8” and choose it again.",
        ),
    ),
    "unreadable": (
        Text("Regel {line} is niet als tabel te lezen.", "Line {line} cannot be read as a table."),
        Text(
            "Sluit tekst tussen aanhalingstekens af, of bewaar het bestand opnieuw.",
            "Close text in quotes, or save the file again.",
        ),
    ),
    "too_many": (
        Text("Het bestand heeft meer dan {most} percelen.", "The file has more than {most} parcels."),
        Text("Lees het in delen in.", "Read it in parts."),
    ),
    "too_large": (
        Text("Het bestand is groter dan {most} MB.", "The file is larger than {most} MB."),
        Text(
            "Laat de ligging van de percelen eruit, of lees het in delen in.",
            "Leave out the location of the parcels, or read it in parts.",
        ),
    ),
    "nothing": (
        Text("Er staat geen perceel in.", "There is no parcel in it."),
        Text("Kies het bestand met uw percelen.", "Choose the file with your parcels."),
    ),
    "twice": (
        Text("Perceel {cell} staat er {most} keer in.", "Parcel {cell} stands in it {most} times."),
        Text("Geef elk perceel een eigen kenmerk.", "Give each parcel a reference of its own."),
    ),
}
_NONE: Final = Text("", "")


def at(place: Text) -> str:
    """Where a line or a shape of the file stands in a list of problems."""
    return f"/file/{place.en.rpartition(' ')[2]}"


def line(number: int) -> Text:
    """A line of a table."""
    return Text(f"Regel {number}", f"Line {number}")


def shape(number: int) -> Text:
    """A shape of a map."""
    return Text(f"Vlak {number}", f"Shape {number}")


def shown(cell: str) -> str:
    """A cell as it may stand in a sentence: not long, and nothing that cannot be seen."""
    return "".join(c if c.isprintable() else "?" for c in cell[:40])


def wrong(
    what: str, *, place: Text = _NONE, line: int = 0, cell: str = "", most: int = 0, kind: Text = _NONE
) -> InputProblem:
    """The problem called ``what``; ``place`` is the line or shape where it lies, ``line`` one that is only named."""
    said, remedy = _SAID[what]
    facts = {"line": line, "cell": cell, "most": most}
    nl = said.nl.format(kind=kind.nl, place=place.nl, **facts)
    en = said.en.format(kind=kind.en, place=place.en, **facts)
    return InputProblem("/file" if place is _NONE else at(place), Text(nl, en), remedy)
