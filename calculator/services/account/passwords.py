"""Passwords: argon2id with the parameters of RFC 9106 for machines with little memory, and what makes one good enough."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from calculator.domain.scheme import Text
from calculator.services.errors import InputProblem, InputProblems

#: Long enough not to be guessed, short enough that hashing one is no attack on us.
SHORTEST, LONGEST = 12, 200

_HASHER = PasswordHasher()
_WORN_OUT = ("wachtwoord", "welkom", "password", "stapelwijzer", "qwerty", "123456", "abcdef", "geheim")


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(password)


def fits(kept: str | None, password: str) -> bool:
    """Whether it is the password. Where there is none to compare with, as much work is done all the same."""
    try:
        _HASHER.verify(kept or _nobody(), password[: LONGEST + 1])
    except (VerifyMismatchError, InvalidHashError):
        return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Whether it was hashed with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


def check(password: str, email: str, pointer: str = "/password") -> None:
    """Raises InputProblems where a password can be guessed."""
    found = _weakness(password, email)
    if found is not None:
        raise InputProblems([InputProblem(pointer, found, _REMEDY)])


_REMEDY = Text(
    "Neem bijvoorbeeld vier of vijf woorden die niets met elkaar te maken hebben.",
    "Take four or five words that have nothing to do with each other, for instance.",
)


def _weakness(password: str, email: str) -> Text | None:
    if len(password) < SHORTEST:
        return Text(
            f"Het wachtwoord is te kort: ten minste {SHORTEST} tekens.",
            f"The password is too short: at least {SHORTEST} characters.",
        )
    if len(password) > LONGEST:
        return Text(
            f"Het wachtwoord is te lang: ten hoogste {LONGEST} tekens.",
            f"The password is too long: at most {LONGEST} characters.",
        )
    plain = password.lower()
    # A known word alone is weak; as a small part of something long it does no harm.
    rest = plain.replace(email, "").replace(email.partition("@")[0], "")
    for word in _WORN_OUT:
        rest = rest.replace(word, "")
    if len(set(plain)) < 5 or len(rest) < SHORTEST // 2:
        return Text(
            "Dit wachtwoord is makkelijk te raden.",
            "This password is easy to guess.",
        )
    return None


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")
