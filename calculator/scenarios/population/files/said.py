"""Whether contracts and answers say something that can be: packages of their scheme, days in order, values of their kind."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from calculator.domain.place_fact import FactKind, PlaceFact, place_facts
from calculator.domain.quantity import plain
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.scenarios.population.files.findings import Findings

Frames = Mapping[str, pd.DataFrame]
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")


def check(frames: Frames, rulebook: Rulebook | None, found: Findings) -> None:
    """Note what cannot be."""
    if "contracts" in frames:
        _packages(frames["contracts"], rulebook, found)
        _days(frames["contracts"], found)
    if "answers" in frames:
        _answers(frames["answers"], found)
    if "place_facts" in frames and rulebook is not None:
        _of_places(frames["place_facts"], place_facts(rulebook), found)


def _packages(contracts: pd.DataFrame, rulebook: Rulebook | None, found: Findings) -> None:
    if rulebook is None:
        return
    known = {(scheme.id, payment.id) for scheme in rulebook.schemes for payment in scheme.payments}
    schemes = {scheme for scheme, _ in known}
    pairs = zip(contracts["scheme"].astype(object), contracts["package"].astype(object), strict=True)
    wrong = np.array(
        [
            scheme in schemes and package == package and (scheme, package) not in known
            for scheme, package in pairs
        ],
        dtype=bool,
    )
    found.rows(
        "contracts", contracts, wrong, "package",
        Text("{cell} is geen pakket van deze regeling.", "{cell} is no package of this scheme."),
        Text("`stapelwijzer rules show ID` noemt ze.", "`stapelwijzer rules show ID` lists them."),
    )  # fmt: skip


def _days(contracts: pd.DataFrame, found: Findings) -> None:
    start, until = (contracts[name].astype(object) for name in ("start", "until"))
    both = (start.notna() & until.notna()).to_numpy(bool)
    wrong = np.zeros(len(contracts), bool)
    wrong[both] = (until[both] < start[both]).to_numpy(bool)
    found.rows(
        "contracts", contracts, wrong, "until",
        Text("{cell} ligt voor de eerste dag.", "{cell} lies before the first day."),
        Text("Draai de dagen om of verbeter ze.", "Swap the days, or mend them."),
    )  # fmt: skip


def _answers(answers: pd.DataFrame, found: Findings) -> None:
    words = answers["value"].astype(object)
    reads = {
        "number": words.map(lambda word: isinstance(word, str) and _NUMBER.fullmatch(word) is not None),
        "flag": words.isin(["yes", "no"]),
    }
    for kind, readable in reads.items():
        wrong = (
            (answers["kind"] == kind).to_numpy(bool) & words.notna().to_numpy(bool) & ~readable.to_numpy(bool)
        )
        found.rows(
            "answers", answers, wrong, "value",
            Text("{cell} past niet bij het soort antwoord.", "{cell} does not suit the kind of answer."),
            Text("Schrijf een getal met een punt, of yes of no.", "Write a number with a point, or yes or no."),
        )  # fmt: skip


def _of_places(frame: pd.DataFrame, known: Mapping[str, PlaceFact], found: Findings) -> None:
    """A number has a value within its bounds and no word, anything else one of its words and no value."""
    codes = frame["fact"].astype(object)
    values = (
        frame["value_micro"] if "value_micro" in frame else pd.Series(pd.NA, index=frame.index, dtype="Int64")
    )
    words = (
        frame["word"].astype(object) if "word" in frame else pd.Series(None, index=frame.index, dtype=object)
    )
    for fact in known.values():
        mine = (codes == fact.code).to_numpy(bool)
        if not mine.any():
            continue
        if fact.is_number:
            low, high = (int(bound.scaleb(6)) for bound in (fact.low, fact.high))
            fits, column = values.between(low, high).fillna(False), "value_micro"
            told = f"{plain(fact.low)} - {plain(fact.high)} {fact.unit} (x 1.000.000)"
            if fact.kind is FactKind.WHOLE:
                fits &= (values % 1_000_000 == 0).fillna(False)
                told += " = n x 1.000.000"
            wrong = ~fits.to_numpy(bool)
        else:
            wrong, column = ~words.isin(list(fact.words)).to_numpy(bool), "word"
            told = ", ".join(fact.words)
        other = values if column == "word" else words
        found.rows(
            "place_facts", frame, mine & (wrong | other.notna().to_numpy(bool)), column,
            Text(f"{{cell}} is geen antwoord op {fact.code}.", f"{{cell}} is no answer to {fact.code}."),
            Text(f"Vul in deze kolom in, en in de andere niets: {told}.",
                 f"Fill in here, and nothing in the other column: {told}."),
        )  # fmt: skip
