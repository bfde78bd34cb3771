"""A folder of rules with schemes that nobody has seen, each with options that are lawful and odd.

A scheme is written as a policy officer would, but for what is alike in all of them: ``2.40 EUR/m`` stands for a definitive
figure from 2026 on with its source, and the head and the reward of a payment are filled in.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import yaml

from calculator import resources

_HEAD = {
    "layer": "municipality",
    "payer": "nijkerk",
    "payer_is_public": "yes",
    "state_resources": "yes",
    "legal_basis": "notified_scheme",
    "valid_from": "2026-01-01",
    "recorded_on": "2026-01-01",
    "budget_depends": "no",
    "territory": {"municipalities": ["nijkerk"]},
    "sources": {
        "B": {"title": "Besluit", "url": "https://example.org/besluit", "article": "2", "seen": "2025-12-01"}
    },
}
_REWARD = {"service": "landschap", "indicator": "euro", "quantity": "euro", "term": "per jaar"}
_FIGURE = re.compile(r"^(\S+) (\S+)$")


def folder(top: Path, schemes: Mapping[str, str], files: Mapping[str, str] | None = None) -> Path:
    """Write the schemes, and other files as they are, beside the codelists that we have; the root of the folder."""
    root = top / "rules"
    shutil.copytree(resources.rules_dir() / "codelists", root / "codelists")
    for name in ("legal_rules", "kpis", "kpi_sets"):
        (root / "codelists" / f"{name}.csv").unlink()
    for name, text in schemes.items():
        _write(root / f"schemes/municipality/nijkerk/{name}/2026-01-01.yaml", _scheme(name, text))
    for path, text in (files or {}).items():
        _write(root / path, text)
    return root


def limit(name: str, kind: str, figures: str, **more: object) -> str:
    """A limit of the same decree."""
    made = {
        "limit": name,
        "name": {"nl": name, "en": name},
        "kind": kind,
        "valid_from": "2026-01-01",
        "recorded_on": "2026-01-01",
        "article": "4",
        "sources": _HEAD["sources"],
        "figures": _figures(yaml.load(figures, Loader=yaml.BaseLoader)),
        **more,
    }
    return json.dumps(made, ensure_ascii=False, indent=1)


def relations(*rows: str) -> str:
    """A table of rows ``id,a,b,type,quantity,level,parameter``."""
    tail = ",2026-01-01,,5,Besluit,https://example.org/besluit,2025-12-01,high,\n"
    head = (
        "id,a,b,type,quantity,level,parameter,valid_from,valid_until,article,source_title,source_url,seen,"
        "confidence,note\n"
    )
    return head + "".join(row + tail for row in rows)


def _scheme(name: str, text: str) -> str:
    given = yaml.load(text, Loader=yaml.BaseLoader)
    own = given if isinstance(given, dict) else {"payments": given}
    made = {"scheme": f"municipality.nijkerk.{name}", "name": {"nl": name, "en": name}, **_HEAD, **own}
    made["payments"] = [_payment(payment) for payment in own["payments"]]
    return json.dumps(made, ensure_ascii=False, indent=1)


def _payment(given: dict[str, object]) -> dict[str, object]:
    made = {"name": {"nl": given["id"], "en": given["id"]}, "reward": _REWARD, "sources": ["B"], **given}
    made["conditions"] = [_condition(c) for c in given.get("conditions", [])]  # type: ignore[attr-defined]
    made["figures"] = _figures(given.get("figures", {}))
    return made


def _condition(given: dict[str, object]) -> dict[str, object]:
    return {"absent": "ask", "text": {"nl": "voorwaarde", "en": "condition"}, "sources": ["B"], **given}


def _figures(given: object) -> dict[str, object]:
    assert isinstance(given, dict)
    return {name: [_figure(x) for x in (f if isinstance(f, list) else [f])] for name, f in given.items()}


def _figure(given: object) -> dict[str, object]:
    if isinstance(given, str):
        found = _FIGURE.match(given)
        assert found is not None, given
        given = {"value": found[1], "unit": found[2]}
    assert isinstance(given, dict)
    return {"from": "2026-01-01", "status": "definitive", "confidence": "high", "sources": ["B"], **given}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
