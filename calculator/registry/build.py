"""From a row to a value of the domain. Only rows without a problem of shape come here."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from calculator.domain.lasting import Extension, Notice
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.relation import ANLB, CREDIT_SALE, ECO_ACTIVITY
from calculator.domain.scheme import (
    Condition,
    GrantRule,
    Level,
    NotModelled,
    Payment,
    PaymentKind,
    Presence,
    Reward,
    Scheme,
    Text,
    Tier,
)
from calculator.domain.source import Confidence, Figure, Series, Source, Status
from calculator.registry.conditions import KINDS
from calculator.registry.files.problem import Findings
from calculator.registry.files.row import Row


def period(row: Row, start: str, end: str, found: Findings) -> Period:
    """The period of a row; one that ends before it starts is noted, and then taken without an end."""
    first, last = row.day(start), row.maybe_day(end)
    if last is not None and last <= first:
        found.wrong(
            row.at(end),
            Text(
                nl=f"`{end}` ({last}) ligt niet na `{start}` ({first})",
                en=f"`{end}` ({last}) is not after `{start}` ({first})",
            ),
            Text(
                nl=f"`{end}` is de eerste dag waarop het niet meer geldt; zet hem na `{start}`",
                en=f"`{end}` is the first day on which it no longer holds; put it after `{start}`",
            ),
        )
        last = None
    return Period(first, last)


def source(name: str, row: Row) -> Source:
    """One source under its short name."""
    return Source(
        id=name,
        title=row.text("title"),
        url=row.text("url"),
        seen=row.day("seen"),
        article=row.maybe_text("article"),
        published=row.maybe_text("published"),
    )


def _keyed(row: Row, one: str, many: str) -> Mapping[str, Decimal]:
    single = row.maybe_number(one)
    return row.numbers(many) if single is None else {"": single}


def figure(row: Row, found: Findings) -> Figure:
    """One figure; a single value has the key ``""``."""
    return Figure(
        period=period(row, "from", "until", found),
        status=Status(row.text("status")),
        confidence=Confidence(row.text("confidence")),
        sources=row.texts("sources"),
        values=_keyed(row, "value", "values"),
        low=_keyed(row, "low", "lows"),
        high=_keyed(row, "high", "highs"),
        origin=row.maybe_text("origin"),
        note=row.maybe_text("note"),
        unit=row.text("unit", ""),
    )


def figures(row: Row, found: Findings) -> Mapping[str, Series]:
    """The series under ``figures``, by name."""
    return {
        name: Series(tuple(figure(r, found) for r in rows))
        for name, rows in row.lists_by_key("figures").items()
    }


def condition(row: Row, around: Condition | None = None) -> Condition:
    """One condition; a nested one takes what it does not say from the one around it."""
    kind = row.text("kind")
    text, sources = row.maybe_words("text"), row.texts("sources")
    absent = row.maybe_text("absent")
    if around is not None:
        text, sources, absent = text or around.text, sources or around.sources, absent or around.absent
    own = Condition(
        kind=kind,
        arguments={},
        absent=Presence(absent or Presence.ASK),
        text=text or Text("", ""),
        sources=sources,
        remedy=row.maybe_words("remedy"),
    )
    arguments = {key: _argument(row, key, own) for key in KINDS[kind] if key in row}
    return Condition(own.kind, arguments, own.absent, own.text, own.sources, own.remedy)


def _argument(row: Row, key: str, around: Condition) -> object:
    if key == "conditions":
        return tuple(condition(nested, around) for nested in row.rows(key))
    nested = row.values[key]
    return _of(nested, around) if isinstance(nested, Row) else nested


def _of(row: Row, around: Condition) -> dict[str, object]:
    """What is counted, with what places must be to be counted."""
    where = {"where": tuple(condition(of, around) for of in row.rows("where"))} if "where" in row else {}
    return {**row.values, **where}


def not_modelled(row: Row) -> tuple[NotModelled, ...]:
    """What the file says it does not compute."""
    return tuple(
        NotModelled(r.words("text"), r.flag("accepted"), r.texts("sources")) for r in row.rows("not_modelled")
    )


def _grant(row: Row | None) -> GrantRule:
    return GrantRule() if row is None else GrantRule(row.text("decision"), _month_day(row, "on"))


def _month_day(row: Row, key: str) -> tuple[int, int] | None:
    day = row.values.get(key)
    return (day[0], day[1]) if isinstance(day, tuple) else None


def _extension(row: Row | None) -> Extension | None:
    if row is None:
        return None
    return Extension(
        row.maybe_whole("years") or 1, row.maybe_whole("times"), row.maybe_day("until"), row.flag("silent")
    )


def _notice(row: Row | None) -> Notice | None:
    return None if row is None else Notice(row.maybe_whole("months"), _month_day(row, "by"))


def _reward(row: Row | None) -> Reward:
    if row is None:
        raise TypeError("a payment without a reward is not built")
    return Reward(row.text("service"), row.text("indicator"), row.text("quantity"), row.text("term"))


#: Legal bases whose payments are of a group by themselves: on land, or (credits) wherever they are paid.
_GROUP_OF_BASIS = {"cap_aecc_art70": ANLB, "credit_sale": CREDIT_SALE}


def _groups(row: Row, kind: PaymentKind, basis: str) -> tuple[str, ...]:
    """The groups that the file gives, and that which follows from the kind or the legal basis."""
    given, of = row.texts("groups"), _GROUP_OF_BASIS.get(row.text("legal_basis", basis))
    if kind is PaymentKind.ACTIVITY:
        of = ECO_ACTIVITY
    elif of == ANLB and row.text("level") != Level.UNIT.value:
        of = None
    return given if of is None or of in given else (*given, of)


def payment(row: Row, scheme: str, found: Findings, basis: str) -> Payment:
    """One payment line; a class premium rests on the activities of its own scheme. ``basis`` is that of the scheme."""
    kind = PaymentKind(row.text("kind"))
    return Payment(
        id=row.text("id"),
        name=row.words("name"),
        kind=kind,
        level=Level(row.text("level")),
        unit=Unit(row.text("unit")),
        figures=figures(row, found),
        reward=_reward(row.row("reward")),
        measures=row.texts("measures"),
        quantity=row.text("quantity", "area"),
        extra_quantity=row.maybe_text("extra_quantity"),
        cap_per=row.maybe_text("cap_per"),
        share_of=row.maybe_text("share_of"),
        divide_by=row.maybe_number("divide_by") or Decimal(1),
        indicator=row.maybe_text("indicator"),
        keyed_by=row.maybe_text("keyed_by"),
        tiers=tuple(
            Tier(
                r.text("figure"),
                r.maybe_number("at_least"),
                r.maybe_number("at_most"),
                r.maybe_text("rate"),
            )
            for r in row.rows("tiers")
        ),
        conditions=tuple(condition(r) for r in row.rows("conditions")),
        groups=_groups(row, kind, basis),
        cost_components=row.texts("cost_components"),
        legal_basis=row.maybe_text("legal_basis"),
        term_years=row.maybe_whole("term_years"),
        extension=_extension(row.row("extension")),
        notice=_notice(row.row("notice")),
        grant=_grant(row.row("grant")),
        sources=row.texts("sources"),
        activities=scheme if kind is PaymentKind.CLASS_PREMIUM else None,
        organic_class=row.maybe_text("organic_class"),
        parties=row.words_by_key("parties"),
        value_zero_when=row.maybe_text("value_zero_when"),
        note=row.maybe_words("note"),
    )


def scheme(row: Row, digest: str, found: Findings) -> Scheme:
    """The scheme of one file; ``found.file`` is its path."""
    territory = row.row("territory")
    return Scheme(
        id=row.text("scheme"),
        name=row.words("name"),
        layer=row.text("layer"),
        payer=row.text("payer"),
        payer_is_public=row.flag("payer_is_public"),
        state_resources=row.flag("state_resources"),
        legal_basis=row.text("legal_basis"),
        validity=period(row, "valid_from", "valid_until", found),
        recorded_on=row.day("recorded_on"),
        sources={name: source(name, r) for name, r in row.named("sources").items()},
        payments=tuple(
            payment(r, row.text("scheme"), found, row.text("legal_basis")) for r in row.rows("payments")
        ),
        territory={name: territory.texts(name) for name in territory.values} if territory else {},
        conditions=tuple(condition(r) for r in row.rows("conditions")),
        not_modelled=not_modelled(row),
        budget_depends=row.flag("budget_depends"),
        corrects=row.maybe_text("corrects"),
        apply=row.maybe_words("apply"),
        digest=digest,
        path=found.file,
    )


def limit(row: Row, digest: str, found: Findings) -> Limit:
    """The limit of one file; ``found.file`` is its path."""
    return Limit(
        id=row.text("limit"),
        name=row.words("name"),
        kind=LimitKind(row.text("kind")),
        validity=period(row, "valid_from", "valid_until", found),
        figures=figures(row, found),
        sources={name: source(name, r) for name, r in row.named("sources").items()},
        article=row.text("article"),
        payments=row.texts("payments"),
        legal_bases=row.texts("legal_bases"),
        counts=row.texts("counts"),
        all_or_nothing=row.flag("all_or_nothing"),
        window=row.maybe_text("window"),
        window_years=row.maybe_whole("window_years"),
        keyed_by=row.maybe_text("keyed_by"),
        share_of=row.maybe_text("share_of"),
        cap_per=row.maybe_text("cap_per"),
        not_modelled=not_modelled(row),
        digest=digest,
        path=found.file,
    )
