"""What a farmer says was paid, as people and programs write it down; what could be read in two ways is refused."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from decimal import Decimal

from calculator.domain.money import cents_of
from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.profile import parse as profile_parse
from calculator.statements.award.follow_up import Paid

#: More lines than a farm has payments in thirty years.
MOST_PAID = 5_000
_MOST_EUR = Decimal(10_000_000_000)
#: ``1234``, ``1234.5``, ``1,234.56`` and ``1,234,567``; and ``1,234`` not: it is 1.234 to another reader.
_WRITTEN = r"-?(?:\d{{1,12}}|\d{{1,3}}(?:{t}\d{{3}})+(?={m})|\d{{1,3}}(?:{t}\d{{3}}){{2,}})(?:{m}\d{{1,2}})?"


def paid_amounts(raw: bytes, name: str) -> list[Paid]:
    """What was paid, from JSON (``{"paid": [{"scheme", "payment", "amount_eur"}]}``) or CSV with those columns.

    A line without an amount is unknown and is left out. Raises InputProblems with every line that is wrong.
    """
    rows = _json_rows(raw) if raw.lstrip().startswith((b"{", b"[")) else _csv_rows(raw, name)
    if len(rows) > MOST_PAID:
        raise InputProblems([_not_readable(name)])
    problems: list[InputProblem] = []
    found: list[Paid] = []
    for place, row in enumerate(rows):
        amount = str(row.get("amount_eur") or "").strip()
        scheme, payment = str(row.get("scheme") or "").strip(), str(row.get("payment") or "").strip()
        if not amount or not scheme:
            continue
        cents = _cents(amount)
        if cents is None:
            problems.append(_no_amount(f"/paid/{place}/amount_eur", amount))
        elif not payment:
            problems.append(_no_payment(f"/paid/{place}/payment"))
        else:
            found.append(Paid(scheme, payment, cents))
    if problems:
        raise InputProblems(problems)
    return found


def paid_amount(scheme: str, payment: str, written: str, place: str) -> list[Paid]:
    """One amount as a person typed it; raises InputProblems that point at ``place``."""
    cents = _cents(written)
    if cents is None:
        raise InputProblems([_no_amount(place, written)])
    return [Paid(scheme, payment, cents)]


def _json_rows(raw: bytes) -> list[Mapping[str, object]]:
    document = profile_parse.parse(raw)
    listed = document.get("paid") if isinstance(document, dict) else document
    if not isinstance(listed, list) or not all(isinstance(row, dict) for row in listed):
        raise InputProblems([_not_readable("/paid")])
    return list(listed)


def _csv_rows(raw: bytes, name: str) -> list[Mapping[str, object]]:
    try:
        said = raw.decode("utf-8-sig")
        head = said.partition("\n")[0]
        rows = list(csv.DictReader(io.StringIO(said), delimiter=";" if ";" in head else ",", strict=True))
    except (UnicodeDecodeError, csv.Error) as fault:
        raise InputProblems([_not_readable(name)]) from fault
    if not {"scheme", "payment", "amount_eur"} <= set(head.strip().replace(";", ",").split(",")):
        raise InputProblems([_not_readable(name)])
    return [dict(row) for row in rows if None not in row]


def _cents(written: str) -> int | None:
    """An amount as either language writes it; one that could be read in two ways (``1.234``) is refused.

    Where both marks stand, the last one begins the cents; the other only counts where it parts groups of three.
    """
    plain = "".join(written.replace("€", "", 1).split())
    for thousands, mark in ((",", "."), (".", ",")):
        found = re.fullmatch(_WRITTEN.format(t=re.escape(thousands), m=re.escape(mark)), plain)
        if found is None:
            continue
        value = Decimal(plain.replace(thousands, "").replace(mark, "."))
        return cents_of(value) if abs(value) <= _MOST_EUR else None
    return None


def _not_readable(place: str) -> InputProblem:
    return InputProblem(
        place,
        Text("De betaalde bedragen zijn niet te lezen.", "The amounts paid cannot be read."),
        Text(
            "Geef JSON of CSV met de kolommen scheme, payment en amount_eur.",
            "Give JSON or CSV with the columns scheme, payment and amount_eur.",
        ),
    )


def _no_amount(place: str, written: str) -> InputProblem:
    shown = "".join(c for c in written[:40] if c.isprintable())
    return InputProblem(
        place,
        Text(f'"{shown}" is geen bedrag in euro\'s.', f'"{shown}" is not an amount in euros.'),
        Text("Schrijf 1234,56 of 1.234,56.", "Write 1234.56 or 1,234.56."),
    )


def _no_payment(place: str) -> InputProblem:
    return InputProblem(
        place,
        Text("Hier ontbreekt welke betaling het is.", "It is missing here which payment it is."),
        Text("Noem regeling en betaling.", "Name scheme and payment."),
    )
