"""The server as `make run` starts it: its own process, its own database."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from calculator.services.account.rights import Role
from calculator.settings import Settings, SettingsRefused
from calculator.web import create_app


def test_it_migrates_loads_the_demo_farms_says_where_it_is_and_stops(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    inherited = {name: value for name, value in os.environ.items() if name != "STAPELWIJZER_MODE"}
    environment = {**inherited, "PORT": str(port), "DATABASE_URL": f"sqlite:///{tmp_path / 'app.sqlite3'}"}
    command = [sys.executable, "-m", "calculator.web.serve"]
    with subprocess.Popen(
        command,
        env=environment,
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        answer = b""
        try:
            ready = wait_for(f"http://127.0.0.1:{port}/readyz", server)
            with socket.create_connection(("127.0.0.1", port), timeout=300) as line:
                body = begun(line)
                server.send_signal(signal.SIGTERM)
                line.sendall(body)
                while read := line.recv(65536):
                    answer += read
        finally:
            server.send_signal(signal.SIGTERM)
            said, complaints = server.communicate(timeout=300)
    assert b'"ready"' in ready, complaints
    assert answer.startswith(b"HTTP/1.1 200"), "what is under way when it is told to stop is still answered"
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["total_eur"]
    assert f"http://127.0.0.1:{port}/" in said
    for role in Role:
        assert re.search(rf"{role} +\S+@demo\.test +[a-z]+-[a-z]+-[a-z]+-[0-9a-f]{{8}}\n", said)
    assert server.returncode == 0, complaints


def begun(line: socket.socket) -> bytes:
    """Begin to ask for an award; when this returns, a worker has taken the request and waits for the rest."""
    body = (Path(__file__).resolve().parents[1] / "farms" / "veen-32ha.json").read_bytes()
    head = (
        "POST /api/v1/awards?on=2026-05-15 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    )
    more = f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    line.sendall((head + more).encode())
    assert line.recv(1024) == b"HTTP/1.1 100 Continue\r\n\r\n"
    return body


def wait_for(address: str, server: subprocess.Popen[str]) -> bytes:
    until = time.monotonic() + 300
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read()
        except urllib.error.URLError:
            time.sleep(0.2)
    return b""


GOOD = {
    "DATABASE_URL": "sqlite://",
    "SECRET_KEY": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    "PUBLIC_URL": "https://stapelwijzer.voorbeeld.nl",
    "SMTP_URL": "smtps://post.voorbeeld.nl",
    "MAIL_FROM": "post@voorbeeld.nl",
}


def test_settings_come_from_the_environment_alone() -> None:
    assert Settings.from_environment({"DATABASE_URL": "postgresql+psycopg://x/y"}).database_url.endswith(
        "//x/y"
    )
    assert Settings.from_environment({}).database_url.startswith("sqlite:///")
    assert Settings.from_environment({"TRUSTED_PROXIES": "1"}).trusted_proxies == 1


def test_without_another_word_an_installation_is_in_production_and_starts_when_all_is_said() -> None:
    settings = Settings.from_environment(GOOD)
    assert not settings.demo
    assert create_app(settings)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "change-me-change-me-change-me-change-me"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 64}, "SECRET_KEY"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "http://stapelwijzer.voorbeeld.nl"}, "PUBLIC_URL"),
        ({"SMTP_URL": ""}, "SMTP_URL"),
        ({"MAIL_FROM": ""}, "MAIL_FROM"),
    ],
)
def test_production_does_not_start_with_a_default(change: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsRefused, match=told):
        create_app(Settings.from_environment({**GOOD, **change}))


def test_secrets_do_not_show_where_settings_are_printed() -> None:
    shown = repr(Settings.from_environment({**GOOD, "SMTP_URL": "smtps://u:geheim123@post"}))
    assert GOOD["SECRET_KEY"] not in shown
    assert "geheim123" not in shown


def test_a_demo_draws_its_key_anew() -> None:
    demo = {"STAPELWIJZER_MODE": "demo"}
    assert Settings.from_environment(demo).secret_key != Settings.from_environment(demo).secret_key


def test_a_server_loads_no_library_that_only_processes_beside_it_need() -> None:
    ask = "import sys, calculator.web.serve; print([m for m in ('pandas', 'pyarrow', 'pyogrio') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
