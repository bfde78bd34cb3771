import configparser
import re
from pathlib import Path


def test_every_direct_dependency_has_its_licence_written_down(root: Path) -> None:
    config = configparser.ConfigParser()
    config.read(root / "setup.cfg", "utf-8")
    groups = [config["options"]["install_requires"], *config["options.extras_require"].values()]
    asked = {re.match(r"[\w-]+", line)[0].lower() for group in groups for line in group.split("\n") if line}
    table = (root / "docs/licences.md").read_text("utf-8")
    assert set(re.findall(r"^\| ([a-z][\w-]+) \| \S", table, re.MULTILINE)) - {"package"} == asked
