"""A statement made: parted for its recipient, hashed, checked for what can be recomputed from it, packed and drawn."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from calculator.statements.award.reading import Obj
from calculator.statements.award.voice import Language
from calculator.statements.carrying import packing
from calculator.statements.carrying.commitments import Committed, committed
from calculator.statements.carrying.packing import Act, Shared
from calculator.statements.carrying.partial import not_following
from calculator.statements.carrying.purposes import FARM_ITSELF, Recipient
from calculator.statements.carrying.withholding import parted
from calculator.statements.checking.verdict import CannotRecomputeError
from calculator.statements.drawing.pdf import draw, renderer

Json = dict[str, object]
#: Profile, rule files and options to award; raises CannotRecomputeError.
Recompute = Callable[[Json, Mapping[str, bytes], Json], Mapping[str, object]]

_NOTHING = Committed({}, {})


@dataclass(frozen=True, slots=True)
class Made:
    """The file, its check code, and what the farmer keeps to prove a withheld value later (None where all is shown)."""

    pdf: bytes
    check_code: str
    openings: Mapping[str, object] | None


def issue(
    award: Obj,
    profile: Obj,
    rule_files: Mapping[str, bytes],
    *,
    language: Language,
    issued_on: date,
    recompute: Recompute,
    number: str | None = None,
    options: Mapping[str, object] | None = None,
    recipient: Recipient = FARM_ITSELF,
    seed: bytes = b"",
) -> Made:
    """The statement; the award's own texts must be in ``language`` already. The same arguments give the same bytes.

    ``options`` is what a recomputation needs beside the data (default: read from the receipt); ``seed`` (32 random
    bytes, kept secret) salts what is withheld. Raises UnreadableAwardError where the award is not of the contract's
    shape, KeyError for an unknown purpose and ValueError for a seed of another length.
    """
    shown, given = parted(packing.travelled(award), packing.travelled(profile), recipient)
    # What was set for a plan names measures that are only considered: options come from what is shown.
    asked = dict(options) if options is not None else packing.asked_options(shown.shown, language)
    kept = _NOTHING
    attested: tuple[str, ...] = ()
    if not recipient.gets_all:
        withheld = {f"award{path}": value for path, value in shown.withheld.items()}
        withheld |= {f"profile{path}": value for path, value in given.withheld.items()}
        kept = committed(withheld, seed)
        computed = _recomputed(given.shown, rule_files, asked, recompute)
        attested = tuple(entry.place for entry in not_following(shown.shown, computed))
    act = Act(language, issued_on, number, Shared(recipient, kept.roots, attested))
    packed = packing.pack(shown.shown, given.shown, rule_files, act, options=asked, renderer=renderer())
    pdf = draw(shown.shown, given.shown, rule_files, packed, act)
    code = packed.check_code
    return Made(pdf, code, None if recipient.gets_all else {**kept.openings, "check_code": code})


def _recomputed(
    profile: Json, rule_files: Mapping[str, bytes], options: Json, recompute: Recompute
) -> Json | None:
    """The award of what is shown alone; None where too little is shown to compute with."""
    try:
        again: Json = json.loads(packing.canonical(recompute(profile, rule_files, options)))
    except CannotRecomputeError:
        return None
    return again
