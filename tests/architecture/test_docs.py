"""The docs are complete and true: their links lead somewhere, and every command, setting, room and decision is in them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from calculator import cli
from calculator.settings import COUNTS, VARIABLES


def pages(root: Path) -> dict[str, str]:
    found = [
        root / "README.md",
        root / "CONTRIBUTING.md",
        root / "CHANGELOG.md",
        *(root / "docs").rglob("*.md"),
    ]
    return {page.relative_to(root).as_posix(): page.read_text(encoding="utf-8") for page in found}


def commands(parser: argparse.ArgumentParser, above: str = "") -> Iterator[str]:
    """Every command with its subcommands, as a person types them."""
    groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    for group in groups:
        for name, inner in group.choices.items():
            yield from commands(inner, f"{above} {name}".strip())
    if not groups:
        yield above


def test_every_link_of_the_docs_leads_somewhere(root: Path) -> None:
    broken = [
        f"{name}: {target}"
        for name, text in pages(root).items()
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
        if "://" not in target and not ((root / name).parent / target).exists()
    ]
    assert broken == []


def test_every_command_is_in_the_docs(root: Path) -> None:
    told = "\n".join(pages(root).values())
    missing = [name for name in commands(cli._parser()) if f"stapelwijzer {name}" not in told]
    assert missing == []


def test_every_setting_is_in_the_operations(root: Path) -> None:
    told = (root / "docs" / "operations.md").read_text(encoding="utf-8")
    variables = [*VARIABLES.values(), *COUNTS.values()]
    assert [variable for variable in variables if f"`{variable}`" not in told] == []


def test_no_module_reads_a_setting_that_the_docs_do_not_know(root: Path) -> None:
    told = "\n".join(pages(root).values())
    read = {
        (path.relative_to(root).as_posix(), name)
        for path in (root / "calculator").rglob("*.py")
        for name in re.findall(
            r"os\.environ(?:\.get\(|\.setdefault\(|\[)\"([A-Z_]+)\"", path.read_text("utf-8")
        )
    }
    assert sorted((path, name) for path, name in read if f"{name}" not in told) == []


def test_every_room_is_in_the_architecture(root: Path) -> None:
    told = (root / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = [p.parent.name for p in sorted((root / "calculator").glob("*/__init__.py"))]
    assert [room for room in rooms if f"calculator/{room}`" not in told] == []


def test_every_room_within_a_large_room_is_in_the_architecture(root: Path) -> None:
    told = (root / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = [
        f"{room}/{inner.parent.name}"
        for room in ("scenarios", "services", "stacking", "statements", "store", "web")
        for inner in sorted((root / "calculator" / room).glob("*/__init__.py"))
    ]
    assert rooms
    assert [room for room in rooms if f"{room}`" not in told] == []


def test_no_two_decisions_bear_one_number(root: Path) -> None:
    files = sorted((root / "docs" / "adr").glob("*.md"))
    told = {p.name: int(re.findall(r"^# (\d+)\.", p.read_text(encoding="utf-8"))[0]) for p in files}
    assert [name for name, number in told.items() if int(name[:4]) != number] == []
    assert len(set(told.values())) == len(told)
