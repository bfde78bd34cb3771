"""A password that was taken from the database costs whoever guesses it dearly."""

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from calculator.services.account import passwords


def test_hashing_takes_the_memory_and_the_rounds_that_the_standard_asks(slowly: PasswordHasher) -> None:
    # RFC 9106, section 4, the second recommended choice: argon2id, 64 MiB, three rounds, four lanes.
    assert slowly.type is Type.ID
    assert slowly.memory_cost >= 64 * 1024
    assert slowly.time_cost >= 3
    assert slowly.parallelism == 4


def test_a_hash_with_weaker_parameters_is_outdated(slowly: PasswordHasher) -> None:
    weaker = passwords.hashed("vier losse woorden samen")
    assert slowly.check_needs_rehash(weaker)
    assert not passwords.outdated(weaker)


def test_a_password_fits_its_own_hash_and_no_other() -> None:
    kept = passwords.hashed("vier losse woorden samen")
    assert passwords.fits(kept, "vier losse woorden samen")
    assert not passwords.fits(kept, "vier losse woorden")
    assert not passwords.fits(None, "nobody has this password")


def test_where_there_is_no_password_as_much_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the time an answer takes does not say who has an account."""
    compared: list[str] = []

    class Heard(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            compared.append(str(hash))
            return super().verify(hash, password)

    kept = passwords.hashed("vier losse woorden samen")
    monkeypatch.setattr(passwords, "_HASHER", Heard())
    assert not any(passwords.fits(known, "vijf losse woorden") for known in (kept, None))
    first, second = map(extract_parameters, compared)
    assert first == second
