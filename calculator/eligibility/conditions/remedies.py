"""What can be done where a condition fails: as the rule says, else as its kind allows."""

from __future__ import annotations

from collections.abc import Mapping

from calculator.domain.scheme import Condition, Text

_DECLARED = Text(
    "Voldoet u er alsnog aan, vul dat dan in het profiel in.",
    "Once you do meet it, fill that in in the profile.",
)
#: Of what follows from facts of the profile.
OF_FACTS = Text(
    "Verandert dit of klopt het niet, pas dan het profiel aan.",
    "If this changes or is not right, change the profile.",
)
#: Where there is none of what an amount counts for each.
OF_NUMBER = Text(
    "Vul in hoeveel er zijn als dit niet klopt.",
    "Fill in how many there are if this is not right.",
)
_LAND = Text(
    "Kies voor de maatregel grond of een element waarvoor dit wel geldt.",
    "Choose land or an element for the measure for which this does hold.",
)
#: By the first word of a kind.
_OF_KINDS: Mapping[str, Text] = {
    "declared": _DECLARED,
    "fact": OF_FACTS,
    "per": OF_FACTS,
    "mean": OF_FACTS,
    "parcel": _LAND,
    "element": _LAND,
    "place": _LAND,
}


def remedy_of(condition: Condition) -> Text | None:
    """The remedy of a failed condition; None of a kind of which only the rule could say it."""
    return condition.remedy or _OF_KINDS.get(condition.kind.partition("_")[0])
