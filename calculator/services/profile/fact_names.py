"""What people call a place in a farm profile: ``parcels[2].measures[0].area_ha`` is "perceel P3, maatregel 1, oppervlakte".

A path comes as a JSON pointer, with dots, or as rules ask for it (``farm.organic``, ``P3.eco_region``). Pages, statements and
the terminal name it here, so that one fact has one name. What a rule asks to be declared is called what its condition says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from calculator.domain.farm import OF_PLACE
from calculator.domain.memory import Answers, Once
from calculator.domain.place_fact import LIST
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Text
from calculator.registry.words.wording import FIGURE
from calculator.services.profile.fact_words import AS_ASKED, FIGURES, NAMES, ROWS

_STEP = re.compile(r"[^./\[\]]+")
_COUNTED = re.compile(r"(.+) \((\d+)\)")
_YEAR = re.compile(r"(19|20)\d\d")
_KEY = re.compile(r"""["`]([a-z][a-z0-9_]+)["`]|\b([a-z0-9]+(?:_[a-z0-9]+)+)\b""")
#: Facts of which every farm has one.
_OF_ANY_FARM = ("farm.", "herd.", "supply.", "indicators.", "declared.")
#: By path and language.
_NAMES: Answers[tuple[str, str], str] = Answers("names of facts", 5_000)
_DECLARED: Once[dict[str, Text]] = Once("declarations")
#: A figure that only its own rule file names.
_SUM = Text("bedrag", "amount")
_AT = Text("{what} van {where}", "{what} of {where}")


def name(path: str, language: str, rulebook: Rulebook | None = None, document: object = None) -> str:
    """The place in words, from the outside in; ``document`` gives rows their own id. A step without a name stays as it is."""
    if path.startswith("figure:"):
        return figure(path.removeprefix("figure:"), language)
    asked = _asked(path, language, rulebook)
    if asked is not None:
        return asked
    steps = _steps(path)
    if steps and steps[0] in NAMES:
        said = _walk(steps, language, rulebook, document)
    elif path.startswith(OF_PLACE):
        return _of_place(steps[-1], language, rulebook)
    elif len(steps) > 1:
        # A rule names the parcel or element itself: P3.eco_region, P3.facts.waterpeil_cm.
        own = steps[-2] == "facts"
        what = _of_place(steps[-1], language, rulebook) if own else _last(steps[-1], language)
        return _AT[language].format(what=what, where=steps[0])
    else:
        said = [_last(step, language) for step in steps]
    return ", ".join(said)


def known(path: str) -> bool:
    """Whether the path leads into a profile, and not to an option or a file."""
    return path.startswith("/") and _steps(path)[:1] != [] and _steps(path)[0] in NAMES


def missing(
    texts: Iterable[Text], paths: Sequence[str], language: str, rulebook: Rulebook | None
) -> list[str]:
    """What an open question misses, with the paths in its texts by name."""
    told = [text[language] for text in texts]
    if not any(path in text or path.startswith("figure:") for text in told for path in paths):
        return told
    return [_named_in(text, paths, language, rulebook) for text in told]


def spoken(text: str, language: str) -> str:
    """A text about a profile with its keys by name, quoted or not; a bare word is a key where it has an underscore."""

    def said(found: re.Match[str]) -> str:
        key = found[1] or found[2]
        return f"“{_last(key, language)}”" if key in _KEYS else found[0]

    return _KEY.sub(said, text)


def named_beside(text: str, language: str) -> str:
    """The same with the name of each key behind it, for who writes the file by hand and knows it from the screen."""

    def said(found: re.Match[str]) -> str:
        key = found[1] or found[2]
        return f"{found[0]} (“{_last(key, language)}”)" if key in _KEYS else found[0]

    return _KEY.sub(said, text)


def declared(rulebook: Rulebook) -> dict[str, bool]:
    """What rules ask to be declared, by code; whether it is a number."""
    numbers = {
        path
        for payment in (p for scheme in rulebook.schemes for p in scheme.payments)
        for path in (payment.quantity, payment.extra_quantity, payment.cap_per, payment.indicator)
    } | {limit.cap_per for limit in rulebook.limits}
    return {
        path.removeprefix("declared."): path in numbers
        for path in sorted(_declarations(rulebook))
        if path.count(".") == 1
    }


def figure(name: str, language: str) -> str:
    """The name of a figure in a rule file."""
    found = FIGURES.get(name) or FIGURE.get(name)
    return _upper(found[language]) if found else name.replace("_", " ").capitalize()


def _named_in(text: str, paths: Sequence[str], language: str, rulebook: Rulebook | None) -> str:
    for path in paths:
        kind, _, rest = path.partition(":")
        if kind == "figure":
            if text.endswith(f": {rest}"):
                named = rest in FIGURES or rest in FIGURE
                text = text.removesuffix(rest) + (_lower(figure(rest, language)) if named else _SUM[language])
        elif text.endswith(f": {path}"):
            text = text.removesuffix(path) + _fact(path, language, rulebook)
    return text


def _fact(path: str, language: str, rulebook: Rulebook | None) -> str:
    """The name of what a rule asks; one that is of no row, and so of no farm in particular, is remembered with the rules."""
    if rulebook is None or not path.startswith(_OF_ANY_FARM):
        return name(path, language, rulebook)
    known = rulebook.memory.of(_NAMES)
    found = known.get((path, language))
    if found is None:
        found = known[path, language] = name(path, language, rulebook)
    return found


def _asked(path: str, language: str, rulebook: Rulebook | None) -> str | None:
    """The name of what rules ask for by a word of their own."""
    dotted = path.replace("/", ".").removeprefix(".")
    if dotted in AS_ASKED:
        return AS_ASKED[dotted][language]
    top, _, rest = dotted.partition(".")
    if top == "declared" and rest:
        path = f"declared.{rest}"
        said = _declarations(rulebook).get(path) if rulebook else None
        return _upper(said[language].removesuffix(".")) if said else None
    return None


def _declarations(rulebook: Rulebook) -> Mapping[str, Text]:
    """What each declaration says, in the words of the condition that asks for it; once per rulebook."""
    found = rulebook.memory.get(_DECLARED)
    if found is None:
        found = rulebook.memory.keep(_DECLARED, {})
        others: list[tuple[str, Text]] = []
        for condition in _conditions(rulebook):
            path = str(condition.arguments.get("path", ""))
            if condition.kind == "declared":
                path = path if path.startswith("declared.") else f"declared.{path}"
                found.setdefault(path, condition.text)
            elif path.startswith("declared."):
                others.append((path, condition.text))
        for scheme, payment in ((s, p) for s in rulebook.schemes for p in s.payments):
            asked = (payment.quantity, payment.extra_quantity, payment.cap_per, payment.indicator)
            named = Text(
                f"{scheme.name.nl}: {_lower(payment.name.nl)}", f"{scheme.name.en}: {_lower(payment.name.en)}"
            )
            found.update({p: named for p in asked if p and p.startswith("declared.") and p not in found})
        for limit in rulebook.limits:
            if limit.cap_per is not None and limit.cap_per.startswith("declared."):
                found.setdefault(limit.cap_per, limit.name)
        # A bound on a number ("at least EUR 500") does not say what the number is.
        for path, said in others:
            found.setdefault(path, said)
    return found


def _conditions(rulebook: Rulebook) -> Iterable[Condition]:
    stack = [
        c for s in rulebook.schemes for c in (*s.conditions, *(c for p in s.payments for c in p.conditions))
    ]
    while stack:
        condition = stack.pop()
        yield condition
        nested = condition.arguments.get("conditions")
        if isinstance(nested, list | tuple):
            stack += [c for c in nested if isinstance(c, Condition)]


def _steps(path: str) -> list[str]:
    if path.startswith("/"):
        return [step.replace("~1", "/").replace("~0", "~") for step in path[1:].split("/") if step]
    return _STEP.findall(path)


def _walk(steps: list[str], language: str, rulebook: Rulebook | None, node: object) -> list[str]:
    said: list[str] = []
    pattern = ""
    for index, step in enumerate(steps):
        if pattern in ROWS:
            node = _row(node, step)
            if _in_row(pattern, step, node):
                said[-1:] = [f"{_first(ROWS[pattern][language], not said[:-1])} {_called(node, step)}"]
                pattern += "[]"
                continue
        node = node.get(step) if isinstance(node, Mapping) else None
        listed = _of_a_list(pattern, step, language, rulebook)
        pattern = f"{pattern}.{step}".removeprefix(".") if listed is None else f"{pattern}.*"
        found = listed or (NAMES[pattern][language] if pattern in NAMES else _last(step, language))
        if index < len(steps) - 1 and pattern in _SILENT:
            continue
        said.append(found)
    return [word if number == 0 else _lower(word) for number, word in enumerate(said)]


def _in_row(pattern: str, step: str, row: object) -> bool:
    """Whether the step picks a row: by its number, or by the id that a comparison of profiles uses."""
    return step.isdecimal() or row is not None or f"{pattern}.{step}" not in NAMES


def _row(rows: object, step: str) -> object:
    if isinstance(rows, list) and step.isdecimal() and int(step) < len(rows):
        return rows[int(step)]
    return None


def _called(row: object, step: str) -> str:
    own = str(row.get("id") or "") if isinstance(row, Mapping) else ""
    if own:
        return own
    return str(int(step) + 1) if step.isdecimal() else _COUNTED.sub(r"\1 (\2)", step)


def _of_a_list(pattern: str, step: str, language: str, rulebook: Rulebook | None) -> str | None:
    if pattern in ("indicators", "indicator_history"):
        code = rulebook.code("indicators", step) if rulebook else None
        return code.name[language] if code else step
    if pattern in _OF_PLACES:
        return _of_place(step, language, rulebook)
    if _YEAR.fullmatch(step):
        return step
    return None


def _of_place(code: str, language: str, rulebook: Rulebook | None) -> str:
    """The name of what a parcel or element answers itself."""
    found = rulebook.code(LIST, code) if rulebook else None
    return found.name[language] if found else _last(code, language)


def _first(word: str, first: bool) -> str:
    return word if first else _lower(word)


def _lower(word: str) -> str:
    # GLMC 8 and N2000 stay as they are.
    return word if word[1:2].isupper() or word[1:2].isdecimal() else word[:1].lower() + word[1:]


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _last(step: str, language: str) -> str:
    found = _KEYS.get(step)
    return found[language] if found else step.replace("_", " ")


_OF_PLACES = ("parcels[].facts", "elements[].facts")
#: Groups that a person does not see as a place of their own.
_SILENT = frozenset(
    {
        *_OF_PLACES,
        "farm",
        "herd",
        "supply",
        "indicators",
        "finance",
        "finance.loans",
        "finance.leases",
        "undertaking",
    }
)
_KEYS: Mapping[str, Text] = {
    path.rpartition(".")[2].removesuffix("[]"): text for path, text in reversed(list(NAMES.items()))
}
