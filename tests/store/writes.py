"""Every kind of write that people and programs do, each ready to be sent: to a page or to the API."""

import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from flask import Flask
from werkzeug.test import TestResponse

from calculator.domain.statement_life import Life
from calculator.services.account import signing_in as accounts
from calculator.services.account.signing_in import Links
from calculator.services.registry import rulebooks
from calculator.services.scenario.running import jobs as scenario_jobs
from calculator.services.scenario.running.jobs import Asked
from calculator.services.statement import life
from calculator.services.statement.requests import Request
from calculator.settings import Settings
from calculator.store import Database
from calculator.store.accounts.users import User
from calculator.store.background import batches
from calculator.store.farms.farms import FarmSummary
from calculator.web import create_app
from calculator.web.wiring import Compute, live
from tests.store import bench
from tests.store.people import NOW, PASSWORD, TODAY, farm, firm, mandate, with_password
from tests.store.statements import actor, computed, desk
from tests.web.visitors import Browser, Letterbox, api_token

PROFILE = json.loads((Path(__file__).resolve().parents[1] / "farms" / "veen-32ha.json").read_text("utf-8"))
FILE = {"document": json.dumps(PROFILE), "on": "2026-05-15", "years": "1"}
SAVE = {"action": "save", "revision": "1", "/year": "2026", "/parcels/0/id": "P1", "/parcels/0/area_ha": "2,5",
        "/parcels/0/land_use": "permanent_grassland"}  # fmt: skip

FIELD = {"type": "Polygon", "coordinates": [[[5.38, 52.15], [5.39, 52.15], [5.39, 52.16], [5.38, 52.15]]]}
MAP = json.dumps({"type": "Feature", "properties": {"kenmerk": "Kamp"}, "geometry": FIELD}).encode()

Send = Callable[[], TestResponse]


@dataclass(frozen=True)
class Write:
    """One write by its name. ``sent`` is what whoever did it sees when it is done; ``api`` says how it is told when not."""

    name: str
    send: Send
    done: int
    api: bool = False
    kind: str = ""


@dataclass
class Office:
    """An application on a database, with a farmer, an adviser with a mandate, and an administrator, all signed in."""

    database: Database
    letters: Letterbox = field(default_factory=Letterbox)
    #: A calculation that costs nothing, unless another is given.
    compute: Compute | None = None

    def __post_init__(self) -> None:
        url = self.database.url.render_as_string(hide_password=False)
        settings = Settings(url, api_rate="", sign_in_rate="")
        services = replace(
            live(),
            today=lambda: TODAY,
            outbox=self.letters,
            compute=self.compute or cast("Compute", computed),
        )
        self.app: Flask = create_app(settings, services)
        self.store: Database = self.app.extensions["stapelwijzer"].database
        self.farmer = with_password(self.database, "boer@voorbeeld.nl")
        self.adviser = with_password(self.database, "a@voorbeeld.nl", "adviser")
        self.keeper = with_password(self.database, "b@voorbeeld.nl", "administrator")
        self.firm = firm(self.database, self.adviser)
        self.browsers = {user.id: Browser(self.app) for user in (self.farmer, self.adviser, self.keeper)}
        for user in (self.farmer, self.adviser, self.keeper):
            self.browsers[user.id].sign_in(user.email)
        scopes = ("farms:read", "farms:write", "statements:write")
        self.bearer = {"Authorization": f"Bearer {api_token(self.app, self.farmer.email, *scopes)}"}
        # When a key was last used is noted once in a while; it is not what is looked at here.
        self.app.test_client().get("/api/v1/farms", headers=self.bearer)

    def page(self, name: str, user: User | None, path: str, data: dict[str, Any], done: int = 303) -> Write:
        browser = self.browsers[user.id] if user else Browser(self.app)
        token = browser.token_of_page(browser.get("/mijn/account" if user else "/wachtwoord-vergeten").text)
        return Write(name, lambda: browser.client.post(path, data={"csrf_token": token, **data}), done)

    def seen(self, name: str, user: User, path: str) -> Write:
        return Write(name, lambda: self.browsers[user.id].get(path), 200)

    def program(
        self,
        name: str,
        method: str,
        path: str,
        body: object = None,
        done: int = 200,
        bearer: dict[str, str] | None = None,
    ) -> Write:
        def send() -> TestResponse:
            headers = {**(bearer or self.bearer), "If-Match": '"1"'}
            return self.app.test_client().open(path, method=method, json=body, headers=headers)

        return Write(name, send, done, api=True)

    def farm(self, mandated: bool = False) -> FarmSummary:
        made = farm(self.database, self.farmer, "Stille Weide", PROFILE)
        if mandated:
            mandate(self.database, self.firm, self.farmer, made)
        return made

    def statement(self, state: Life) -> str:
        at, who = desk(self.database), actor(self.database, self.farmer)
        kept = life.draft(at, who, Request(self.farm().public_id))
        if state in (Life.APPROVED, Life.ISSUED):
            kept = life.approve(at, who, kept.public_id)
        return (life.issued(at, who, kept.public_id) if state is Life.ISSUED else kept).public_id

    def batch(self) -> str:
        with self.database.transaction() as unit:
            return batches.begin(
                unit,
                self.farmer.public_id,
                [(self.farm().public_id, "x")],
                language="nl",
                options={},
                now=NOW,
            ).public_id


