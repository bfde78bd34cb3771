"""Which schemes have worked cases beside them. A report for the registry's owner, never a reason not to serve."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from calculator.domain.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Cases:
    """How many case files stand beside each scheme, by id; zero where there are none."""

    by_scheme: dict[str, int]

    @property
    def without(self) -> tuple[str, ...]:
        """The schemes without any case."""
        return tuple(sorted(scheme for scheme, count in self.by_scheme.items() if not count))


def cases(root: Path, rulebook: Rulebook) -> Cases:
    """Count the case files of every scheme of the rulebook; they lie in ``cases/`` beside its versions."""
    folders = {scheme.id: (root / scheme.path).parent / "cases" for scheme in rulebook.schemes}
    return Cases({scheme: len(list(folder.glob("*.yaml"))) for scheme, folder in sorted(folders.items())})
