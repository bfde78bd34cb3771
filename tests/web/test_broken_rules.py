"""Rules with any problem never serve: not one page, not one answer of the API, not one command rests on them."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from flask import Flask

from calculator.cli import main
from calculator.commands.output import WRONG_INPUT
from calculator.domain.rulebook import Rulebook
from calculator.services.registry import rulebooks
from calculator.settings import Settings
from calculator.web import create_app
from calculator.web.pages import PAGES
from calculator.web.pages.frame import PUBLIC
from calculator.web.wiring import Services
from tests.registry.broken import broken_folders
from tests.registry.builders import SCHEME, SCHEME_TEXT, edited, rule_folder
from tests.security.routes import ROUTES, Open

EXAMPLE = Path(__file__).resolve().parents[1] / "farms" / "vlietlanden.json"
BROKEN = broken_folders()
#: What says nothing of the rules, and so answers as ever.
WITHOUT_RULES = {"check", "compare", "accessibility", "sign_in", "register", "forgot"}
RULES = {"home", "farm", "schemes", "scheme", "measures", "measure", "matrix", "unknown", "kpis", "kpi_set"}
RULES |= {"coverage", "stale", "changes", "limits"}


@dataclass
class Shelf:
    """The folder from which the application reads its rules; why one is refused is looked for once."""

    folder: Path = Path()
    refused: dict[Path, rulebooks.RulesRefused] = field(default_factory=dict)

    def rulebook(self) -> Rulebook:
        if self.folder in self.refused:
            raise self.refused[self.folder]
        try:
            return rulebooks.load(self.folder)
        except rulebooks.RulesRefused as refused:
            self.refused[self.folder] = refused
            raise


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture(scope="module")
def own_app(settings: Settings, services: Services, shelf: Shelf) -> Flask:
    return create_app(settings, replace(services, rulebook=shelf.rulebook))


@pytest.fixture(autouse=True, scope="module")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


def test_the_sound_folder_serves(own_app: Flask, shelf: Shelf, tmp_path: Path) -> None:
    shelf.folder = rule_folder(tmp_path)
    client = own_app.test_client()
    assert client.get("/readyz").status_code == 200
    assert client.get("/regelingen?on=2026-07-01").status_code == 200
    assert main(["rules", "check", str(shelf.folder)]) == 0


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_folder_serves_nobody(
    name: str, own_app: Flask, shelf: Shelf, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf.folder = rule_folder(tmp_path, BROKEN[name])
    client = own_app.test_client()
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json["status"] == "not ready"
    assert ready.json["rulebook"]["problems"]
    assert client.get("/regelingen").status_code == 503
    assert client.get("/api/v1/schemes").status_code == 503
    # Either command reads all of the folder by the same way: each is asked about half of them.
    checked = ["rules", "check", str(shelf.folder)]
    awarded = ["award", str(EXAMPLE), "--rules", str(shelf.folder)]
    command = checked if [*BROKEN].index(name) % 2 else awarded
    assert main(command) == WRONG_INPUT, command
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count(":") > 1


def test_no_page_and_no_answer_of_the_api_rests_on_broken_rules(
    own_app: Flask, shelf: Shelf, tmp_path: Path
) -> None:
    shelf.folder = rule_folder(tmp_path, BROKEN["an unknown measure"])
    client = own_app.test_client()
    answers = {
        page.name: client.get(_filled(page.nl, page.name))
        for page in PAGES
        if page.roles == PUBLIC and "GET" in page.methods
    }
    refused = {name for name, answer in answers.items() if answer.status_code == 503}
    assert {name for name, answer in answers.items() if answer.status_code == 200} == WITHOUT_RULES
    assert refused >= RULES
    assert all("De regels zijn niet in orde" in answers[name].text for name in refused)
    for path in ("schemes", "schemes/province.utrecht.botanisch", "limits"):
        answer = client.get(f"/api/v1/{path}", headers={"Accept-Language": "en"})
        assert (answer.status_code, answer.json["title"]) == (503, "The rules are not in order"), path
    sent = client.post("/api/v1/awards", data=EXAMPLE.read_bytes(), content_type="application/json")
    assert sent.status_code == 503


def _filled(address: str, name: str) -> str:
    expected = ROUTES[name, "GET"]
    values = expected.values if isinstance(expected, Open) else {}
    for key, value in values.items():
        address = address.replace(f"<{key}>", value)
    return address


@pytest.fixture
def broken_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Rulebook]]:
    """Our own rules as a process meets them that finds them broken."""
    text = edited(SCHEME_TEXT, "layer: province", "laag: province")
    monkeypatch.setattr(rulebooks.resources, "rules_dir", lambda: rule_folder(tmp_path, {SCHEME: text}))
    rulebooks._own.cache_clear()
    yield rulebooks.current
    rulebooks._own.cache_clear()


def test_broken_rules_are_refused_each_time_they_are_asked_for(broken_own: Callable[[], Rulebook]) -> None:
    for _ in range(2):
        with pytest.raises(rulebooks.RulesRefused) as refused:
            broken_own()
        assert refused.value.as_input()[0].pointer.startswith(SCHEME)


def test_the_server_does_not_start_on_broken_rules(tmp_path: Path) -> None:
    rules = rule_folder(tmp_path, BROKEN["an unknown measure"])
    start = (
        "import sys, pathlib; from calculator import resources; "
        "resources.rules_dir = lambda: pathlib.Path(sys.argv[1]); from calculator.web.serve import main; main()"
    )
    inherited = {name: value for name, value in os.environ.items() if name != "STAPELWIJZER_MODE"}
    ended = subprocess.run(
        [sys.executable, "-c", start, str(rules)],
        env={**inherited, "PORT": "1", "DATABASE_URL": f"sqlite:///{tmp_path / 'app.sqlite3'}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == WRONG_INPUT, ended.stderr
    assert "its rules are refused" in ended.stderr
    assert SCHEME in ended.stderr
    assert not (tmp_path / "app.sqlite3").exists()