def accounts_of(office: Office) -> Iterator[Write]:
    """Signing in, and everything of an account."""
    farmer, account = office.farmer, "/mijn/account"
    yield office.page("sign in", None, "/inloggen", {"/email": farmer.email, "/password": PASSWORD})
    yield office.page("sign in wrongly", None, "/inloggen", {"/email": "x@y.nl", "/password": "x"}, 422)
    about = {"/email": "nieuw@voorbeeld.nl", "/name": "Nieuw", "/role": "farmer"}
    yield office.page("register", None, "/account-maken", about, 200)
    yield office.page("forgot", None, "/wachtwoord-vergeten", {"/email": farmer.email}, 200)
    forgetful = with_password(office.database, "vergeet@voorbeeld.nl")
    links = Links("http://127.0.0.1:8000", {"nl": "/wachtwoord", "en": "/en/password"})
    accounts.request_reset(office.database, office.letters, links, forgetful.email, _moment())
    yield office.page("set password", None, office.letters.link(), {"/password": "een heel ander woord"})
    yield office.page("profile", farmer, account, {"action": "profile", "/name": "N", "/language": "nl"})
    yield office.page(
        "token", farmer, account, {"action": "token", "/token_name": "t", "/token_scopes": "farms:read"}, 200
    )
    yield office.page("export", farmer, "/mijn/gegevens", {}, 200)
    yield office.page(
        "role", office.keeper, "/beheer/mensen", {"action": f"role:{forgetful.public_id}", "role": "adviser"}
    )
    leaver = with_password(office.database, "weg@voorbeeld.nl")
    office.browsers[leaver.id] = Browser(office.app)
    office.browsers[leaver.id].sign_in(leaver.email)
    yield office.page("delete account", leaver, "/mijn/account/weg", {"/password": PASSWORD}, 200)


def map_of(office: Office) -> Write:
    """A map that is kept, read and taken into the form of its browser, in steps of their own."""
    browser = office.app.test_client()
    at = browser.post("/bedrijf", data={**SAVE, "action": "show"}).location

    def send() -> TestResponse:
        return browser.post(f"{at}/percelen-inlezen", data={"file": (io.BytesIO(MAP), "percelen.geojson")})

    return Write("read a map", send, 200)


def farms_of(office: Office) -> Iterator[Write]:
    """Forms and farms."""
    farmer = office.farmer
    yield office.page("form", None, "/bedrijf", {"action": "show"})
    yield map_of(office)
    yield office.page("keep", farmer, "/bewaren", FILE)
    yield office.page("add farm", farmer, "/mijn/bedrijven/nieuw", SAVE)
    yield office.page("edit farm", farmer, f"/mijn/bedrijven/{office.farm().public_id}/wijzigen", SAVE)
    yield office.page("delete farm", farmer, f"/mijn/bedrijven/{office.farm().public_id}/weg", {})
    yield office.program("api add", "POST", "/api/v1/farms", PROFILE, 201)
    yield office.program("api save", "PUT", f"/api/v1/farms/{office.farm().public_id}", PROFILE)
    yield office.program("api remove", "DELETE", f"/api/v1/farms/{office.farm().public_id}", done=204)
    yield office.seen(
        "seen under a mandate", office.adviser, f"/mijn/bedrijven/{office.farm(mandated=True).public_id}"
    )


def mandates_of(office: Office) -> Iterator[Write]:
    """Organisations and mandates."""
    asked = mandate(office.database, office.firm, office.farmer, None, status="requested")
    approve = {"action": f"approve:{asked}", "farm": office.farm().public_id}
    yield office.page("approve mandate", office.farmer, "/mijn/machtigingen", approve)
    held = mandate(office.database, office.firm, office.farmer, office.farm())
    yield office.page("revoke mandate", office.farmer, "/mijn/machtigingen", {"action": f"revoke:{held}"})
    wish = {"action": "request", "/organisation": office.firm.public_id, "/email": "z@voorbeeld.nl",
            "/scope": "view", "/purpose": "Advies", "/start": "2026-11-24", "/end": "2027-11-24"}  # fmt: skip
    yield office.page("ask mandate", office.adviser, "/klanten/machtigingen", wish)
    yield office.page("organisation", office.adviser, "/organisatie", {"action": "found", "/name": "Tweede"})
    invite = {"action": f"invite:{office.firm.public_id}", "/email": "c@voorbeeld.nl"}
    yield office.page("invite", office.adviser, "/organisatie", invite)


