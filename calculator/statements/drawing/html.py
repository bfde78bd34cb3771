"""Content to HTML. Every word is escaped; nothing in a name is ever read as markup, style or address."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from calculator.resources import templates_dir
from calculator.statements.content.blocks import Statement
from calculator.statements.content.figures import bars
from calculator.statements.drawing.fonts import FAMILIES, clean, ems

#: A space as wide as the letters are high, and how many of them there are before a tab.
WIDE_SPACE, TAB = "\u2003", 30


def html(statement: Statement, *, created: str) -> str:
    """The page as the renderer takes it; ``created`` is the moment of issue (ISO 8601) for the file's metadata."""
    template = _environment().get_template("statement.html")
    return template.render(
        statement=statement,
        created=created,
        families=FAMILIES,
        before_tab=before_tab,
        drawing={"width": bars.WIDTH, "height": bars.HEIGHT, "left": bars.LEFT, "top": bars.TOP},
    )


def page(template: str, **values: object) -> str:
    """Another page in the same dress, from a template of this folder."""
    return _environment().get_template(template).render(families=FAMILIES, **values)


def before_tab(name: str) -> str:
    """A name with wide spaces up to its tab: the library makes the gap of a tab itself a fortieth too wide."""
    printed = clean(name)
    return printed + WIDE_SPACE * max(0, int(TAB - ems(printed)))


def stylesheet(families: str) -> str:
    """The statement's own stylesheet, for fonts of these names."""
    return _environment().get_template("statement.css").render(families=Markup(families), tab=TAB)  # noqa: S704  our own font names


def elements() -> str:
    """The sheet below it: what every element of our pages is."""
    return (templates_dir() / "statement" / "elements.css").read_text("utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(templates_dir() / "statement"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _finalize(value: object) -> object:
    # Exactly str: what a macro made is markup already.
    return clean(value) if type(value) is str else value
