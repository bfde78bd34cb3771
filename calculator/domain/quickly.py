"""Frozen values that are made by the thousand: made as quickly as values that may change, and frozen from then on.

A frozen dataclass sets each field through a call of its own, which is most of what making one costs. Here a twin with the
same fields, open to change, is filled, and then turned into the frozen class. Nobody ever sees the twin. The function that
fills it is written out for the fields, as ``dataclasses`` does, so that making a value is one call.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, fields
from typing import Any, Protocol, TypeVar

_Value = TypeVar("_Value")


def made_quickly(kind: type[_Value]) -> type[_Value]:
    """Decorates a dataclass that is ``frozen`` and has ``slots``, with all its fields asked for when it is made.

    TypeError where a field is not, or where the class does more when it is made.
    """
    given = fields(kind)  # type: ignore[arg-type]
    if hasattr(kind, "__post_init__") or not all(each.init for each in given):
        raise TypeError(f"{kind.__name__} is more than the fields that it is made of")
    names = tuple(each.name for each in given)
    twin = type(kind.__name__, (), {"__slots__": names})

    def reduce(value: _Value) -> tuple[type[_Value], tuple[object, ...]]:
        return kind, tuple(getattr(value, name) for name in names)

    for name, method in (("__new__", _filling(given, twin)), ("__reduce__", reduce)):
        setattr(kind, name, method)
    del kind.__init__
    return kind


class Filling(Protocol):
    """Makes a value of every row, of what the row says and of what is ``common`` to all of them.

    A row begins with the number of the one of ``adds`` that is handed the value.
    """

    def __call__(
        self, rows: Sequence[tuple[Any, ...]], adds: Sequence[Callable[[Any], None]], /, **common: object
    ) -> None:
        """Makes the values in the order of the rows."""


def in_rows(kind: type, *varying: str) -> Filling:
    """The function that makes many values of a class that is made quickly, without a call for each.

    ``varying`` are the fields that rows say, in their order; every other one is common, unless it has a default.
    """
    given = fields(kind)
    twin = type(kind.__name__, (), {"__slots__": tuple(each.name for each in given)})
    known: dict[str, object] = {"_alloc": object.__new__, "_twin": twin, "_of": kind}
    asked = []
    for field in given:
        if field.name not in varying:
            known[f"_default_{field.name}"] = field.default
            asked.append(field.name if field.default is MISSING else f"{field.name}=_default_{field.name}")
    source = "\n".join(
        [
            f"def fill(_rows, _adds, /, *, {', '.join(asked)}):",
            f" for _at, {', '.join(varying)} in _rows:",
            "  _made = _alloc(_twin)",
            *(f"  _made.{each.name} = {each.name}" for each in given),
            "  _made.__class__ = _of",
            "  _adds[_at](_made)",
        ]
    )
    exec(source, known)  # noqa: S102  the names of a class's own fields  # nosec B102
    fill: Filling = known["fill"]  # type: ignore[assignment]
    return fill


def _filling(given: tuple[Field[Any], ...], twin: type) -> Callable[..., object]:
    """The function that makes a value: every field by its name, with its default where it has one."""
    known: dict[str, object] = {"_alloc": object.__new__, "_twin": twin, "_unset": MISSING}
    asked, filled = [], []
    for field in given:
        name, made = field.name, field.name
        if field.default is not MISSING:
            known[f"_default_{name}"] = field.default
            asked.append(f"{name}=_default_{name}")
        elif field.default_factory is not MISSING:
            known[f"_default_{name}"] = field.default_factory
            asked.append(f"{name}=_unset")
            made = f"_default_{name}() if {name} is _unset else {name}"
        else:
            asked.append(name)
        filled.append(f" _made.{name} = {made}")
    lines = [f"def new(_of, {', '.join(asked)}):", " _made = _alloc(_twin)", *filled]
    source = "\n".join([*lines, " _made.__class__ = _of", " return _made"])
    exec(source, known)  # noqa: S102  the names of a class's own fields  # nosec B102
    new = known["new"]
    assert callable(new)
    return new
