"""Every text for people stands in Dutch and in English."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem

_LANGUAGES = {"nl": Text(nl="Nederlandse", en="Dutch"), "en": Text(nl="Engelse", en="English")}


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Texts of which a language is absent or empty."""
    for file in draft.files():
        for row in draft.records(file):
            for key, value in row.values.items():
                if isinstance(value, Text) and not (value.nl and value.en):
                    yield from _text(file.file, row.at(key), key, value)


def _text(file: str, line: int, key: str, text: Text) -> Iterator[RuleProblem]:
    for language, called in _LANGUAGES.items():
        if not text[language]:
            yield RuleProblem(
                file,
                line,
                Text(
                    nl=f"de {called.nl} tekst van `{key}` ontbreekt",
                    en=f"the {called.en} text of `{key}` is missing",
                ),
                Text(nl=f"vul `{language}:` in", en=f"fill in `{language}:`"),
            )
