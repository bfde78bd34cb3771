"""Where and when to apply for what a farm is paid: the coming windows, or that nobody published them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from calculator.domain.rulebook import Rulebook
from calculator.domain.window import Step, Window, ahead, before
from calculator.statements.award.reading import objects


@dataclass(frozen=True, slots=True)
class Applying:
    """Schemes that are applied for together: where (empty: not known), the windows that are not over, and the last one before.

    ``awaited`` is the year whose window comes next and is not published; None where no window of the year before is known.
    """

    scheme: str
    name: str
    where: str
    coming: tuple[Window, ...]
    last: Window | None
    awaited: int | None = None

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
    together: dict[tuple[object, ...], Applying] = {}
    for scheme, name in sorted(paid.items(), key=lambda entry: entry[1]):
        one = of_scheme(scheme, name, rulebook, on, language)
        # Where nothing is known of when, that two are applied for at one desk makes them no one application.
        key = (one.coming, one.last) if one.coming or one.last else (scheme,)
        known = together.get(key)
        together[key] = one if known is None else replace(known, name=f"{known.name}; {name}")
    return tuple(
        sorted(together.values(), key=lambda a: (a.coming[0].last if a.coming else date.max, a.name))
    )


def of_scheme(scheme: str, name: str, rulebook: Rulebook, on: date, language: str) -> Applying:
    """One scheme on a day."""
    versions = [s for s in rulebook.schemes if s.id == scheme]
    version = next((s for s in versions if s.validity.contains(on)), versions[-1] if versions else None)
    where = version.apply[language] if version and version.apply else ""
    coming, last = ahead(rulebook.windows, scheme, on), before(rulebook.windows, scheme, on)
    awaited = last.year + 1 if last and last.year + 1 >= on.year else None
    return Applying(scheme, name, where, coming, last, awaited)
