"""What stands beside the rules and outside their digest: re-checks, conflicting sources, windows for applying, worked cases, the
published list.

They say nothing that an award rests on, so a re-check never changes a digest; but a folder in which they are wrong does
not serve either, because whoever keeps it must be able to trust what it says of itself.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from calculator.registry.files import documents

#: When somebody looked again at a source.
CHECKS = "checks.csv"
#: What other sources say of the same figure, and why the file follows its own.
CONFLICTS = "conflicts.csv"
#: From which day to which day applications are taken, per year.
WINDOWS = "windows.csv"
_TABLES = (documents.PUBLISHED, CHECKS, CONFLICTS, WINDOWS)


def is_case(path: str) -> bool:
    """Whether a path is a worked case: ``schemes/.../cases/name.yaml``."""
    parts = path.split("/")
    return (
        len(parts) > 3 and parts[0] == "schemes" and parts[-2] == "cases" and parts[-1][:1] not in ("", ".")
    )


def read(root: Path, found: list[str] | None = None) -> dict[str, bytes]:
    """The bytes of every such file by path, ``found`` as for ``documents.read``; OSError where one cannot be read."""
    listed = documents.paths(root) if found is None else found
    paths = [name for name in _TABLES if os.path.lexists(root / name)]
    paths += [path for path in listed if is_case(path)]
    return documents.contents(root, paths)


def cases(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The worked cases among them."""
    return {path: data for path, data in files.items() if is_case(path)}
