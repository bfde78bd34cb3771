"""The heads of the parts of an award as text, in the order in which they are printed."""

from __future__ import annotations

from calculator.domain.scheme import Text

HEADS = {
    "total": Text("Totaal", "Total"),
    "range": Text("laag {low}, hoog {high}", "low {low}, high {high}"),
    "proof": Text("bewijs", "proof"),
    "continuation": Text(
        "Na het einde van een grondslag (niet meegeteld)", "After the end of a legal basis (not counted)"
    ),
    "net": Text("Na kosten", "After costs"),
    "variants": Text(
        "Plannen (totaal, na kosten, inspanning per jaar)", "Plans (total, after costs, effort per year)"
    ),
    "next_step": Text("Beste volgende stap", "Best next step"),
    "years": Text("Per jaar", "Per year"),
    "payers": Text("Per betaler", "Per payer"),
    "lines": Text("Regels", "Lines"),
    "classes": Text(
        "Klassen (punten met twee decimalen, getoetst met alle)",
        "Classes (points with two decimals, tested with all)",
    ),
    "lapsed": Text("Eco-activiteiten zonder waarde", "Eco-activities without value"),
    "tiers": Text("Volgende trede", "Next tier"),
    "refusals": Text("Afgewezen", "Refused"),
    "open": Text("Nog open", "Still open"),
    "candidates": Text("Open bij overwogen maatregelen", "Open of considered measures"),
    "not_chosen": Text("Niet gekozen", "Not chosen"),
    "limits": Text("Grenzen", "Limits"),
    "notices": Text("Opzeggen", "Notice"),
    "assumptions": Text("Aannamen", "Assumptions"),
    "not_modelled": Text("Niet doorgerekend", "Not modelled"),
    "contingent": Text("Voorwaardelijk (nooit opgeteld)", "Contingent (never summed)"),
    "caveats": Text("Voorbehouden", "Caveats"),
}
