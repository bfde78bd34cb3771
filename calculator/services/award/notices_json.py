"""By when notice must be given, in words and as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calculator.domain.lasting import NoticeDue
from calculator.domain.months import in_full
from calculator.domain.scheme import Text
from calculator.registry.words import lasting_words
from calculator.services.award.names import Json, Names
from calculator.statements.award.voice import Language, Voice

#: As many places are named of what is told once; of more how many there are.
_MOST = 12

_RUNS = Text(
    "{payment} ({place}) loopt tot en met {end}.", "{payment} ({place}) runs up to and including {end}."
)
_GOES_ON = Text(
    "{payment} ({place}) loopt tot en met {end} en verlengt zichzelf met {years}, tenzij u opzegt.",
    "{payment} ({place}) runs up to and including {end} and extends itself by {years}, unless you give notice.",
)
_WHOLE_FARM = Text("het hele bedrijf", "the whole farm")
_WENT_ON = Text(
    " Het eindigde eerst op {was}: aangenomen is dat u niet op tijd hebt opgezegd.",
    " It ended on {was} at first: it is assumed that you did not give notice in time.",
)
_NO_DAY = Text(
    "Wanneer u moet opzeggen is niet bekend: kijk in het contract.",
    "When notice must be given is not known: look in the contract.",
)
#: What to do, for what goes on by itself.
_SILENT = {
    "other": Text(
        "Zeg uiterlijk op {by} op: daarna brengt {instead} meer op.",
        "Give notice by {by}: after that {instead} pays more.",
    ),
    "ends": Text(
        "Zeg uiterlijk op {by} op als u dan wilt stoppen.", "Give notice by {by} if you want to stop then."
    ),
    "extended": Text(
        "Doorgaan brengt het meest op: zeg niet op (dat kan tot en met {by}).",
        "Going on pays most: give no notice (that is possible up to and including {by}).",
    ),
    "later": Text(
        "Wie dan wil stoppen, zegt uiterlijk op {by} op.", "Who wants to stop then gives notice by {by}."
    ),
}
_SILENT["renewed"] = _SILENT["unknown"] = _SILENT["ends"]
#: Why nothing can be said of what comes after.
_BASIS_ENDS = Text(
    "De regels waarop het rust zijn bekend tot en met {basis}: of er daarna nog wordt betaald, is niet bekend.",
    "The rules that it rests on are known up to and including {basis}: whether it is paid after that is not known.",
)
#: And for what ends unless something is done.
_BY_ITSELF = {
    "extended": Text(
        "Doorgaan brengt het meest op: vraag op tijd om verlenging. Opzeggen kan tot en met {by}.",
        "Going on pays most: ask for the extension in time. Notice is possible up to and including {by}.",
    ),
    "": Text("Opzeggen kan tot en met {by}.", "Notice is possible up to and including {by}."),
}


def to_json(notices: Sequence[NoticeDue], names: Names) -> list[Json]:
    """Every entry of ``notices``."""
    return [_entry(each, names) for each in notices]


def _entry(due: NoticeDue, names: Names) -> Json:
    return {
        **names.both(due.scheme, due.payment, due.ends_on.year),
        "unit": due.place,
        "ends_on": due.ends_on.isoformat(),
        "notice_by": None if due.by is None else due.by.isoformat(),
        "extends_itself_years": due.extends,
        "running": due.running,
        "then": due.then,
        "instead": list(due.instead),
        "basis_until": None if due.basis_until is None else due.basis_until.isoformat(),
        "text": _said(due, names),
    }


def told_once(notices: Sequence[Mapping[str, object]], language: Language) -> list[str]:
    """The words of ``notices``: those that differ in their place alone are told once, for all their places."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in notices:
        called = str(one["payment_name"] or one["payment"])
        place = _place(str(one["unit"]), language)
        rest = str(one["text"]).removeprefix(f"{called} ({place})")
        found.setdefault((called, rest), []).append(place)
    voice = Voice(language)
    return [f"{called} ({voice.listed(places, _MOST)}){rest}" for (called, rest), places in found.items()]


def _place(unit: str, language: str) -> str:
    return _WHOLE_FARM[language] if unit == "farm" else unit


def _said(due: NoticeDue, names: Names) -> str:
    language = names.language
    called = names.both(due.scheme, due.payment, due.ends_on.year)
    refs = (ref.partition("#") for ref in due.instead)
    instead = [names.both(name, paid, due.ends_on.year + 1)["payment_name"] for name, _, paid in refs]
    words = {
        "payment": called["payment_name"] or due.payment,
        "place": _place(due.place, language),
        "end": in_full(due.ends_on)[language],
        "by": "" if due.by is None else in_full(due.by)[language],
        "instead": ", ".join(str(name) for name in instead),
        "years": "" if due.extends is None else lasting_words.years(due.extends)[language],
    }
    ends = due.basis_until
    basis = "" if ends is None else f" {_BASIS_ENDS[language].format(basis=in_full(ends)[language])}"
    if due.extends is None:
        advice = _BY_ITSELF.get(due.then, _BY_ITSELF[""])
        return f"{_RUNS[language]}{basis} {advice[language]}".format(**words)
    advice = _NO_DAY if due.by is None else _SILENT[due.then]
    went_on = "" if due.was is None else _WENT_ON[language].format(was=in_full(due.was)[language])
    return f"{_GOES_ON[language]}{went_on}{basis} {advice[language]}".format(**words)
