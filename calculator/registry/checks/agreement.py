"""What a file says agrees with what is known beside it: who is public, when it was read, and that it is open somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft, SchemeFile
from calculator.registry.problem import RuleProblem


def check(draft: Draft) -> Iterator[RuleProblem]:
    """A payer that is public in one place only, a source read after the file was recorded, a territory without places."""
    payers = draft.codelists.get("payers")
    for file in draft.schemes:
        record = payers.records.get(file.scheme.payer) if payers is not None else None
        if record is not None:
            yield from _public(file, record.cells.get("public", ""))
        yield from _nowhere(file)
    for owner in draft.files():
        recorded = owner.row.day("recorded_on")
        for name, source in owner.row.named("sources").items():
            seen = source.maybe_day("seen")
            if seen is not None and seen > recorded:
                yield RuleProblem(
                    owner.file,
                    owner.row.at("sources", name),
                    Text(
                        nl=f"bron `{name}` is gelezen op {seen}, na `recorded_on` ({recorded})",
                        en=f"source `{name}` was read on {seen}, after `recorded_on` ({recorded})",
                    ),
                    Text(
                        nl="zet de dag waarop de bron is gelezen, of die waarop u dit vastlegt",
                        en="put the day on which the source was read, or that on which you record this",
                    ),
                )


def _public(file: SchemeFile, listed: str) -> Iterator[RuleProblem]:
    if listed and (listed == "yes") != file.scheme.payer_is_public:
        yield RuleProblem(
            file.file,
            file.row.at("payer_is_public"),
            Text(
                nl=f"`payer_is_public` wijkt af van codelists/payers.csv, dat zegt `{listed}`",
                en=f"`payer_is_public` differs from codelists/payers.csv, which says `{listed}`",
            ),
            Text(
                nl="maak ze gelijk: of het overheidsgeld is, bepaalt welke staatssteunregels gelden",
                en="make them equal: whether it is public money decides which rules on State aid apply",
            ),
        )


def _nowhere(file: SchemeFile) -> Iterator[RuleProblem]:
    for kind, codes in file.scheme.territory.items():
        if not codes:
            yield RuleProblem(
                file.file,
                file.row.at("territory"),
                Text(
                    nl=f"`territory`: `{kind}` noemt geen plaats", en=f"`territory`: `{kind}` names no place"
                ),
                Text(
                    nl="noem plaatsen, of laat het weg als de regeling overal open is",
                    en="name places, or leave it out where the scheme is open everywhere",
                ),
            )
