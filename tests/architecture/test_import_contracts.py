import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import grimp


def test_every_import_contract_holds(root: Path) -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [lint_imports, "--no-cache"], cwd=root, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_no_modules_import_each_other_in_a_ring() -> None:
    """An import inside a function counts too: a ring is no less one for being closed late."""
    graph = grimp.build_graph("calculator")
    order = TopologicalSorter(
        {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    )
    order.prepare()  # raises CycleError, which names the ring
