"""Statements drawn once for all tests that only look at them: drawing takes seconds."""

import pytest

from calculator.statements.carrying import packing
from calculator.statements.carrying.packing import Act, Packed
from calculator.statements.checking import verify
from calculator.statements.drawing import pdf
from calculator.statements.issuing import Made
from calculator.statements.issuing import issue as issued
from tests.statements import builders, redacted


def issue(
    award: dict[str, object] | None = None,
    profile: dict[str, object] | None = None,
    language: str = "nl",
    rule_files: dict[str, bytes] | None = None,
) -> bytes:
    return issued(
        award or builders.award(language),
        profile or builders.profile(),
        rule_files or builders.rule_files(),
        language=language,
        issued_on=builders.ISSUED_ON,
        number="2026-000017",
        recompute=builders.recompute,
    ).pdf


@pytest.fixture(scope="session")
def dutch() -> bytes:
    return issue()


@pytest.fixture(scope="session")
def english() -> bytes:
    return issue(language="en")


@pytest.fixture(scope="session")
def landlords() -> Made:
    """The same farm as its landlord gets it."""
    return redacted.given(redacted.LANDLORD)


@pytest.fixture(autouse=True)
def drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check draws the statement again; for equal embedded files that is done once. Issuing always draws."""

    def draw(award: object, profile: object, rule_files: object, packed: Packed, act: Act) -> bytes:
        key = tuple(sorted((name, packing.sha256(raw)) for name, raw in packed.files.items()))
        if key not in _DRAWN:
            _DRAWN[key] = pdf.draw(award, profile, rule_files, packed, act)
        return _DRAWN[key]

    monkeypatch.setattr(verify, "draw", draw)


_DRAWN: dict[tuple[tuple[str, str], ...], bytes] = {}
