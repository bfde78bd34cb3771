"""A scenario changed by a form: its head, and one change more or less. What comes out is checked as any other file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.scenarios.reform import filing
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario.by_form import choices
from calculator.services.scenario.by_form.kinds import BY_CODE


@dataclass(frozen=True, slots=True)
class Line:
    """One change of a file by its number: its kind, on what, and what becomes of it, in words."""

    number: int
    kind: Text
    subject: Text
    values: tuple[tuple[str, str], ...]

    @property
    def number_now(self) -> str:
        """The one number that it sets, which may run through values; of a share its per cents. Empty where it sets none."""
        key, shown = self._set
        return choices.percent(shown) if key == "factor" else shown

    @property
    def is_share(self) -> bool:
        """Whether its number is a share of now: people write per cents, a file and a run have a factor."""
        return self._set[0] == "factor"

    @property
    def in_percent(self) -> bool:
        """Whether its number is read as per cents."""
        return self._set[0] in ("factor", "percent")

    @property
    def _set(self) -> tuple[str, str]:
        return next(((key, shown) for key, shown in self.values if key in _NUMBERS), ("", ""))


def new(*, name: str, on: str, years: str, below: str = "") -> str:
    """A scenario without changes yet; raises InputProblems where it has no name."""
    called = " ".join(name.split())[:200]
    code = code_of(called)
    if not code:
        raise InputProblems([nameless("/name")])
    data: dict[str, Any] = {
        "scenario": code,
        "name": {"nl": called, "en": called},
        "on": on,
        "years": years,
        "stands_on": below or None,
        "changes": [],
    }
    return filing.text_of(data)


def nameless(pointer: str) -> InputProblem:
    """What is said of a scenario that nobody could call by a name."""
    said = Text("Het scenario heeft geen naam.", "The scenario has no name.")
    return InputProblem(pointer, said, Text("Geef het een naam.", "Give it a name."))


def copied(text: str, free: Callable[[str], str]) -> str:
    """One that comes along as a scenario of one's own, under another name that is ``free``: taken over again it is numbered."""
    data = filing.data_of(text)
    own = f"{data['scenario']}-eigen"
    data["scenario"] = free(own)
    number = data["scenario"].removeprefix(own).replace("-", " ")
    data["name"] = {
        x: f"{words} ({y}{number})"
        for (x, words), y in zip(data["name"].items(), ("eigen", "own"), strict=True)
    }
    return filing.text_of(data)


def code_of(name: str) -> str:
    """A name as a scenario file writes it: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")


def head(text: str) -> dict[str, str]:
    """What stands above the changes, as the form shows it."""
    data = filing.data_of(text)
    weighed = data.get("participation") or {}
    named, about = data["name"], data.get("about") or {}
    return {
        "name_nl": named.get("nl", ""),
        "name_en": named.get("en", ""),
        "about_nl": about.get("nl", ""),
        "about_en": about.get("en", ""),
        "on": data["on"],
        "years": data.get("years", "1"),
        "stands_on": data.get("stands_on", ""),
        "cost": weighed.get("cost_eur", ""),
        "threshold": weighed.get("threshold_eur", ""),
    }


def with_head(text: str, form: Mapping[str, str]) -> str:
    """The same changes under another head."""
    data = filing.data_of(text)
    given = {key: str(form.get(key, "")).strip() for key in head(text)}
    nl, en = given["name_nl"] or given["name_en"], given["name_en"] or given["name_nl"]
    about = {k: v for k, v in (("nl", given["about_nl"]), ("en", given["about_en"])) if v}
    if len(about) == 1:
        about = dict.fromkeys(("nl", "en"), next(iter(about.values())))
    weighed = {k: v for k, v in (("cost_eur", given["cost"]), ("threshold_eur", given["threshold"])) if v}
    data |= {
        "name": {"nl": nl, "en": en},
        "about": about or None,
        "on": given["on"],
        "years": given["years"] or "1",
        "stands_on": given["stands_on"] or None,
        "participation": weighed or None,
    }
    return filing.text_of(data)


def with_change(text: str, change: Mapping[str, Any]) -> str:
    """The same with one change more."""
    data = filing.data_of(text)
    data["changes"] = [*(data.get("changes") or []), dict(change)]
    return filing.text_of(data)


def without_change(text: str, number: int) -> str:
    """The same without the change of that number (from 1)."""
    data = filing.data_of(text)
    data["changes"] = [c for n, c in enumerate(data.get("changes") or [], start=1) if n != number]
    return filing.text_of(data)


def listed(text: str, rulebook: Rulebook) -> tuple[Line, ...]:
    """The changes of a file in words."""
    changes = filing.data_of(text).get("changes") or []
    drafts = {str(c["rule"].get("scheme")): _subject(c, rulebook) for c in changes if "rule" in c}
    return tuple(_line(number, change, rulebook, drafts) for number, change in enumerate(changes, start=1))


def _line(number: int, change: Mapping[str, Any], rulebook: Rulebook, drafts: Mapping[str, Text]) -> Line:
    """``drafts`` are the names of the schemes that are new in the same file."""
    code = str(change["change"])
    kind = BY_CODE[code].name if code in BY_CODE else _plain(code)
    values = tuple((str(k), _shown(v)) for k, v in change.items() if k not in _SUBJECT)
    whole = str(change.get("of") or change.get("scheme") or "")
    return Line(number, kind, drafts.get(whole) or _subject(change, rulebook), values)


#: Keys of the one number of a change.
_NUMBERS = ("value", "factor", "low", "percent")
_SUBJECT = ("change", "of", "limit", "relation", "scheme", "basis", "rule", "a", "b")


def _subject(change: Mapping[str, Any], rulebook: Rulebook) -> Text:
    if "rule" in change:
        name = change["rule"].get("name") or {}
        return Text(str(name.get("nl", "")), str(name.get("en", "")))
    if "limit" in change:
        return next((x.name for x in rulebook.limits if x.id == change["limit"]), _plain(change["limit"]))
    if "relation" in change:
        rule = next((r for r in rulebook.relations if r.id == change["relation"]), None)
        sides = (rule.a, rule.b) if rule else (str(change.get("a", "")), str(change.get("b", "")))
        a, b = (choices.name_of(rulebook, side) for side in sides)
        return Text(f"{a.nl} en {b.nl}", f"{a.en} and {b.en}")
    if "basis" in change:
        known = rulebook.legal_bases.get(change["basis"])
        return known.name if known else _plain(change["basis"])
    return choices.name_of(rulebook, str(change.get("of") or change.get("scheme") or ""))


def _plain(written: str) -> Text:
    return Text(written, written)


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
