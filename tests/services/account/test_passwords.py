"""A password that was taken from the database costs whoever guesses it dearly."""

from argon2 import PasswordHasher, Type

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
