"""The days that the rules, the award and the profile know, each with its source. No day is guessed.

A rule without a day for granting or paying gives no entry: ``without_day`` names those payments, and ``unpublished`` the
schemes of which no coming window for applying is known, so that a calendar can say what is not in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, Scheme, Text
from calculator.domain.source import Source
from calculator.domain.window import Step, Window, ahead, before
from calculator.statements.award.reading import Obj, cents, inner, objects, text
from calculator.statements.content.paper import Paper
from calculator.statements.outputs.cells import day_of

ENDS = Text("Laatste dag van de regeling {scheme}", "Last day of the scheme {scheme}")
BASIS_ENDS = Text("Laatste dag van de grondslag: {basis}", "Last day of the legal basis: {basis}")
GRANTED = Text("Dag van verlening: {payment}", "Day of granting: {payment}")
CONTRACT_ENDS = Text("Laatste dag van het contract {scheme}", "Last day of the contract {scheme}")
TERM_ENDS = Text(
    "Het contract {scheme} verlengt zichzelf na vandaag, tenzij het is opgezegd",
    "The contract {scheme} extends itself after today, unless notice was given",
)
FREED = Text("{amount} aan steunruimte komt vrij ({limit})", "{amount} of aid room is freed ({limit})")
FREED_WHY = Text(
    "De steun van {giver}, verleend op {day}, telt vanaf nu niet meer mee in het venster van {years} jaar.",
    "The aid from {giver}, granted on {day}, no longer counts in the window of {years} years from now on.",
)
OPENS = Text("Aanvragen kan vanaf vandaag: {schemes}", "Applications open: {schemes}")
CLOSES = {
    Step.APPLY: Text("Laatste dag om aan te vragen: {schemes}", "Last day to apply: {schemes}"),
    Step.CONFIRM: Text(
        "Laatste dag om definitief aan te vragen: {schemes}", "Last day of the final application: {schemes}"
    ),
    Step.CORRECT: Text(
        "Laatste dag om de opgave te veranderen: {schemes}", "Last day to change what was declared: {schemes}"
    ),
}
NOTICE = Text(
    "Laatste dag om op te zeggen: {payment} ({unit})", "Last day to give notice: {payment} ({unit})"
)
FROM_PROFILE = Text("Bedrijfsprofiel, contracten", "Farm profile, contracts")
PAID_UNDER = Text("Hierop rusten betalingen van: {payments}.", "Payments that rest on it: {payments}.")


@dataclass(frozen=True, slots=True)
class KnownDate:
    """One day: what happens, on whose word. ``where`` is an article or place, ``url`` the source's address or empty."""

    day: date
    kind: str
    ref: str
    title: str
    detail: str
    source: str
    where: str
    url: str


def known_dates(paper: Paper, rulebook: Rulebook) -> tuple[KnownDate, ...]:
    """Every known day from the reference date to a year after the term, in order."""
    start = paper.start
    end = date((paper.years or [start.year])[-1] + 1, 12, 31)
    found = [
        *_schemes(paper, rulebook, start),
        *_bases(paper, rulebook),
        *_grant_days(paper, rulebook),
        *_contracts(paper, rulebook),
        *_notices(paper),
        *_freed(paper),
        *_windows(paper, rulebook),
    ]
    within = {(entry.day, entry.kind, entry.ref): entry for entry in found if start <= entry.day <= end}
    return tuple(within[key] for key in sorted(within))


