"""What a condition asks of land is a word that land can have: a soil, an eco region, or yes or no.

Land uses, crops and kinds of element are in codelists, which another check holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from calculator.domain.farm import ECO_REGIONS, SOILS
from calculator.domain.place_fact import YES_NO
from calculator.domain.scheme import Text
from calculator.eligibility.conditions.code_words import SOIL
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem, nearest

#: What land may be, by the attribute; of others the words are in a codelist.
WORDS: Mapping[str, tuple[str, ...]] = {
    "soil": SOILS,
    "eco_region": ECO_REGIONS,
    "natura2000": tuple(YES_NO),
    "glmc9": tuple(YES_NO),
    "glmc8": tuple(YES_NO),
}


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Words that no land has, in conditions and in what these count."""
    for file in draft.schemes:
        for holder in (file.row, *file.row.rows("payments")):
            for condition in (c for top in holder.rows("conditions") for c in top.walk()):
                attribute = condition.maybe_text("attribute") or ""
                for place, word in enumerate(condition.texts("one_of") if attribute in WORDS else ()):
                    if word not in WORDS[attribute]:
                        at = condition.at("one_of", place)
                        yield RuleProblem(file.file, at, *unknown(attribute, word))


def unknown(attribute: str, word: str) -> tuple[Text, Text]:
    """That the word is none of the attribute, and which was meant."""
    if attribute == "eco_region":
        said = Text(nl=f"er is geen eco-regio `{word}`", en=f"there is no eco region `{word}`")
    elif attribute == "soil":
        said = Text(nl=f"`{word}` is geen grondsoort", en=f"`{word}` is no soil")
    else:
        said = Text(
            nl=f"`{word}` is geen antwoord op `{attribute}`", en=f"`{word}` is no answer to `{attribute}`"
        )
    dutch = {name.nl: code for code, name in SOIL.items()} if attribute == "soil" else {}
    meant = dutch.get(word)
    if meant is not None:
        return said, Text(nl=f"bedoelt u `{meant}`?", en=f"did you mean `{meant}`?")
    return said, nearest(word, WORDS[attribute])
