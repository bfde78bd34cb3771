"""One module holds one idea, and so does one function."""

import ast
from pathlib import Path

LONGEST_MODULE = 300
LONGEST_FUNCTION = 50

# A migration lists tables; it has no idea of its own that could be split.
EXEMPT = Path("calculator/store/migrations/versions")


def test_no_module_is_longer_than_300_lines(root: Path) -> None:
    lengths = {name: len(source.splitlines()) for name, source in modules(root).items()}
    too_long = [f"{name}: {length} lines" for name, length in lengths.items() if length > LONGEST_MODULE]
    assert too_long == []


def test_no_function_is_longer_than_50_lines(root: Path) -> None:
    too_long = [
        f"{name}:{node.lineno} {node.name}: {length} lines"
        for name, source in modules(root).items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert too_long == []


def modules(root: Path) -> dict[str, str]:
    paths = (path.relative_to(root) for path in sorted((root / "calculator").rglob("*.py")))
    return {str(path): (root / path).read_text("utf-8") for path in paths if not path.is_relative_to(EXEMPT)}