def statements_of(office: Office) -> Iterator[Write]:
    """Statements and batches."""
    farm_id, on = office.farm().public_id, "2026-07-01"
    path = f"/mijn/bedrijven/{farm_id}/overzichten"
    draft, issued = office.statement(Life.DRAFT), office.statement(Life.ISSUED)
    withdraw = {"action": f"withdraw:{issued}", "reason": "vergissing"}
    yield office.page("withdraw", office.farmer, path, withdraw)
    yield office.program("api approve", "POST", f"/api/v1/statements/{draft}/approve")
    yield office.page("batch", office.farmer, "/mijn/reeksen", {"/farms": farm_id, "on": on, "years": "1"})
    yield office.page("cancel batch", office.farmer, f"/mijn/reeksen/{office.batch()}", {})
    yield office.program("api batch", "POST", "/api/v1/batches", {"farms": [farm_id], "on": on}, 202)


def advice_of(office: Office) -> Iterator[Write]:
    """What farmer and adviser say, show and recalculate together."""
    farmer, shown = office.farmer, office.farm(mandated=True).public_id
    said = {"action": "comment", "/text": "Gezien"}
    yield office.page("comment", office.adviser, f"/mijn/bedrijven/{shown}/berekening", said)
    links, wish = f"/mijn/bedrijven/{shown}/delen", {"action": "make", "/recipient": "Bank", "/days": "30"}
    yield office.page("share", farmer, links, wish, 200)
    yield office.page("ask to share", office.adviser, links, wish, 200)
    clients = {"action": "recalculate", "/farms": shown, "on": "2026-07-01", "years": "1"}
    yield office.page("recalculate", office.adviser, "/klanten", clients)


def farms_sent(office: Office, member: User) -> Write:
    """A table that is kept, to be read by whoever works beside."""
    browser = office.browsers[member.id]
    token = browser.token_of_page(browser.get("/mijn/account").text)

    def send() -> TestResponse:
        table = (io.BytesIO(b"farm_key\nA\n"), "farms.csv")
        filled = {"csrf_token": token, "action": "upload", "tables": table}
        return browser.client.post("/scenarios/bedrijven", data=filled)

    return Write("send farms", send, 303)


def scenarios_of(office: Office) -> Iterator[Write]:
    """Scenarios, populations and runs."""
    member = with_password(office.database, "groep@voorbeeld.nl", "project_group")
    office.browsers[member.id] = Browser(office.app)
    office.browsers[member.id].sign_in(member.email)
    token = api_token(office.app, member.email, "scenarios:read", "scenarios:write")
    bearer, root = {"Authorization": f"Bearer {token}"}, "/api/v1/scenarios"
    office.app.test_client().get(root, headers=bearer)
    at, who = bench.bench(office.database, rulebooks.current()), actor(office.database, member)
    kept, farms = bench.scenario(at, who).public_id, bench.farms(at, who).public_id
    run = scenario_jobs.begin(at, who, kept, Asked(farms)).public_id
    changed = bench.GOLD.replace("250", "240")
    other = changed.replace("scenario: goud", "scenario: ander")
    yield office.program("add scenario", "POST", root, {"text": other}, 201, bearer)
    yield office.program("save scenario", "PUT", f"{root}/{kept}", {"text": changed}, 200, bearer)
    yield office.program("begin run", "POST", f"{root}/{kept}/runs", {"population": farms}, 202, bearer)
    yield office.program("cancel run", "POST", f"{root}/runs/{run}/cancel", None, 200, bearer)
    made_up = {"name": "Tweede", "farms": 12, "seed": 3, "kind": "typical"}
    yield office.program("make population", "POST", "/api/v1/populations", made_up, 201, bearer)
    page = f"/scenarios/{kept}"
    yield office.page("scenario comment", member, page, {"action": "comment", "said": "Gezien"})
    yield office.page("share scenario", member, page, {"action": "share", "email": office.adviser.email})
    yield office.page("archive scenario", member, page, {"action": "archive"})
    listing = "/scenarios/bedrijven"
    yield office.page("archive population", member, listing, {"action": f"archive:{farms}"})
    yield farms_sent(office, member)


KINDS: Mapping[str, Callable[[Office], Iterator[Write]]] = {
    "accounts": accounts_of,
    "farms": farms_of,
    "mandates": mandates_of,
    "statements": statements_of,
    "advice": advice_of,
    "scenarios": scenarios_of,
}


def every(office: Office) -> list[Write]:
    """Each write of each kind, ready to be sent."""
    made = [replace(write, kind=kind) for kind, of in KINDS.items() for write in of(office)]
    # Whoever deletes an account or a sign-in goes last, since the others still need theirs.
    return sorted(made, key=lambda write: write.name in ("delete account", "set password"))


def _moment() -> Any:
    from calculator.web.identity import moment

    return moment()
