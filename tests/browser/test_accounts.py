"""Signing in, keeping a farm, and a mandate from asking to revoking, in both languages, without script as well."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from calculator.services.account.rights import Role
from calculator.services.demo import SignIn
from tests.browser.conftest import axe, follow


@dataclass(frozen=True)
class Words:
    """What the pages say in one language."""

    sign_in: str
    email: str
    password: str
    press: str
    farms: str
    sign_out: str
    keep: str
    compute: str
    farm: str
    save: str
    change: str
    mandates: str
    give: str
    revoke: str
    seen: str
    looked: str
    clients: str


DUTCH = Words(
    "/inloggen", "E-mailadres", "Wachtwoord", "Log in", "Mijn bedrijven", "Uitloggen", "Bewaar dit bedrijf",
    "Bereken de beste stapel", "/bedrijf", "Bewaren", "Gegevens veranderen", "/mijn/machtigingen", "Geef de machtiging",
    "Trek in", "Wie zag wat", "bekeken", "Klanten",
)  # fmt: skip
ENGLISH = Words(
    "/en/sign-in", "E-mail address", "Password", "Sign in", "My farms", "Sign out", "Save this farm",
    "Calculate the best stack", "/en/farm", "Save", "Change the data", "/en/my/mandates", "Give the mandate",
    "Revoke", "Who saw what", "viewed", "Clients",
)  # fmt: skip
BOTH = pytest.mark.parametrize("words", [DUTCH, ENGLISH], ids=["nl", "en"])


def sign_in(page: Page, who: SignIn, words: Words = DUTCH) -> None:
    page.goto(words.sign_in)
    page.get_by_label(words.email).fill(who.email)
    page.get_by_label(words.password).fill(who.password)
    follow(page, page.get_by_role("button", name=words.press))
    landed = words.clients if who.role is Role.ADVISER else words.farms
    expect(page.get_by_role("heading", level=1)).to_have_text(landed)


def test_what_failed_is_told_and_gets_the_focus(page: Page, people: dict[str, SignIn]) -> None:
    page.goto("/inloggen")
    page.get_by_label("E-mailadres").fill(people["farmer"].email)
    page.get_by_label("Wachtwoord").fill("niet dit wachtwoord")
    follow(page, page.get_by_role("button", name="Log in"))
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Inloggen lukte niet")
    expect(alert).to_be_focused()
    assert axe(page) == []


@BOTH
def test_a_result_is_kept_after_signing_in_changed_and_signed_out_of(
    watched: Page, people: dict[str, SignIn], words: Words
) -> None:
    page = watched
    page.goto(words.farm)
    parcel = page.locator("#f-parcels-0")
    parcel.locator("[name='/parcels/0/area_ha']").fill("12,5" if words is DUTCH else "12.5")
    parcel.locator("[name='/parcels/0/land_use']").select_option("permanent_grassland")
    page.locator("[name='/on']").fill("2026-05-15")
    follow(page, page.get_by_role("button", name=words.compute).last)
    follow(page, page.get_by_role("button", name=words.keep))
    page.get_by_label(words.email).fill(people["farmer"].email)
    page.get_by_label(words.password).fill(people["farmer"].password)
    follow(page, page.get_by_role("button", name=words.press))
    follow(page, page.get_by_role("link", name=words.change))
    page.locator("[name='/farm/name']").fill(f"Hoeve {words.press}")
    follow(page, page.get_by_role("button", name=words.save))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Hoeve {words.press}")
    follow(page, page.get_by_role("button", name=words.sign_out))
    expect(page.get_by_role("button", name=words.sign_out)).to_have_count(0)
    page.go_back()
    page.reload()
    expect(page.get_by_role("button", name=words.press)).to_be_visible()


@BOTH
def test_a_mandate_is_given_used_seen_and_revoked_without_script(
    browser: Browser, base_url: str, people: dict[str, SignIn], words: Words
) -> None:
    options = {"java_script_enabled": False, "base_url": base_url}
    with browser.new_context(**options) as one, browser.new_context(**options) as other:
        farmer, adviser = one.new_page(), other.new_page()
        sign_in(farmer, people["farmer"], words)
        sign_in(adviser, people["adviser"], words)
        clients = "/klanten/machtigingen" if words is DUTCH else "/en/clients/mandates"
        adviser.goto(clients)
        for name, value in (
            ("email", people["farmer"].email),
            ("purpose", "Meedenken"),
            ("end", "2027-06-01"),
        ):
            adviser.locator(f"[name='/{name}']").fill(value)
        adviser.locator("[name='/scope'][value='view']").check()
        follow(adviser, adviser.locator("button[value='request']"))

        farmer.goto(words.mandates)
        asked = farmer.locator("section", has_text="Meedenken").filter(
            has=farmer.get_by_role("button", name=words.give)
        )
        # No farm is chosen beforehand: the first option asks for one.
        farm = asked.first.locator("select option").nth(1).get_attribute("value")
        asked.first.locator("select").select_option(farm)
        given = asked.first.get_by_role("button", name=words.give).get_attribute("value")
        follow(farmer, asked.first.get_by_role("button", name=words.give))

        path = f"/mijn/bedrijven/{farm}" if words is DUTCH else f"/en/my/farms/{farm}"
        answer = adviser.goto(path)
        assert answer
        assert answer.status == 200
        farmer.goto(path)
        follow(farmer, farmer.get_by_role("link", name=words.seen))
        expect(farmer.locator("table")).to_contain_text(words.looked)
        farmer.goto(words.mandates)
        follow(farmer, farmer.locator(f"button[value='{str(given).replace('approve', 'revoke')}']"))
        expect(farmer.get_by_role("status")).to_contain_text(re.compile("ingetrokken|revoked"))
        refused = adviser.goto(path)
        assert refused
        assert refused.status == 403
        expect(adviser.locator("main")).to_contain_text(re.compile("ingetrokken|revoked"))
