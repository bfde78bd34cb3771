"""One question of a form of the scenario bench."""

from __future__ import annotations

from dataclasses import dataclass

from calculator.domain.scheme import Text
from calculator.services.scenario.by_form.choices import Group


@dataclass(frozen=True, slots=True)
class Field:
    """One question: ``sort`` is text, number, day, choice, ticks or yes; ``unit`` stands behind a number."""

    name: str
    label: Text
    sort: str
    groups: tuple[Group, ...] = ()
    hint: Text | None = None
    needed: bool = False
