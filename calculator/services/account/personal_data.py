"""Everything that is kept of a person, to take along or to have erased. ``docs/privacy.md`` says what must stay and why."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime

from calculator.services.account import signing_in as accounts
from calculator.services.account.rights import Actor
from calculator.store import Database, Unit
from calculator.store.accounts import credentials, mandates, organisations, users
from calculator.store.background import batches
from calculator.store.farms import comments, farms, results, shares
from calculator.store.records import audit, statements
from calculator.store.scenarios import scenarios

#: A part of the export: what reads it for a person.
Part = Callable[[Unit, Actor], object]


def export(database: Database, who: Actor, now: datetime) -> bytes:
    """A zip with one JSON file per kind of data; the same for everybody who has the right to ask."""
    with database.transaction() as unit:
        files = {name: part(unit, who) for name, part in _OWN.items()}
        audit.append(unit, at=now, actor=who.user.public_id, action="account.export")
    packed = io.BytesIO()
    stamp = now.timetuple()[:6]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            text = json.dumps(content, ensure_ascii=False, indent=2, default=_plain)
            archive.writestr(zipfile.ZipInfo(name, stamp), text.encode())
    return packed.getvalue()


def erase(database: Database, who: Actor, password: str, now: datetime) -> None:
    """Remove the person and their farms; raises InputProblems where the password is not theirs.

    What stays is the log, which knows ids only (with the account goes what says whose id it was), and what was issued:
    others rely on a statement, and its file says no more than it did on the day it was given to them.
    """
    with database.transaction() as unit:
        accounts.confirm(unit, who, password)
        audit.append(unit, at=now, actor=who.user.public_id, action="account.erase")
        mandates.forget_farmer(unit, who.user.email)
        organisations.forget(unit, who.user.id, who.user.email)
        credentials.forget_failures(unit, who.user.email)
        batches.forget_farms(unit, [farm.public_id for farm in farms.owned(unit, who.user.id)])
        batches.forget_person(unit, who.user.public_id)
        users.remove(unit, who.user.id)


def _account(unit: Unit, who: Actor) -> object:
    found = users.by_id(unit, who.user.id)
    assert found is not None, "whoever asks is signed in"
    known_by = users.identities(unit, who.user.id)
    return {
        **_without_keys(asdict(found)),
        "brokers": [{"issuer": issuer, "subject": subject} for issuer, subject in known_by],
    }


def _farms(unit: Unit, who: Actor) -> object:
    return [
        {**_without_keys(asdict(farm)), "profile": farms.document(unit, farm.id)}
        for farm in farms.owned(unit, who.user.id)
    ]


def _statements(unit: Unit, who: Actor) -> object:
    own = [farm.public_id for farm in farms.owned(unit, who.user.id)]
    found = []
    for kept in statements.of_farms(unit, own):
        inside = statements.content(unit, kept.id)
        about = {**_without_keys(asdict(kept)), "number": kept.number}
        openings = statements.openings(unit, kept.id)
        found.append(
            {
                **about,
                "profile": inside.document,
                "award": inside.award,
                "openings": None if openings is None else json.loads(openings),
            }
        )
    return found


def _mandates(unit: Unit, who: Actor) -> object:
    return [_without_keys(asdict(m)) for m in mandates.of_farmer(unit, who.user.id, who.user.email)]


def _results(unit: Unit, who: Actor) -> object:
    own = farms.owned(unit, who.user.id)
    return {
        farm.public_id: [_without_keys(asdict(result)) for result in results.of_farm(unit, farm.id)]
        for farm in own
    }


def _comments(unit: Unit, who: Actor) -> object:
    own = farms.owned(unit, who.user.id)
    return {
        "written": [_without_keys(asdict(said)) for said in comments.of_author(unit, who.user.id)],
        "on your farms": [
            _without_keys(asdict(said)) for farm in own for said in comments.of_farm(unit, farm.id)
        ],
    }


def _shares(unit: Unit, who: Actor) -> object:
    own = farms.owned(unit, who.user.id)
    return {
        "made": [_without_keys(asdict(link)) for link in shares.of_author(unit, who.user.id)],
        "of your farms": [
            {**_without_keys(asdict(link)), "award": shares.award(unit, link.id)}
            for farm in own
            for link in shares.of_farm(unit, farm.id)
        ],
    }


def _memberships(unit: Unit, who: Actor) -> object:
    places = organisations.places(unit, who.user.id, who.user.email)
    return [
        {"organisation": place.organisation.name, "manager": place.manager, "accepted": place.accepted}
        for place in places
    ]


def _tokens(unit: Unit, who: Actor) -> object:
    return [asdict(token) for token in credentials.api_tokens(unit, who.user.id)]


def _scenarios(unit: Unit, who: Actor) -> object:
    made = [
        {**_without_keys(asdict(kept)), "text": scenarios.text_of(unit, kept)}
        for kept in scenarios.owned(unit, who.user.id)
    ]
    said = [{"scenario": code, "text": text} for code, text in scenarios.said_by(unit, who.user.id)]
    return {"made": made, "said": said}


def _done(unit: Unit, who: Actor) -> object:
    return [asdict(entry) for entry in audit.of_actor(unit, who.user.public_id)]


def _seen(unit: Unit, who: Actor) -> object:
    own = farms.owned(unit, who.user.id)
    return {farm.public_id: [asdict(entry) for entry in audit.of_farm(unit, farm.public_id)] for farm in own}


_OWN: dict[str, Part] = {
    "account.json": _account,
    "farms.json": _farms,
    "statements.json": _statements,
    "mandates.json": _mandates,
    "results.json": _results,
    "comments.json": _comments,
    "share-links.json": _shares,
    "organisations.json": _memberships,
    "api-tokens.json": _tokens,
    "scenarios.json": _scenarios,
    "what-you-did.json": _done,
    "who-saw-your-farms.json": _seen,
}


def _without_keys(value: Mapping[str, object]) -> dict[str, object]:
    """Keys of tables mean nothing outside."""
    return {
        name: inner
        for name, inner in value.items()
        if name not in ("id", "owner_id", "farm_id", "organisation_id", "author_id")
    }


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no JSON")
