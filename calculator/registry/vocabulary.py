"""Every key of the rule files and the shape of its value: the one table behind the loader and the JSON Schemas.

The descriptions are Dutch, because editors show them to the people who keep the rules.
"""

from __future__ import annotations

from calculator.domain.limit import LimitKind
from calculator.domain.quantity import Unit
from calculator.domain.scheme import Level, PaymentKind, Text
from calculator.domain.source import Confidence, Status
from calculator.registry.conditions import CONDITIONS, SHARE_BASES
from calculator.registry.files.records import Key, Record
from calculator.registry.files.shapes import (
    CODE,
    DATE,
    FLAG,
    MONTH_DAY,
    NUMERIC,
    PLAIN,
    URL,
    WHOLE,
    Bilingual,
    ListOf,
    MapOf,
    OneOf,
    pattern,
)

WORDS = Bilingual()
CODES = ListOf(CODE)
TERRITORY = ("provinces", "water_boards", "municipalities", "collectives", "eco_regions")
COST_COMPONENTS = (
    "additional_cost",
    "income_foregone",
    "transaction_cost",
    "investment",
    "land_value_loss",
    "price_premium",
    "result_bonus",
    "income_support",
)
NAME = r"[a-z0-9]+([-_][a-z0-9]+)*"
_WORD = pattern(
    NAME, Text(nl="een naam in kleine letters met streepjes", en="a name in lower case with hyphens")
)
_SCHEME_ID = pattern(
    rf"{NAME}\.{NAME}\.{NAME}",
    Text(nl="een id als laag.betaler.regeling", en="an id like layer.payer.scheme"),
)
_SELECTOR = pattern(
    rf"@{NAME}|{NAME}\.{NAME}\.{NAME}(#{NAME})?",
    Text(nl="`regeling#betaling`, `regeling` of `@groep`", en="`scheme#payment`, `scheme` or `@group`"),
)
_KEYING = ("eco_region", "soil", "land_use", "crop_code", "kind")
_ATTRIBUTE = pattern(
    rf"{'|'.join(_KEYING)}|place\.{NAME}",
    Text(
        nl=f"een van {', '.join(_KEYING)}, of een gegeven als place.zone",
        en=f"one of {', '.join(_KEYING)}, or a fact like place.zone",
    ),
)
_VERSION = pattern(
    r"\d{4}-\d{2}-\d{2}(\.\d{1,3})?\.yaml",
    Text(nl="een bestandsnaam in dezelfde map, als 2026-01-01.yaml", en="a file name in the same folder"),
)

SOURCE = Record(
    "source",
    Text(nl="een bron", en="a source"),
    {
        "title": Key(PLAIN, "titel zoals de bron zich noemt", required=True),
        "url": Key(URL, "adres waar de tekst staat", required=True),
        "article": Key(PLAIN, "artikel of bladzijde"),
        "seen": Key(DATE, "dag waarop de tekst is gelezen", required=True),
        "published": Key(PLAIN, "datum die de bron zelf noemt"),
    },
)

FIGURE = Record(
    "figure",
    Text(nl="een bedrag of getal", en="a figure"),
    {
        "from": Key(DATE, "eerste dag waarop het geldt", required=True),
        "until": Key(DATE, "eerste dag waarop het niet meer geldt"),
        "value": Key(NUMERIC, "de waarde"),
        "low": Key(NUMERIC, "onderkant van een gepubliceerde bandbreedte"),
        "high": Key(NUMERIC, "bovenkant van een gepubliceerde bandbreedte"),
        "values": Key(MapOf(NUMERIC), "waarde per sleutel (regio, doel, klasse)"),
        "lows": Key(MapOf(NUMERIC), "onderkant per sleutel"),
        "highs": Key(MapOf(NUMERIC), "bovenkant per sleutel"),
        "unit": Key(CODE, "eenheid, als EUR/ha"),
        "status": Key(OneOf(tuple(Status)), "hoe vast het staat", required=True),
        "confidence": Key(OneOf(tuple(Confidence)), "hoe letterlijk de bron is gelezen", required=True),
        "sources": Key(CODES, "bronnen, uit `sources`"),
        "origin": Key(PLAIN, "bij assumed: uit welk jaar het komt"),
        "note": Key(PLAIN, "toelichting"),
    },
)

NOT_MODELLED = Record(
    "not_modelled",
    Text(nl="een niet-gemodelleerde eis", en="an entry of not_modelled"),
    {
        "text": Key(WORDS, "wat de tekst vraagt en niet wordt berekend", required=True),
        "accepted": Key(FLAG, "yes: wordt vermeld; no: de regeling telt niet mee", required=True),
        "sources": Key(CODES, "bronnen, uit `sources`"),
    },
)

