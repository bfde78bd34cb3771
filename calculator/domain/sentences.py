"""Things said one after the other on one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from calculator.domain.amount_words import number
from calculator.domain.scheme import Text

#: Shown, and how many are left.
_MORE = Text("{} en nog {}", "{} and {} more")
_PRESUMED = ("Aangenomen: ", "Assumed: ")


def presumed(said: str) -> str:
    """An assumption where the heading above it says already that it is one."""
    for start in _PRESUMED:
        said = said.removeprefix(start)
    return _whole(said)


def listed(items: Sequence[str], most: int) -> Text:
    """Items with commas; past ``most`` the rest is counted."""
    shown, rest = ", ".join(items[:most]), Decimal(len(items) - most)
    if rest <= 0:
        return Text(shown, shown)
    return Text(_MORE.nl.format(shown, number(rest, "nl")), _MORE.en.format(shown, number(rest, "en")))


def sentences(said: Iterable[str]) -> str:
    """The same as ``joined``, from a capital to a full stop."""
    return _whole(joined(said))


def joined(said: Iterable[str]) -> str:
    """Parts of a sentence with semicolons; what begins with a capital is a sentence of its own, after a full stop."""
    found = ""
    for part in (each.strip().removesuffix(".") for each in said):
        if found and part:
            found += " " if found[-1] in "?!" else ". " if part[0].isupper() else "; "
        found += part
    whole = any(end in found for end in (". ", "? ", "! "))
    return f"{found}." if whole and not found.endswith(("!", "?")) else found


def _whole(said: str) -> str:
    whole = said[:1].upper() + said[1:]
    return whole if not whole or whole.endswith((".", "!", "?")) else f"{whole}."
