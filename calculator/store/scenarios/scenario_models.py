"""The tables of the scenario bench: populations, scenarios with their versions, runs, shares, comments, kept chunks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from calculator.store.background.claiming import Claimable
from calculator.store.models import Base, Document, Moment


class PopulationRow(Base):
    """Farms to try scenarios on: a recipe (``synthetic``), tables that were sent, or one's own clients.

    ``tables`` holds what was sent (a ZIP); of clients only the recipe is kept, so that they are gathered anew each time.
    """

    __tablename__ = "scenario_populations"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    recipe: Mapped[dict[str, object]] = mapped_column(Document)
    farms: Mapped[int | None]
    digest: Mapped[str | None] = mapped_column(String(100))
    tables: Mapped[bytes | None] = mapped_column(LargeBinary(), deferred=True)
    created_at: Mapped[datetime] = mapped_column(Moment())
    archived_at: Mapped[datetime | None] = mapped_column(Moment())


class ScenarioRow(Base):
    """A scenario of somebody; ``code`` is its id in the file, ``version`` the newest one."""

    __tablename__ = "scenarios"
    __table_args__ = (UniqueConstraint("owner_id", "code", name="uq_scenarios_owner_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(100))
    name_nl: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(300))
    stands_on: Mapped[str | None] = mapped_column(String(100))
    version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Moment())
    changed_at: Mapped[datetime] = mapped_column(Moment())
    archived_at: Mapped[datetime | None] = mapped_column(Moment())


class ScenarioVersionRow(Base):
    """The file of a scenario as it once was; versions are added and never changed."""

    __tablename__ = "scenario_versions"

    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenarios.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text())
    made_at: Mapped[datetime] = mapped_column(Moment())


class ScenarioRunRow(Claimable, Base):
    """One run. ``texts`` are the files it rests on; ``worker`` works on it and said so at ``seen_at``.

    ``answers`` (packed JSON) and the reports are what it told; ``ledger`` is what each farm contributed, kept so that a later
    run on the same real farms can be held against it. ``farms`` is the population by its public id.
    """

    __tablename__ = "scenario_runs"

    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenarios.id", ondelete="CASCADE"), index=True)
    population_id: Mapped[int] = mapped_column(
        ForeignKey("scenario_populations.id", ondelete="CASCADE"), index=True
    )
    version: Mapped[int]
    actor: Mapped[str] = mapped_column(String(32))
    options: Mapped[dict[str, object]] = mapped_column(Document)
    texts: Mapped[dict[str, object]] = mapped_column(Document)
    created_at: Mapped[datetime] = mapped_column(Moment())
    started_at: Mapped[datetime | None] = mapped_column(Moment())
    finished_at: Mapped[datetime | None] = mapped_column(Moment())
    tries: Mapped[int]
    done: Mapped[int]
    total: Mapped[int]
    reason_nl: Mapped[str | None] = mapped_column(String(2000))
    reason_en: Mapped[str | None] = mapped_column(String(2000))
    receipt: Mapped[str | None] = mapped_column(String(64))
    answers: Mapped[bytes | None] = mapped_column(LargeBinary(), deferred=True)
    report_nl: Mapped[bytes | None] = mapped_column(LargeBinary(), deferred=True)
    report_en: Mapped[bytes | None] = mapped_column(LargeBinary(), deferred=True)
    ledger: Mapped[bytes | None] = mapped_column(LargeBinary(), deferred=True)


class ScenarioShareRow(Base):
    """Somebody who may see a scenario, its runs and what is said of it, and may say something."""

    __tablename__ = "scenario_shares"

    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenarios.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    shared_at: Mapped[datetime] = mapped_column(Moment())


class ScenarioCommentRow(Base):
    """What somebody said of a scenario; it goes with the account of who said it."""

    __tablename__ = "scenario_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenarios.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(2000))
    said_at: Mapped[datetime] = mapped_column(Moment())


class ScenarioChunkRow(Base):
    """A finished chunk of a population, by what pins it; it is a cache, and goes when nobody used it for a while."""

    __tablename__ = "scenario_chunks"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    population_id: Mapped[int] = mapped_column(
        ForeignKey("scenario_populations.id", ondelete="CASCADE"), index=True
    )
    data: Mapped[bytes] = mapped_column(LargeBinary())
    used_at: Mapped[datetime] = mapped_column(Moment(), index=True)
