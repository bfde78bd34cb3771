"""Where each page of the route table is found in the demo, and who sees it."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.browser.conftest import follow

ON = "?on=2026-05-15"
#: Pages for everybody, a form under way included.
ANYBODY = [
    "home", "schemes", "scheme", "measures", "measure", "matrix", "kpis", "kpi_set", "coverage", "unknown", "stale",
    "changes", "limits", "farm", "farm_draft", "quick", "farm_tasks", "farm_part", "farm_import", "farm_map",
    "farm_figures", "farm_parcel", "result", "compare", "check", "accessibility", "sign_in", "register", "forgot",
    "set_password", "shared",
]  # fmt: skip
#: Pages of people who are signed in, by role.
OWN = {
    "farmer": [
        "my_farms", "my_farm", "edit_farm", "delete_farm", "farm_statements", "farm_seen", "farm_result", "farm_shares",
        "mandates", "account", "delete_account", "batches",
    ],
    "adviser": ["clients", "client_mandates", "organisation", "scenarios"],
    "administrator": ["people"],
}  # fmt: skip
#: Pages that stand only at the end of a way; the test of that way looks at them.
ELSEWHERE = {
    "statement_paid": "test_statements.py",
    "batch": "test_statements.py",
    "farm_import_file": "test_map.py",
    "populations": "test_scenarios.py",
    "population_farm": "test_scenarios.py",
    "scenario": "test_scenarios.py",
    "scenario_change": "test_scenarios.py",
    "scenario_begin": "test_scenarios.py",
    "scenario_run": "test_scenarios.py",
    "scenario_years": "test_scenarios.py",
    "scenario_compare": "test_scenarios.py",
}
#: Addresses that answer with a file, or lead on.
NO_PAGE = {
    "statement", "outputs", "to_broker", "from_broker", "sign_out", "keep", "export", "add_farm", "statement_file",
    "statement_openings", "batch_file", "scenario_file", "scenario_drafts", "scenario_report", "scenario_download",
    "shared_file",
}  # fmt: skip

_VALUES = {
    "scheme": {"scheme_id": "national.rvo.eco-regeling"},
    "measure": {"code": "grasland-met-kruiden"},
    "kpi_set": {"code": "bmm"},
    "farm_part": {"part": "aid"},
    "farm_parcel": {"number": "1"},
    # Nobody has these secrets: what stands there says so.
    "set_password": {"secret": "x"},
    "shared": {"secret": "x"},
}
_ASKED = {
    "schemes": ON,
    "scheme": ON,
    "measures": ON,
    "measure": ON,
    "coverage": ON,
    "unknown": ON,
    "matrix": f"{ON}&rows=national.rvo.eco-regeling&columns=national.anlb.midden-delfland",
    "farm_map": "?parcel=1",
    "farm_tasks": "?cost=1",
}


@dataclass(frozen=True)
class Found:
    """What stands in the place of the names in an address."""

    values: dict[str, str] = field(default_factory=dict)

    @classmethod
    def draft(cls, page: Page) -> Found:
        """A form with the first example, computed, as this browser holds it."""
        page.goto("/")
        follow(page, page.locator('a[href*="example="]').first)
        page.locator("[name='/on']").fill("2026-05-15")
        follow(page, page.locator(".utrecht-button[value=compute]"))
        assert page.url.endswith("/uitkomst")
        return cls({"draft_id": page.url.rsplit("/", 2)[1]})

    @classmethod
    def farm(cls, page: Page) -> Found:
        """The first farm of whoever is signed in, where there is one."""
        page.goto("/mijn/bedrijven")
        links = page.locator("main table a")
        return cls(
            {"farm_id": str(links.first.get_attribute("href")).rsplit("/", 1)[1]} if links.count() else {}
        )

    def address(self, name: str, rule: str) -> str:
        """The address of a page of that name."""
        for key, value in {**self.values, **_VALUES.get(name, {})}.items():
            rule = rule.replace(f"<{key}>", value)
        assert "<" not in rule, f"{name}: nothing stands for {rule}"
        return rule + _ASKED.get(name, "")

    def more(self) -> list[str]:
        """The same pages with other things in them, and some that say that nothing was found."""
        return [
            f"/bedrijf/{self.values['draft_id']}/deel/parcels",
            "/regelingen?q=geen-enkele",
            "/regelingen?place=municipalities/midden-delfland&on=2026-05-15",
            "/regelingen/national.anlb.midden-delfland?on=2026-05-15",
            "/en/stacking-matrix?rows=national.anlb.midden-delfland&columns=schemes&place=provinces/drenthe&on=2026-05-15",
            "/nergens",
            "/en/nowhere",
        ]
