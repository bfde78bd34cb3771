"""Money, numbers and dates as the reader's language writes them, and words for codes that have no list of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_datetime, get_timezone
from babel.numbers import format_currency, format_decimal
from flask import Flask
from flask_babel import gettext

from calculator.domain.sentences import presumed, sentences
from calculator.eligibility.conditions.code_words import CLASS_LABELS
from calculator.registry.words import wording
from calculator.services.profile import fact_names
from calculator.statements.award.formulas import spoken
from calculator.statements.award.names import CERTAINTY, STATUS, unit_of_path
from calculator.statements.award.voice import Voice
from calculator.statements.content.wording.lost import lost
from calculator.web.language import language
from calculator.web.naming import ground, several
from calculator.web.wiring import wired

_LOCALES = {"nl": "nl_NL", "en": "en_GB"}


def install(app: Flask) -> None:
    """Make the formats known to every template."""
    app.jinja_env.filters.update(
        money=money, number=number, day=day, rate=rate, short=short, moment=moment, bare=bare, weight=weight, cited=cited,
        spans=spans, points=points, formula=formula, presumed=presumed, sentences=sentences, measured=measured,
        ground=ground, several=several,
    )  # fmt: skip
    app.jinja_env.globals.update(
        certainty_word=certainty, status_word=status, confidence_word=confidence, unit_word=unit, in_unit_of=in_unit_of,
        why_word=why, relation_word=relation, figure_word=figure, key_word=key, window_word=window, share=share,
        outcome_word=outcome, place_word=place, spot_word=spot,
    )  # fmt: skip


def cited(article: object) -> str:
    """A citation of law, which the rules write in Dutch, in the reader's language."""
    return _voice().cited(str(article or ""))


def money(amount: object) -> str:
    """``€ 1.234,56`` from ``1234.56``; a dash where it is unknown."""
    if amount is None or amount == "":
        return "–"
    return str(format_currency(Decimal(str(amount)), "EUR", locale=_LOCALES[language()]))


def rate(amount: object) -> str:
    """As money, with as many decimals as the rate has."""
    if amount is None or amount == "":
        return "–"
    value = Decimal(str(amount))
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -2:
        return money(value)
    pattern = "¤ #,##0.00####" if language() == "nl" else "¤#,##0.00####"
    return str(format_currency(value, "EUR", pattern, locale=_LOCALES[language()], currency_digits=False))


def measured(unit: object) -> str:
    """``per 100 kg melk`` from ``EUR/100kg_milk``, whose sign stands before the amount; other units in words."""
    return wording.unit(str(unit or ""), language()).removeprefix("EUR").strip()


def number(value: object) -> str:
    """A number with the decimals it has; text that is no number stays as it is."""
    text = str(value)
    try:
        read = Decimal(text)
    except ArithmeticError:
        # A key or word in a column of numbers is shown as it stands.
        return text
    return str(format_decimal(read, "#,##0.######", locale=_LOCALES[language()]))


def short(value: object) -> str:
    """A number with two decimals at most, for reading at a glance."""
    return number(Decimal(str(value)).quantize(Decimal("0.01")))


def points(value: object, short: bool = False) -> str:
    """Points as the statement rounds them; ``short`` for what is lacking."""
    return _voice().points(Decimal(str(value)), short=short)


def in_unit_of(path: str, value: object) -> str:
    """A number in the unit in which a profile says what this path leads to."""
    return f"{number(value)} {unit_of_path(path, wired().services.rulebook(), language())}".strip()


def formula(written: object) -> str:
    """A formula of an award in words and marks of the reader's language."""
    code = language()
    return spoken(
        str(written or ""), _voice(), lambda path: fact_names.name(path, code, wired().services.rulebook())
    )


def day(value: object) -> str:
    """``1 juni 2026`` from ``2026-06-01``; text that is no date stays as it is."""
    if value is None or value == "":
        return "–"
    try:
        read = date.fromisoformat(str(value))
    except ValueError:
        # A source may date itself by a year or a month only.
        return str(value)
    return str(format_date(read, "d MMMM y", locale=_LOCALES[language()]))


def moment(value: datetime | str) -> str:
    """``24 november 2026 om 13:00`` of a moment in UTC, on a Dutch clock."""
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return str(
        format_datetime(
            read, "d MMMM y, HH:mm", tzinfo=get_timezone("Europe/Amsterdam"), locale=_LOCALES[language()]
        )
    )


def bare(amount: object) -> str:
    """An amount without its sign, where the words around it say which way it goes."""
    return money(None if amount in (None, "") else abs(Decimal(str(amount))))


def weight(amount: object) -> int:
    """-1, 0 or 1: which way an amount goes."""
    return int(Decimal(str(amount)).compare(Decimal(0)))


def share(part: object, whole: object) -> int:
    """The part in whole per cents of the whole, between 0 and 100."""
    total = Decimal(str(whole))
    return 0 if total <= 0 else max(0, min(100, int(Decimal(str(part)) * 100 / total)))


def certainty(code: str) -> str:
    """The label every euro carries, as on the statement."""
    found = CERTAINTY.get(code)
    return found[language()] if found else code


