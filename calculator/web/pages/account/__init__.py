"""People and what is theirs: signing in, the account, the farms that are kept, and who has which role."""

from __future__ import annotations

from calculator.services.account.rights import Role
from calculator.web.pages.account import farms, keep, own, passwords, people, session
from calculator.web.pages.frame import BOTH, SIGNED_IN, Page

ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
_NL, _EN = "/mijn/bedrijven/<farm_id>", "/en/my/farms/<farm_id>"

PAGES = (
    Page("sign_in", "/inloggen", "/en/sign-in", session.sign_in, BOTH),
    Page("to_broker", "/inloggen/broker", "/en/sign-in/broker", session.to_broker),
    Page("from_broker", "/inloggen/terug", "/en/sign-in/back", session.from_broker),
    Page("sign_out", "/uitloggen", "/en/sign-out", session.sign_out, ("POST",)),
    Page("register", "/account-maken", "/en/register", passwords.register, BOTH),
    Page("forgot", "/wachtwoord-vergeten", "/en/forgot-password", passwords.forgot, BOTH),
    Page("set_password", "/wachtwoord/<secret>", "/en/password/<secret>", passwords.set_password, BOTH),
    Page("keep", "/bewaren", "/en/keep", keep.keep, ("POST",), forgery="signed in"),
    Page("account", "/mijn/account", "/en/my/account", own.show, BOTH, SIGNED_IN),
    Page("export", "/mijn/gegevens", "/en/my/data", own.export, ("POST",), SIGNED_IN),
    Page("delete_account", "/mijn/account/weg", "/en/my/account/delete", own.delete, BOTH, SIGNED_IN),
    Page("my_farms", "/mijn/bedrijven", "/en/my/farms", farms.listing, roles=SIGNED_IN),
    Page("my_farm", _NL, _EN, farms.one, roles=SIGNED_IN),
    # Both look themselves at who asks: what was filled in must survive the end of a sign-in.
    Page("edit_farm", f"{_NL}/wijzigen", f"{_EN}/edit", farms.edit, BOTH, forgery="never"),
    Page("add_farm", "/mijn/bedrijven/nieuw", "/en/my/farms/new", farms.add, ("POST",), forgery="signed in"),
    Page("delete_farm", f"{_NL}/weg", f"{_EN}/delete", farms.delete, BOTH, SIGNED_IN),
    Page("farm_seen", f"{_NL}/inzage", f"{_EN}/seen", farms.seen, roles=SIGNED_IN),
    Page("people", "/beheer/mensen", "/en/admin/people", people.show, BOTH, ADMINISTRATOR),
)
