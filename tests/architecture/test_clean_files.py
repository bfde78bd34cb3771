"""Nothing in the repository points at one machine or one package host, or is left for later."""

import re
from pathlib import Path

import pytest

# The patterns are written so that they do not match themselves.
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.~/-])/(?:root|work|home|Users)/(?=\w)"),
    "a package host": re.compile(r"(?:[p]ypi\.org|python[h]osted\.org|[r]egistry\.npmjs|[d]eb\.debian\.org)"),
    "a note for later": re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b"),
}

# Other people's files, kept as they came.
VENDORED = re.compile(r"(^|/)(vendor|fonts)/")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_contains(what: str, root: Path, tracked: list[Path]) -> None:
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts(root, tracked)
        for number, line in enumerate(text.splitlines(), start=1)
        if FORBIDDEN[what].search(line)
    ]
    assert found == []


def texts(root: Path, tracked: list[Path]) -> list[tuple[str, str]]:
    read = []
    for path in tracked:
        name = path.relative_to(root).as_posix()
        raw = path.read_bytes()
        if not VENDORED.search(name) and b"\0" not in raw[:8192]:
            read.append((name, raw.decode("utf-8", errors="replace")))
    return read
