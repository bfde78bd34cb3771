"""The registry as text for a terminal: what was checked, which schemes hold, what one says, what changed between days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import cast

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.registry.problem import RuleProblem
from calculator.services import catalogue
from calculator.services.rulebooks import Coverage

Data = Mapping[str, object]


def checked(rulebook: Rulebook, found: Coverage, notes: Sequence[RuleProblem], language: str) -> str:
    """What a folder without problems holds, and which schemes have no worked example yet."""
    say = Text(
        "{schemes} regelingen ({versions} versies), {limits} grenzen, {relations} combinatieregels: geen problemen.\n"
        "{digest}\n"
        "Voorbeelden: {cases} bij {covered} van {schemes} regelingen.",
        "{schemes} schemes ({versions} versions), {limits} limits, {relations} relations: no problems.\n"
        "{digest}\n"
        "Worked examples: {cases} with {covered} of {schemes} schemes.",
    )[language]
    text = say.format(
        schemes=found.schemes,
        versions=found.versions,
        limits=len({limit.id for limit in rulebook.limits}),
        relations=len(rulebook.relations),
        digest=rulebook.digest,
        cases=found.cases,
        covered=found.schemes - len(found.without),
    )
    without = Text("Zonder voorbeeld:", "Without an example:")[language]
    lines = [text, *([without, *(f"  {name}" for name in found.without)] if found.without else [])]
    if notes:
        lines += [Text("Opmerkingen:", "Notes:")[language]]
        lines += [f"  {note.file}:{note.line}: {note.message[language]}" for note in notes]
    return _lines(lines)


def listed(rulebook: Rulebook, on: date, language: str) -> str:
    """One line per scheme in force on the day."""
    entries = catalogue.schemes(rulebook, on, language)
    width = max((len(str(entry["id"])) for entry in entries), default=0)
    return _lines(f"{entry['id']!s:<{width}}  {entry['name']} ({entry['payer_name']})" for entry in entries)


def shown(scheme: Data, language: str) -> str:
    """A scheme with its payments, figures, conditions and sources; ``scheme`` is as the catalogue gives it."""
    until = scheme["valid_until"] or "…"
    lines = [
        f"{scheme['id']}: {scheme['name']}",
        f"  {scheme['payer_name']}, {scheme['legal_basis_name']}",
        f"  {scheme['valid_from']} .. {until}, {scheme['sha256']}",
    ]
    lines += _conditions(_rows(scheme, "conditions"), "  ")
    for payment in _rows(scheme, "payments"):
        lines.append(f"  {payment['id']}: {payment['name']} ({payment['kind']}, {payment['unit']})")
        lines += [f"    {_figure(figure)}" for figure in _rows(payment, "figures")]
        lines += _conditions(_rows(payment, "conditions"), "    ")
    not_modelled = _rows(scheme, "not_modelled")
    if not_modelled:
        lines.append(f"  {Text('niet doorgerekend', 'not modelled')[language]}:")
        lines += [f"    {entry['text']}" for entry in not_modelled]
    lines.append(f"  {Text('bronnen', 'sources')[language]}:")
    lines += [f"    {s['id']}: {s['title']} <{s['url']}> {s['seen']}" for s in _rows(scheme, "sources")]
    return _lines(lines)


def differences(rulebook: Rulebook, before: date, after: date, language: str) -> list[dict[str, object]]:
    """Per scheme that differs between two days: ``change`` is started, ended or changed, ``figures`` what moved."""
    old = {scheme.id: scheme for scheme in rulebook.schemes_on(before)}
    new = {scheme.id: scheme for scheme in rulebook.schemes_on(after)}
    found: list[dict[str, object]] = []
    for scheme_id in sorted(old.keys() | new.keys()):
        was, now = old.get(scheme_id), new.get(scheme_id)
        moved = _moved(
            _figures_on(rulebook, scheme_id, before) if was else {},
            _figures_on(rulebook, scheme_id, after) if now else {},
        )
        if was and now and was.digest == now.digest and not moved:
            continue
        change = "changed" if was and now else "started" if now else "ended"
        name = (now or was or rulebook.schemes[0]).name[language]
        found.append({"scheme": scheme_id, "name": name, "change": change, "figures": moved})
    return found


def difference_text(changes: Iterable[Data], language: str) -> str:
    """The differences, one line per scheme and one per figure that moved."""
    words = {
        "started": Text("nieuw", "new"),
        "ended": Text("vervallen", "ended"),
        "changed": Text("gewijzigd", "changed"),
    }
    lines: list[str] = []
    for change in changes:
        lines.append(f"{change['scheme']}: {words[str(change['change'])][language]} ({change['name']})")
        lines += [
            f"  {figure['payment']} {figure['figure']}: {figure['before'] or '-'} -> {figure['after'] or '-'}"
            for figure in _rows(change, "figures")
        ]
    return _lines(lines or [Text("Geen verschil.", "No difference.")[language]])


def _figures_on(rulebook: Rulebook, scheme_id: str, day: date) -> dict[tuple[str, str], str]:
    scheme = next(s for s in rulebook.schemes_on(day) if s.id == scheme_id)
    found = {}
    for payment in scheme.payments:
        for name, series in payment.figures.items():
            figure = series.known_on(day)
            if figure is not None:
                amounts = ", ".join(
                    [*(_keyed(key, str(value)) for key, value in figure.values.items())]
                    + [_keyed(key, f"{low}–{figure.high.get(key, low)}") for key, low in figure.low.items()]
                )
                found[payment.id, name] = f"{amounts or '?'} ({figure.status.value})"
    return found


def _keyed(key: str, amount: str) -> str:
    return f"{key}: {amount}" if key else amount


def _moved(old: Mapping[tuple[str, str], str], new: Mapping[tuple[str, str], str]) -> list[dict[str, object]]:
    return [
        {"payment": at[0], "figure": at[1], "before": old.get(at), "after": new.get(at)}
        for at in sorted(old.keys() | new.keys())
        if old.get(at) != new.get(at)
    ]


def _figure(figure: Data) -> str:
    values, low, high = (cast("Mapping[str, str]", figure[key]) for key in ("values", "low", "high"))
    amounts = [_keyed(key, value) for key, value in values.items()]
    amounts += [_keyed(key, f"{least}–{high.get(key, least)}") for key, least in low.items()]
    until = figure["valid_until"] or "…"
    marks = f"{figure['status']}, {figure['confidence']}"
    return f"{figure['name']}: {', '.join(amounts) or '?'}, {figure['valid_from']} .. {until} ({marks})"


def _conditions(conditions: Iterable[Data], indent: str) -> list[str]:
    return [f"{indent}- {condition['text']} [{condition['absent']}]" for condition in conditions]


def _rows(holder: Data, key: str) -> list[Data]:
    return cast("list[Data]", holder[key])


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
