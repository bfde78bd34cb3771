"""What can be set is what the documentation says can be set."""

import re
from pathlib import Path

from calculator.settings import COUNTS, VARIABLES, Settings

ROOT = Path(__file__).resolve().parents[1]
#: Read where they are used: by the command, the rulebook's cache and the counting library.
BESIDE = {"STAPELWIJZER_MODE", "STAPELWIJZER_DEBUG", "XDG_CACHE_HOME", "PROMETHEUS_MULTIPROC_DIR"}


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))
    assert table == {*VARIABLES.values(), *COUNTS.values(), *BESIDE}


def test_documented_defaults_are_the_defaults() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    settings = Settings("sqlite://")
    for name, variable in VARIABLES.items():
        found = re.search(rf"^\| `{variable}` \|.*\| `([^`]+)` \|$", text, re.MULTILINE)
        if found:
            assert getattr(settings, name) == found[1]
