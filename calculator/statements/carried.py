"""What a statement carries, read and not yet believed, and whether its attachments are those that its manifest lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from calculator.domain.scheme import Text
from calculator.statements import packing
from calculator.statements.intake import Limits, attachments, document, opened
from calculator.statements.packing import Act, Shared, sha256
from calculator.statements.purposes import Recipient, codes
from calculator.statements.reading import inner, items, text
from calculator.statements.verdict import Finding, NotAStatementError, Part, Told

Json = dict[str, object]
#: Whether a rule file of this path and SHA-256 (hexadecimal) stands in the list of published rules.
Published = Callable[[str, str], bool]
#: Paths of the rules that belong beside those given (path to SHA-256) and are not among them; empty where complete.
Missing = Callable[[Mapping[str, str]], Sequence[str]]

OTHER_LAYOUT = Text(
    "Dit overzicht is gemaakt in een vorm die deze versie niet kent. Controleer het met de versie die het zelf noemt.",
    "This statement was made in a form that this version does not know. Check it with the version it names itself.",
)


@dataclass(frozen=True, slots=True)
class Carried:
    """The embedded files and what they say of themselves."""

    files: Mapping[str, bytes]
    manifest: Json
    award: Json
    profile: Json
    rules: Mapping[str, bytes]
    options: Json
    act: Act

    @property
    def shared(self) -> Shared:
        """For whom it is, and what is withheld."""
        return self.act.shared

    @property
    def told(self) -> Told:
        """What the statement says of itself."""
        return Told(
            number=self.act.number,
            issued_on=self.act.issued_on,
            language=self.act.language,
            engine=text(self.manifest, "engine"),
            check_code=text(self.manifest, "check_code"),
            farm=text(inner(self.profile, "farm"), "name"),
            total_eur=text(self.award, "total_eur"),
            recipient=self.shared.recipient.name,
            purpose=self.shared.recipient.purpose,
        )


def carried(pdf: bytes, limits: Limits) -> Carried:
    """Read what a PDF carries; raises NotAStatementError."""
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
    options = manifest.get("options")
    return Carried(
        files=files,
        manifest=manifest,
        award=document(files, packing.AWARD),
        profile=document(files, packing.PROFILE),
        rules=_rules(files),
        options=options if isinstance(options, dict) else {},
        act=Act("en" if language == "en" else "nl", issued_on, number, _shared(manifest)),
    )


def _shared(manifest: Json) -> Shared:
    recipient, withheld = manifest.get("recipient"), manifest.get("withheld", {})
    attested = manifest.get("attested", [])
    if not isinstance(recipient, dict) or not isinstance(withheld, dict) or not isinstance(attested, list):
        raise NotAStatementError(OTHER_LAYOUT)
    named = Recipient(text(recipient, "name"), text(recipient, "purpose"))
    if named.purpose not in codes() or (named.gets_all and (withheld or attested)):
        raise NotAStatementError(OTHER_LAYOUT)
    return Shared(named, {str(key): str(value) for key, value in withheld.items()}, tuple(map(str, attested)))


def _rules(files: Mapping[str, bytes]) -> dict[str, bytes]:
    read = document(files, packing.RULES)
    if not all(isinstance(text, str) for text in read.values()):
        raise NotAStatementError(OTHER_LAYOUT)
    return {path: str(text).encode("utf-8", "surrogatepass") for path, text in read.items()}


def unlisted(read: Carried) -> tuple[Finding, ...]:
    """Embedded files that the manifest does not list as they are, and listed ones that are not there."""
    listed = {
        text(entry, "name"): text(entry, "sha256")
        for entry in items(read.manifest, "files")
        if isinstance(entry, Mapping)
    }
    found = {name: sha256(raw) for name, raw in read.files.items() if name != packing.MANIFEST}
    wrong = sorted(name for name in listed.keys() | found.keys() if listed.get(name) != found.get(name))
    return tuple(Finding(part_of_file(name), name, _about_file(name, listed, found)) for name in wrong)


def part_of_file(name: str) -> Part:
    """Which part of a statement an attachment is."""
    if name == packing.RULES:
        return Part.RULES
    return Part.DATA if name in (packing.AWARD, packing.PROFILE) else Part.ATTACHMENTS


def _about_file(name: str, listed: Mapping[str, str], found: Mapping[str, str]) -> Text:
    if name not in found:
        return Text(f"De bijlage {name} ontbreekt.", f"The attachment {name} is missing.")
    if name not in listed:
        return Text(f"De bijlage {name} hoort er niet bij.", f"The attachment {name} does not belong to it.")
    return Text(f"De bijlage {name} is veranderd.", f"The attachment {name} was changed.")


def unpublished(read: Carried, published: Published) -> tuple[Finding, ...]:
    """Embedded rules that do not stand, as they are, in the list of published rules."""
    return tuple(
        Finding(
            Part.RULES,
            path,
            Text(
                f"De regel {path} is in deze vorm nooit gepubliceerd.",
                f"The rule {path} was never published in this form.",
            ),
        )
        for path, raw in read.rules.items()
        if not published(path, sha256(raw))
    )


def left_out(read: Carried, missing: Missing | None) -> tuple[Finding, ...]:
    """Published rules that belong beside the embedded ones and are not there."""
    if missing is None:
        return ()
    hashes = {path: sha256(raw) for path, raw in read.rules.items()}
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
