"""Text that only the holder of a secret can read: what is kept of a form is worth nothing without the browser's cookie."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from typing import cast

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

_HEADER = {"alg": "dir", "enc": "A256GCM"}


class _Sizes(jwe.JWERegistry):
    """The library opens 64 kB at most, and the outlines of a large farm are more; what is sealed came in by our limits."""

    max_ciphertext_length = 20_000_000


def seal(content: Mapping[str, object], secret: str) -> str:
    """The content as text for the database."""
    # The library's own compression refuses to open what is large.
    return jwe.encrypt_compact(_HEADER, zlib.compress(json.dumps(content).encode()), _key(secret))


def unseal(sealed: str, secret: str) -> dict[str, object] | None:
    """The content, or None where it was sealed with another secret."""
    try:
        plain = jwe.decrypt_compact(sealed, _key(secret), registry=_Sizes()).plaintext
    except JoseError:
        # Not this holder's: as good as gone.
        return None
    assert plain is not None, "nothing is sealed without a text"
    return cast("dict[str, object]", json.loads(zlib.decompress(plain)))


def _key(secret: str) -> OctKey:
    # Not the digest by which the row is found: what is in the database must not open it.
    return OctKey.import_key(hashlib.sha256(b"seal " + secret.encode("utf-8", "surrogatepass")).digest())
