"""Whether statements are sealed here, with which key, and whose seals are known: read from the environment.

========================================  =================================================================
``STAPELWIJZER_SEAL_KEY``                  private key (PEM, EC P-256 advised)
``STAPELWIJZER_SEAL_CERTIFICATE``          its certificate (PEM)
``STAPELWIJZER_SEAL_CHAIN``                further certificates, paths with ``:`` between
``STAPELWIJZER_SEAL_PASSPHRASE_FILE``      file with the passphrase of the key, if it has one
``STAPELWIJZER_SEAL_PKCS11_MODULE``        instead of a key file: library of a PKCS#11 module
``STAPELWIJZER_SEAL_PKCS11_TOKEN``         label of the token
``STAPELWIJZER_SEAL_PKCS11_KEY``           label of key and certificate
``STAPELWIJZER_SEAL_PKCS11_PIN_FILE``      file with the PIN
``STAPELWIJZER_KNOWN_SEALS``               certificates (PEM) whose seals a check calls known, ``:`` between
========================================  =================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from calculator.domain.scheme import Text
from calculator.services.errors import CannotComplete
from calculator.statements.seal.seal_key import HardwareKey, KeyFile, SealKey

_PREFIX = "STAPELWIJZER_SEAL_"
_FILES = ("KEY", "CERTIFICATE")
_MODULE = ("PKCS11_MODULE", "PKCS11_TOKEN", "PKCS11_KEY", "PKCS11_PIN_FILE")


def configured(environ: Mapping[str, str]) -> SealKey | None:
    """The key to seal with, or None where nothing is set; raises CannotComplete where the settings are incomplete."""
    given = {name: environ[_PREFIX + name] for name in (*_FILES, *_MODULE) if environ.get(_PREFIX + name)}
    if not given:
        return None
    wanted = _MODULE if any(name in given for name in _MODULE) else _FILES
    absent = [name for name in wanted if name not in given]
    if absent or len(given) != len(wanted):
        raise CannotComplete(_incomplete(absent or [name for name in given if name not in wanted]))
    if wanted is _MODULE:
        pin = _secret(given["PKCS11_PIN_FILE"], _PREFIX + "PKCS11_PIN_FILE").decode("utf-8", "replace")
        return HardwareKey(Path(given["PKCS11_MODULE"]), given["PKCS11_TOKEN"], given["PKCS11_KEY"], pin)
    written = environ.get(_PREFIX + "PASSPHRASE_FILE", "")
    passphrase = _secret(written, _PREFIX + "PASSPHRASE_FILE") if written else None
    return KeyFile(
        Path(given["KEY"]), Path(given["CERTIFICATE"]), _paths(environ.get(_PREFIX + "CHAIN", "")), passphrase
    )


def known(environ: Mapping[str, str]) -> frozenset[str]:
    """Fingerprints (SHA-256, hexadecimal) of the certificates that a check knows: those named, and our own."""
    from calculator.statements.checking.sealing import fingerprint

    named = _paths(environ.get("STAPELWIJZER_KNOWN_SEALS", ""))
    own = environ.get(_PREFIX + "CERTIFICATE")
    found = set()
    for path in (*named, *((Path(own),) if own else ())):
        try:
            found.add(fingerprint(path.read_bytes()))
        except (OSError, ValueError) as fault:
            raise CannotComplete(_unreadable(str(path), "STAPELWIJZER_KNOWN_SEALS")) from fault
    return frozenset(found)


def _paths(written: str) -> tuple[Path, ...]:
    return tuple(Path(part) for part in written.split(":") if part)


def _secret(written: str, setting: str) -> bytes:
    try:
        return Path(written).read_bytes().strip()
    except OSError as fault:
        raise CannotComplete(_unreadable(written, setting)) from fault


def _incomplete(names: list[str]) -> Text:
    listed = ", ".join(_PREFIX + name for name in names)
    return Text(
        f"De instellingen voor het zegel zijn niet volledig of spreken elkaar tegen: {listed}. Geef sleutel en "
        "certificaat, of de vier van PKCS#11, en niet beide.",
        f"The settings of the seal are incomplete or contradict each other: {listed}. Give key and certificate, or the "
        "four of PKCS#11, and not both.",
    )


def _unreadable(path: str, setting: str) -> Text:
    return Text(
        f"{setting}: {path} kan niet worden gelezen. Controleer het pad en de rechten.",
        f"{setting}: {path} cannot be read. Check the path and its rights.",
    )
