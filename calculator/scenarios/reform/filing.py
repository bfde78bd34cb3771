"""A scenario file as plain data and back, so that a form can change one thing in it. Comments do not come along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
Data = dict[str, Any]


def data_of(text: str) -> Data:
    """The keys of a file that was read without problems, every scalar as text."""
    found = yaml.load(text, Loader=_LOADER)  # noqa: S506  resolves nothing: every scalar stays text  # nosec B506
    if not isinstance(found, dict):
        raise TypeError("a scenario that was kept is a mapping")
    return found


def text_of(data: Mapping[str, Any]) -> str:
    """The file of such data."""
    kept = {key: value for key, value in data.items() if value not in (None, "", {}) or key == "changes"}
    return str(yaml.dump(kept, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=110))
