"""Schemes of every kind that nobody has seen come out of data alone, to the cent of a sum made by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from calculator import registry
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import PaymentKind
from calculator.services.award.awards import compute
from calculator.services.registry import rulebooks
from tests.registry import strange
from tests.registry.strange_cases import CASES, grass
from tests.registry.strange_counts import COUNTS

ALL = {**CASES, **COUNTS}


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    files = {f"limits/{n}/2026-01-01.yaml": text for case in ALL.values() for n, text in case.limits.items()}
    files["relations/strange.csv"] = strange.relations(*(r for case in ALL.values() for r in case.rows))
    root = strange.folder(tmp_path_factory.mktemp("strange"), {n: c.scheme for n, c in ALL.items()}, files)
    found = rulebooks.checked(root)
    assert [str(p) for p in found.problems] == []
    return rulebooks.given(root)


@pytest.mark.parametrize("name", ALL)
def test_a_scheme_that_nobody_has_seen_pays_what_its_text_says(rules: Rulebook, name: str) -> None:
    farm = {
        "profile": "stapelwijzer-farm-1",
        "year": 2026,
        "farm": {"name": "Proefhoeve", "municipality": "nijkerk"},
        "undertaking": {"aid_received": []},
        "parcels": [grass("P1", "1")],
        **ALL[name].farm,
    }
    years = max([2026, *(int(paid[-4:]) for paid in ALL[name].pays if " " in paid)]) - 2025
    found = compute(rules, farm, on=date(2026, 7, 1), years=years).award
    paid: dict[str, Decimal] = {}
    for year in found["years"]:  # type: ignore[attr-defined]
        for line in year["lines"]:
            if line["scheme"] == f"municipality.nijkerk.{name}":
                key = line["payment"] + (f" {year['year']}" if year["year"] > 2026 else "")
                paid[key] = paid.get(key, Decimal(0)) + Decimal(line["amount_eur"])
    assert {key: str(eur) for key, eur in paid.items()} == ALL[name].pays


def test_every_kind_that_pays_money_has_a_strange_scheme(rules: Rulebook) -> None:
    elsewhere = {PaymentKind.ACTIVITY, PaymentKind.CLASS_PREMIUM, PaymentKind.CONTRACT_YEAR}
    assert {p.kind for s in rules.schemes for p in s.payments} | elsewhere == set(PaymentKind)


def _each_after_the_next(tmp_path: Path, *pairs: str, **periods: str) -> list[str]:
    """The problems of schemes of which the first of each pair is what is left after the second; always from 2026 on, or in the
    period of the pair. A capital names the payment of a scheme, not the scheme.
    """
    schemes = dict.fromkeys(sorted(set("".join(pairs).lower())), CASES["eerste-hectares"].scheme)
    of = {x: f"municipality.nijkerk.{x}" for x in schemes}
    of |= {x.upper(): f"{name}#eerste" for x, name in of.items()}
    rows = [f"{n}{p},{of[p[0]]},{of[p[1]]},net_of,money,unit," for n, p in enumerate(pairs)]
    head, *table = strange.relations(*rows).splitlines()
    dated = [
        r.replace("2026-01-01,,", periods.get(p, "2026-01-01,,")) for p, r in zip(pairs, table, strict=True)
    ]
    root = strange.folder(tmp_path, schemes, {"relations/strange.csv": "\n".join([head, *dated, ""])})
    found = [problem.message.en for problem in registry.check(root).problems]
    return [message for message in found if "left after" in message]


def test_payments_that_are_each_what_is_left_after_the_next_are_refused(tmp_path: Path) -> None:
    (found,) = _each_after_the_next(tmp_path, "ab", "bc", "cd", "da")
    assert "`municipality.nijkerk.d` is what is left after `municipality.nijkerk.a`" in found
    assert "then none of these comes first" in found


@pytest.mark.parametrize("pairs", [("Ab", "bc", "ca"), ("ab", "bc", "cA"), ("ab", "BC", "cA")])
def test_a_ring_goes_through_a_scheme_and_a_payment_of_it(tmp_path: Path, pairs: tuple[str, ...]) -> None:
    assert len(_each_after_the_next(tmp_path, *pairs)) == 1


def test_of_two_rows_for_one_pair_the_one_that_names_more_holds_alone_and_makes_no_ring(
    tmp_path: Path,
) -> None:
    assert _each_after_the_next(tmp_path / "more", "Ab", "ba") == []
    assert len(_each_after_the_next(tmp_path / "alike", "Ab", "bA")) == 1


def test_a_chain_of_what_is_left_is_no_ring_and_neither_is_one_that_ended(tmp_path: Path) -> None:
    assert _each_after_the_next(tmp_path / "chain", "ab", "bc", "ac") == []
    assert _each_after_the_next(tmp_path / "ended", "ab", "bc", "ca", ca="2025-01-01,2026-01-01,") == []


def test_rows_that_never_hold_all_at_once_are_no_ring(tmp_path: Path) -> None:
    first, then = "2026-01-01,2027-01-01,", "2027-01-01,,"
    assert _each_after_the_next(tmp_path / "never", "ab", "bc", "ca", ab=first, bc=then) == []
    # By another way back they do.
    assert (
        len(_each_after_the_next(tmp_path / "at last", "ab", "bc", "bd", "dc", "ca", ab=first, bc=then)) == 1
    )
