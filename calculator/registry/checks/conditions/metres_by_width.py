"""Notes: metres are counted of measures that lie in hectares, which only a strip of known width has."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem

_IN_METRES, _IN_HECTARES = "m", "ha"


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Totals and means in metres of measures that are listed in hectares: of each the width is asked."""
    listed = draft.codelists.get("measures")
    unit_of = {code: row.columns["unit"] for code, row in listed.codes.items()} if listed else {}
    for file in draft.schemes:
        for condition in (row for row in draft.records(file) if "of" in row and "kind" in row):
            of = condition.row("of")
            unit = condition.maybe_text("unit") or condition.maybe_text("per")
            for place, code in enumerate(
                of.texts("measures") if of is not None and unit == _IN_METRES else ()
            ):
                if of is not None and unit_of.get(code) == _IN_HECTARES:
                    yield RuleProblem(
                        file.file,
                        of.at("measures", place),
                        Text(
                            nl=f"`{code}` is in ha: in meters telt er alleen van mee waarvan het profiel de breedte geeft",
                            en=f"`{code}` is in ha: in metres only that counts of which the profile gives the width",
                        ),
                        Text(
                            nl="tel in ha, of noem alleen stroken; van een veld vult niemand een breedte in",
                            en="count in ha, or name strips alone; nobody fills in the width of a field",
                        ),
                    )
