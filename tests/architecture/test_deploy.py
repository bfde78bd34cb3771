"""The unit and the image are written for the service as it is: its commands, its settings, its packages, its pages."""

import configparser
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from calculator.settings import COUNTS, VARIABLES
from calculator.web.api import health

UNIT, IMAGE = "deploy/stapelwijzer.service", "Dockerfile"
#: What the environment of a process may hold beside our own settings.
OTHERS = {"STAPELWIJZER_MODE", "PYTHONUNBUFFERED", "XDG_CACHE_HOME"}
SETTINGS = {*VARIABLES.values(), *COUNTS.values(), *OTHERS}
SECRET = {"SECRET_KEY", "DATABASE_URL", "SMTP_URL", "OIDC_CLIENT_SECRET", "METRICS_TOKEN"}


def unit(root: Path) -> dict[str, list[str]]:
    """Every line of the service by its name; a name may stand more than once."""
    found: dict[str, list[str]] = {}
    for line in (root / UNIT).read_text("utf-8").splitlines():
        name, sign, value = line.partition("=")
        if sign and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def steps(root: Path) -> list[tuple[str, str]]:
    """The instructions of the image, joined over their lines."""
    text = re.sub(r"\\\n\s*", " ", (root / IMAGE).read_text("utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.partition(" ")[0], line.partition(" ")[2].strip()) for line in lines]


def assigned(text: str) -> set[str]:
    return set(re.findall(r"\b([A-Z_]{4,})=", text))


def test_the_unit_is_one_that_systemd_can_read(root: Path) -> None:
    read = configparser.ConfigParser(strict=False, interpolation=None, allow_no_value=True)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read(root / UNIT, "utf-8")
    assert read.sections() == ["Unit", "Service", "Install"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_itself_finds_nothing_wrong(root: Path, tmp_path: Path) -> None:
    text = (root / UNIT).read_text("utf-8")
    # The programs are not installed here, and the person is not known here.
    text = re.sub(r"(?m)^(Exec\w+)=\S+", r"\1=/bin/true", text)
    text = re.sub(r"(?m)^(User|Group|Documentation)=.*\n", "", text)
    (tmp_path / "stapelwijzer.service").write_text(text, "utf-8")
    said = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "stapelwijzer.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stderr) == (0, "")


def test_the_unit_runs_what_there_is_and_knows_no_secret(root: Path) -> None:
    said = unit(root)
    module = said["ExecStart"][0].rpartition("-m ")[2]
    assert find_spec(module)
    for line in said["Environment"]:
        assert assigned(line) <= SETTINGS - SECRET
    assert said["EnvironmentFile"]
    assert said["User"] == ["stapelwijzer"]
    # The server needs its grace and that of the process beside it before it is killed.
    from calculator.services.background.worker import GRACE

    assert int(said["TimeoutStopSec"][0]) > GRACE + 20
    assert said["KillMode"] == ["mixed"]


def test_the_unit_takes_away_what_the_service_does_not_need(root: Path) -> None:
    said = unit(root)
    for name in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "RestrictNamespaces"):
        assert said[name] == ["yes"]
    assert said["ProtectSystem"] == ["strict"]
    assert said["CapabilityBoundingSet"] == [""]


def test_the_image_holds_what_the_service_needs_and_runs_it_as_nobody_in_particular(root: Path) -> None:
    found = steps(root)
    names = [name for name, _ in found]
    assert names[0] == "FROM"
    assert re.fullmatch(r"debian:12-slim", found[0][1])
    assert names.index("USER") < names.index("CMD")
    assert dict(found)["USER"] not in ("root", "0")
    installed = next(value for name, value in found if name == "RUN" and "apt-get install" in value)
    script = (root / "tools" / "debian-packages").read_text("utf-8")
    wanted = re.search(r"^packages=\(([^)]*)\)", script, re.MULTILINE)
    assert wanted
    assert [package for package in wanted[1].split() if package not in installed.split()] == []
    assert any("--require-hashes -r requirements.lock" in value for _, value in found)
    for name, value in found:
        if name == "COPY":
            assert [path for path in value.split()[:-1] if not (root / path).exists()] == []
        if name == "ENV":
            assert assigned(value) <= SETTINGS - SECRET
    assert find_spec(dict(found)["CMD"].split('"')[-2])
    assert health.blueprint()
    assert "/healthz" in dict(found)["HEALTHCHECK"]


def test_nothing_but_what_the_image_copies_is_sent_to_whoever_builds_it(root: Path) -> None:
    let = [
        line[1:] for line in (root / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")
    ]
    copied = {path for name, value in steps(root) if name == "COPY" for path in value.split()[:-1]}
    assert set(let) == copied
