"""The scenarios that come with the product."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).with_name("ready")


def names() -> tuple[str, ...]:
    """Their names, in order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


def content(name: str) -> bytes | None:
    """The file of one of them, or None where there is none of that name."""
    return (_FOLDER / f"{name}.yaml").read_bytes() if name in names() else None
