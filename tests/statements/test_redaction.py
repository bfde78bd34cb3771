"""Attacks on a redacted statement: nothing of what is withheld can be read from it, and no part of it can be exchanged."""

from __future__ import annotations

import copy
import hashlib
import io
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from calculator import web
from calculator.services.statement import statements
from calculator.statements.award.voice import Voice
from calculator.statements.carrying import packing
from calculator.statements.carrying.commitments import OpeningError, proven
from calculator.statements.checking import visible
from calculator.statements.checking.verdict import State
from calculator.statements.content.wording.withheld import AWARD, PROFILE, member
from calculator.statements.issuing import Made
from tests.statements.checking.test_verify import exchanged, opened
from tests.statements.redacted import LANDLORD, OTHER_LOAN, award, checked, farm, given

#: What is drawn from salts, and so differs from one farm to the next: hashes, check codes and identifiers.
_DRAWN_FROM_SALTS = re.compile(r"[0-9a-f]{64}|[0-9A-F]{4}(?:-[0-9A-F]{4}){3}")


def files(raw: bytes) -> dict[str, bytes]:
    with opened(raw) as read:
        listed = list(read.Root.Names.EmbeddedFiles.Names)
        pairs = zip(listed[0::2], listed[1::2], strict=True)
        return {str(name): item.EF.F.read_bytes() for name, item in pairs}


def richer() -> dict[str, object]:
    """The same farm with more and larger loans, another herd and other costs: all of it withheld from a landlord."""
    profile = farm()
    loan = {"lender": "triodos", "balance_eur": "99887766554433"}
    profile["finance"]["loans"] = [loan, *profile["finance"]["loans"], loan, loan]
    profile["herd"] = {"milk_kg_year": "1", "dairy_cows": "4000"}
    profile["parcels"][2]["measures"][1]["cost_eur_per_unit_year"] = "0.01"
    return profile


@cache
def other_farms() -> Made:
    return given(LANDLORD, farm_=richer())


def test_two_farms_that_differ_in_what_is_withheld_alone_look_alike_but_for_hashes(landlords: Made) -> None:
    """So neither lengths, sizes, bookmarks nor words for who hears the file tell anything."""
    one, other = landlords.pdf, other_farms().pdf

    def without_hashes(text: str) -> str:
        return _DRAWN_FROM_SALTS.sub("#", "".join(text.split()))

    inside = [files(raw) for raw in (one, other)]
    for name in (packing.AWARD, packing.PROFILE, packing.RULES):
        assert inside[0][name] == inside[1][name]
    manifests = [without_hashes(found[packing.MANIFEST].decode()) for found in inside]
    assert manifests[0] == manifests[1]
    assert len(inside[0][packing.MANIFEST]) == len(inside[1][packing.MANIFEST])
    assert without_hashes(" ".join(visible.pages_text(one))) == without_hashes(
        " ".join(visible.pages_text(other))
    )
    assert _tree(one) == _tree(other)


def _tree(raw: bytes) -> list[str]:
    """Structure, bookmarks and metadata, as text without what is drawn from salts."""
    read = opened(raw)
    kinds = [
        _DRAWN_FROM_SALTS.sub("#", repr(item))
        for item in read.objects
        if isinstance(item, pikepdf.Dictionary)
        and ("/S" in item or "/Title" in item)
        and "/Parent" not in item
    ]
    metadata = read.Root.Metadata.read_bytes().decode()
    return [*kinds, metadata, *(str(key) + str(value) for key, value in read.docinfo.items())]


def test_no_earlier_revision_and_no_object_that_nothing_refers_to_lies_in_the_file(landlords: Made) -> None:
    raw = landlords.pdf
    assert raw.count(b"startxref") == raw.count(b"%%EOF") == 1
    assert b"/Prev" not in raw[raw.rindex(b"startxref") - 2000 :]
    read = opened(raw)
    referred = _reached(read)
    left = [
        item
        for item in read.objects
        if item.is_indirect
        and item.objgen not in referred
        and isinstance(item, pikepdf.Dictionary | pikepdf.Stream)
        and str(item.get("/Type", "")) not in ("/XRef", "/ObjStm")
        and len(item.keys())
    ]
    assert left == []


def _reached(read: pikepdf.Pdf) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    ahead: list[object] = [read.trailer]
    while ahead:
        item = ahead.pop()
        if isinstance(item, pikepdf.Object) and item.is_indirect:
            if item.objgen in found:
                continue
            found.add(item.objgen)
        if isinstance(item, pikepdf.Stream | pikepdf.Dictionary):
            ahead += [value for _, value in item.items()]
        elif isinstance(item, pikepdf.Array):
            ahead += list(item)
    return found


def test_no_value_can_be_guessed_from_its_hash_without_its_salt(landlords: Made) -> None:
    """Whoever knows path, value and all that is printed still lacks sixteen bytes drawn for that value alone."""
    openings = landlords.openings["members"]["profile/finance"]
    salts = [entry["salt"] for entry in openings["opened"].values()] + [openings["salt"]]
    assert len(set(salts)) == len(salts)
    assert {len(bytes.fromhex(salt)) for salt in salts} == {16}
    inside = b"\n".join([landlords.pdf, *files(landlords.pdf).values()])
    assert not any(salt.encode() in inside for salt in salts)
    assert not any(leaf.encode() in inside for leaf in openings["leaves"])
    path, root = "profile/finance/loans/1/balance_eur", checked(landlords.pdf).withheld["profile/finance"]
    printed = ["", "0" * 32, landlords.check_code, root, root[:32], path, LANDLORD.name, "2026-11-25"]
    for salt in printed:
        guessed = packing.canonical(["leaf", path, salt, OTHER_LOAN])
        assert hashlib.sha256(guessed).hexdigest() not in openings["leaves"]