def status(code: str) -> str:
    """How firm a figure is, as on the statement."""
    found = STATUS.get(code)
    return found[language()] if found else _word({"unknown": gettext("niet gepubliceerd")}, code)


def confidence(code: str) -> str:
    """How literally the source was read."""
    words = {
        "high": gettext("officiële tekst gelezen"),
        "medium": gettext("uit de tweede hand"),
        "low": gettext("gedeeltelijk gelezen of afgeleid"),
    }
    return _word(words, code)


def spans(years: Iterable[int]) -> str:
    """Years as runs, as in the statement."""
    return _voice().years(list(years))


def _voice() -> Voice:
    return Voice("en" if language() == "en" else "nl")


def unit(code: str) -> str:
    """A unit as it stands behind a number."""
    words = {
        "ha": "ha",
        "m": "m",
        "m2": "m²",
        "piece": gettext("stuks"),
        "nest": gettext("nesten"),
        "tree": gettext("bomen"),
        "tonne_product": gettext("ton product"),
        "tonne_co2": gettext("ton CO₂"),
        "livestock_unit": gettext("GVE"),
        "100kg_milk": gettext("100 kg melk"),
        "point": gettext("punten"),
        "eur": gettext("euro"),
        "farm": gettext("bedrijf"),
    }
    return _word(words, code)


def why(entry: Mapping[str, object]) -> str:
    """Why a payment was not chosen, in a sentence."""
    return lost(entry, str(entry.get("lost_to_name") or entry.get("lost_to") or ""), language())


def relation(code: str, quantity: str = "all") -> str:
    """What a relation does."""
    words = {
        "exclusive": gettext("Sluit elkaar uit"),
        "highest": gettext("Alleen de hoogste telt"),
        "additive": gettext("Mag samen"),
        "zero": gettext("Telt niet mee naast de ander"),
        "reduced": gettext("Wordt verlaagd naast de ander"),
        "requires": gettext("Alleen samen met de ander"),
        "net_of": gettext("Wordt verminderd met wat de ander betaalt"),
        "sum_capped": gettext("Samen tot een maximum"),
        "unknown": gettext("Niemand heeft dit gepubliceerd"),
    }
    over = {
        "money": gettext("geld"),
        "points": gettext("punten"),
        "value": gettext("eco-waarde"),
        "all": "",
    }.get(quantity, quantity)
    word = _word(words, code)
    return f"{word} ({over})" if over else word


def outcome(code: str) -> str:
    """What happens when two payments meet."""
    words = {
        "may": gettext("mag samen"),
        "partly": gettext("deels: punten of een lager bedrag"),
        "may_not": gettext("mag niet samen"),
        "unknown": gettext("onbekend"),
    }
    return _word(words, code)


def place(codelist: str) -> str:
    """The places of a codelist."""
    words = {
        "provinces": gettext("Provincies"),
        "municipalities": gettext("Gemeenten"),
        "water_boards": gettext("Waterschappen"),
        "collectives": gettext("Collectieven"),
    }
    return _word(words, codelist)


def spot(pointer: str) -> str:
    """Where in a file or a profile something is wrong; nothing where the field that it links to says so already."""
    file, _, line = pointer.removeprefix("/").partition("/")
    if file == "file" and line:
        return str(gettext("regel %(line)s", line=line))
    return fact_names.name(pointer, language()) if fact_names.known(pointer) else ""


def figure(name: str) -> str:
    """The name of a figure in a rule file, as words."""
    return fact_names.figure(name, language())


def window(name: str) -> str:
    """Over which years a limit adds up: ``rolling 3`` or ``fiscal_years 3``."""
    kind, _, years = name.partition(" ")
    if kind == "rolling":
        return str(gettext("over de drie jaar vóór elke dag") if years == "3" else gettext("voortschrijdend"))
    return str(gettext("over belastingjaren")) if kind == "fiscal_years" else name


def key(name: str) -> str:
    """The key of a keyed figure: a region, a goal in a region, a class, a kind of land."""
    words = {
        "annual_crop": gettext("Eenjarig gewas"),
        "specialised_perennial": gettext("Blijvende teelt"),
        "other_land_use": gettext("Ander grondgebruik"),
        **{code: name[language()].capitalize() for code, name in CLASS_LABELS.items()},
        "1": gettext("Regio 1"),
        "2": gettext("Regio 2"),
        "klimaat": gettext("Klimaat"),
        "bodem-en-lucht": gettext("Bodem en lucht"),
        "water": gettext("Water"),
        "landschap": gettext("Landschap"),
        "biodiversiteit": gettext("Biodiversiteit"),
        "brons": gettext("Brons"),
        "zilver": gettext("Zilver"),
        "goud": gettext("Goud"),
    }
    parts = name.split(".")
    return ", ".join(
        _word(words, part, part.replace("-", " ").replace("_", " ").capitalize()) for part in parts
    )


def _word(words: Mapping[str, str], code: str, otherwise: str | None = None) -> str:
    """The word for a code; a code that has none is shown as it is."""
    return words.get(code, code if otherwise is None else otherwise)