TIER = Record(
    "tier",
    Text(nl="een trede", en="a tier"),
    {
        "at_least": Key(NUMERIC, "vanaf (tot en met)"),
        "at_most": Key(NUMERIC, "tot en met"),
        "figure": Key(_WORD, "naam onder `figures`", required=True),
        "rate": Key(_WORD, "naam onder `figures`: per eenheid boven `at_least`"),
    },
)

GRANT = Record(
    "grant",
    Text(nl="een toekenning", en="a grant"),
    {
        "decision": Key(
            OneOf(("annual", "multi_year")), "jaarlijks of in één keer voor meer jaren", required=True
        ),
        "on": Key(MONTH_DAY, "maand-dag van het besluit"),
    },
)

EXTENSION = Record(
    "extension",
    Text(nl="een verlenging", en="an extension"),
    {
        "years": Key(WHOLE, "zoveel jaren per keer", required=True),
        "times": Key(WHOLE, "hoogstens zo vaak"),
        "until": Key(DATE, "eerste dag waarop geen verlenging meer mag lopen"),
        "silent": Key(FLAG, "yes: verlengt zichzelf, tenzij wordt opgezegd"),
    },
)

NOTICE = Record(
    "notice",
    Text(nl="een opzegging", en="a notice"),
    {
        "months": Key(WHOLE, "zoveel maanden voor het einde"),
        "by": Key(MONTH_DAY, "uiterlijk op deze maand-dag"),
    },
)

REWARD = Record(
    "reward",
    Text(nl="wat wordt beloond", en="a reward"),
    {
        "service": Key(CODE, "ecosysteemdienst, uit services.csv", required=True),
        "indicator": Key(PLAIN, "waaraan het wordt gemeten", required=True),
        "quantity": Key(PLAIN, "waarover wordt betaald", required=True),
        "term": Key(PLAIN, "voor hoe lang", required=True),
    },
)

PAYMENT = Record(
    "payment",
    Text(nl="een betaling", en="a payment"),
    {
        "id": Key(_WORD, "naam van de betaling binnen de regeling", required=True),
        "name": Key(WORDS, "naam", required=True),
        "kind": Key(OneOf(tuple(PaymentKind)), "hoe het bedrag ontstaat", required=True),
        "level": Key(
            OneOf((Level.UNIT, Level.FARM)), "per stuk land of element, of per bedrijf", required=True
        ),
        "unit": Key(OneOf(tuple(Unit)), "eenheid waarover wordt betaald", required=True),
        "quantity": Key(PLAIN, "waarmee wordt vermenigvuldigd"),
        "extra_quantity": Key(PLAIN, "feit dat meetelt tot het aandeel `extra_share` van het geheel"),
        "share_of": Key(OneOf(SHARE_BASES), "bij `free_share`: van welke grond het eerste deel niet telt"),
        "cap_per": Key(PLAIN, "hoeveelheid van het bedrijf waarmee `cap` wordt vermenigvuldigd"),
        "divide_by": Key(NUMERIC, "deel de hoeveelheid hierdoor"),
        "measures": Key(CODES, "maatregelen die ervoor in aanmerking komen"),
        "indicator": Key(PLAIN, "feit in het profiel dat wordt getoetst"),
        "keyed_by": Key(_ATTRIBUTE, "kenmerk of gegeven van de plek dat de sleutel kiest"),
        "tiers": Key(ListOf(TIER), "treden"),
        "groups": Key(ListOf(_WORD), "namen voor relaties en grenzen (@naam)"),
        "cost_components": Key(ListOf(OneOf(COST_COMPONENTS)), "welke kosten worden vergoed"),
        "legal_basis": Key(CODE, "grondslag, als die afwijkt van de regeling"),
        "term_years": Key(WHOLE, "verplichting van zoveel jaren"),
        "extension": Key(EXTENSION, "hoe de verplichting na haar termijn door kan lopen"),
        "notice": Key(NOTICE, "wanneer moet worden opgezegd"),
        "grant": Key(GRANT, "wanneer het recht wordt toegekend"),
        "reward": Key(REWARD, "ecosysteemdienst die wordt beloond", required=True),
        "conditions": Key(CONDITIONS, "voorwaarden van deze betaling"),
        "sources": Key(CODES, "bronnen, uit `sources`"),
        "figures": Key(MapOf(ListOf(FIGURE)), "bedragen en getallen, met bron en periode", required=True),
        "parties": Key(MapOf(CODE), "lender (bank) of lessor (verpachter)"),
        "organic_class": Key(CODE, "klasse van een geheel biologisch bedrijf"),
        "value_zero_when": Key(OneOf(("glmc8", "glmc9")), "waar de eco-waarde vervalt"),
        "note": Key(WORDS, "toelichting"),
    },
    hints={
        "parameters": Text(
            nl="zet `organic_class` en `parties` rechtstreeks bij de betaling",
            en="put `organic_class` and `parties` directly with the payment",
        )
    },
)

