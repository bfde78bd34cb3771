"""What is in the repository is in the wheel, and is found from both."""

import configparser
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from calculator import resources

NOT_SOURCE = shutil.ignore_patterns(
    ".git", ".venv", "build", "*.egg-info", "__pycache__", ".*_cache", "tests"
)
# Folders with modules of another home in the wheel than in the repository.
MOVED = {"rules": "calculator/rules", "templates": "calculator/templates"}


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy: in place, an old build/ would put deleted files into it."""
    source = tmp_path_factory.mktemp("source") / "stapelwijzer"
    shutil.copytree(root, source, ignore=NOT_SOURCE)
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", ".", "--no-deps", "--no-build-isolation", "--no-index"]
    result = subprocess.run(
        [*command, "--quiet", "--wheel-dir", target], cwd=source, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    (built,) = target.glob("*.whl")
    return built


def test_every_folder_with_modules_is_a_package_in_setup_cfg(root: Path) -> None:
    config = configparser.ConfigParser()
    config.read(root / "setup.cfg", "utf-8")
    listed = set(config["options"]["packages"].split()) - {"calculator.rules", "calculator.templates"}
    folders = {module.parent.relative_to(root) for module in (root / "calculator").rglob("*.py")}
    assert listed == {".".join(folder.parts) for folder in folders}, "mend `packages` in setup.cfg"


def test_the_wheel_holds_every_file_of_the_package_the_rules_and_the_templates(
    root: Path, tracked: list[Path], wheel: Path
) -> None:
    names = {path.relative_to(root) for path in tracked}
    expected = {
        Path(MOVED.get(name.parts[0], name.parts[0]), *name.parts[1:]).as_posix()
        for name in names
        if name.parts[0] in {"calculator", *MOVED}
    }
    packed = set(zipfile.ZipFile(wheel).namelist())
    assert expected - packed == set()


def test_the_wheel_installs_nothing_beside_the_package(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"calculator", f"{wheel.name.removesuffix('-py3-none-any.whl')}.dist-info"}


def test_a_checkout_finds_its_rules_and_templates(root: Path) -> None:
    assert resources.rules_dir() == root / "rules"
    assert resources.templates_dir() == root / "templates"


def test_an_installed_wheel_finds_its_rules_and_templates(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    ask = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r});"
        "from calculator import resources as r, __version__ as v; print(r.rules_dir(), r.templates_dir(), v)"
    )
    # -I: neither this folder nor the environment may lend the checkout's own package.
    result = subprocess.run([sys.executable, "-I", "-c", ask], capture_output=True, text=True, check=True)
    inside = tmp_path / "calculator"
    version = wheel.name.split("-")[1]
    assert result.stdout.split() == [str(inside / "rules"), str(inside / "templates"), version]


def test_a_missing_folder_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "calculator")
    # Somebody else's folder of the same name is not ours.
    (tmp_path / "rules").mkdir()
    with pytest.raises(FileNotFoundError, match="rules are missing"):
        resources.rules_dir()
