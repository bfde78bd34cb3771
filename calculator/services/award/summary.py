"""An award as lists and workbooks of many farms need it: whole cents, both languages, and the days that matter.

What is unknown is absent and never zero. ``Summary`` reads back what ``of`` wrote, so that the shape is said in one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import cast

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.domain.sentences import sentences
from calculator.statements.award.could_add import together
from calculator.statements.award.reading import Obj, cents, inner, items, objects, text
from calculator.statements.award.voice import Language
from calculator.statements.content.paper import Issue, Paper, paper_of
from calculator.statements.outputs.dates import KnownDate, Unpublished, known_dates, unpublished

#: More questions than anybody asks a client at once.
MOST_OPEN = 200
#: A scheme of which nobody published when to apply, with the window before as far as it is known.
UNPUBLISHED = {
    "nl": "{scheme}: wanneer u kunt aanvragen is niet gepubliceerd",
    "en": "{scheme}: when to apply is not published",
}
BEFORE = {"nl": " (voor {year} tot en met {closes})", "en": " (for {year} until {closes})"}
NOTICE = Text("Opzegging: {notice}", "Notice: {notice}")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that a rule, the award or the profile names; ``source`` says which."""

    day: date
    kind: str
    title: Text
    detail: Text
    source: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is open of one payment: the facts that are missing, and what it could pay at most (None: unknown)."""

    payment: Text
    missing: Text
    up_to: int | None


@dataclass(frozen=True, slots=True)
class Payer:
    """What one payer is expected to pay over the term."""

    name: Text
    total: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A result in cents; ``facts`` counts the missing facts, ``schemes`` are the schemes and limits it rests on.

    ``unpublished`` says of each scheme that pays, and of which nobody published when to apply, that it is so.
    """

    total: int
    low: int | None
    high: int | None
    net: int | None
    years: Mapping[int, int]
    payers: tuple[Payer, ...]
    certainty: Mapping[str, int]
    questions: tuple[Question, ...]
    facts: int
    schemes: frozenset[str]
    deadlines: tuple[Deadline, ...]
    unpublished: tuple[Text, ...] = ()


def of(
    dutch: Obj, english: Obj, document: Obj, rulebook: Rulebook, rule_files: Mapping[str, bytes], on: date
) -> dict[str, object]:
    """What is kept of an award that was written down in both languages."""
    lines = [line for year in objects(dutch, "years") for line in objects(year, "lines")]
    span = inner(dutch, "range")
    papers = [
        paper_of(award, document, rule_files, language, Issue(on, None, ""))
        for language, award in _spoken(dutch, english)
    ]
    return {
        "total": cents(dutch, "total_eur") or 0,
        "low": cents(span, "low"),
        "high": cents(span, "high"),
        "net": cents(dutch, "net_eur"),
        "years": {str(year): amount for year, amount in by_year(dutch).items()},
        "payers": _payers(dutch, english),
        "certainty": _by(lines, "certainty"),
        "questions": _questions(dutch, english),
        "facts": len({str(path) for entry in objects(dutch, "open") for path in items(entry, "paths")}),
        "schemes": sorted(
            {text(line, "scheme") for line in lines}
            | {text(limit, "limit") for limit in objects(dutch, "limits") if limit.get("binding")}
        ),
        "deadlines": _deadlines(papers, document, rulebook),
        "unpublished": _unpublished(papers, rulebook),
    }


def by_year(award: Obj) -> dict[int, int]:
    """What each year of an award pays, in cents: the first, and each other of which something is known."""
    years = enumerate(objects(award, "years"))
    return {
        int(text(year, "year")): cents(year, "total_eur") or 0
        for n, year in years
        if not n or objects(year, "lines")
    }


def read(kept: Mapping[str, object], *, questions: bool = True) -> Summary:
    """What was kept, as values; without what is open of each payment where nobody asks for it."""
    stored = cast("Mapping[str, list[Mapping[str, object]]]", kept)
    return Summary(
        total=_whole(kept["total"]) or 0,
        low=_whole(kept["low"]),
        high=_whole(kept["high"]),
        net=_whole(kept["net"]),
        years={int(year): amount for year, amount in _amounts(kept["years"]).items()},
        payers=tuple(Payer(_text(entry), _whole(entry["total"]) or 0) for entry in stored["payers"]),
        certainty=_amounts(kept["certainty"]),
        questions=tuple(
            Question(
                _text(entry),
                Text(str(entry["missing_nl"]), str(entry["missing_en"])),
                _whole(entry["up_to"]),
            )
            for entry in (stored["questions"] if questions else ())
        ),
        facts=_whole(kept["facts"]) or 0,
        schemes=frozenset(str(scheme) for scheme in cast("list[object]", kept["schemes"])),
        deadlines=tuple(
            Deadline(
                date.fromisoformat(str(entry["day"])),
                str(entry["kind"]),
                _text(entry),
                Text(str(entry["detail_nl"]), str(entry["detail_en"])),
                str(entry["source"]),
            )
            for entry in stored["deadlines"]
        ),
        unpublished=tuple(_text(entry) for entry in stored.get("unpublished", ())),
    )


