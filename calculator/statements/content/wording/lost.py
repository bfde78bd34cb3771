"""Why a payment is not chosen, in a sentence: the same on the result page, in the terminal and in a statement.

What a pair does is told of both together: which of two loses beside the other depends on the side on which it stands.
"""

from __future__ import annotations

from calculator.domain.scheme import Text
from calculator.statements.award.reading import Obj, cents, text

#: With what it lost to, and without.
_Sentence = tuple[Text, Text]

_OTHER = Text("een andere gekozen betaling", "another chosen payment")
_CONTRACT = Text("{winner} (uw lopende contract)", "{winner} (your running contract)")


def _pair(nl: str, en: str) -> _Sentence:
    return Text(nl, en), Text(nl.format(winner=_OTHER.nl), en.format(winner=_OTHER.en))


_LOST: dict[str, _Sentence] = {
    "exclusive": _pair("Mag niet samen met {winner}.", "May not be combined with {winner}."),
    "unknown": _pair(
        "Of dit samen mag met {winner}, is niet gepubliceerd: gerekend is alsof het niet mag. De betaler kan het u zeggen.",
        "Whether this may be combined with {winner} is not published: it is counted as if it may not. The payer can tell you.",
    ),
    "highest": _pair(
        "Van deze en {winner} telt alleen de hoogste.", "Of this one and {winner} only the higher counts."
    ),
    "zero": _pair("Deze en {winner} tellen niet allebei.", "This one and {winner} do not both count."),
    "reduced": _pair(
        "Samen met {winner} telt een van beide voor minder.",
        "Together with {winner} one of the two counts for less.",
    ),
    "net_of": _pair(
        "Naast {winner} gaat het ene bedrag van het andere af.",
        "Beside {winner} the one amount is taken off the other.",
    ),
    "sum_capped": _pair(
        "Deze en {winner} betalen samen hoogstens een vast bedrag.",
        "This one and {winner} together pay a fixed amount at most.",
    ),
    "requires": (
        Text(
            "Kan alleen naast {winner}, en dat wordt hier niet betaald.",
            "Only possible beside {winner}, which is not paid here.",
        ),
        Text(
            "Kan alleen naast een betaling die er hier niet is.",
            "Only possible beside a payment that is not here.",
        ),
    ),
    "limit": (
        Text("De grens “{winner}” laat dit niet toe.", "The limit “{winner}” does not allow this."),
        Text("Een wettelijke grens laat dit niet toe.", "A legal limit does not allow this."),
    ),
    "own_most": (
        Text(
            "Dit is meer dan waarvoor deze betaling hoogstens geldt.",
            "This is more than this payment covers at most.",
        ),
    )
    * 2,
    "other_most": _pair(
        "Dit vraagt meer van {winner}, en die geldt tot een maximum.",
        "This asks for more of {winner}, which goes up to a maximum.",
    ),
    "better_total": (
        Text("Het geheel levert meer op met {winner}.", "The whole brings more with {winner}."),
        Text(
            "Het geheel levert zonder deze betaling meer op.", "The whole brings more without this payment."
        ),
    ),
    "nothing": (
        Text(
            "Naast de andere betalingen brengt deze niets extra op.",
            "Beside the other payments this one adds nothing.",
        ),
    )
    * 2,
}


def lost(entry: Obj, winner: str, language: str) -> str:
    """Why an entry of ``not_chosen`` is not paid; ``winner`` is the name of what it lost to, empty where that is not told."""
    full, bare = _LOST.get(_why(entry), _LOST["better_total"])
    if not winner:
        return bare[language]
    if entry.get("under_contract") is True:
        winner = _CONTRACT[language].format(winner=winner)
    return full[language].format(winner=winner)


def _why(entry: Obj) -> str:
    because = text(entry, "because")
    if because == "relation":
        # Awards of before this was told apart have no such key.
        return text(entry, "relation") or ("unknown" if "relation" in entry else "exclusive")
    if because == "limit":
        own = f"{text(entry, 'scheme')}#{text(entry, 'payment')}"
        if text(entry, "lost_to") == own:
            return "own_most"
        return "other_most" if "#" in text(entry, "lost_to") else "limit"
    return "nothing" if because == "better_total" and cents(entry, "difference_eur") == 0 else because
