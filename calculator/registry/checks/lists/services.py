"""Every ecosystem service has its class in CICES V5.1, or says why it has none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem

_CLASS = re.compile(r"\d+(\.\d+){3}\Z")


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Services with a code that is no class of CICES, and services with neither a class nor a reason."""
    codelist = draft.codelists.get("services")
    for code, record in codelist.records.items() if codelist is not None else ():
        written, reason = record.cells["cices"], record.cells.get("none_nl", "")
        if codelist is not None and not (_CLASS.match(written) if written else reason):
            yield RuleProblem(
                codelist.file,
                record.line,
                Text(
                    nl=f"kolom `cices` van `{code}`: {f'`{written}` is geen klasse' if written else 'geen klasse en geen reden'}",
                    en=f"column `cices` of `{code}`: {f'`{written}` is no class' if written else 'no class and no reason'}",
                ),
                Text(
                    nl="geef de klasse van CICES V5.1 (als 2.2.2.3), of zeg in `none_nl` en `none_en` waarom er geen is",
                    en="give the class of CICES V5.1 (like 2.2.2.3), or say in `none_nl` and `none_en` why there is none",
                ),
            )