def without_day(paper: Paper, rulebook: Rulebook) -> tuple[str, ...]:
    """The paid payments for which the rules name no day of granting or paying, by name."""
    silent = {
        f"{paper.names.payment(*line.ref)} ({paper.payer(line)})"
        for line in paper.lines
        if not _month_day(_version(rulebook, line.scheme, line.year), line.payment)
    }
    return tuple(sorted(silent))


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A scheme that pays and of which no coming window for applying is known; ``last`` is the last one that was."""

    name: str
    last: Window | None


def unpublished(paper: Paper, rulebook: Rulebook) -> tuple[Unpublished, ...]:
    """Those schemes, as far as what they pay does not rest on a contract that runs already."""
    found = []
    for scheme in sorted({line.scheme for line in paper.lines if line.certainty != "contracted"}):
        if not any(w.step is Step.APPLY for w in ahead(rulebook.windows, scheme, paper.start)):
            last = before(rulebook.windows, scheme, paper.start)
            found.append(Unpublished(paper.names.scheme(scheme), last))
    return tuple(found)


def _windows(paper: Paper, rulebook: Rulebook) -> list[KnownDate]:
    """The published days on which applying for what pays opens and closes."""
    found = []
    for window in rulebook.windows:
        paid = [s for s in window.schemes if any(line.scheme == s for line in paper.lines)]
        if not paid:
            continue
        named = paper.voice.listed([paper.names.scheme(scheme) for scheme in paid])
        version = _version(rulebook, paid[0], window.year)
        how = version.apply[paper.voice.language] if version and version.apply else ""
        opens = window.opens if window.step is Step.APPLY else None
        for day, kind, title in ((opens, "opens", OPENS), (window.closes, window.step, CLOSES[window.step])):
            if day is not None:
                said = paper.voice.say(title, schemes=named)
                ref = f"{paid[0]}:{window.year}"
                found.append(_dated(day, f"window_{kind}", ref, said, how, window.source))
    return found


def _version(rulebook: Rulebook, scheme_id: str, year: int) -> Scheme | None:
    versions = [s for s in rulebook.schemes if s.id == scheme_id and s.validity.start.year <= year]
    return versions[-1] if versions else None


def _month_day(scheme: Scheme | None, payment: str) -> tuple[int, int] | None:
    found = scheme.payment(payment) if scheme else None
    return found.grant.month_day if found else None


def _schemes(paper: Paper, rulebook: Rulebook, start: date) -> list[KnownDate]:
    """The last day of each scheme that pays, where no later version of it follows."""
    found = []
    for scheme_id in sorted({line.scheme for line in paper.lines}):
        versions = [s for s in rulebook.schemes if s.id == scheme_id]
        last = max(versions, key=lambda s: s.validity.start, default=None)
        if last is None or last.validity.end is None or last.validity.end <= start:
            continue
        source = next(iter(last.sources.values()), None)
        title = paper.voice.say(ENDS, scheme=paper.names.scheme(scheme_id))
        ends = last.validity.end - timedelta(days=1)
        found.append(_dated(ends, "scheme_ends", scheme_id, title, "", source))
    return found


def _bases(paper: Paper, rulebook: Rulebook) -> list[KnownDate]:
    voice, found = paper.voice, []
    for code in sorted({line.legal_basis for line in paper.lines}):
        basis = rulebook.legal_bases.get(code)
        if basis is None or basis.ends_on is None:
            continue
        names = {paper.names.payment(*line.ref) for line in paper.lines if line.legal_basis == code}
        detail = voice.say(PAID_UNDER, payments=voice.listed(sorted(names)))
        title = voice.say(BASIS_ENDS, basis=basis.name[voice.language])
        entry = KnownDate(
            basis.ends_on,
            "legal_basis_ends",
            code,
            title,
            detail,
            basis.name[voice.language],
            voice.cited(basis.article),
            "",
        )
        found.append(entry)
    return found


def _grant_days(paper: Paper, rulebook: Rulebook) -> list[KnownDate]:
    found = []
    for year, ref in sorted({(line.year, line.ref) for line in paper.lines}):
        scheme = _version(rulebook, ref[0], year)
        month_day = _month_day(scheme, ref[1])
        if scheme is None or month_day is None:
            continue
        day = same_day_in(year, date(2000, *month_day))
        title = paper.voice.say(GRANTED, payment=paper.names.payment(*ref))
        source = _source_of(scheme, scheme.payment(ref[1]))
        found.append(_dated(day, "granted", "#".join(ref), title, paper.names.scheme(ref[0]), source))
    return found


def _source_of(scheme: Scheme, payment: Payment | None) -> Source | None:
    named = payment.sources if payment else ()
    return next((scheme.sources[name] for name in named if name in scheme.sources), None) or next(
        iter(scheme.sources.values()), None
    )


def _contracts(paper: Paper, rulebook: Rulebook) -> list[KnownDate]:
    found = []
    running = [due for due in objects(paper.award, "notices") if due.get("running")]
    goes_on = {
        (text(due, "scheme"), text(due, "unit")): day
        for due in running
        if isinstance(day := day_of(due, "ends_on"), date)
    }
    silent = {
        (text(due, "scheme"), day_of(due, "ends_on")) for due in running if due.get("extends_itself_years")
    }
    for contract in objects(paper.profile, "contracts"):
        until, scheme_id = day_of(contract, "until"), text(contract, "scheme")
        if not isinstance(until, date):
            continue
        until = max([until, *(day for unit in _units(contract) if (day := goes_on.get((scheme_id, unit))))])
        scheme = _version(rulebook, scheme_id, until.year)
        name = scheme.name[paper.voice.language] if scheme else paper.names.scheme(scheme_id)
        title = paper.voice.say(TERM_ENDS if (scheme_id, until) in silent else CONTRACT_ENDS, scheme=name)
        said = paper.voice.say(FROM_PROFILE)
        found.append(KnownDate(until, "contract_ends", scheme_id, title, "", said, "", ""))
    return found


def _units(contract: Obj) -> list[str]:
    return [text(line, "unit") for line in objects(contract, "lines")]


def _notices(paper: Paper) -> list[KnownDate]:
    """The last day on which notice can be given to each contract that goes on by itself or has a day for it."""
    found = []
    for due in objects(paper.award, "notices"):
        day = day_of(due, "notice_by")
        if isinstance(day, date):
            ref = "#".join(text(due, key) for key in ("scheme", "payment", "unit"))
            payment = paper.names.payment(text(due, "scheme"), text(due, "payment"))
            title = paper.voice.say(NOTICE, payment=payment, unit=paper.place(text(due, "unit")))
            found.append(
                KnownDate(
                    day,
                    "notice",
                    ref,
                    title,
                    text(due, "text"),
                    paper.names.scheme(text(due, "scheme")),
                    "",
                    "",
                )
            )
    return found


def _freed(paper: Paper) -> list[KnownDate]:
    """When a grant leaves a rolling window: the boundary day still counts, so the day after (1408/2013, article 3(2))."""
    found = []
    for limit in objects(paper.award, "limits"):
        kind, _, span = text(limit, "window").partition(" ")
        if kind == "rolling" and span.isdigit():
            found += [_freed_grant(paper, limit, grant, int(span)) for grant in objects(limit, "grants")]
    return [entry for entry in found if entry is not None]


def _freed_grant(paper: Paper, limit: Obj, grant: Obj, years: int) -> KnownDate | None:
    voice, granted, amount = paper.voice, day_of(grant, "grant_date"), cents(grant, "amount_eur")
    if not isinstance(granted, date) or not amount:
        return None
    code = text(limit, "limit")
    name = text(limit, "name", voice.language) or paper.names.of("limits", code)
    giver = paper.names.ref(text(grant, "from"))
    source = inner(limit, "source")
    return KnownDate(
        day=same_day_in(granted.year + years, granted) + timedelta(days=1),
        kind="room_freed",
        ref=f"{code}:{granted}:{amount}:{text(grant, 'from')}",
        title=voice.say(FREED, amount=voice.money(amount), limit=name),
        detail=voice.say(FREED_WHY, giver=giver, day=voice.day(granted), years=years),
        source=voice.cited(text(source, "title")) or name,
        where=voice.cited(text(limit, "article")),
        url=text(source, "url"),
    )


def _dated(day: date, kind: str, ref: str, title: str, detail: str, source: Source | None) -> KnownDate:
    if source is None:
        return KnownDate(day, kind, ref, title, detail, "", "", "")
    return KnownDate(day, kind, ref, title, detail, source.title, source.article or "", source.url)
