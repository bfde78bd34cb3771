"""Every key of a scenario file and the shape of its value, per kind of change."""

from __future__ import annotations

import re
from collections.abc import Mapping

from calculator.domain.relation import Quantity, RelationType
from calculator.domain.scheme import Level, Text
from calculator.registry.files.records import Key, Record
from calculator.registry.files.shapes import (
    CODE,
    DATE,
    FLAG,
    MONTH_DAY,
    NUMERIC,
    PLAIN,
    WHOLE,
    Bilingual,
    ListOf,
    OneOf,
    Word,
    pattern,
)
from calculator.registry.vocabulary import NAME, SCHEME, TERRITORY
from calculator.scenarios.reform.scenario import Allot

SCENARIO_ID = pattern(
    NAME, Text("een naam in kleine letters met streepjes", "a name in lower case with hyphens")
)
_OF = pattern(
    rf"@{NAME}|{NAME}(\.{NAME})?\.\*|{NAME}\.{NAME}\.{NAME}(#{NAME})?",
    Text(
        "`regeling#betaling`, `regeling`, `@groep`, `laag.betaler.*` of `laag.*`",
        "`scheme#payment`, `scheme`, `@group`, `layer.payer.*` or `layer.*`",
    ),
)
_SCHEME = pattern(
    rf"{NAME}\.{NAME}\.{NAME}", Text("een regeling als laag.betaler.naam", "a scheme like layer.payer.name")
)
_SIDE = pattern(
    rf"@{NAME}|{NAME}\.{NAME}\.{NAME}(#{NAME})?",
    Text("`regeling#betaling`, `regeling` of `@groep`", "`scheme#payment`, `scheme` or `@group`"),
)


def _money(text: str) -> str | None:
    return text if re.match(r"(0|[1-9]\d{0,11})(\.\d{1,2})?\Z", text) else None


EUROS = Word(
    _money,
    Text("een bedrag als 1500000 of 12.50", "an amount like 1500000 or 12.50"),
    {"type": ["number", "string"]},
)

_PERIOD = {
    "from": Key(DATE, "eerste dag waarop de wijziging geldt"),
    "until": Key(DATE, "eerste dag waarop zij niet meer geldt"),
}
_WHERE = {
    "of": Key(_OF, "waarop de wijziging werkt", required=True),
    "bases": Key(ListOf(CODE), "alleen betalingen met een van deze grondslagen"),
}
_NEW_VALUE = {
    "figure": Key(CODE, "naam onder `figures`"),
    "key": Key(CODE, "sleutel van het getal (klasse, regio)"),
    "value": Key(NUMERIC, "de nieuwe waarde"),
    "factor": Key(NUMERIC, "de oude waarde maal dit getal"),
}

#: Per kind of change its own keys, beside ``change`` itself.
KINDS: Mapping[str, Mapping[str, Key]] = {
    **{
        kind: {
            **_WHERE,
            **_NEW_VALUE,
            "low": Key(NUMERIC, "onderkant"),
            "high": Key(NUMERIC, "bovenkant"),
            **_PERIOD,
        }
        for kind in ("tariff", "cap", "threshold")
    },
    "indexation": {
        **_WHERE,
        "percent": Key(NUMERIC, "groei per jaar in procenten", required=True),
        "figure": Key(CODE, "naam onder `figures` (anders: rate)"),
        **_PERIOD,
    },
    "limit": {
        "limit": Key(CODE, "naam van de grens", required=True),
        "off": Key(FLAG, "yes: de grens vervalt"),
        **_NEW_VALUE,
        **_PERIOD,
    },
    "relation": {
        "relation": Key(CODE, "id van een combinatieregel, of van een nieuwe", required=True),
        "off": Key(FLAG, "yes: de combinatieregel vervalt"),
        "a": Key(_SIDE, "bij een nieuwe: de ene kant"),
        "b": Key(_SIDE, "bij een nieuwe: de andere kant"),
        "type": Key(OneOf(tuple(RelationType)), "wat er gebeurt waar zij samenkomen"),
        "quantity": Key(OneOf(tuple(Quantity)), "waarop het werkt"),
        "level": Key(OneOf(tuple(Level)), "waar zij samenkomen"),
        "parameter": Key(NUMERIC, "deel of bedrag"),
        **_PERIOD,
    },
    "budget": {
        "scheme": Key(_SCHEME, "de regeling", required=True),
        "eur": Key(EUROS, "budget per jaar", required=True),
        "allot": Key(OneOf(tuple(Allot)), "hoe er wordt verdeeld", required=True),
        "opens": Key(MONTH_DAY, "eerste dag van aanvragen"),
        "closes": Key(MONTH_DAY, "laatste dag van aanvragen"),
    },
    "area": {
        **_WHERE,
        "everywhere": Key(FLAG, "yes: overal open"),
        **{name: Key(ListOf(CODE), f"codes uit {name}.csv") for name in TERRITORY},
        **_PERIOD,
    },
    "dates": {
        **_WHERE,
        "valid_from": Key(DATE, "nieuwe eerste dag"),
        "valid_until": Key(DATE, "nieuwe eerste dag waarop zij niet meer geldt"),
        "endless": Key(FLAG, "yes: geen einde"),
    },
    "basis": {**_WHERE, "to": Key(CODE, "grondslag, uit legal_bases.csv", required=True), **_PERIOD},
    "basis_end": {
        "basis": Key(CODE, "grondslag, uit legal_bases.csv", required=True),
        "last_day": Key(DATE, "laatste dag waarop zij geldt", required=True),
    },
    "scheme": {"of": _WHERE["of"], "off": Key(FLAG, "yes: de regeling vervalt", required=True), **_PERIOD},
    "condition": {
        **_WHERE,
        "words": Key(PLAIN, "de Nederlandse tekst van de voorwaarde", required=True),
        **_PERIOD,
    },
    "term": {**_WHERE, "years": Key(WHOLE, "looptijd in jaren", required=True), **_PERIOD},
    "best": {"of": _WHERE["of"], **_PERIOD},
    "new_scheme": {"rule": Key(SCHEME, "de regeling, als in een regelbestand", required=True)},
}
KIND_RECORDS: Mapping[str, Record] = {
    kind: Record(
        f"change_{kind}",
        Text(f"een wijziging `{kind}`", f"a change `{kind}`"),
        {"change": Key(OneOf((kind,)), "soort wijziging", required=True), **keys},
    )
    for kind, keys in KINDS.items()
}
PARTICIPATION = Record(
    "participation",
    Text("een deelnamedrempel", "a participation threshold"),
    {
        "cost_eur": Key(EUROS, "wat meedoen per regeling en jaar kost"),
        "threshold_eur": Key(EUROS, "wat een regeling daarboven minstens moet opleveren"),
    },
)
#: The head of the file; ``changes`` is read apart, since the kind decides which keys there may be.
HEAD: Mapping[str, Key] = {
    "scenario": Key(SCENARIO_ID, "naam, gelijk aan de bestandsnaam", required=True),
    "name": Key(Bilingual(), "naam voor mensen", required=True),
    "about": Key(Bilingual(), "waar het over gaat"),
    "on": Key(DATE, "peildatum van de regels", required=True),
    "years": Key(WHOLE, "over hoeveel jaren"),
    "stands_on": Key(SCENARIO_ID, "scenario waarop dit voortbouwt"),
    "rulebook": Key(CODE, "vingerafdruk van de regels waartegen het is geschreven"),
    "participation": Key(PARTICIPATION, "deelnamedrempel"),
    "claims": Key(OneOf(("best", "stand")), "of bedrijven opnieuw kiezen of hun aanvragen laten staan"),
}
