"""What stands beside the rules and outside their digest: re-checks, conflicting sources, worked cases, the published list.

They say nothing that an award rests on, so a re-check never changes a digest; but a folder in which they are wrong does
not serve either, because whoever keeps it must be able to trust what it says of itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from calculator.registry import documents

#: When somebody looked again at a source.
CHECKS = "checks.csv"
#: What other sources say of the same figure, and why the file follows its own.
CONFLICTS = "conflicts.csv"
_TABLES = (documents.PUBLISHED, CHECKS, CONFLICTS)


def is_case(path: str) -> bool:
    """Whether a path is a worked case: ``schemes/.../cases/name.yaml``."""
    parts = PurePosixPath(path).parts
    return len(parts) > 3 and parts[0] == "schemes" and parts[-2] == "cases" and not parts[-1].startswith(".")


def read(root: Path) -> dict[str, bytes]:
    """The bytes of every such file by path; a file that cannot be read raises OSError."""
    paths = [name for name in _TABLES if (root / name).is_file()]
    paths += sorted(path for path in documents.below(root, "schemes") if is_case(path))
    return {path: (root / path).read_bytes() for path in paths}


def cases(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The worked cases among them."""
    return {path: data for path, data in files.items() if is_case(path)}
