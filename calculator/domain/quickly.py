"""Frozen values that are made by the thousand: made as quickly as values that may change, and frozen from then on.

A frozen dataclass sets each field through a call of its own, which is most of what making one costs. Here a twin with the
same fields, open to change, is filled, and then turned into the frozen class. Nobody ever sees the twin.
"""

from __future__ import annotations

from dataclasses import field, fields, make_dataclass
from typing import Any, TypeVar

_Value = TypeVar("_Value")


def made_quickly(kind: type[_Value]) -> type[_Value]:
    """Decorates a dataclass that is ``frozen`` and has ``slots``, with all its fields asked for when it is made.

    TypeError where a field is not, or where the class does more when it is made.
    """
    given = fields(kind)  # type: ignore[arg-type]
    if hasattr(kind, "__post_init__") or not all(each.init for each in given):
        raise TypeError(f"{kind.__name__} is more than the fields that it is made of")
    names = tuple(each.name for each in given)
    twin: Any = make_dataclass(
        kind.__name__,
        [(f.name, Any, field(default=f.default, default_factory=f.default_factory)) for f in given],
        slots=True,
        eq=False,
        repr=False,
    )

    def new(of: type[_Value], *values: object, **named: object) -> _Value:
        made = twin(*values, **named)
        made.__class__ = of
        return made  # type: ignore[no-any-return]

    def reduce(value: _Value) -> tuple[type[_Value], tuple[object, ...]]:
        return kind, tuple(getattr(value, name) for name in names)

    for name, method in (("__new__", new), ("__reduce__", reduce)):
        setattr(kind, name, method)
    del kind.__init__
    return kind
