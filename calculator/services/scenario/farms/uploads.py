"""Farms that somebody sends: kept at once, read beside the server (``upload_reading``), which takes large libraries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calculator.domain.scheme import Text
from calculator.services.account.rights import Actor
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario.bench import READ, WRITE, ScenarioUnknown, enter
from calculator.services.scenario.farms import sent_tables
from calculator.services.statement.life import Desk
from calculator.store.records import audit
from calculator.store.scenarios import population_uploads as rows
from calculator.store.scenarios.population_uploads import KeptUpload

#: So many of one person are kept at once, those that were refused too.
MOST_AT_ONCE = 5
#: Problems that are kept and shown; the command shows all.
MOST_SHOWN = 100
#: Unpacking, reading and checking, keeping.
STEPS = 3


def send(
    desk: Desk, actor: Actor, *, name: str, files: Mapping[str, bytes], leave_out: bool, key: str = ""
) -> KeptUpload:
    """Keep files of farms, to be read by whoever works beside; raises InputProblems where that cannot be.

    ``key`` is the column of a GeoPackage in which the key of the farm stands.
    """
    enter(actor, WRITE)
    bundle = sent_tables.bundled(files)
    asked = {"leave_out": leave_out, "key": key.strip()[:100] or "farm_key"}
    with desk.database.transaction() as unit:
        if len(rows.of_owner(unit, actor.user.id)) >= MOST_AT_ONCE:
            raise InputProblems([_TOO_MANY])
        kept = rows.begin(
            unit, actor.user.id, name=name.strip() or "bedrijven", asked=asked, files=bundle, now=desk.now()
        )
        audit.append(
            unit, at=desk.now(), actor=actor.user.public_id, action="population.send", subject=kept.public_id
        )
        return kept


def listed(desk: Desk, actor: Actor) -> list[KeptUpload]:
    """What the person sent and is no population yet, newest first."""
    enter(actor, READ)
    with desk.database.transaction() as unit:
        return rows.of_owner(unit, actor.user.id)


def let_go(desk: Desk, actor: Actor, public_id: str) -> None:
    """Stop reading, or forget why it was refused; raises ScenarioUnknown where it is somebody else's."""
    enter(actor, WRITE)
    with desk.database.transaction() as unit:
        kept = rows.find(unit, public_id)
        if kept is None or kept.owner_id != actor.user.id:
            raise ScenarioUnknown
        rows.remove(unit, kept)
        audit.append(
            unit, at=desk.now(), actor=actor.user.public_id, action="population.stop", subject=kept.public_id
        )


def refuse(desk: Desk, kept: KeptUpload, worker: str, problems: Sequence[InputProblem]) -> None:
    """Keep why it cannot be used; what was sent goes."""
    told = [
        {"pointer": p.pointer, "nl": p.message.nl, "en": p.message.en, "mend_nl": p.remedy.nl, "mend_en": p.remedy.en}
        for p in problems[:MOST_SHOWN]
    ]  # fmt: skip
    with desk.database.transaction() as unit:
        rows.refuse(unit, kept, worker, told, len(problems))


def problems(kept: KeptUpload) -> tuple[InputProblem, ...]:
    """Why it was refused, the first hundred problems."""
    return tuple(
        InputProblem(p["pointer"], Text(p["nl"], p["en"]), Text(p["mend_nl"], p["mend_en"]))
        for p in kept.problems
    )


_TOO_MANY = InputProblem(
    "/tables",
    Text(
        f"Er staan al {MOST_AT_ONCE} inzendingen van u open.",
        f"{MOST_AT_ONCE} things that you sent are open.",
    ),
    Text("Wacht tot er een klaar is, of haal er een weg.", "Wait until one is done, or remove one."),
)
