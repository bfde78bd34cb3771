"""What somebody can do now with a result: the few things that bring most, each with the place where it is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from calculator.domain.money import eur
from calculator.domain.rulebook import Rulebook
from calculator.services.award.unsaid_places import of_one_place
from calculator.services.profile import fact_names
from calculator.statements.award.could_add import together
from calculator.web.wiring import rows, string

Json = Mapping[str, object]
#: A payment: its scheme and its own id.
_Payment = tuple[str, str]

_DAIRY = "/supply/dairy"
#: As many as one reads before starting.
MOST = 5


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of the form by its pointer; a ``statement`` is a sentence that is so or not, anything else is filled in."""

    pointer: str
    name: str
    statement: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """Facts that are missing: filled in, they could bring up to ``most`` for the payments named; nothing where all of that would
    be paid after the end of a legal basis, None where nobody can say. Where it is so of some payments, ``partly`` says so.
    """

    facts: tuple[Fact, ...]
    most: Decimal | None
    payments: tuple[str, ...]
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Todo:
    """``answers`` may be more than are shown; ``more`` counts the rest."""

    answers: tuple[Answer, ...]
    more: int


def of(award: Json, document: Json, rulebook: Rulebook, language: str) -> Todo:
    """The few that could bring most."""
    found = answers(award, document, rulebook, language)
    return Todo(found[:MOST], max(0, len(found) - MOST))


def answers(award: Json, document: Json, rulebook: Rulebook, language: str) -> tuple[Answer, ...]:
    """The missing facts that the form asks for, those that could bring most first."""
    numbers = fact_names.declared(rulebook)

    def fact(pointer: str) -> Fact:
        top, _, code = pointer.removeprefix("/").partition("/")
        statement = top == "declared" and not numbers.get(code, True)
        return Fact(pointer, fact_names.name(pointer, language, rulebook, document), statement)

    wanted: dict[tuple[str, ...], list[Json]] = {}
    for question in rows(award.get("open")):
        pointers = tuple(dict.fromkeys(_pointers(question.get("paths"), document)))
        if pointers:
            wanted.setdefault(pointers, []).append(question)
    found = [
        _answer(tuple(map(fact, pointers)), asked, award, rulebook) for pointers, asked in wanted.items()
    ]
    return tuple(sorted(_each_once(found), key=_first))


def _each_once(found: list[Answer]) -> Iterable[Answer]:
    """Without those of unknown worth that an answer of known worth asks for as well."""
    asked = [set(answer.facts) for answer in found if answer.most]
    return (a for a in found if a.most is not None or not any(asks.issuperset(a.facts) for asks in asked))


def _first(answer: Answer) -> tuple[Decimal, int, int]:
    """What could bring most, what brings nothing last; of unknown worth land first, then the farm, then declarations."""
    worth = -answer.most if answer.most else Decimal(answer.most is not None)
    return worth, min(_nearness(fact.pointer) for fact in answer.facts), -len(answer.payments)


def _nearness(pointer: str) -> int:
    if pointer.startswith(("/parcels/", "/elements/")):
        return 0
    return 2 if pointer.startswith("/declared/") else 1


def _answer(facts: tuple[Fact, ...], asked: list[Json], award: Json, rulebook: Rulebook) -> Answer:
    # The same payment in several years or on several places is one thing to win; what is unknown stays unknown.
    each: dict[_Payment, list[Json]] = {}
    for question in asked:
        each.setdefault((string(question.get("scheme")), string(question.get("payment"))), []).append(
            question
        )
    could = {scheme_payment: together(award, entries) for scheme_payment, entries in each.items()}
    worth = {payment: cents for payment, cents in could.items() if cents is not None}
    paths = [fact.pointer.removeprefix("/").replace("/", ".") for fact in facts]
    # Milk goes to one dairy, and a farm lies in one place.
    sold = _by_dairy(worth) if any(fact.pointer == _DAIRY for fact in facts) else [worth]
    known = max((of_one_place(each, paths, rulebook) for each in sold), default=0)
    unknown = None in could.values()
    return Answer(
        facts,
        Decimal(eur(known)) if known or not unknown else None,
        tuple(dict.fromkeys(map(_named, asked))),
        partly=bool(known and unknown),
    )


def _named(question: Json) -> str:
    """The payment after its scheme: many payments are called no more than a share of the costs."""
    scheme = string(question.get("scheme_name") or question.get("scheme"))
    payment = string(question.get("payment_name") or question.get("payment"))
    return f"{scheme}: {payment}"


def _by_dairy(could: Mapping[_Payment, int]) -> list[dict[_Payment, int]]:
    """What each of the dairies asked about could bring."""
    each: dict[str, dict[_Payment, int]] = {}
    for (scheme, payment), cents in could.items():
        each.setdefault(scheme.rpartition(".")[0], {})[scheme, payment] = cents
    return list(each.values())


def _pointers(paths: object, document: Json) -> Iterable[str]:
    """Where the form asks for the paths of a question; nothing where one of them is not for the farmer to say."""
    found = []
    for path in paths if isinstance(paths, list) else []:
        pointer = pointer_of(string(path), document)
        if pointer is None:
            return ()
        found.append(pointer)
    return found


def pointer_of(path: str, document: Json) -> str | None:
    """The field that holds what a rule asks for, or None: a figure that nobody published."""
    top, _, rest = path.partition(".")
    if top in ("farm", "herd", "supply", "indicators", "declared") and rest and "." not in rest:
        return f"/{top}/{rest}"
    if path.startswith(("finance.loans", "finance.leases")):
        return "/finance/loans" if "loans" in path else "/finance/leases"
    if path in ("undertaking.aid_received", "contracts"):
        return f"/{path.replace('.', '/')}"
    for key in ("parcels", "elements"):
        for index, row in enumerate(rows(document.get(key))):
            if rest and row.get("id") == top:
                return f"/{key}/{index}/{rest.replace('.', '/')}"
    return None
