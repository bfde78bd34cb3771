"""Where and when to apply for what a farm is paid: the coming windows, or that nobody published them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from calculator.domain.rulebook import Rulebook
from calculator.domain.window import Step, Window, ahead, before
from calculator.statements.reading import objects


@dataclass(frozen=True, slots=True)
class Applying:
    """One scheme: where to apply (empty: not known), its windows that are not over, and the last one before."""

    scheme: str
    name: str
    where: str
    coming: tuple[Window, ...]
    last: Window | None

    @property
    def published(self) -> bool:
        """Whether a coming window for applying is known."""
        return any(window.step is Step.APPLY for window in self.coming)


def of_award(
    award: Mapping[str, object], rulebook: Rulebook, on: date, language: str
) -> tuple[Applying, ...]:
    """The schemes that pay by more than a contract that runs already, those with the nearest window first."""
    lines = [line for year in objects(award, "years") for line in objects(year, "lines")]
    paid = {
        str(line["scheme"]): str(line["scheme_name"]) for line in lines if line["certainty"] != "contracted"
    }
    found = [of_scheme(scheme, name, rulebook, on, language) for scheme, name in paid.items()]
    return tuple(sorted(found, key=lambda a: (a.coming[0].last if a.coming else date.max, a.name)))


def of_scheme(scheme: str, name: str, rulebook: Rulebook, on: date, language: str) -> Applying:
    """One scheme on a day."""
    versions = [s for s in rulebook.schemes if s.id == scheme]
    version = next((s for s in versions if s.validity.contains(on)), versions[-1] if versions else None)
    where = version.apply[language] if version and version.apply else ""
    windows = rulebook.windows
    return Applying(scheme, name, where, ahead(windows, scheme, on), before(windows, scheme, on))
