"""The tests of the web share one application, and who runs beside whom differs from day to day: each has people of its own."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
#: What makes somebody (``tests/web/visitors.py``).
MAKES = {"person", "signed_in"}


def made(tree: ast.AST) -> Iterator[str]:
    """The addresses of the people that are made there, as they are written."""
    for call in ast.walk(tree):
        name = call.func if isinstance(call, ast.Call) else None
        if isinstance(name, ast.Name | ast.Attribute) and ast.unparse(name).rpartition(".")[2] in MAKES:
            yield from (ast.unparse(given) for given in call.args[1:2] if "@" in ast.unparse(given))


def test_nobody_is_made_by_the_tests_of_two_files() -> None:
    files: defaultdict[str, set[str]] = defaultdict(set)
    for path in HERE.rglob("test_*.py"):
        for address in made(ast.parse(path.read_text("utf-8"))):
            files[address].add(str(path.relative_to(HERE)))
    assert len(files) > 20
    assert {address: where for address, where in files.items() if len(where) > 1} == {}
