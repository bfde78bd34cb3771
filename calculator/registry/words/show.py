"""A scheme as a person reads it: what it pays, for what, when and where, under which conditions, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Payment, Scheme, Text
from calculator.domain.source import Figure, Source
from calculator.registry.words import lasting_words, names, remarks, wording


def lines(scheme: Scheme, language: str = "nl", rulebook: Rulebook | None = None) -> tuple[str, ...]:
    """The scheme in lines of plain text, in ``nl`` or ``en``; with a rulebook, codes are shown by their names."""
    return tuple(line.rstrip() for line in _scheme(scheme, language, rulebook))


def _names(rulebook: Rulebook | None, codelist: str, codes: Iterable[str], language: str) -> str:
    return ", ".join(names.code(rulebook, codelist, code, language) for code in codes)


def _say(language: str, nl: str, en: str) -> str:
    return Text(nl, en)[language]


def _scheme(scheme: Scheme, language: str, rulebook: Rulebook | None) -> Iterator[str]:
    yield f"{scheme.name[language]}  ({scheme.id})"
    yield "=" * len(f"{scheme.name[language]}  ({scheme.id})")
    yield from _facts(scheme, language, rulebook)
    if scheme.conditions:
        yield ""
        yield _say(language, "Voorwaarden van de regeling", "Conditions of the scheme")
        yield from _conditions(scheme.conditions, scheme.sources, language, "  ")
    for payment in scheme.payments:
        yield ""
        yield from _payment(payment, scheme, language, rulebook)
    if scheme.not_modelled:
        yield ""
        yield _say(language, "Niet berekend", "Not computed")
        for entry in scheme.not_modelled:
            blocks = (
                ""
                if entry.accepted
                else _say(language, " (de regeling telt niet mee)", " (blocks the scheme)")
            )
            yield f"  - {entry.text[language]}{blocks}{_cite(entry.sources, scheme.sources)}"
    yield ""
    yield _say(language, "Bronnen", "Sources")
    for source in scheme.sources.values():
        yield from _source(source, language)


def _facts(scheme: Scheme, language: str, rulebook: Rulebook | None) -> Iterator[str]:
    facts = {
        _say(language, "Betaler", "Payer"): _names(rulebook, "payers", [scheme.payer], language)
        + f" ({_names(rulebook, 'layers', [scheme.layer], language)})",
        _say(language, "Overheid", "Public payer"): wording.yes_no(scheme.payer_is_public, language),
        _say(language, "Staatsmiddelen", "State resources"): wording.yes_no(scheme.state_resources, language),
        _say(language, "Grondslag", "Legal basis"): _names(
            rulebook, "legal_bases", [scheme.legal_basis], language
        ),
        _say(language, "Geldt", "In force"): wording.period(scheme.validity, language),
        _say(language, "Waar", "Where"): _territory(scheme, language, rulebook),
        _say(language, "Vastgelegd op", "Recorded on"): wording.day(scheme.recorded_on, language),
    }
    if scheme.budget_depends:
        facts[_say(language, "Let op", "Note")] = _say(
            language, "zolang het budget strekt", "while the budget lasts"
        )
    if scheme.corrects:
        facts[_say(language, "Correctie van", "Corrects")] = scheme.corrects
    if scheme.apply:
        facts[_say(language, "Aanvragen", "Apply")] = scheme.apply[language]
    width = max(len(called) for called in facts)
    for called, value in facts.items():
        yield f"{called + ':':<{width + 1}} {value}"


def _territory(scheme: Scheme, language: str, rulebook: Rulebook | None) -> str:
    parts = [
        names.places(kind, codes, rulebook, language) for kind, codes in scheme.territory.items() if codes
    ]
    return "; ".join(parts) or _say(language, "heel Nederland", "the whole country")


def _payment(payment: Payment, scheme: Scheme, language: str, rulebook: Rulebook | None) -> Iterator[str]:
    yield f"{payment.name[language]}  (#{payment.id})"
    yield f"  {wording.KIND[payment.kind][language]}, {_over(payment, language)}"
    service = _names(rulebook, "services", [payment.reward.service], language)
    measured, over, term = (
        told[language] if (told := remarks.told(written, rulebook)) else ""
        for written in (payment.reward.indicator, payment.reward.quantity, payment.reward.term)
    )
    yield _say(
        language,
        f"  Beloont: {service}; gemeten aan: {measured}; over: {over}; looptijd: {term}",
        f"  Rewards: {service}; measured by: {measured}; over: {over}; term: {term}",
    )
    if payment.measures:
        yield f"  {_say(language, 'Maatregelen', 'Measures')}: {_names(rulebook, 'measures', payment.measures, language)}"
    if payment.indicator:
        yield f"  Indicator: {names.indicator(rulebook, payment.indicator, language)}"
    if payment.legal_basis:
        basis = f"  {_say(language, 'Grondslag', 'Legal basis')}: "
        yield basis + _names(rulebook, "legal_bases", [payment.legal_basis], language)
    if payment.term_years:
        yield _say(
            language,
            f"  Verplichting: {payment.term_years} jaar",
            f"  Commitment: {payment.term_years} year{'s' if payment.term_years != 1 else ''}",
        )
    if payment.extension:
        more = lasting_words.extension(payment.extension)
        yield f"  {_say(language, 'Verlenging', 'Extension')}: {more[language]}"
    if payment.notice:
        yield f"  {_say(language, 'Opzegging', 'Notice')}: {lasting_words.notice(payment.notice)[language]}"
    for name, series in payment.figures.items():
        for figure in series.figures:
            yield f"  {names.figure(payment, name, language)}: {_figure(figure, scheme, language, rulebook)}"
            if note := remarks.told(figure.note, rulebook):
                yield f"      {note[language]}"
    if payment.conditions:
        yield f"  {_say(language, 'Voorwaarden', 'Conditions')}"
        yield from _conditions(payment.conditions, scheme.sources, language, "    ")
    if payment.note:
        yield f"  {payment.note[language]}"


def _over(payment: Payment, language: str) -> str:
    level = {
        "farm": ("per bedrijf", "per farm"),
        "unit": ("per stuk land of element", "per piece of land or element"),
    }
    nl, en = level.get(payment.level, (payment.level, payment.level))
    return f"{_say(language, nl, en)} ({wording.unit(payment.unit, language)})"


def _figure(figure: Figure, scheme: Scheme, language: str, rulebook: Rulebook | None) -> str:
    sure = f"{wording.STATUS[figure.status][language]}, {wording.CONFIDENCE[figure.confidence][language]}"
    if origin := remarks.told(figure.origin, rulebook):
        sure += _say(language, f", naar {origin.nl}", f", after {origin.en}")
    when = wording.period(figure.period, language)
    amount = wording.figure(figure, language, names.keys(rulebook))
    return f"{amount}, {when} ({sure}){_cite(figure.sources, scheme.sources)}"


def _conditions(
    conditions: tuple[Condition, ...], sources: Mapping[str, Source], language: str, indent: str
) -> Iterator[str]:
    for condition in conditions:
        presumed = (
            _say(language, " (wordt aangenomen)", " (presumed)") if condition.absent == "presume" else ""
        )
        yield f"{indent}- {condition.text[language]}{presumed}{_cite(condition.sources, sources)}"
        if condition.remedy:
            yield f"{indent}  {_say(language, 'wat helpt', 'what helps')}: {condition.remedy[language]}"


def _cite(ids: tuple[str, ...], sources: Mapping[str, Source]) -> str:
    cited = [
        f"{one} {sources[one].article}" if one in sources and sources[one].article else one for one in ids
    ]
    return f" [{', '.join(cited)}]" if cited else ""


def _source(source: Source, language: str) -> Iterator[str]:
    article = f", {source.article}" if source.article else ""
    seen = _say(language, "gelezen op", "read on")
    yield f"  {source.id}: {source.title}{article} ({seen} {wording.day(source.seen, language)})"
    yield f"      {source.url}"
