"""Whether two awards say the same, and where they do not."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.statements.checking.verdict import Finding, Part

#: A later engine may compute an earlier statement; what it is called is no part of the outcome.
_ENGINE = "receipt.engine"

#: Members that hold sentences for a reader: a later engine may put them better. Amounts, quantities, codes, names and
#: articles are not among them.
SENTENCES = frozenset(
    (
        "formula",
        "reason",
        "shortfall",
        "remedy",
        "missing",
        "note",
        "definition",
        "assumptions",
        "caveats",
        "contingent",
    )
)


def differences(given: object, computed: object, *, strict: bool) -> Iterator[Finding]:
    """Each place where the award given differs from the one computed.

    Not ``strict``, keys that only the computed award has are passed over, and so are sentences: a later engine may
    say more, and say it otherwise.
    """
    for path, one, other in _pairs(given, computed, "", strict=strict):
        if path != _ENGINE and (strict or not SENTENCES & set(path.split("."))):
            yield Finding(
                Part.AMOUNTS if path.endswith("_eur") else Part.DATA, path, _about(path, one, other)
            )


def _pairs(
    given: object, computed: object, path: str, *, strict: bool
) -> Iterator[tuple[str, object, object]]:
    if isinstance(given, dict) and isinstance(computed, dict):
        keys = given.keys() | computed.keys() if strict else given.keys()
        for key in sorted(keys):
            below = f"{path}.{key}" if path else str(key)
            if key in given and key in computed:
                yield from _pairs(given[key], computed[key], below, strict=strict)
            else:
                yield below, given.get(key), computed.get(key)
    elif isinstance(given, list) and isinstance(computed, list) and len(given) == len(computed):
        for index, (one, other) in enumerate(zip(given, computed, strict=True)):
            yield from _pairs(one, other, f"{path}.{index}", strict=strict)
    elif type(given) is not type(computed) or given != computed:
        yield path, given, computed


def _about(path: str, given: object, computed: object) -> Text:
    one, other = _short(given), _short(computed)
    return Text(
        f"In de berekening staat bij {path} {one}; opnieuw berekend is dat {other}.",
        f"The calculation has {one} at {path}; recomputed that is {other}.",
    )


def _short(value: object) -> str:
    if isinstance(value, list):
        return f"[{len(value)}]"
    if isinstance(value, dict):
        return f"{{{len(value)}}}"
    text = "—" if value is None else str(value)
    return "".join(c for c in text[:40] if c.isprintable())
