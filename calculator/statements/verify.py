"""Is this statement what it says it is? Recomputed from the data inside, and drawn again to compare every page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from calculator.domain.scheme import Text
from calculator.statements import packing, visible
from calculator.statements import verdict as said
from calculator.statements.compare import first_difference, part_of
from calculator.statements.findings import page_findings
from calculator.statements.intake import LIMITS, Limits, attachments, document, opened
from calculator.statements.packing import Packed, pack, sha256, travelled
from calculator.statements.pdf import draw, renderer
from calculator.statements.reading import UnreadableAwardError, items, text
from calculator.statements.sameness import differences
from calculator.statements.verdict import (
    CannotRecomputeError,
    Finding,
    NotAStatementError,
    Part,
    State,
    Told,
    Verdict,
)
from calculator.statements.voice import Language

Json = dict[str, object]
#: Profile, rule files and options to award; raises CannotRecomputeError.
Recompute = Callable[[Json, Mapping[str, bytes], Json], Mapping[str, object]]
#: Whether a rule file of this path and SHA-256 (hexadecimal) stands in the list of published rules.
Published = Callable[[str, str], bool]

#: Paths of the rules that belong beside those given (path to SHA-256) and are not among them; empty where complete.
Missing = Callable[[Mapping[str, str]], Sequence[str]]

#: Where another version of the renderer may differ without anybody having touched the file.
_DRAWN_DIFFERENTLY = (Part.DRAWING, Part.PAGES, Part.STRUCTURE, Part.METADATA)
_CHANGED_FORM = Text(
    "De bijlage is niet geschreven zoals wij haar schrijven.",
    "The attachment is not written the way we write it.",
)

#: As many findings as a reader can use.
_MOST_FINDINGS = 10

OTHER_LAYOUT = Text(
    "Dit overzicht is gemaakt in een vorm die deze versie niet kent. Controleer het met de versie die het zelf noemt.",
    "This statement was made in a form that this version does not know. Check it with the version it names itself.",
)
OTHER_DRAWING = Text(
    "De berekening is tot op de cent nagerekend, maar de bladzijden zijn door een andere versie van het tekenprogramma "
    "getekend en zien er hier anders uit. Lees de bedragen uit de gegevens in het bestand, niet van het papier.",
    "The calculation was recomputed to the cent, but the pages were drawn by another version of the renderer and look "
    "different here. Read the amounts from the data in the file, not from the paper.",
)


@dataclass(frozen=True, slots=True)
class _Carried:
    """What the file carries, read and not yet believed."""

    files: Mapping[str, bytes]
    manifest: Json
    award: Json
    profile: Json
    rules: Mapping[str, bytes]
    language: Language
    issued_on: date
    number: str | None


def verify(
    pdf: bytes,
    *,
    recompute: Recompute,
    published: Published,
    missing: Missing | None = None,
    limits: Limits = LIMITS,
) -> Verdict:
    """The verdict on a PDF from anybody; it raises for no file, however broken.

    Rules are looked up before anything is computed with them, so that a forged rule is never run. ``missing`` guards
    against leaving rules out: without the file that forbids a combination, every rule left is a published one.
    """
    try:
        carried = _carried(pdf, limits)
    except NotAStatementError as fault:
        finding = Finding(Part.FILE, "", fault.reason)
        return Verdict(State.UNKNOWN, said.UNKNOWN, (finding,))
    told = _told(carried)
    found = _unlisted(carried)
    if found:
        return _altered(found, told)
    unknown_rules = _unpublished(carried, published) or _left_out(carried, missing)
    if unknown_rules:
        return Verdict(State.RULES_NOT_PUBLISHED, said.NOT_PUBLISHED, unknown_rules, (), told)
    found = _recomputed(carried, recompute)
    return _altered(found, told) if found else _pages(pdf, carried, told, limits)


def _altered(found: tuple[Finding, ...], told: Told) -> Verdict:
    return Verdict(State.ALTERED, said.ALTERED, found[:_MOST_FINDINGS], (), told)


def _carried(pdf: bytes, limits: Limits) -> _Carried:
    with opened(pdf, limits) as read:
        files = attachments(read, limits)
    manifest = document(files, packing.MANIFEST)
    if manifest.get("form") != packing.FORM or manifest.get("layout") != packing.LAYOUT:
        raise NotAStatementError(OTHER_LAYOUT)
    number, language = manifest.get("number"), manifest.get("language")
    try:
        issued_on = date.fromisoformat(str(manifest.get("issued_on")))
    except ValueError as fault:
        raise NotAStatementError(OTHER_LAYOUT) from fault
    if language not in ("nl", "en") or not isinstance(number, str | None):
        raise NotAStatementError(OTHER_LAYOUT)
    rules = {path: files[name] for name, path in _paths(manifest).items() if name in files}
    return _Carried(
        files=files,
        manifest=manifest,
        award=document(files, packing.AWARD),
        profile=document(files, packing.PROFILE),
        rules=rules,
        language="en" if language == "en" else "nl",
        issued_on=issued_on,
        number=number,
    )


def _paths(manifest: Json) -> dict[str, str]:
    """Name in the statement to path in the rules, of every rule file that the manifest lists."""
    listed = [entry for entry in items(manifest, "files") if isinstance(entry, Mapping)]
    return {text(entry, "name"): text(entry, "path") for entry in listed if entry.get("path")}


def _told(carried: _Carried) -> Told:
    return Told(
        number=carried.number,
        issued_on=carried.issued_on,
        language=carried.language,
        engine=text(carried.manifest, "engine"),
        check_code=text(carried.manifest, "check_code"),
        farm=_text_below(carried.profile, "farm", "name"),
        total_eur=text(carried.award, "total_eur"),
    )


def _text_below(source: Json, key: str, name: str) -> str:
    found = source.get(key)
    return text(found, name) if isinstance(found, Mapping) else ""


def _unlisted(carried: _Carried) -> tuple[Finding, ...]:
    """Embedded files that the manifest does not list as they are, and listed ones that are not there."""
    listed = {
        text(entry, "name"): text(entry, "sha256")
        for entry in items(carried.manifest, "files")
        if isinstance(entry, Mapping)
    }
    found = {name: sha256(raw) for name, raw in carried.files.items() if name != packing.MANIFEST}
    wrong = sorted(name for name in listed.keys() | found.keys() if listed.get(name) != found.get(name))
    return tuple(Finding(_part_of_file(name), name, _about_file(name, listed, found)) for name in wrong)


def _part_of_file(name: str) -> Part:
    if name.startswith(packing.RULES):
        return Part.RULES
    return Part.DATA if name in (packing.AWARD, packing.PROFILE) else Part.ATTACHMENTS


def _about_file(name: str, listed: Mapping[str, str], found: Mapping[str, str]) -> Text:
    if name not in found:
        return Text(f"De bijlage {name} ontbreekt.", f"The attachment {name} is missing.")
    if name not in listed:
        return Text(f"De bijlage {name} hoort er niet bij.", f"The attachment {name} does not belong to it.")
    return Text(f"De bijlage {name} is veranderd.", f"The attachment {name} was changed.")


def _unpublished(carried: _Carried, published: Published) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            Part.RULES,
            path,
            Text(
                f"De regel {path} is in deze vorm nooit gepubliceerd.",
                f"The rule {path} was never published in this form.",
            ),
        )
        for path, raw in carried.rules.items()
        if not published(path, sha256(raw))
    )


def _left_out(carried: _Carried, missing: Missing | None) -> tuple[Finding, ...]:
    if missing is None:
        return ()
    hashes = {path: sha256(raw) for path, raw in carried.rules.items()}
    return tuple(
        Finding(
            Part.RULES,
            path,
            Text(
                f"De regel {path} hoort bij de andere regels en is weggelaten of vervangen.",
                f"The rule {path} belongs with the other rules and was left out or replaced.",
            ),
        )
        for path in missing(hashes)
    )


def _recomputed(carried: _Carried, recompute: Recompute) -> tuple[Finding, ...]:
    options = carried.manifest.get("options")
    try:
        computed = recompute(carried.profile, carried.rules, options if isinstance(options, dict) else {})
    except CannotRecomputeError as fault:
        return (Finding(Part.DATA, packing.PROFILE, fault.reason),)
    again = travelled(computed)
    same_engine = _text_below(carried.award, "receipt", "engine") == _text_below(again, "receipt", "engine")
    return tuple(differences(carried.award, again, strict=same_engine))


def _pages(pdf: bytes, carried: _Carried, told: Told, limits: Limits) -> Verdict:
    """Draw the statement again from what it carries, and compare."""
    try:
        ours, packed = _drawn_again(carried)
    except UnreadableAwardError as fault:
        reason = Text(f"De berekening is onleesbaar: {fault}.", f"The calculation is unreadable: {fault}.")
        return _altered((Finding(Part.DATA, packing.AWARD, reason),), told)
    if ours == pdf:
        return Verdict(State.GENUINE, said.GENUINE, (), (said.UNSIGNED,), told)
    changed = sorted(name for name in packed.files if packed.files[name] != carried.files.get(name))
    if changed:
        found = tuple(Finding(_part_of_file(name), name, _CHANGED_FORM) for name in changed)
        return _altered(found, told)
    with opened(pdf, limits) as given, opened(ours, limits) as again:
        path = first_difference(given, again)
    if path is None:
        return Verdict(State.GENUINE, said.GENUINE, (), (said.RESAVED, said.UNSIGNED), told)
    if carried.manifest.get("renderer") == dict(renderer()):
        return _altered(page_findings(path, pdf, ours), told)
    return _other_renderer(pdf, ours, path, told)


def _other_renderer(pdf: bytes, ours: bytes, path: str, told: Told) -> Verdict:
    """Drawing commands cannot be compared; words and look can, and nothing may lie over or beside the pages."""
    if part_of(path) not in _DRAWN_DIFFERENTLY:
        return _altered(page_findings(path, pdf, ours), told)
    try:
        alike = visible.pages_text(pdf) == visible.pages_text(ours) and visible.looks_alike(pdf, ours)
    except visible.UnseenError:
        return _altered(page_findings(path, pdf, ours), told)
    if alike:
        return Verdict(State.GENUINE, said.GENUINE, (), (said.OTHER_RENDERER, said.UNSIGNED), told)
    return Verdict(State.UNKNOWN, OTHER_DRAWING, page_findings(path, pdf, ours), (), told)


def _drawn_again(carried: _Carried) -> tuple[bytes, Packed]:
    options = carried.manifest.get("options")
    drawn_by = carried.manifest.get("renderer")
    packed = pack(
        carried.award,
        carried.profile,
        carried.rules,
        language=carried.language,
        issued_on=carried.issued_on,
        number=carried.number,
        options=options if isinstance(options, dict) else {},
        renderer=drawn_by if isinstance(drawn_by, dict) else {},
    )
    ours = draw(
        carried.award,
        carried.profile,
        carried.rules,
        packed,
        language=carried.language,
        issued_on=carried.issued_on,
        number=carried.number,
    )
    return ours, packed
