"""Where the key of a seal lies; apart from ``signing``, so that settings can be read without the signing library."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from calculator.domain.scheme import Text


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A private key and its certificate as PEM files, with further certificates of its chain."""

    key: Path
    certificate: Path
    chain: tuple[Path, ...] = ()
    passphrase: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class HardwareKey:
    """A key in a PKCS#11 module: the module's library, the token's label, the key's label, and the PIN."""

    module: Path
    token: str
    key_label: str
    pin: str = field(repr=False)


SealKey = KeyFile | HardwareKey


class CannotSealError(Exception):
    """The key cannot be used; ``reason`` says which file or setting, and what to do."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)
