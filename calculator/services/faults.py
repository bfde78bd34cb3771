"""Something of ours went wrong with one task: the log says where, whoever asked gets a number to call it by."""

from __future__ import annotations

import secrets

from calculator import logs
from calculator.domain.scheme import Text


def noted(what: str, error: BaseException) -> Text:
    """Tell the log (``what`` in English, never words of people) and say how to ask about it.

    The words of the exception go to neither: a name or an address may stand in them.
    """
    number = secrets.token_hex(4)
    logs.fault(what, error, number=number)
    return Text(
        f"Hier ging bij ons iets mis, niet bij u. Probeer het later nog eens; blijft het zo, noem dan aan de beheerder "
        f"foutnummer {number}.",
        f"Something went wrong on our side, not on yours. Try again later; if it stays so, tell the operator fault "
        f"number {number}.",
    )
