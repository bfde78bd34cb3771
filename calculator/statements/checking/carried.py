"""What a statement carries, read and not yet believed, and whether its attachments are those that its manifest lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from calculator.domain.scheme import Text
from calculator.statements.award.follow_up import Paid
from calculator.statements.award.reading import inner, items, text
from calculator.statements.carrying import packing
from calculator.statements.carrying.packing import Act, Followed, Shared, sha256
from calculator.statements.carrying.purposes import Recipient, codes
from calculator.statements.checking.intake import Limits, attachments, document, opened
from calculator.statements.checking.verdict import Finding, NotAStatementError, Part, Told

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
    #: Beside a follow-up: the rules of its own day, where they are others.
    later_rules: Mapping[str, bytes] | None = None

    @property
    def every_rules(self) -> tuple[Mapping[str, bytes], ...]:
        """The rules, and the later ones where there are."""
        return (self.rules,) if self.later_rules is None else (self.rules, self.later_rules)

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
    act = Act("en" if language == "en" else "nl", issued_on, number, _shared(manifest), _followed(manifest))
    return Carried(
        files=files,
        manifest=manifest,
        award=document(files, packing.AWARD),
        profile=document(files, packing.PROFILE),
        rules=_rules(files, packing.RULES),
        options=options if isinstance(options, dict) else {},
        act=act,
        later_rules=_rules(files, packing.RULES_LATER) if packing.RULES_LATER in files else None,
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


def _followed(manifest: Json) -> Followed | None:
    """What a follow-up says of itself; None for a statement. What is not of its form is another form."""
    said = manifest.get("follow_up")
    if said is None:
        return None
    if not isinstance(said, dict) or not isinstance(statement := said.get("statement"), dict):
        raise NotAStatementError(OTHER_LAYOUT)
    try:
        date.fromisoformat(str(statement["issued_on"]))
        later = said["later"]
        return Followed(
            int(said["year"]), _paid(said["paid"]), statement, None if later is None else _paid(later)
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise NotAStatementError(OTHER_LAYOUT) from fault


def _paid(listed: object) -> tuple[Paid, ...]:
    if not isinstance(listed, list):
        raise TypeError("a list is expected")
    return tuple(Paid(str(item["scheme"]), str(item["payment"]), int(item["cents"])) for item in listed)


def _rules(files: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    read = document(files, name)
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
    if name in (packing.RULES, packing.RULES_LATER):
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
        for rules in read.every_rules
        for path, raw in rules.items()
        if not published(path, sha256(raw))
    )


def left_out(read: Carried, missing: Missing | None) -> tuple[Finding, ...]:
    """Published rules that belong beside the embedded ones and are not there."""
    if missing is None:
        return ()
    found = [
        path
        for rules in read.every_rules
        for path in missing({path: sha256(raw) for path, raw in rules.items()})
    ]
    return tuple(
        Finding(
            Part.RULES,
            path,
            Text(
                f"De regel {path} hoort bij de andere regels en is weggelaten of vervangen.",
                f"The rule {path} belongs with the other rules and was left out or replaced.",
            ),
        )
        for path in dict.fromkeys(found)
    )