SCHEME = Record(
    "scheme",
    Text(nl="een regeling", en="a scheme"),
    {
        "scheme": Key(_SCHEME_ID, "laag.betaler.regeling, gelijk aan het pad", required=True),
        "name": Key(WORDS, "naam", required=True),
        "layer": Key(CODE, "laag, uit layers.csv", required=True),
        "payer": Key(CODE, "betaler, uit payers.csv", required=True),
        "payer_is_public": Key(FLAG, "betaler is een overheid", required=True),
        "state_resources": Key(FLAG, "betaald uit staatsmiddelen", required=True),
        "legal_basis": Key(CODE, "grondslag, uit legal_bases.csv; `unknown` mag", required=True),
        "valid_from": Key(DATE, "eerste dag, gelijk aan de bestandsnaam", required=True),
        "valid_until": Key(DATE, "eerste dag waarop de regeling niet meer geldt"),
        "recorded_on": Key(DATE, "dag waarop dit is vastgelegd", required=True),
        "corrects": Key(_VERSION, "bestand in dezelfde map dat hiermee vervalt"),
        "budget_depends": Key(FLAG, "yes: zolang het budget strekt"),
        "territory": Key(
            Record(
                "territory",
                Text(nl="een werkgebied", en="a territory"),
                {name: Key(CODES, f"codes uit {name}.csv") for name in TERRITORY},
            ),
            "waar de regeling openstaat",
        ),
        "apply": Key(WORDS, "waar men aanvraagt"),
        "sources": Key(MapOf(SOURCE), "bronnen, met een korte naam", required=True),
        "conditions": Key(CONDITIONS, "voorwaarden van de hele regeling"),
        "not_modelled": Key(ListOf(NOT_MODELLED), "eisen die niet worden berekend"),
        "payments": Key(ListOf(PAYMENT), "betalingen", required=True),
    },
)

LIMIT = Record(
    "limit",
    Text(nl="een grens", en="a limit"),
    {
        "limit": Key(_WORD, "naam, gelijk aan de map", required=True),
        "name": Key(WORDS, "naam", required=True),
        "kind": Key(OneOf(tuple(LimitKind)), "soort grens", required=True),
        "valid_from": Key(DATE, "eerste dag, gelijk aan de bestandsnaam", required=True),
        "valid_until": Key(DATE, "eerste dag waarop de grens niet meer geldt"),
        "recorded_on": Key(DATE, "dag waarop dit is vastgelegd", required=True),
        "corrects": Key(_VERSION, "bestand in dezelfde map dat hiermee vervalt"),
        "article": Key(PLAIN, "artikel", required=True),
        "sources": Key(MapOf(SOURCE), "bronnen, met een korte naam", required=True),
        "payments": Key(ListOf(_SELECTOR), "`regeling#betaling`, `regeling` of `@groep`"),
        "legal_bases": Key(CODES, "grondslagen die eronder vallen"),
        "counts": Key(CODES, "grondslagen die meetellen maar niet worden gekort"),
        "all_or_nothing": Key(FLAG, "yes: wat er niet in past vervalt geheel"),
        "window": Key(OneOf(("rolling", "fiscal_years")), "hoe de jaren worden geteld"),
        "window_years": Key(WHOLE, "aantal jaren"),
        "keyed_by": Key(CODE, "kenmerk dat de sleutel kiest"),
        "share_of": Key(OneOf(SHARE_BASES), "bij quantity_cap: `cap` is een percentage van deze grond"),
        "cap_per": Key(
            PLAIN, "bij amount_cap: hoeveelheid van het bedrijf waarmee `cap` wordt vermenigvuldigd"
        ),
        "figures": Key(MapOf(ListOf(FIGURE)), "bedragen en getallen, met bron en periode", required=True),
        "not_modelled": Key(ListOf(NOT_MODELLED), "wat niet wordt berekend"),
    },
)

SELECTOR = _SELECTOR
