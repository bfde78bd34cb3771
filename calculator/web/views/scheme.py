"""A scheme arranged for its page: figures of one name together, newest period first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from calculator.web.wiring import rows, string

Json = Mapping[str, object]


def by_layer(entries: Iterable[Json]) -> list[tuple[str, list[Json]]]:
    """Entries under the name of their layer, in the order they came."""
    found: dict[str, list[Json]] = {}
    for entry in entries:
        found.setdefault(string(entry["layer_name"]), []).append(entry)
    return list(found.items())


def by_payment(scheme: Json) -> list[tuple[Json, list[tuple[str, list[Json]]]]]:
    """Each payment with its figures by name."""
    return [(payment, figures(payment)) for payment in rows(scheme.get("payments"))]


def figures(holder: Json) -> list[tuple[str, list[Json]]]:
    """The figures of a payment or a limit by name, the newest period first."""
    found: dict[str, list[Json]] = {}
    for figure in rows(holder.get("figures")):
        found.setdefault(string(figure["name"]), []).append(figure)
    return [
        (name, sorted(same, key=lambda figure: string(figure["valid_from"]), reverse=True))
        for name, same in found.items()
    ]


def outcomes(scheme: Json) -> list[tuple[str, list[Json], list[Json]]]:
    """By outcome what is recorded about other schemes, and the others that only the default gives."""
    found = scheme.get("meets")
    if not isinstance(found, Mapping):
        return []
    return [
        (kind, [x for x in entries if x["recorded"]], [x for x in entries if not x["recorded"]])
        for kind, entries in ((kind, rows(found[kind])) for kind in found)
        if entries
    ]
