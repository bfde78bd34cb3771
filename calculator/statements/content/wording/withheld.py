"""What the members of a profile and an award are called where they are withheld."""

from __future__ import annotations

from collections.abc import Mapping

from calculator.domain.scheme import Text
from calculator.statements.award.voice import Voice

_OF_WHAT = {
    "profile": Text("Bedrijf: {what}", "Farm: {what}"),
    "award": Text("Berekening: {what}", "Calculation: {what}"),
}

PROFILE: Mapping[str, Text] = {
    "bundles": Text("maatregelen die samengaan", "measures that go together"),
    "contracts": Text("contracten", "contracts"),
    "declared": Text("eigen verklaringen", "own declarations"),
    "elements": Text("landschapselementen", "landscape elements"),
    "farm": Text("naam, nummer en plaats", "name, number and place"),
    "finance": Text("leningen en pacht", "loans and leases"),
    "herd": Text("veestapel", "herd"),
    "indicator_history": Text("indicatoren van eerdere jaren", "indicators of earlier years"),
    "indicators": Text("indicatoren", "indicators"),
    "parcels": Text("percelen", "parcels"),
    "profile": Text("vorm van het bedrijfsprofiel", "form of the farm profile"),
    "supply": Text("leveringen", "supplies"),
    "undertaking": Text("onderneming en ontvangen steun", "undertaking and aid received"),
    "year": Text("jaar", "year"),
}
AWARD: Mapping[str, Text] = {
    "activities": Text("eco-activiteiten", "eco-activities"),
    "assumptions": Text("aannames", "assumptions"),
    "candidates": Text("overwogen maatregelen", "measures considered"),
    "caveats": Text("kanttekeningen", "caveats"),
    "certificate": Text("bewijs", "proof"),
    "classes": Text("klassen van de eco-regeling", "classes of the eco-scheme"),
    "contingent": Text("voorwaardelijke betalingen", "contingent payments"),
    "continuation_eur": Text("bedrag na afloop van de regels", "amount after the rules end"),
    "indicators": Text("indicatoren", "indicators"),
    "landscape_share": Text("aandeel landschap", "landscape share"),
    "limits": Text("wettelijke grenzen", "legal limits"),
    "net_eur": Text("bedrag na aftrek van kosten", "amount less costs"),
    "next_step": Text("volgende stap", "next step"),
    "not_chosen": Text("wat voor iets anders week", "what gave way to something else"),
    "not_modelled": Text("wat niet wordt berekend", "what is not modelled"),
    "notices": Text("opzegtermijnen", "notice to be given"),
    "open": Text("open vragen", "open questions"),
    "present_value": Text("contante waarde", "present value"),
    "range": Text("laagste en hoogste bedrag", "lowest and highest amount"),
    "receipt": Text("rekenbewijs", "receipt"),
    "refusals": Text("afwijzingen", "refusals"),
    "tiers": Text("volgende treden", "next tiers"),
    "total_eur": Text("totaalbedrag", "total amount"),
    "variants": Text("varianten van het plan", "variants of the plan"),
    "years": Text("andere betalingen", "other payments"),
}  # fmt: skip


def member(path: str, voice: Voice) -> str:
    """``profile/finance`` in words; a member that is not known here keeps its own name."""
    document, _, key = path.partition("/")
    known = {"profile": PROFILE, "award": AWARD}.get(document, {})
    what = voice.say(known[key]) if key in known else key.replace("_", " ")
    return voice.say(_OF_WHAT[document], what=what) if document in _OF_WHAT else path