def test_another_seed_is_drawn_for_every_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[bytes] = []

    def kept(*_: object, seed: bytes, **__: object) -> Made:
        drawn.append(seed)
        return Made(b"", "", None)

    monkeypatch.setattr(statements, "issue", kept)
    for _ in range(3):
        statements.of_award({}, {}, {}, language="nl", issued_on=None)  # type: ignore[arg-type]
    assert len(set(drawn)) == 3
    assert {len(seed) for seed in drawn} == {32}


def manifest(change: Callable[[dict[str, object]], None]) -> Callable[[bytes], bytes]:
    """A manifest after a change, under a check code that agrees with it again."""

    def made(raw: bytes) -> bytes:
        found = json.loads(raw)
        change(found)
        found["check_code"] = packing.check_code(found)
        return packing.canonical(found)

    return made


def swap_hashes(found: dict[str, object]) -> None:
    held = found["withheld"]
    held["profile/finance"], held["profile/herd"] = held["profile/herd"], held["profile/finance"]


def drop_a_part(found: dict[str, object]) -> None:
    del found["withheld"]["profile/finance"]


def forget_what_was_attested(found: dict[str, object]) -> None:
    found["attested"] = ["years/0/lines/0"]


def name_somebody_else(found: dict[str, object]) -> None:
    found["recipient"]["name"] = "Rabobank"


def take_hashes_of_another_farm(found: dict[str, object]) -> None:
    found["withheld"] = json.loads(files(other_farms().pdf)[packing.MANIFEST])["withheld"]


@pytest.mark.parametrize(
    "change",
    [swap_hashes, drop_a_part, forget_what_was_attested, name_somebody_else, take_hashes_of_another_farm],
    ids=lambda change: change.__name__,
)
def test_a_manifest_changed_with_its_check_code_is_altered(
    landlords: Made, change: Callable[[dict[str, object]], None]
) -> None:
    """The pages print code, recipient and hashes: they are drawn again and differ."""
    changed = exchanged(landlords.pdf, packing.MANIFEST, manifest(change))
    assert checked(changed).state is State.ALTERED


@pytest.mark.parametrize("name", [packing.PROFILE, packing.AWARD])
def test_a_part_of_another_statement_is_altered_even_where_the_manifest_lists_it(
    landlords: Made, name: str
) -> None:
    other = farm()
    other["parcels"][2]["area_ha"] = "620.00"
    paid = award()
    paid["years"][0]["lines"][0]["amount_eur"] = "1.00"
    part = {
        packing.PROFILE: packing.canonical(other),
        packing.AWARD: packing.canonical({**json.loads(files(landlords.pdf)[packing.AWARD]), "years": paid["years"]}),
    }[name]  # fmt: skip

    def listed(found: dict[str, object]) -> None:
        for entry in found["files"]:
            if entry["name"] == name:
                entry |= {"sha256": packing.sha256(part), "bytes": len(part)}

    changed = exchanged(landlords.pdf, name, lambda _: part)
    assert checked(changed).state is State.ALTERED
    assert checked(exchanged(changed, packing.MANIFEST, manifest(listed))).state is State.ALTERED


def test_values_of_another_farm_or_under_exchanged_salts_are_not_proven(landlords: Made) -> None:
    roots = checked(landlords.pdf).withheld
    with pytest.raises(OpeningError):
        proven(other_farms().openings, roots)
    swapped = copy.deepcopy(landlords.openings)
    held = swapped["members"]["profile/finance"]["opened"]
    one, other = list(held)[:2]
    held[one]["salt"], held[other]["salt"] = held[other]["salt"], held[one]["salt"]
    with pytest.raises(OpeningError):
        proven(swapped, roots)
    lent = copy.deepcopy(landlords.openings)
    lent["members"]["profile/finance"] = other_farms().openings["members"]["profile/finance"]
    with pytest.raises(OpeningError):
        proven(lent, roots)


def test_a_revision_that_is_put_after_it_is_found(landlords: Made) -> None:
    read = opened(landlords.pdf)
    read.docinfo.Title = "Alles"
    out = io.BytesIO()
    read.save(out, fix_metadata_version=False)
    # The first revision, and a second one that hides it.
    assert not checked(landlords.pdf + out.getvalue()).genuine
    assert checked(landlords.pdf + out.getvalue()).state is not State.IN_PART


def test_every_member_that_can_be_withheld_has_a_name_to_read() -> None:
    for document, known in (("profile", PROFILE), ("award", AWARD)):
        for key in {"profile": farm, "award": award}[document]():
            assert key in known, f"{document}/{key}"
        said = [member(f"{document}/{key}", Voice(language)) for key in known for language in ("nl", "en")]
        assert not any("/" in word or "_" in word for word in said)
    schemas = {"profile": "farm-profile", "award": "award"}
    for document, name in schemas.items():
        assert _schema(name) <= {"profile": PROFILE, "award": AWARD}[document].keys()


def _schema(name: str) -> set[str]:
    path = Path(web.__file__).parent / "schemas" / f"{name}.schema.json"
    return set(json.loads(path.read_text("utf-8"))["properties"])
