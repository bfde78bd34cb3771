"""The server as `make run` starts it: its own process, its own database."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from calculator.settings import Settings


def test_it_migrates_loads_the_demo_farms_says_where_it_is_and_stops(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PORT": str(port), "DATABASE_URL": f"sqlite:///{tmp_path / 'app.sqlite3'}"}
    command = [sys.executable, "-m", "calculator.web.serve"]
    with subprocess.Popen(
        command,
        env=environment,
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            ready = wait_for(f"http://127.0.0.1:{port}/readyz", server)
        finally:
            server.send_signal(signal.SIGTERM)
            said, complaints = server.communicate(timeout=30)
    assert b'"ready"' in ready, complaints
    assert f"http://127.0.0.1:{port}/" in said
    assert "no accounts" in said
    assert server.returncode == 0, complaints


def wait_for(address: str, server: subprocess.Popen[str]) -> bytes:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read()
        except urllib.error.URLError:
            time.sleep(0.2)
    return b""


def test_settings_come_from_the_environment_alone() -> None:
    assert Settings.from_environment({"DATABASE_URL": "postgresql+psycopg://x/y"}).database_url.endswith(
        "//x/y"
    )
    assert Settings.from_environment({}).database_url.startswith("sqlite:///")
