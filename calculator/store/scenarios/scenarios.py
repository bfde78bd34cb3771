"""Scenarios with their versions, shares and comments. Every function works inside the caller's transaction (a ``Unit``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from calculator.domain.scheme import Text
from calculator.store.accounts.account_models import UserRow
from calculator.store.database import Unit
from calculator.store.ids import is_id, new_id
from calculator.store.scenarios.scenario_models import (
    ScenarioCommentRow,
    ScenarioRow,
    ScenarioShareRow,
    ScenarioVersionRow,
)


@dataclass(frozen=True, slots=True)
class KeptScenario:
    """A scenario without its file; ``code`` is its id in the file."""

    id: int
    public_id: str
    owner_id: int
    code: str
    name: Text
    stands_on: str | None
    version: int
    changed_at: datetime
    archived: bool


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said."""

    author: str
    text: str
    said_at: datetime


def add(
    unit: Unit, owner_id: int, *, code: str, name: Text, stands_on: str | None, text: str, now: datetime
) -> KeptScenario:
    """Keep a new scenario at version 1; the caller made sure that its owner has none of that code."""
    row = ScenarioRow(
        public_id=new_id(),
        owner_id=owner_id,
        code=code,
        name_nl=name.nl[:300],
        name_en=name.en[:300],
        stands_on=stands_on,
        version=1,
        created_at=now,
        changed_at=now,
    )
    unit.add(row)
    unit.flush()
    unit.add(ScenarioVersionRow(scenario_id=row.id, number=1, text=text, made_at=now))
    return _kept(row)


def save(
    unit: Unit, kept: KeptScenario, *, name: Text, stands_on: str | None, text: str, now: datetime
) -> bool:
    """Add a version; False, and nothing done, where somebody else did meanwhile."""
    changed = unit.execute(
        update(ScenarioRow)
        .where(ScenarioRow.id == kept.id, ScenarioRow.version == kept.version)
        .values(
            name_nl=name.nl[:300],
            name_en=name.en[:300],
            stands_on=stands_on,
            version=kept.version + 1,
            changed_at=now,
        )
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]  # an update has one
        return False
    unit.add(ScenarioVersionRow(scenario_id=kept.id, number=kept.version + 1, text=text, made_at=now))
    unit.expire_all()
    return True


def find(unit: Unit, public_id: str) -> KeptScenario | None:
    """The scenario with that id, or None."""
    if not is_id(public_id):
        return None
    row = unit.scalar(select(ScenarioRow).where(ScenarioRow.public_id == public_id))
    return None if row is None else _kept(row)


def by_id(unit: Unit, scenario_id: int) -> KeptScenario:
    """The scenario that a run of this transaction names."""
    return _kept(unit.get_one(ScenarioRow, scenario_id))


def by_code(unit: Unit, owner_id: int, code: str) -> KeptScenario | None:
    """The scenario of a person with that code, or None."""
    row = unit.scalar(select(ScenarioRow).where(ScenarioRow.owner_id == owner_id, ScenarioRow.code == code))
    return None if row is None else _kept(row)


def text_of(unit: Unit, kept: KeptScenario, number: int | None = None) -> str:
    """The file of a version, the newest unless another is asked for."""
    row = unit.get_one(ScenarioVersionRow, (kept.id, number or kept.version))
    return row.text


def seen_by(unit: Unit, user_id: int) -> list[KeptScenario]:
    """One's own and those shared with one, newest first; the archived ones too."""
    shared = select(ScenarioShareRow.scenario_id).where(ScenarioShareRow.user_id == user_id)
    rows = unit.scalars(
        select(ScenarioRow)
        .where(or_(ScenarioRow.owner_id == user_id, ScenarioRow.id.in_(shared)))
        .order_by(ScenarioRow.changed_at.desc(), ScenarioRow.id.desc())
    )
    return [_kept(row) for row in rows]


def archive(unit: Unit, kept: KeptScenario, at: datetime | None) -> None:
    """Put it away, or (None) take it out again."""
    unit.execute(update(ScenarioRow).where(ScenarioRow.id == kept.id).values(archived_at=at))
    unit.expire_all()


def share(unit: Unit, kept: KeptScenario, user_id: int, now: datetime) -> None:
    """Let somebody see it; again changes nothing."""
    if unit.get(ScenarioShareRow, (kept.id, user_id)) is None:
        unit.add(ScenarioShareRow(scenario_id=kept.id, user_id=user_id, shared_at=now))


def unshare(unit: Unit, kept: KeptScenario, user_id: int) -> None:
    """From now on not any more."""
    unit.execute(
        delete(ScenarioShareRow).where(
            ScenarioShareRow.scenario_id == kept.id, ScenarioShareRow.user_id == user_id
        )
    )


def is_shared(unit: Unit, kept: KeptScenario, user_id: int) -> bool:
    """Whether somebody may see it beside its owner."""
    return unit.get(ScenarioShareRow, (kept.id, user_id)) is not None


def shared_with(unit: Unit, kept: KeptScenario) -> list[tuple[str, str]]:
    """Public id and name of those who may see it."""
    rows = unit.execute(
        select(UserRow.public_id, UserRow.name)
        .join(ScenarioShareRow, ScenarioShareRow.user_id == UserRow.id)
        .where(ScenarioShareRow.scenario_id == kept.id)
        .order_by(UserRow.name)
    )
    return [(row[0], row[1]) for row in rows]


def comment(unit: Unit, kept: KeptScenario, author_id: int, text: str, now: datetime) -> None:
    """Add what somebody said."""
    unit.add(ScenarioCommentRow(scenario_id=kept.id, author_id=author_id, text=text[:2000], said_at=now))


def comments(unit: Unit, kept: KeptScenario) -> list[Comment]:
    """What was said, oldest first."""
    rows = unit.execute(
        select(UserRow.name, ScenarioCommentRow.text, ScenarioCommentRow.said_at)
        .join(UserRow, UserRow.id == ScenarioCommentRow.author_id)
        .where(ScenarioCommentRow.scenario_id == kept.id)
        .order_by(ScenarioCommentRow.id)
    )
    return [Comment(row[0], row[1], row[2]) for row in rows]


def said_by(unit: Unit, author_id: int) -> list[tuple[str, str]]:
    """Scenario and text of everything that one person said."""
    rows = unit.execute(
        select(ScenarioRow.code, ScenarioCommentRow.text)
        .join(ScenarioRow, ScenarioRow.id == ScenarioCommentRow.scenario_id)
        .where(ScenarioCommentRow.author_id == author_id)
        .order_by(ScenarioCommentRow.id)
    )
    return [(row[0], row[1]) for row in rows]


def owned(unit: Unit, owner_id: int) -> list[KeptScenario]:
    """Every scenario of one person."""
    rows = unit.scalars(select(ScenarioRow).where(ScenarioRow.owner_id == owner_id).order_by(ScenarioRow.id))
    return [_kept(row) for row in rows]


def _kept(row: ScenarioRow) -> KeptScenario:
    return KeptScenario(
        row.id,
        row.public_id,
        row.owner_id,
        row.code,
        Text(row.name_nl, row.name_en),
        row.stands_on,
        row.version,
        row.changed_at,
        row.archived_at is not None,
    )
