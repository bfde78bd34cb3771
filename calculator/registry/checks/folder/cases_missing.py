"""Notes: schemes that pay a known amount and have no worked case beside them, so that nobody has recomputed them."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft, SchemeFile, scheme_id
from calculator.registry.files.problem import RuleProblem
from calculator.registry.lists import beside


def check(draft: Draft) -> Iterator[RuleProblem]:
    """One note per scheme, at its last version."""
    with_cases = {scheme_id(path.replace("/cases/", "/")) for path in beside.cases(draft.beside)}
    last: dict[str, SchemeFile] = {}
    for file in draft.standing_schemes():
        kept = last.get(file.scheme.id)
        if kept is None or kept.scheme.validity.start < file.scheme.validity.start:
            last[file.scheme.id] = file
    for name, file in last.items():
        computes = any(
            figure.computes
            for payment in file.scheme.payments
            for series in payment.figures.values()
            for figure in series.figures
        )
        if computes and name not in with_cases:
            yield RuleProblem(
                file.file,
                file.row.at("scheme"),
                Text(nl="bij deze regeling staat geen voorbeeld", en="no case stands beside this scheme"),
                Text(
                    nl="zet een voorbeeld van de betaler in cases/ naast dit bestand (docs/rules.md, Voorbeelden)",
                    en="put an example of the payer into cases/ beside this file (docs/rules.md, Cases)",
                ),
            )
