"""What a statement carries as data: profile, award and rule files as they were, and a manifest with their hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from calculator.statements.award.follow_up import Paid
from calculator.statements.award.reading import Obj, inner, objects, text
from calculator.statements.award.voice import Language
from calculator.statements.carrying.purposes import FARM_ITSELF, Recipient

MANIFEST = "manifest.json"
PROFILE = "profile.json"
AWARD = "award.json"
#: All rule files as one JSON object, path to text: the rulebook only loads whole, and one file packs better.
RULES = "rules.json"
#: In a follow-up: the rules of the day it was made on, where they are others than those of the statement.
RULES_LATER = "rules-later.json"

#: The form of the manifest, and the wording and layout of the pages. A change of either gets a new number, so that
#: statements of an earlier one are recognised as such.
FORM = "stapelwijzer-statement-1"
LAYOUT = 1


@dataclass(frozen=True, slots=True)
class Shared:
    """For whom the files are, the salted hash of what is withheld per member, and the places that rest on it.

    ``attested`` are places in the shown award (``years/0/lines/3``) that cannot be recomputed from what is shown.
    """

    recipient: Recipient = FARM_ITSELF
    withheld: Mapping[str, str] = field(default_factory=dict)
    attested: tuple[str, ...] = ()


WHOLE = Shared()


@dataclass(frozen=True, slots=True)
class Followed:
    """What a follow-up says: a year of a statement, and what the farmer says was paid in it.

    ``statement`` names the statement (issued_on, number, check_code). ``later`` is what the rules of the day of the
    follow-up give per payment, None where they are the rules of the statement.
    """

    year: int
    paid: tuple[Paid, ...]
    statement: Mapping[str, object]
    later: tuple[Paid, ...] | None = None

    @property
    def as_data(self) -> dict[str, object]:
        """As the manifest holds it."""
        return {
            "year": self.year,
            "paid": [_paid(entry) for entry in self.paid],
            "statement": dict(self.statement),
            "later": None if self.later is None else [_paid(entry) for entry in self.later],
        }


def _paid(entry: Paid) -> dict[str, object]:
    return {"scheme": entry.scheme, "payment": entry.payment, "cents": entry.cents}


@dataclass(frozen=True, slots=True)
class Act:
    """The act of issuing: in which language, on which day, under which number (drafts have none), and for whom.

    ``followed`` makes it a follow-up of a statement instead of a statement.
    """

    language: Language
    issued_on: date
    number: str | None = None
    shared: Shared = WHOLE
    followed: Followed | None = None


@dataclass(frozen=True, slots=True)
class Packed:
    """The files to embed, by their name in the statement, and the code printed on every page."""

    files: Mapping[str, bytes]
    manifest: Mapping[str, object]
    check_code: str


def canonical(document: object) -> bytes:
    """The one way a document is written down: keys sorted, UTF-8, no spaces; decimals as text."""
    text = json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain
    )
    return text.encode()


def travelled(document: Obj) -> dict[str, object]:
    """The document as it comes out of the file again: keys in order, so that pages drawn from either are the same."""
    read: dict[str, object] = json.loads(canonical(document))
    return read


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a statement's data")


def sha256(raw: bytes) -> str:
    """The hash as 64 lower-case hexadecimal signs."""
    return hashlib.sha256(raw).hexdigest()


def pack(
    award: Obj,
    profile: Obj,
    rule_files: Mapping[str, bytes],
    act: Act,
    *,
    options: Mapping[str, object],
    renderer: Mapping[str, str],
    later_rules: Mapping[str, bytes] | None = None,
) -> Packed:
    """Everything that goes into the file beside its pages; the same arguments give the same bytes."""
    files = {AWARD: canonical(award), PROFILE: canonical(profile), RULES: _rules(rule_files)}
    if later_rules is not None:
        files[RULES_LATER] = _rules(later_rules)
    listed = [{"name": name, "sha256": sha256(raw), "bytes": len(raw)} for name, raw in sorted(files.items())]
    shared = act.shared
    manifest: dict[str, object] = {
        "form": FORM,
        "layout": LAYOUT,
        "renderer": dict(renderer),
        "engine": text(inner(award, "receipt"), "engine"),
        "language": act.language,
        "issued_on": act.issued_on.isoformat(),
        "number": act.number,
        "options": dict(options),
        "recipient": {"name": shared.recipient.name, "purpose": shared.recipient.purpose},
        "files": listed,
    }
    if not shared.recipient.gets_all:
        manifest["withheld"] = dict(shared.withheld)
        manifest["attested"] = list(shared.attested)
    if act.followed is not None:
        manifest["follow_up"] = act.followed.as_data
    code = check_code(manifest)
    manifest["check_code"] = code
    return Packed({**files, MANIFEST: canonical(manifest)}, manifest, code)


def _rules(rule_files: Mapping[str, bytes]) -> bytes:
    return _written(tuple(sorted(rule_files.items())))


@lru_cache(maxsize=2)
def _written(rule_files: tuple[tuple[str, bytes], ...]) -> bytes:
    """Kept, for one statement after another has the same rules."""
    return canonical({path: raw.decode() for path, raw in rule_files})


def check_code(manifest: Obj) -> str:
    """Sixteen signs over everything embedded and the act of issuing; the renderer's version is no part of it."""
    sealed = {
        key: value
        for key, value in manifest.items()
        if key not in ("renderer", "check_code", "layout", "form")
    }
    digest = sha256(canonical(sealed)).upper()
    return "-".join(digest[start : start + 4] for start in range(0, 16, 4))


def asked_options(award: Obj, language: str) -> dict[str, object]:
    """What was asked of the calculation, read back from the award's receipt."""
    receipt = inner(award, "receipt")
    years = receipt.get("years")
    return {
        "on": text(inner(receipt, "rulebook"), "on"),
        "years": years if isinstance(years, int) else len(objects(award, "years")),
        "mode": text(receipt, "mode") or "managed",
        **{name: receipt[name] for name in ("effort", "lock", "forbid") if name in receipt},
        "language": language,
    }
