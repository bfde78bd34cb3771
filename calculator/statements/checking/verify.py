"""Is this statement what it says it is? Recomputed from the data inside, and drawn again to compare every page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from calculator.domain.scheme import Text
from calculator.statements.award.reading import UnreadableAwardError, inner, text
from calculator.statements.carrying import packing
from calculator.statements.carrying.packing import Packed, pack
from calculator.statements.carrying.partial import not_following, payments, same_question
from calculator.statements.carrying.sameness import differences
from calculator.statements.checking import following, visible
from calculator.statements.checking import verdict as said
from calculator.statements.checking.carried import (
    Carried,
    Missing,
    Published,
    carried,
    left_out,
    part_of_file,
    unlisted,
    unpublished,
)
from calculator.statements.checking.compare import first_difference, part_of
from calculator.statements.checking.findings import page_findings
from calculator.statements.checking.intake import LIMITS, Limits, opened
from calculator.statements.checking.sealing import unsealed
from calculator.statements.checking.today import Today, changed_since
from calculator.statements.checking.verdict import (
    CannotRecomputeError,
    Finding,
    NotAStatementError,
    Part,
    State,
    Verdict,
)
from calculator.statements.drawing.pdf import draw, renderer
from calculator.statements.issuing import Json, Recompute

#: Where another version of the renderer may differ without anybody having touched the file.
_DRAWN_DIFFERENTLY = (Part.DRAWING, Part.PAGES, Part.STRUCTURE, Part.METADATA)

#: What a shown award names without an amount.
_NO_AMOUNTS = ("receipt/rules/", "not_modelled/")

#: As many findings as a reader can use.
_MOST_FINDINGS = 10

#: Subjects of the certificates that this installation knows, from their SHA-256 fingerprints; see ``sealing``.
Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Trust:
    """What a check is made with: how to recompute, which rules were published, and whose seals are known.

    ``missing`` guards against leaving rules out: without the file that forbids a combination, every rule left is a
    published one. ``today`` computes under the rules of this day, to tell what changed; without it nothing is told.
    """

    recompute: Recompute
    published: Published
    missing: Missing | None = None
    today: Today | None = None
    known_seal: Known = lambda _: False
    limits: Limits = LIMITS


def verify(pdf: bytes, trust: Trust) -> Verdict:
    """The verdict on a PDF from anybody; it raises for no file, however broken.

    Rules are looked up before anything is computed with them, so that a forged rule is never run.
    """
    try:
        bare, seal = unsealed(pdf, trust.limits)
        read = carried(bare, trust.limits)
    except NotAStatementError as fault:
        finding = Finding(Part.FILE, "", fault.reason)
        return Verdict(State.UNKNOWN, said.UNKNOWN, (finding,))
    if seal is not None and seal.broken is not None:
        return _altered((Finding(Part.SEAL, "", seal.broken),), read)
    found = unlisted(read)
    if found:
        return _altered(found, read)
    unknown_rules = unpublished(read, trust.published) or left_out(read, trust.missing)
    if unknown_rules:
        return Verdict(State.RULES_NOT_PUBLISHED, said.NOT_PUBLISHED, unknown_rules, (), read.told)
    found, notes, state = _recomputed(read, trust)
    found = (*found, *following.findings(read, trust.recompute))
    if found:
        return _altered(found, read)
    verdict = _pages(bare, read, trust.limits, state)
    if not verdict.genuine and verdict.state is not State.IN_PART:
        return verdict
    sealed = said.UNSIGNED if seal is None else seal.said(known=trust.known_seal(seal.fingerprint))
    verdict = replace(
        verdict,
        notes=(*_kind(read), *notes, *verdict.notes, sealed),
        withheld=read.shared.withheld,
        followed=verdict.state is State.IN_PART and _all_follow(read),
    )
    return changed_since(verdict, read, trust.today)


def _kind(read: Carried) -> tuple[Text, ...]:
    return () if read.act.followed is None else (following.TOLD,)


def _altered(found: tuple[Finding, ...], read: Carried) -> Verdict:
    return Verdict(State.ALTERED, said.ALTERED, found[:_MOST_FINDINGS], (), read.told)


def _recomputed(read: Carried, trust: Trust) -> tuple[tuple[Finding, ...], tuple[Text, ...], State]:
    """What does not follow from the data inside, what to know of the recomputation, and how far it reached."""
    try:
        computed: Json = json.loads(
            packing.canonical(trust.recompute(read.profile, read.rules, read.options))
        )
    except CannotRecomputeError as fault:
        if read.shared.recipient.gets_all:
            return (Finding(Part.DATA, packing.PROFILE, fault.reason),), (), State.GENUINE
        return _in_part(read, None)
    if not read.shared.recipient.gets_all:
        return _in_part(read, computed)
    made, used = _engine(read.award), _engine(computed)
    found = tuple(differences(read.award, computed, strict=made == used))
    engines = said.engines(made, used)
    if found:
        # Where another engine computed, its name helps to judge whose fault the difference is.
        return (*found, *(() if made == used else (Finding(Part.DATA, "", engines),))), (), State.GENUINE
    return (), (engines,), State.GENUINE


def _engine(award: Mapping[str, object]) -> str:
    return text(inner(award, "receipt"), "engine")


def _in_part(read: Carried, computed: Json | None) -> tuple[tuple[Finding, ...], tuple[Text, ...], State]:
    try:
        same = computed is None or _engine(read.award) == _engine(computed)
        loose = not_following(read.award, computed, strict=same)
        shown = payments(read.award)
    except UnreadableAwardError as fault:
        return (_unreadable(fault),), (), State.IN_PART
    declared = set(read.shared.attested)
    found = [Finding(Part.AMOUNTS if entry.paid else Part.DATA, entry.place, said.NOT_FOLLOWING)
             for entry in loose if entry.place not in declared]  # fmt: skip
    if computed is not None and not same_question(read.award, computed):
        found.append(Finding(Part.DATA, "receipt", said.NOT_FOLLOWING))
    followed = shown - sum(entry.paid for entry in loose)
    notes = [said.part(followed, shown, len(read.shared.withheld))]
    if computed is not None:
        notes.append(said.engines(_engine(read.award), _engine(computed)))
    return tuple(found), tuple(notes), State.IN_PART


def _all_follow(read: Carried) -> bool:
    """Whether there is a payment shown, and no amount rests on what is withheld."""
    loose = [place for place in read.shared.attested if not place.startswith(_NO_AMOUNTS)]
    return not loose and payments(read.award) > 0


def _pages(pdf: bytes, read: Carried, limits: Limits, state: State) -> Verdict:
    """Draw the statement again from what it carries, and compare."""
    try:
        ours, packed = _drawn_again(read)
    except UnreadableAwardError as fault:
        return _altered((_unreadable(fault),), read)
    good = said.GENUINE if state is State.GENUINE else said.IN_PART
    if ours == pdf:
        return Verdict(state, good, (), (), read.told)
    changed = sorted(name for name in packed.files if packed.files[name] != read.files.get(name))
    if changed:
        return _altered(tuple(Finding(part_of_file(name), name, said.CHANGED_FORM) for name in changed), read)
    with opened(pdf, limits) as given, opened(ours, limits) as again:
        path = first_difference(given, again)
    if path is None:
        return Verdict(state, good, (), (said.RESAVED,), read.told)
    if read.manifest.get("renderer") == dict(renderer()):
        return _altered(page_findings(path, pdf, ours), read)
    return _other_renderer(pdf, ours, path, read, Verdict(state, good, (), (said.OTHER_RENDERER,), read.told))


def _other_renderer(pdf: bytes, ours: bytes, path: str, read: Carried, good: Verdict) -> Verdict:
    """Drawing commands cannot be compared; words and look can, and nothing may lie over or beside the pages."""
    if part_of(path) not in _DRAWN_DIFFERENTLY:
        return _altered(page_findings(path, pdf, ours), read)
    try:
        alike = visible.pages_text(pdf) == visible.pages_text(ours) and visible.looks_alike(pdf, ours)
    except visible.UnseenError:
        return _altered(page_findings(path, pdf, ours), read)
    if alike:
        return good
    return Verdict(State.UNKNOWN, said.OTHER_DRAWING, page_findings(path, pdf, ours), (), read.told)


def _unreadable(fault: UnreadableAwardError) -> Finding:
    reason = Text(f"De berekening is onleesbaar: {fault}.", f"The calculation is unreadable: {fault}.")
    return Finding(Part.DATA, packing.AWARD, reason)


def _drawn_again(read: Carried) -> tuple[bytes, Packed]:
    drawn_by = read.manifest.get("renderer")
    packed = pack(
        read.award,
        read.profile,
        read.rules,
        read.act,
        options=read.options,
        renderer=drawn_by if isinstance(drawn_by, dict) else {},
        later_rules=read.later_rules,
    )
    return draw(read.award, read.profile, read.rules, packed, read.act), packed
