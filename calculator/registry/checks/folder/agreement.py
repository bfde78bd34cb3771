"""What a file says agrees with what is known beside it: who is public, and that it is open somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft, SchemeFile
from calculator.registry.files.problem import RuleProblem


def check(draft: Draft) -> Iterator[RuleProblem]:
    """A payer that is public in one place only, and a territory without places."""
    payers = draft.codelists.get("payers")
    for file in draft.schemes:
        record = payers.records.get(file.scheme.payer) if payers is not None else None
        if record is not None:
            yield from _public(file, record.cells.get("public", ""))
        yield from _whose_money(file)
        yield from _nowhere(file)


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


def _whose_money(file: SchemeFile) -> Iterator[RuleProblem]:
    """The budget of a public body is State resources (article 107 of the Treaty); a private one may hand these on."""
    if file.scheme.payer_is_public and not file.scheme.state_resources:
        yield RuleProblem(
            file.file,
            file.row.at("state_resources"),
            Text(
                nl="een overheid betaalt uit staatsmiddelen, en hier staat van niet",
                en="a public body pays from State resources, and this says it does not",
            ),
            Text(
                nl="schrijf `state_resources: yes`, of is de betaler particulier: payer_is_public: no",
                en="write `state_resources: yes`, or where the payer is private: payer_is_public: no",
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
