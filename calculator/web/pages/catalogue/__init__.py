"""The rules for whoever reads them: schemes, measures, indicators, limits, how far the registry reaches. No farm is in it."""

from __future__ import annotations

from calculator.web.pages.catalogue import kpis, measures, registry, schemes
from calculator.web.pages.frame import BOTH, Page

PAGES = (
    Page("schemes", "/regelingen", "/en/schemes", schemes.listing),
    Page("scheme", "/regelingen/<scheme_id>", "/en/schemes/<scheme_id>", schemes.one),
    Page("measures", "/maatregelen", "/en/measures", measures.measures),
    Page("measure", "/maatregelen/<code>", "/en/measures/<code>", measures.measure),
    Page("matrix", "/stapelmatrix", "/en/stacking-matrix", measures.matrix),
    Page("kpis", "/indicatoren", "/en/indicators", kpis.listing),
    Page("kpi_set", "/indicatoren/<code>", "/en/indicators/<code>", kpis.one, BOTH, forgery="never"),
    Page("coverage", "/dekking", "/en/coverage", registry.coverage),
    Page("unknown", "/onbekend", "/en/unknown", registry.unknown),
    Page("stale", "/nakijken", "/en/to-check", registry.stale),
    Page("changes", "/wijzigingen", "/en/changes", registry.changes),
    Page("limits", "/grenzen", "/en/limits", schemes.limits),
)
