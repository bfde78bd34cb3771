"""Statements: of a result at once, of a kept farm, of many farms in a batch; checked and compared by anybody."""

from __future__ import annotations

from calculator.web.pages.frame import BOTH, SIGNED_IN, Page
from calculator.web.pages.statements import batches, check, compare, download, kept

_ST_NL, _ST_EN = "/mijn/overzichten/<statement_id>", "/en/my/statements/<statement_id>"
_NL, _EN = "/mijn/bedrijven/<farm_id>", "/en/my/farms/<farm_id>"

PAGES = (
    Page("statement", "/beloningsoverzicht", "/en/statement", download.download, ("POST",), forgery="never"),
    Page("outputs", "/meenemen", "/en/take-away", download.outputs, ("POST",), forgery="never"),
    Page("compare", "/vergelijken", "/en/compare", compare.answer, BOTH, forgery="never"),
    Page("check", "/controle", "/en/check", check.answer, BOTH, forgery="never"),
    Page("farm_statements", f"{_NL}/overzichten", f"{_EN}/statements", kept.listing, BOTH, SIGNED_IN),
    Page("statement_file", f"{_ST_NL}.pdf", f"{_ST_EN}.pdf", kept.file, roles=SIGNED_IN),
    Page(
        "statement_openings",
        f"{_ST_NL}/bewijs.json",
        f"{_ST_EN}/proof.json",
        kept.openings,
        roles=SIGNED_IN,
    ),
    Page("statement_paid", f"{_ST_NL}/betaald", f"{_ST_EN}/paid", kept.paid, BOTH, SIGNED_IN),
    Page("batches", "/mijn/reeksen", "/en/my/batches", batches.listing, BOTH, SIGNED_IN),
    Page("batch", "/mijn/reeksen/<batch_id>", "/en/my/batches/<batch_id>", batches.one, BOTH, SIGNED_IN),
    Page(
        "batch_file",
        "/mijn/reeksen/<batch_id>.zip",
        "/en/my/batches/<batch_id>.zip",
        batches.archive,
        roles=SIGNED_IN,
    ),
)
