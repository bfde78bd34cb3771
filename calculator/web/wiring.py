"""What the pages and the API call, in one place: given to the application when it is made, faked in tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol, cast

from flask import current_app

from calculator.domain.dutch_day import dutch_day
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.services.account import outbox
from calculator.services.account.outbox import Outbox
from calculator.services.award.wishes import NOTHING, Typed
from calculator.services.scenario.explained import opened_beside
from calculator.services.scenario.explained.opening import Opening
from calculator.services.statement import drawing as statement_drawing
from calculator.services.statement.drawing import DrawAll
from calculator.settings import Settings
from calculator.store import Database

EXTENSION = "stapelwijzer"


class AwardResult(Protocol):
    """What a calculation answers, as far as pages and API look at it."""

    @property
    def award(self) -> dict[str, object]: ...


class Verdict(Protocol):
    """What the check of a statement answers."""

    @property
    def state(self) -> str: ...
    @property
    def text(self) -> Text: ...
    @property
    def ok(self) -> bool: ...


class Compute(Protocol):
    """Raises InputProblems and CannotComplete."""

    def __call__(
        self,
        rulebook: Rulebook,
        document: object,
        *,
        on: date,
        years: int,
        mode: str,
        language: str,
        wish: Typed = NOTHING,
    ) -> AwardResult: ...


class Render(Protocol):
    """The statement as PDF."""

    def __call__(self, result: AwardResult, document: object, *, language: str, issued_on: date) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Services:
    """The jobs; ``read`` raises InputProblems, ``today`` is the only clock."""

    rulebook: Callable[[], Rulebook]
    #: What the registry said on an earlier day; raises InputProblems at the place that is named.
    recorded: Callable[[date, str], Rulebook]
    read: Callable[[object, Rulebook], object]
    compute: Compute
    render: Render
    verify: Callable[[bytes], Verdict]
    verify_code: Callable[[str, Database], Verdict]
    today: Callable[[], date]
    #: Where mail goes instead of where the settings say.
    outbox: Outbox | None = None
    #: How files are drawn, and what a request does while it only waits; a server has a process beside for the one,
    #: and lets others have their turn for the other.
    draw_all: DrawAll = statement_drawing.in_turn
    aside: Callable[[], AbstractContextManager[None]] = nullcontext
    #: The award of one of the made-up farms of the bench, likewise; raises InputProblems and CannotComplete.
    open_farm: Callable[[Opening], Mapping[str, object]] = opened_beside.here


@dataclass(frozen=True, slots=True)
class Wiring:
    """Everything a view may reach."""

    settings: Settings
    services: Services
    database: Database

    @property
    def outbox(self) -> Outbox:
        """Where mail goes: an SMTP server, or the log of a demo."""
        if self.services.outbox is not None:
            return self.services.outbox
        settings = self.settings
        return outbox.by_smtp(settings.smtp_url, settings.mail_from) if settings.smtp_url else outbox.printed


def live() -> Services:
    """The real services. They are imported here, so that an application with fakes needs none of them."""
    from calculator.services.award import awards
    from calculator.services.profile import profiles
    from calculator.services.registry import rulebooks

    return Services(
        rulebook=rulebooks.current,
        recorded=rulebooks.as_recorded,
        read=profiles.read,
        compute=cast("Compute", awards.compute),
        render=_render,
        verify=_verify,
        verify_code=_verify_code,
        today=lambda: dutch_day(datetime.now(UTC)),
    )


def _render(result: AwardResult, document: object, *, language: str, issued_on: date) -> bytes:
    # Making PDF takes a large library; a worker that never makes one does not load it.
    from calculator.services.statement import statements

    made: Render = cast("Render", statements.render)
    return made(result, document, language=language, issued_on=issued_on)


def _verify(pdf: bytes) -> Verdict:
    from calculator.services.statement import statements

    return statements.verify(pdf)


def _verify_code(code: str, database: Database) -> Verdict:
    from calculator.services.statement import statements
    from calculator.services.statement.register import StoredRegister

    return statements.verify_code(code, StoredRegister(database))


def wired() -> Wiring:
    """The wiring of the application that handles this request."""
    return cast("Wiring", current_app.extensions[EXTENSION])


def string(value: object) -> str:
    """A value of JSON-ready data as text; absent is empty."""
    return "" if value is None else str(value)


def rows(value: object) -> list[Mapping[str, object]]:
    """The objects in a list of JSON-ready data."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list | tuple) else []
