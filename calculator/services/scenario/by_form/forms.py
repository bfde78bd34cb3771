"""The forms of a scenario: per kind of change what is asked, what may be chosen, and the change that it makes.

Nobody types a code: schemes, figures, limits and rules are chosen by their name, with what they are now beside them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from calculator.domain.rulebook import Rulebook
from calculator.services.errors import InputProblems
from calculator.services.scenario.by_form import choices, together
from calculator.services.scenario.by_form import drafts as scenario_drafts
from calculator.services.scenario.by_form.kinds import Kind


def change(kind: Kind, of: str, given: Mapping[str, Any], rulebook: Rulebook, on: date) -> dict[str, Any]:
    """The change as the file says it; ``given`` holds texts, and lists of what was ticked. Raises InputProblems."""
    said = {k: v for k, v in given.items() if v not in ("", [], None)}
    wrong = together.lacking(kind, said)
    if wrong:
        raise InputProblems(wrong)
    made = _CHANGE.get(kind.code, _plain)(of, said, rulebook, on)
    period: dict[str, Any] = {
        key: said[key] for key in ("from", "until") if key in said and kind.code != "budget"
    }
    return {"change": kind.code, **made, **period}


def _plain(of: str, said: Mapping[str, Any], _rules: Rulebook, _on: date) -> dict[str, Any]:
    return {"of": of, **{k: v for k, v in said.items() if k not in ("from", "until")}}


def _new_value(said: Mapping[str, Any]) -> dict[str, Any]:
    """``value`` as it is, or a percentage of now as a factor."""
    found = {"value": said["value"]} if "value" in said else {}
    if "percent" in said:
        found["factor"] = choices.share(said["percent"])
    return found


def _figure(of: str, said: Mapping[str, Any], _rules: Rulebook, _on: date) -> dict[str, Any]:
    payment, figure, key = (*str(said.get("which", "")).split("|"), "", "", "")[:3]
    made = {"of": payment or of, "figure": figure, **({"key": key} if key else {})}
    return {**made, **_new_value(said)}


def _limit(of: str, said: Mapping[str, Any], _rules: Rulebook, _on: date) -> dict[str, Any]:
    if said.get("off"):
        return {"limit": of, "off": "yes"}
    figure, key = (*str(said.get("which", "")).split("|"), "", "")[:2]
    return {"limit": of, "figure": figure, **({"key": key} if key else {}), **_new_value(said)}


def _relation(of: str, said: Mapping[str, Any], _rules: Rulebook, _on: date) -> dict[str, Any]:
    if said.get("off"):
        return {"relation": of, "off": "yes"}
    kept = {k: said[k] for k in ("a", "b", "type", "parameter") if k in said}
    new = f"nieuw-{_word(kept.get('a', ''))}-{_word(kept.get('b', ''))}"[:60].rstrip("-")
    return {"relation": new if of == "-" else of, **kept}


def _budget(of: str, said: Mapping[str, Any], _rules: Rulebook, _on: date) -> dict[str, Any]:
    return {"scheme": of, **said}


def _basis_end(of: str, said: Mapping[str, Any], _rules: Rulebook, _on: date) -> dict[str, Any]:
    return {"basis": of, "last_day": said["last_day"]}


def _yes(of: str, said: Mapping[str, Any], _rules: Rulebook, _on: date) -> dict[str, Any]:
    return {"of": of, "off": "yes"}


def _ticked(of: str, said: Mapping[str, Any], rules: Rulebook, on: date) -> dict[str, Any]:
    flags = {k: "yes" for k in ("everywhere", "endless") if said.get(k)}
    return {**_plain(of, said, rules, on), **flags}


def _new(_of: str, said: Mapping[str, Any], rules: Rulebook, on: date) -> dict[str, Any]:
    return scenario_drafts.change(said, rules, _word(str(said.get("name", ""))) or "concept", on)


_CHANGE: Mapping[str, Callable[[str, Mapping[str, Any], Rulebook, date], dict[str, Any]]] = {
    **dict.fromkeys(("tariff", "cap", "threshold"), _figure),
    "limit": _limit,
    "relation": _relation,
    "budget": _budget,
    "scheme": _yes,
    "basis_end": _basis_end,
    "area": _ticked,
    "dates": _ticked,
    "new_scheme": _new,
}


def _word(name: str) -> str:
    """A name as a rule file writes it: small letters and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].strip("-")
