"""The fields of a form as HTML, named by the JSON pointer of what they hold; ``wrong`` maps a pointer to its problem.

Written here and not as macros: a form of a large farm has thousands of them, and a list of measures stands in it a hundred times.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from flask import Flask, g
from markupsafe import Markup, escape

from calculator.services.errors import InputProblem
from calculator.web.addresses import field_id
from calculator.web.forms.options import Grouped, Option
from calculator.web.forms.shape import NO_CHOICE
from calculator.web.language import language
from calculator.web.language import say as gettext

Wrong = Mapping[str, InputProblem]

_SELECT = '<select class="utrecht-select utrecht-select--html-select"'


def install(app: Flask) -> None:
    """Make them known to the templates, which take them from ``parts/fields.html``."""
    app.jinja_env.globals.update(
        controls={"text": text, "choice": choice, "listed": listed}, no_choice=NO_CHOICE
    )


def text(
    pointer: str,
    label: str,
    value: object,
    wrong: Wrong,
    hint: str = "",
    unit: str = "",
    numeric: bool = False,
    focus: str = "",
    extra: str = "",
    kind: str = "text",
) -> Markup:
    """A field to type in, with its unit behind it."""
    framed, behind, numbers = " control--unit" if unit else "", "", ("", "")
    if unit:
        behind = f'<span class="unit" aria-hidden="true">{escape(unit)}</span>'
    if numeric:
        numbers = " numeric", ' inputmode="decimal"'
    control = (
        f'<span class="control{framed}"><input class="utrecht-textbox{numbers[0]}" type="{kind}" '
        f'{_named(pointer, wrong, hint)} value="{escape(value or "")}"{numbers[1]} autocomplete="off"'
        f"{_focused(focus, pointer)}>{behind}</span>"
    )
    return _frame(pointer, label, wrong, hint, extra, control)


def listed(
    pointer: str, label: str, value: object, codes: str, wrong: Wrong, hint: str = "", extra: str = ""
) -> Markup:
    """A number to type in, with a list of those that there are."""
    control = (
        f'<span class="control"><input class="utrecht-textbox numeric" type="text" {_named(pointer, wrong, hint)} '
        f'value="{escape(value or "")}" list="{escape(codes)}" inputmode="numeric" autocomplete="off"></span>'
    )
    return _frame(pointer, label, wrong, hint, extra, control)


def choice(
    pointer: str,
    label: str,
    value: object,
    options: Sequence[Option] | Sequence[Grouped],
    wrong: Wrong,
    hint: str = "",
    empty: str | None = None,
    focus: str = "",
    extra: str = "",
    any_case: bool = False,
) -> Markup:
    """A choice out of a list, which may be in groups; a value that is not in it is shown as it is.

    In ``any_case`` a value that is written in another case keeps that, under the name of what is meant.
    """
    shown = _listed(options)
    if value:
        at = f'<option value="{escape(value)}"'
        chosen = shown.replace(f"{at}>", f"{at} selected>")
        if any_case and chosen == shown:
            other = re.compile(f"{re.escape(at)}>", re.IGNORECASE)
            chosen = other.sub(lambda _: f"{at} selected>", shown, count=1)
        shown = chosen if chosen != shown else shown + _option(value, value, True)
    control = f"{_opened(pointer, wrong, hint, empty, focus)}{shown}</select>"
    return _frame(pointer, label, wrong, hint, extra, control)


def _listed(options: Sequence[Option] | Sequence[Grouped]) -> str:
    """The options of a list, made once for a page. What they were made of is kept, so that no other list gets its place."""
    made: dict[int, tuple[object, str]] = g.setdefault("options_made", {})
    if id(options) not in made:
        made[id(options)] = options, "".join(_entry(*entry) for entry in options)
    return made[id(options)][1]


def _entry(name: str, holds: str | list[Option]) -> str:
    """An option, or a group of them under its title."""
    if isinstance(holds, str):
        return _option(name, holds)
    within = "".join(_option(code, said) for code, said in holds)
    return f'<optgroup label="{escape(name)}">{within}</optgroup>'


def _option(code: object, name: object, chosen: bool = False) -> str:
    return f'<option value="{escape(code)}"{" selected" if chosen else ""}>{escape(name)}</option>'


def _opened(pointer: str, wrong: Wrong, hint: str, empty: str | None, focus: str) -> str:
    first = gettext("weet ik niet") if empty is None else escape(empty)
    named = f"{_SELECT} {_named(pointer, wrong, hint)}{_focused(focus, pointer)}>"
    return f'{named}<option value="">{first}</option>'


def _focused(focus: str, pointer: str) -> str:
    return " autofocus" if focus == pointer else ""


def _named(pointer: str, wrong: Wrong, hint: str) -> str:
    """Id, name, and what describes it to whoever does not see it."""
    at, told = escape(field_id(pointer)), ""
    said = [f"{at}-{end}" for end, there in (("fout", pointer in wrong), ("hint", hint)) if there]
    if said:
        told = f' aria-describedby="{" ".join(said)}"'
    if pointer in wrong:
        told += ' aria-invalid="true"'
    return f'id="{at}" name="{escape(pointer)}"{told}'


def _frame(pointer: str, label: str, wrong: Wrong, hint: str, extra: str, control: str) -> Markup:
    at, problem, said = escape(field_id(pointer)), wrong.get(pointer), ""
    if hint:
        said = f'<p class="utrecht-form-field-description" id="{at}-hint">{escape(hint)}</p>'
    if problem:
        words = escape(f"{problem.message[language()]} {problem.remedy[language()]}")
        said += f'<p class="utrecht-form-field-error-message" id="{at}-fout">{words}</p>'
    invalid = " utrecht-form-field--invalid" if problem else ""
    return Markup(  # noqa: S704  every value was escaped above
        f'<div class="utrecht-form-field field {extra}{invalid}">'
        f'<label class="utrecht-form-label" for="{at}">{escape(label)}</label>{said}{control}</div>'
    )
