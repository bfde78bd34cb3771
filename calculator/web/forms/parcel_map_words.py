"""What somebody reads when a map with parcels is not right, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from calculator.domain.amount_words import number
from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem

#: Per reason what is wrong and what to do, in both languages; ``{said}`` is what it is about.
_REFUSED: Mapping[str, tuple[str, str, str, str]] = {
    "too_large": (
        "Het bestand is groter dan {said} MB.", "The file is larger than {said} MB.",
        "Bewaar alleen uw eigen percelen en kies dat bestand.", "Save only your own parcels and choose that file.",
    ),
    "too_many": (
        "Het bestand heeft meer dan {said} vlakken.", "The file has more than {said} shapes.",
        "Bewaar alleen uw eigen percelen en kies dat bestand.", "Save only your own parcels and choose that file.",
    ),
    "too_detailed": (
        "De grenzen van de percelen hebben te veel punten.", "The outlines of the parcels have too many points.",
        "Lees de percelen in delen in, of vereenvoudig de grenzen.", "Read the parcels in parts, or simplify the outlines.",
    ),
    "too_hard": (
        "Dit bestand vraagt te veel rekenwerk of geheugen, of is stuk.",
        "This file asks for too much computing or memory, or is broken.",
        "Bewaar alleen uw eigen percelen opnieuw als GeoPackage of GeoJSON.",
        "Save only your own parcels again as GeoPackage or GeoJSON.",
    ),
    "unreadable": (
        "Dit bestand is niet als {said} te lezen.", "This file cannot be read as {said}.",
        "Maak het opnieuw, als GeoPackage, GML, Shapefile (zip), GeoJSON of KML.",
        "Make it again, as GeoPackage, GML, Shapefile (zip), GeoJSON or KML.",
    ),
    "encoding": (
        "Regel {said} is geen UTF-8.", "Line {said} is not UTF-8.",
        "Bewaar het bestand als UTF-8; geef bij een Shapefile het deel .cpg mee.",
        "Save the file as UTF-8; with a Shapefile include the .cpg part.",
    ),
    "entities": (
        "De XML heeft een DOCTYPE of ENTITY; die kan elders iets ophalen en wordt niet gelezen.",
        "The XML has a DOCTYPE or ENTITY; that can fetch things from elsewhere and is not read.",
        "Haal die regels weg, of bewaar de percelen als GeoPackage.",
        "Remove those lines, or save the parcels as GeoPackage.",
    ),
    "other_xml": (
        "Deze XML is geen GML en geen KML.", "This XML is neither GML nor KML.",
        "Bewaar de percelen als GML, KML of GeoPackage.", "Save the parcels as GML, KML or GeoPackage.",
    ),
    "broken_zip": (
        "Dit zip-bestand is niet uit te pakken.", "This zip file cannot be unpacked.",
        "Maak het opnieuw met een gewoon zip-programma.", "Make it again with an ordinary zip program.",
    ),
    "encrypted": (
        "Dit zip-bestand is met een wachtwoord beveiligd.", "This zip file is protected by a password.",
        "Maak het zonder wachtwoord.", "Make it without a password.",
    ),
    "zip_bomb": (
        "Uitgepakt is dit zip-bestand veel te groot.", "Unpacked, this zip file is far too large.",
        "Zet alleen de delen van één Shapefile met uw percelen in de zip.",
        "Put only the parts of one Shapefile with your parcels in the zip.",
    ),
    "zip_path": (
        "Het zip-bestand wil buiten zijn eigen map schrijven: {said}.",
        "The zip file wants to write outside its own folder: {said}.",
        "Maak de zip opnieuw, met alleen de delen van de Shapefile.",
        "Make the zip again, with only the parts of the Shapefile.",
    ),
    "no_shapefile": (
        "In de zip zit geen Shapefile; gevonden: {said}.", "There is no Shapefile in the zip; found: {said}.",
        "Pak de zip uit en kies het kaartbestand erin; een werkblad bewaart u als CSV (UTF-8).",
        "Unpack the zip and choose the map file in it; save a workbook as CSV (UTF-8).",
    ),
    "several_shapefiles": (
        "In de zip zit meer dan één Shapefile: {said}.", "There is more than one Shapefile in the zip: {said}.",
        "Laat alleen die met uw percelen erin.", "Leave only the one with your parcels.",
    ),
    "shapefile_part": (
        "De Shapefile is niet heel; dit ontbreekt: {said}.", "The Shapefile is not whole; this is missing: {said}.",
        "Zet .shp, .shx, .dbf en .prj samen in de zip.", "Put .shp, .shx, .dbf and .prj in the zip together.",
    ),
    "no_areas": (
        "Er staat geen perceel als vlak in.", "There is no parcel as an area in it.",
        "Kies het bestand met de grenzen van uw percelen.", "Choose the file with the outlines of your parcels.",
    ),
    "several_systems": (
        "Het bestand heeft kaartlagen in verschillende stelsels: {said}.",
        "The file has layers in different coordinate systems: {said}.",
        "Bewaar alles in RD New (EPSG:28992).", "Save everything in RD New (EPSG:28992).",
    ),
    "no_system": (
        "Het bestand zegt niet in welk stelsel de coördinaten zijn ({said}).",
        "The file does not say in which system its coordinates are ({said}).",
        "Bewaar het in RD New (EPSG:28992) of WGS84, bij een Shapefile met het deel .prj.",
        "Save it in RD New (EPSG:28992) or WGS84, with a Shapefile including the .prj part.",
    ),
    "unknown_system": (
        "Het stelsel van de coördinaten is onbekend ({said}).", "The coordinate system is not known ({said}).",
        "Bewaar het bestand in RD New (EPSG:28992) of WGS84.", "Save the file in RD New (EPSG:28992) or WGS84.",
    ),
    "elsewhere": (
        "Volgens het bestand liggen de percelen buiten Nederland ({said}).",
        "According to the file the parcels lie outside the Netherlands ({said}).",
        "Controleer het stelsel en de volgorde van de coördinaten, en bewaar het in RD New (EPSG:28992).",
        "Check the coordinate system and the order of the coordinates, and save it in RD New (EPSG:28992).",
    ),
}  # fmt: skip


def refused(why: str, said: str) -> InputProblem:
    """Why a file is not read."""
    shown = "".join(c if c.isprintable() else "?" for c in said)[:160]
    nl, en, remedy_nl, remedy_en = _REFUSED[why]
    return InputProblem(
        "/file", Text(nl.format(said=shown), en.format(said=shown)), Text(remedy_nl, remedy_en)
    )


def far_off(hectares: Decimal) -> InputProblem:
    """An outline is larger than any parcel."""
    whole = Decimal(round(hectares))
    return InputProblem(
        "/file",
        Text(f"Deze grens omvat {number(whole, 'nl')} ha.", f"This outline holds {number(whole, 'en')} ha."),
        Text(
            "Haal de hoeken weg, kom dichterbij met + en zet ze opnieuw, of schrijf de hoeken op.",
            "Remove the corners, come closer with + and put them anew, or write the corners down.",
        ),
    )


def assumed(system: str) -> InputProblem:
    """The system was told from the coordinates."""
    return InputProblem(
        "/file",
        Text(
            f"Het bestand noemt geen stelsel; naar de coördinaten is het {system}.",
            f"The file names no coordinate system; by its coordinates it is {system}.",
        ),
        Text("Kijk of de oppervlakten kloppen.", "Check whether the areas are right."),
    )


def thinned(metres: float) -> InputProblem:
    """Outlines are kept with fewer points than they came with."""
    much = f"{metres * 100:.0f} cm" if metres < 1 else f"{metres:.0f} m"
    return InputProblem(
        "/file",
        Text(
            f"De grenzen in het bestand hebben erg veel punten. Ze zijn vereenvoudigd, en liggen hoogstens {much} naast die in "
            "het bestand; de oppervlakten zijn gemeten vóór het vereenvoudigen.",
            f"The outlines in the file have a great many points. They were simplified, and lie at most {much} beside those in "
            "the file; the areas were measured before that.",
        ),
        Text(
            "Wilt u de grenzen precies zo houden, lees de percelen dan in delen in.",
            "To keep the outlines as they are, read the parcels in parts.",
        ),
    )


def left_out(called: Text, why: str, at: str) -> InputProblem:
    """A shape that cannot be used."""
    if why == "crosses":
        where = Text(f" bij {at} (RD)", f" at {at} (RD)") if at else Text("", "")
        return InputProblem(
            "/file",
            Text(
                f"{called.nl} is niet gelezen: de omtrek kruist zichzelf{where.nl}.",
                f"{called.en} was not read: its outline crosses itself{where.en}.",
            ),
            Text("Teken de omtrek daar opnieuw, en lees het perceel nog eens in.",
                 "Draw the outline there anew, and read the parcel once more."),
        )  # fmt: skip
    return InputProblem(
        "/file",
        Text(
            f"{called.nl} is niet gelezen: het is geen vlak.", f"{called.en} was not read: it is not an area."
        ),
        Text("Teken het perceel als vlak.", "Draw the parcel as an area."),
    )


def overlap(one: str, other: str, area_m2: int) -> InputProblem:
    """Two parcels on the same ground."""
    hectares = f"{area_m2 / 10_000:.4f}"
    return InputProblem(
        "/file",
        Text(
            f"{one} en {other} overlappen {hectares.replace('.', ',')} ha; die grond zou dubbel tellen.",
            f"{one} and {other} overlap by {hectares} ha; that ground would count twice.",
        ),
        Text(
            f"{other} is niet aangevinkt. Herstel de grens, of neem er één over.",
            f"{other} is not ticked. Mend the outline, or take over one of them.",
        ),
    )