def _text(entry: Mapping[str, object]) -> Text:
    return Text(str(entry["nl"]), str(entry["en"]))


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _amounts(value: object) -> dict[str, int]:
    return dict(cast("Mapping[str, int]", value))


def _by(lines: Iterable[Obj], key: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in lines:
        code = text(line, key)
        found[code] = found.get(code, 0) + (cents(line, "amount_eur") or 0)
    return found


def _payers(dutch: Obj, english: Obj) -> list[dict[str, object]]:
    """By amount, the largest first."""
    names = {
        text(line, "payer"): text(line, "payer_name", "en")
        for year in objects(english, "years")
        for line in objects(year, "lines")
    }
    lines = [line for year in objects(dutch, "years") for line in objects(year, "lines")]
    totals = _by(lines, "payer")
    said = {text(line, "payer"): text(line, "payer_name") for line in lines}
    ordered = sorted(totals, key=lambda code: (-totals[code], code))
    return [{"nl": said[code], "en": names.get(code, said[code]), "total": totals[code]} for code in ordered]


def _questions(dutch: Obj, english: Obj) -> list[dict[str, object]]:
    """One per payment; what it could add is unknown as soon as it is so for one year or place."""
    spoken = {_place(entry): entry for entry in objects(english, "open")}
    found: dict[tuple[str, str], list[Obj]] = {}
    for entry in objects(dutch, "open"):
        found.setdefault((text(entry, "scheme"), text(entry, "payment")), []).append(entry)
    told = ((entries[0], spoken.get(_place(entries[0]), entries[0]), entries) for entries in found.values())
    return [
        {
            "nl": text(entry, "payment_name") or text(entry, "scheme_name"),
            "en": text(said, "payment_name", "en") or text(said, "scheme_name", "en"),
            "missing_nl": sentences(map(str, items(entry, "missing")))[:600],
            "missing_en": sentences(map(str, items(said, "missing")))[:600],
            "up_to": together(dutch, entries),
        }
        for entry, said, entries in islice(told, MOST_OPEN)
    ]


def _place(entry: Obj) -> tuple[str, ...]:
    return tuple(text(entry, key) for key in ("scheme", "payment", "unit", "year"))


def _spoken(dutch: Obj, english: Obj) -> tuple[tuple[Language, Obj], ...]:
    return (("nl", dutch), ("en", english))


def _unpublished(papers: Iterable[Paper], rulebook: Rulebook) -> list[dict[str, object]]:
    spoken = {
        paper.voice.language: [_no_window(s, paper) for s in unpublished(paper, rulebook)] for paper in papers
    }
    return [{"nl": nl, "en": en} for nl, en in zip(spoken["nl"], spoken["en"], strict=True)]


def _no_window(scheme: Unpublished, paper: Paper) -> str:
    said = UNPUBLISHED[paper.voice.language].format(scheme=scheme.name)
    if scheme.last is None or scheme.last.closes is None:
        return said
    closes = paper.voice.day(scheme.last.closes)
    return said + BEFORE[paper.voice.language].format(year=scheme.last.year, closes=closes)


def _deadlines(papers: Iterable[Paper], document: Obj, rulebook: Rulebook) -> list[dict[str, object]]:
    spoken: dict[tuple[date, str, str], dict[str, KnownDate]] = {}
    for paper in papers:
        for known in known_dates(paper, rulebook):
            spoken.setdefault((known.day, known.kind, known.ref), {})[paper.voice.language] = known
    notices = _notices(document)
    return [
        {
            "day": day.isoformat(),
            "kind": kind,
            "nl": said["nl"].title,
            "en": said["en"].title,
            **{f"detail_{code}": _detail(said[code], notices.get(ref, ""), code) for code in ("nl", "en")},
            "source": " · ".join(part for part in (said["nl"].source, said["nl"].where) if part),
        }
        for (day, kind, ref), said in spoken.items()
        if len(said) == 2
    ]


def _detail(known: KnownDate, notice: str, language: str) -> str:
    if known.kind == "contract_ends" and notice:
        return NOTICE[language].format(notice=notice)
    return known.detail


def _notices(document: Obj) -> dict[str, str]:
    """What each running contract says of notice, in the contract's own words: no day is worked out from them."""
    found: dict[str, str] = {}
    for contract in objects(document, "contracts"):
        said = {text(line, "notice") for line in objects(contract, "lines")} - {""}
        if said:
            found[text(contract, "scheme")] = "; ".join(sorted(said))
    return found
