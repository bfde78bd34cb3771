"""A scheme as a rule file, a limit as its data: the other way round from reading, so that it can be checked and published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from calculator.domain.limit import Limit
from calculator.domain.period import Period
from calculator.domain.quantity import plain
from calculator.domain.scheme import Condition, NotModelled, Payment, Scheme, Text, Tier
from calculator.domain.source import Figure, Series, Source

_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
Data = dict[str, object]


def scheme_path(scheme: Scheme) -> str:
    """Where the file of a scheme belongs, below ``rules/``."""
    return f"schemes/{scheme.id.replace('.', '/')}/{scheme.validity.start}.yaml"


def limit_path(limit: Limit) -> str:
    """Where the file of a limit belongs, below ``rules/``."""
    return f"limits/{limit.id}/{limit.validity.start}.yaml"


def written_on(sources: Mapping[str, Source], on: date) -> date:
    """The day on which a changed rule is written down: no source of it can be read later."""
    return max([on, *(source.seen for source in sources.values())])


def scheme_file(scheme: Scheme, recorded_on: date | None = None) -> bytes:
    """The scheme as a rule file; ``recorded_on`` is the day on which it is written down, where that is another."""
    data = scheme_data(scheme, recorded_on or scheme.recorded_on)
    text = yaml.dump(data, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=110)
    return str(text).encode()


def _said(data: Mapping[str, object]) -> Data:
    """Only what says something."""
    return {key: value for key, value in data.items() if value not in (None, "", (), [], {})}


def _words(text: Text | None) -> Data | None:
    return None if text is None else {"nl": text.nl, "en": text.en}


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def _from_until(period: Period, start: str, end: str) -> Data:
    return {start: period.start.isoformat(), end: period.end.isoformat() if period.end else None}


def _source(source: Source) -> Data:
    return _said(
        {
            "title": source.title,
            "url": source.url,
            "article": source.article,
            "seen": source.seen.isoformat(),
            "published": source.published,
        }
    )


def _numbers(values: Mapping[str, Decimal], one: str, many: str) -> Data:
    if set(values) == {""}:
        return {one: plain(values[""])}
    return {many: {key: plain(value) for key, value in values.items()}}


def _figure(figure: Figure) -> Data:
    return _said(
        {
            **_from_until(figure.period, "from", "until"),
            **_numbers(figure.values, "value", "values"),
            **_numbers(figure.low, "low", "lows"),
            **_numbers(figure.high, "high", "highs"),
            "unit": figure.unit,
            "status": str(figure.status),
            "confidence": str(figure.confidence),
            "sources": list(figure.sources),
            "origin": figure.origin,
            "note": figure.note,
        }
    )


def _figures(figures: Mapping[str, Series]) -> Data:
    return {name: [_figure(f) for f in series.figures] for name, series in figures.items()}


def _condition(condition: Condition) -> Data:
    return _said(
        {
            "kind": condition.kind,
            **{key: _argument(value) for key, value in condition.arguments.items()},
            "absent": str(condition.absent),
            "text": _words(condition.text),
            "remedy": _words(condition.remedy),
            "sources": list(condition.sources),
        }
    )


def _argument(value: object) -> object:
    if isinstance(value, Condition):
        return _condition(value)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return [_argument(v) for v in value]
    if isinstance(value, dict):
        return {key: _argument(v) for key, v in value.items()}
    return str(value)


def _tier(tier: Tier) -> Data:
    return _said(
        {
            "at_least": None if tier.at_least is None else plain(tier.at_least),
            "at_most": None if tier.at_most is None else plain(tier.at_most),
            "figure": tier.figure,
            "rate": tier.rate,
        }
    )


def _grant(payment: Payment) -> Data | None:
    day = payment.grant.month_day
    if payment.grant.decision == "annual" and day is None:
        return None
    return _said({"decision": payment.grant.decision, "on": f"{day[0]:02d}-{day[1]:02d}" if day else None})


def _extension(payment: Payment) -> Data | None:
    rule = payment.extension
    if rule is None:
        return None
    times, until = (None if x is None else str(x) for x in (rule.times, rule.until))
    return _said({"years": str(rule.years), "times": times, "until": until, "silent": _yes(rule.silent)})


def _notice(payment: Payment) -> Data | None:
    rule = payment.notice
    if rule is None:
        return None
    return _said({"months": None if rule.months is None else str(rule.months), "by": rule.day})


def _payment(payment: Payment) -> Data:
    reward = payment.reward
    return {
        **_said(
            {
                "id": payment.id,
                "name": _words(payment.name),
                "kind": str(payment.kind),
                "level": str(payment.level),
                "unit": str(payment.unit),
                "quantity": payment.quantity,
                "extra_quantity": payment.extra_quantity,
                "cap_per": payment.cap_per,
                "share_of": payment.share_of,
                "divide_by": None if payment.divide_by == 1 else plain(payment.divide_by),
                "measures": list(payment.measures),
                "indicator": payment.indicator,
                "keyed_by": payment.keyed_by,
                "tiers": [_tier(t) for t in payment.tiers],
                "groups": list(payment.groups),
                "cost_components": list(payment.cost_components),
                "legal_basis": payment.legal_basis,
                "term_years": None if payment.term_years is None else str(payment.term_years),
                "extension": _extension(payment),
                "notice": _notice(payment),
                "grant": _grant(payment),
                "reward": {
                    "service": reward.service,
                    "indicator": reward.indicator,
                    "quantity": reward.quantity,
                    "term": reward.term,
                },
                "conditions": [_condition(c) for c in payment.conditions],
                "sources": list(payment.sources),
                "parties": dict(payment.parties),
                "organic_class": payment.organic_class,
                "value_zero_when": payment.value_zero_when,
                "note": _words(payment.note),
            }
        ),
        "figures": _figures(payment.figures),
    }


def _not_modelled(entry: NotModelled) -> Data:
    return _said(
        {"text": _words(entry.text), "accepted": _yes(entry.accepted), "sources": list(entry.sources)}
    )


def scheme_data(scheme: Scheme, recorded_on: date) -> Data:
    """The keys of a scheme file with their values as they are written."""
    return {
        **_said(
            {
                "scheme": scheme.id,
                "name": _words(scheme.name),
                "layer": scheme.layer,
                "payer": scheme.payer,
                "payer_is_public": _yes(scheme.payer_is_public),
                "state_resources": _yes(scheme.state_resources),
                "legal_basis": scheme.legal_basis,
                **_from_until(scheme.validity, "valid_from", "valid_until"),
                "recorded_on": recorded_on.isoformat(),
                "budget_depends": _yes(scheme.budget_depends),
            }
        ),
        "territory": {name: list(codes) for name, codes in scheme.territory.items()},
        **_said({"apply": _words(scheme.apply)}),
        "sources": {name: _source(source) for name, source in scheme.sources.items()},
        **_said(
            {
                "conditions": [_condition(c) for c in scheme.conditions],
                "not_modelled": [_not_modelled(n) for n in scheme.not_modelled],
            }
        ),
        "payments": [_payment(p) for p in scheme.payments],
    }


def limit_data(limit: Limit, recorded_on: date) -> Data:
    """The keys of a limit file with their values as they are written."""
    return {
        **_said(
            {
                "limit": limit.id,
                "name": _words(limit.name),
                "kind": str(limit.kind),
                **_from_until(limit.validity, "valid_from", "valid_until"),
                "recorded_on": recorded_on.isoformat(),
                "article": limit.article,
            }
        ),
        "sources": {name: _source(source) for name, source in limit.sources.items()},
        **_said(
            {
                "payments": list(limit.payments),
                "legal_bases": list(limit.legal_bases),
                "counts": list(limit.counts),
                "all_or_nothing": _yes(limit.all_or_nothing),
                "window": limit.window,
                "window_years": None if limit.window_years is None else str(limit.window_years),
                "keyed_by": limit.keyed_by,
                "share_of": limit.share_of,
                "cap_per": limit.cap_per,
            }
        ),
        "figures": _figures(limit.figures),
        **_said({"not_modelled": [_not_modelled(n) for n in limit.not_modelled]}),
    }
