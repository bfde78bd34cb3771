"""Other rules: combination rules, territories, dates, legal bases, conditions, terms, schemes on or off, and new ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from calculator.domain.period import Period
from calculator.domain.relation import Quantity, Relation
from calculator.domain.scheme import GrantRule, Level, Payment, Scheme, Text
from calculator.domain.source import Confidence
from calculator.registry.files.problem import nearest
from calculator.scenarios.reform import scenario as s
from calculator.scenarios.reform.working import Working, never_from, rest

#: Every day that rules may hold.
ALWAYS = Period(date(1900, 1, 1))


def relation(working: Working, change: s.RelationChange) -> None:
    """Change or drop a combination rule, or add one."""
    old = [r for r in working.relations if r.id == change.id]
    if change.a is not None and change.b is not None:
        _new_relation(working, change, old)
        return
    if not old:
        working.found.wrong(
            change.line,
            Text(f"er is geen combinatieregel `{change.id}`", f"there is no relation `{change.id}`"),
            nearest(change.id, {r.id for r in working.relations}),
        )
        return
    working.says(change.line, change.period, (change.type, change.parameter), "relation", change.id)
    for was in old:
        working.relations.remove(was)
        working.relations += [replace(was, validity=part) for part in rest(was.validity, change.period)]
        within = change.period if was.validity.overlaps(change.period) else None
        if change.type is not None and within is not None:
            shared = _shared(was.validity, within)
            working.relations.append(
                replace(
                    was,
                    type=change.type,
                    parameter=change.parameter,
                    quantity=change.quantity or was.quantity,
                    level=change.level or was.level,
                    validity=shared,
                    source=working.source,
                    confidence=Confidence.LOW,
                )
            )


def _shared(one: Period, other: Period) -> Period:
    ends = [e for e in (one.end, other.end) if e is not None]
    return Period(max(one.start, other.start), min(ends) if ends else None)


def _new_relation(working: Working, change: s.RelationChange, old: list[Relation]) -> None:
    if old:
        working.found.wrong(
            change.line,
            Text(f"combinatieregel `{change.id}` bestaat al", f"relation `{change.id}` exists already"),
            Text(
                "laat `a` en `b` weg, of kies een andere naam",
                "leave out `a` and `b`, or choose another name",
            ),
        )
        return
    for side in (change.a or "", change.b or ""):
        known = working.selectable(side)
        if side not in known:
            working.found.wrong(
                change.line,
                Text(f"er is geen `{side}` in de regels", f"no rule is called `{side}`"),
                nearest(side, known),
            )
    if change.type is None:
        return
    working.says(change.line, change.period, (change.type, change.parameter), "relation", change.id)
    working.relations.append(
        Relation(
            id=change.id,
            a=change.a or "",
            b=change.b or "",
            type=change.type,
            quantity=change.quantity or Quantity.MONEY,
            level=change.level or Level.UNIT,
            validity=change.period,
            source=working.source,
            confidence=Confidence.LOW,
            parameter=change.parameter,
        )
    )


def area(working: Working, change: s.AreaChange) -> None:
    """Open schemes elsewhere."""
    for kind, codes in change.territory.items():
        known = working.base.codelists.get(kind)
        for code in codes if known is not None else ():
            if known is not None and code not in known:
                working.found.wrong(
                    change.line,
                    Text(
                        f"`{code}` staat niet in codelists/{kind}.csv",
                        f"`{code}` is not in codelists/{kind}.csv",
                    ),
                    nearest(code, known),
                )
    for place in working.chosen(change.where, change.line, change.period):
        scheme = working.schemes[place]
        working.says(change.line, change.period, dict(change.territory), "area", scheme.id)
        _from_then_on(working, place, change.period, lambda x: replace(x, territory=dict(change.territory)))


def dates(working: Working, change: s.DatesChange) -> None:
    """Let the last version that is meant start or end on another day."""
    chosen = working.chosen(change.where, change.line, ALWAYS)
    last: dict[str, int] = {}
    for place in chosen:
        scheme = working.schemes[place]
        held = last.get(scheme.id)
        if held is None or scheme.validity.start > working.schemes[held].validity.start:
            last[scheme.id] = place
    for name, place in last.items():
        scheme = working.schemes[place]
        end = None if change.endless else change.end or scheme.validity.end
        start = change.start or scheme.validity.start
        working.says(change.line, ALWAYS, (change.start, change.end, change.endless), "dates", name)
        if end is not None and end <= start:
            working.found.wrong(
                change.line,
                Text(
                    f"{name} zou eindigen ({end}) voordat het begint ({start})",
                    f"{name} would end ({end}) before it starts ({start})",
                ),
                Text("kies een latere `valid_until`", "choose a later `valid_until`"),
            )
            continue
        lasting = Period(start, end)
        working.rewrite(place, lambda x, p=lasting: replace(x, validity=p))  # type: ignore[misc]


def basis(working: Working, change: s.BasisChange) -> None:
    """Let payments rest on another legal basis."""
    if not _known_basis(working, change.basis, change.line):
        return
    for place, ids in working.chosen(change.where, change.line, change.period).items():
        scheme = working.schemes[place]
        for payment in ids:
            working.says(change.line, change.period, change.basis, "basis", f"{scheme.id}#{payment}")
        _from_then_on(working, place, change.period, lambda x, i=ids: _on_basis(x, i, change.basis))


def _on_basis(scheme: Scheme, ids: tuple[str, ...], to: str) -> Scheme:
    payments = tuple(replace(p, legal_basis=to) if p.id in ids else p for p in scheme.payments)
    whole = all(p.id in ids for p in payments)
    return replace(scheme, payments=payments, legal_basis=to if whole else scheme.legal_basis)


def _known_basis(working: Working, code: str, line: int) -> bool:
    if code in working.legal_bases:
        return True
    working.found.wrong(
        line,
        Text(f"er is geen grondslag `{code}`", f"there is no legal basis `{code}`"),
        nearest(code, working.legal_bases),
    )
    return False


def basis_end(working: Working, change: s.BasisEnd) -> None:
    """Let a legal basis run until another day."""
    if _known_basis(working, change.basis, change.line):
        working.says(change.line, ALWAYS, change.last_day, "basis-end", change.basis)
        old = working.legal_bases[change.basis]
        working.legal_bases[change.basis] = replace(old, ends_on=change.last_day)


def switch(working: Working, change: s.SwitchChange) -> None:
    """Let schemes end; what runs under contract keeps running."""
    for place in working.chosen(change.where, change.line, change.period):
        scheme = working.schemes[place]
        working.says(change.line, change.period, "off", "switch", scheme.id)
        parts = tuple(rest(scheme.validity, change.period))
        first = parts[0] if parts else never_from(scheme.validity, scheme.validity.start)
        working.rewrite(place, lambda x, p=first: replace(x, validity=p))  # type: ignore[misc]
        working.schemes += [replace(working.schemes[place], validity=p) for p in parts[1:]]


def condition(working: Working, change: s.ConditionChange) -> None:
    """Drop a condition wherever it stands among the payments that are meant."""
    dropped, words = False, set[str]()
    chosen = working.chosen(change.where, change.line, change.period)
    for place, ids in chosen.items():
        scheme = working.schemes[place]
        texts = {c.text.nl for p in scheme.payments if p.id in ids for c in p.conditions}
        texts |= {c.text.nl for c in scheme.conditions}
        words |= texts
        if change.words in texts:
            dropped = True
            working.says(change.line, change.period, "dropped", "condition", scheme.id, change.words)
            _from_then_on(working, place, change.period, lambda x, i=ids: _without(x, i, change.words))
    if chosen and not dropped:
        working.found.wrong(
            change.line,
            Text(
                f'daar is geen voorwaarde "{change.words}"', f'there is no condition "{change.words}" there'
            ),
            nearest(change.words, words),
        )


def _without(scheme: Scheme, ids: tuple[str, ...], words: str) -> Scheme:
    def free(payment: Payment) -> Payment:
        kept = tuple(c for c in payment.conditions if c.text.nl != words)
        return replace(payment, conditions=kept) if payment.id in ids else payment

    own = tuple(c for c in scheme.conditions if c.text.nl != words)
    return replace(scheme, conditions=own, payments=tuple(free(p) for p in scheme.payments))


def term(working: Working, change: s.TermChange) -> None:
    """Let commitments run for another number of years, granted by one decision."""
    for place, ids in working.chosen(change.where, change.line, change.period).items():
        scheme = working.schemes[place]
        for payment in ids:
            working.says(change.line, change.period, change.years, "term", f"{scheme.id}#{payment}")

        def longer(payment: Payment) -> Payment:
            grant = GrantRule("multi_year", payment.grant.month_day)
            return replace(payment, term_years=change.years, grant=grant)

        _from_then_on(
            working,
            place,
            change.period,
            lambda x, i=ids: replace(x, payments=tuple(longer(p) if p.id in i else p for p in x.payments)),
        )


def draft(working: Working, change: s.Draft) -> None:
    """Add a draft scheme."""
    scheme = change.scheme
    for old in working.schemes:
        if old.id == scheme.id and old.validity.overlaps(scheme.validity):
            working.found.wrong(
                change.line,
                Text(f"`{scheme.id}` geldt dan al", f"`{scheme.id}` holds then already"),
                Text(
                    "geef de nieuwe regeling een eigen naam, of laat de oude eerst eindigen",
                    "give the new scheme a name of its own, or let the old one end first",
                ),
            )
            return
    working.schemes.append(replace(scheme, digest=f"scenario:{working.scenario.id}"))


def _from_then_on(working: Working, place: int, period: Period, change: object) -> None:
    """Change a version for as long as the period lasts: before and after it stays as it was."""
    assert callable(change)
    later = working.split(place, period.start)
    if period.end is not None and working.schemes[later].validity.contains(period.end):
        working.split(later, period.end)
    working.rewrite(later, change)
