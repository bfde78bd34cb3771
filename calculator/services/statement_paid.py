"""What a farmer says was paid, as people and programs write it down; what could be read in two ways is refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from calculator.domain.money import cents_of
from calculator.domain.scheme import Text
from calculator.services import profile_parse
from calculator.services.errors import InputProblem, InputProblems
from calculator.statements.follow_up import Paid

#: More lines than a farm has payments in thirty years.
MOST_PAID = 5_000
_MOST_EUR = Decimal(10_000_000_000)


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
    cents = _cents(written.strip().removeprefix("€").strip())
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
    """``1.234,56`` and ``1234.56``; an amount that could be read in two ways is refused."""
    if written.count(",") == 1 and ("." not in written or written.rindex(".") < written.index(",")):
        written = written.replace(".", "").replace(",", ".")
    elif (
        "," in written
        or written.count(".") > 1
        or (written.count(".") == 1 and len(written.split(".")[1]) == 3)
    ):
        return None
    try:
        value = Decimal(written)
    except InvalidOperation:
        return None
    exponent = value.as_tuple().exponent
    if not value.is_finite() or abs(value) > _MOST_EUR or not isinstance(exponent, int) or exponent < -2:
        return None
    return cents_of(value)


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
        Text("Schrijf 1234.56 of 1.234,56.", "Write 1234.56 or 1.234,56."),
    )


def _no_payment(place: str) -> InputProblem:
    return InputProblem(
        place,
        Text("Hier ontbreekt welke betaling het is.", "It is missing here which payment it is."),
        Text("Noem regeling en betaling.", "Name scheme and payment."),
    )
