"""Salted hashes of what is withheld, and how one value is proven later without the others.

Each withheld leaf has its own salt; the leaves of one member (``profile/finance``) are hashed together with a salt of
their own, so that a statement shows neither how many there are nor what they hold. Whoever has no salt learns nothing:
a salt is 16 bytes, drawn from a seed of 32 random bytes that stays with the farmer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from calculator.domain.scheme import Text

SEED_BYTES = 32
OPENINGS = "stapelwijzer-openings-1"
#: As many opened values as one file may hold.
_MOST_LEAVES = 200_000


class OpeningError(ValueError):
    """The openings do not belong to the statement, or are not of the form; ``reason`` says where."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)


#: One text as JSON, letters beyond ASCII as they are.
_quoted: Callable[[str], str] = json.encoder.encode_basestring
#: Made once: a statement writes down a thousand values.
_WRITTEN = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


@dataclass(frozen=True, slots=True)
class Committed:
    """``roots`` go into the statement (member to hash); ``openings`` stay with the farmer."""

    roots: Mapping[str, str]
    openings: Mapping[str, object]


def committed(withheld: Mapping[str, object], seed: bytes) -> Committed:
    """Hash withheld leaves (path ``profile/finance/loans/0/balance_eur`` to value) under salts from the seed."""
    if len(seed) != SEED_BYTES:
        raise ValueError(f"a seed of {SEED_BYTES} bytes is needed")
    members: dict[str, dict[str, object]] = {}
    for path, value in withheld.items():
        members.setdefault("/".join(path.split("/")[:2]), {})[path] = value
    roots, openings = {}, {}
    for member, held in sorted(members.items()):
        opened = {path: {"salt": _salt(seed, path), "value": value} for path, value in held.items()}
        hashes = sorted(_leaf(path, opened[path]["salt"], value) for path, value in held.items())
        # The salt of a member is drawn under a name that no path can have.
        salt = _salt(seed, f"/{member}")
        roots[member] = _root(salt, hashes)
        openings[member] = {"salt": salt, "leaves": hashes, "opened": opened}
    return Committed(roots, {"form": OPENINGS, "members": openings})


def proven(openings: object, roots: Mapping[str, str]) -> dict[str, object]:
    """The values (path to value) that openings prove against the hashes in a statement; raises OpeningError.

    Opened values may be left out of the openings; what stands in them must all hold.
    """
    if not isinstance(openings, dict) or openings.get("form") != OPENINGS:
        raise OpeningError(_FORM)
    members = openings.get("members")
    if not isinstance(members, dict):
        raise OpeningError(_FORM)
    found: dict[str, object] = {}
    for member, entry in members.items():
        hashes, salt, opened = _entry(member, entry)
        if roots.get(member) != _root(salt, hashes):
            raise OpeningError(_about(member))
        known = set(hashes)
        for path, leaf in opened.items():
            if not isinstance(leaf, dict) or _leaf(path, leaf.get("salt"), leaf.get("value")) not in known:
                raise OpeningError(_about(path))
            found[path] = leaf.get("value")
    return found


def _entry(member: str, entry: object) -> tuple[list[str], str, dict[str, object]]:
    found = entry if isinstance(entry, dict) else {}
    hashes, salt, opened = found.get("leaves"), found.get("salt"), found.get("opened")
    if isinstance(hashes, list) and len(hashes) <= _MOST_LEAVES and isinstance(opened, dict):
        return [str(item) for item in hashes], str(salt), opened
    raise OpeningError(_about(member))


def _salt(seed: bytes, path: str) -> str:
    # BLAKE2 is a keyed hash by itself, and takes a tenth of the time.
    return hashlib.blake2s(path.encode(), key=seed, digest_size=16).hexdigest()


def _leaf(path: str, salt: object, value: object) -> str:
    return _sha256(["leaf", path, salt, value])


def _root(salt: str, hashes: list[str]) -> str:
    return _sha256(["member", salt, hashes])


def _sha256(parts: list[object]) -> str:
    return hashlib.sha256(_written(parts)).hexdigest()


def _written(parts: list[object]) -> bytes:
    """The parts as JSON; texts alone, as nearly all are, without the machinery for everything else."""
    if all(type(part) is str for part in parts):
        return f"[{','.join(map(_quoted, parts))}]".encode()  # type: ignore[arg-type]
    return _WRITTEN.encode(parts).encode()


def _about(place: str) -> Text:
    shown = "".join(sign for sign in place[:80] if sign.isprintable())
    return Text(
        f"{shown}: deze waarde hoort niet bij dit overzicht. Vraag de boer om het bestand dat bij dit overzicht is gemaakt.",
        f"{shown}: this value does not belong to this statement. Ask the farmer for the file made with this statement.",
    )


_FORM = Text(
    "Dit zijn geen onthulde waarden van een beloningsoverzicht (stapelwijzer-openings-1).",
    "These are no disclosed values of a reward statement (stapelwijzer-openings-1).",
)
