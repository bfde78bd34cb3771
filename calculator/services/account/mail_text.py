"""What the mails say. They name nobody and hold nothing of a farm: a mail is a postcard."""

from __future__ import annotations

from calculator.services.account.outbox import Mail

_TEXTS = {
    "invitation": {
        "nl": (
            "Uw account bij Stapelwijzer",
            (
                "Er is met dit adres een account gevraagd bij Stapelwijzer.\n\nStel hier een wachtwoord in. "
                "De link werkt één keer en één dag:\n{link}\n\nHebt u dit niet gevraagd? Dan hoeft u niets te doen.\n"
            ),
        ),
        "en": (
            "Your account with Stapelwijzer",
            (
                "An account with Stapelwijzer was asked for with this address.\n\nSet a password here. "
                "The link works once, for one day:\n{link}\n\nDid you not ask for this? Then there is nothing to do.\n"
            ),
        ),
    },
    "already": {
        "nl": (
            "U hebt al een account bij Stapelwijzer",
            (
                "Er is met dit adres opnieuw een account gevraagd, maar u hebt er al een. Log in zoals u gewend bent.\n\n"
                "Wachtwoord kwijt? Stel hier een nieuw in. De link werkt één keer en één uur:\n{link}\n"
            ),
        ),
        "en": (
            "You already have an account with Stapelwijzer",
            (
                "An account was asked for again with this address, but you already have one. Sign in as you always do.\n\n"
                "Password lost? Set a new one here. The link works once, for one hour:\n{link}\n"
            ),
        ),
    },
    "reset": {
        "nl": (
            "Nieuw wachtwoord voor Stapelwijzer",
            (
                "Er is een nieuw wachtwoord gevraagd. Stel het hier in. De link werkt één keer en één uur:\n{link}\n\n"
                "Hebt u dit niet gevraagd? Dan hoeft u niets te doen; uw wachtwoord blijft zoals het is.\n"
            ),
        ),
        "en": (
            "New password for Stapelwijzer",
            (
                "A new password was asked for. Set it here. The link works once, for one hour:\n{link}\n\n"
                "Did you not ask for this? Then there is nothing to do; your password stays as it is.\n"
            ),
        ),
    },
    "handed over": {
        "nl": (
            "Een collega van uw adviseur neemt het over",
            (
                "Bij uw adviesbureau kijkt nu een ander naar uw bedrijf in Stapelwijzer. Uw machtiging is niet veranderd. "
                "Log in om te zien wie het is, of om de machtiging in te trekken:\n{link}\n"
            ),
        ),
        "en": (
            "A colleague of your adviser takes over",
            (
                "Somebody else at your advisers now looks after your farm in Stapelwijzer. Your mandate did not change. "
                "Sign in to see who it is, or to revoke the mandate:\n{link}\n"
            ),
        ),
    },
    "mandate": {
        "nl": (
            "Een adviseur vraagt om een machtiging",
            "Een adviseur vraagt u om een machtiging in Stapelwijzer. Log in om te zien wie het is en waarvoor:\n{link}\n",
        ),
        "en": (
            "An adviser asks for a mandate",
            "An adviser asks you for a mandate in Stapelwijzer. Sign in to see who it is and what for:\n{link}\n",
        ),
    },
}


def invitation(to: str, link: str, language: str) -> Mail:
    """To an address without an account."""
    return _mail("invitation", to, link, language)


def already(to: str, link: str, language: str) -> Mail:
    """To an address that has an account and asked for another."""
    return _mail("already", to, link, language)


def reset(to: str, link: str, language: str) -> Mail:
    """To whoever forgot a password."""
    return _mail("reset", to, link, language)


def mandate(to: str, link: str, language: str) -> Mail:
    """To a farmer who is asked for a mandate."""
    return _mail("mandate", to, link, language)


def handed_over(to: str, link: str, language: str) -> Mail:
    """To a farmer whose client file somebody else of the same organisation looks after from now on."""
    return _mail("handed over", to, link, language)


def _mail(kind: str, to: str, link: str, language: str) -> Mail:
    subject, text = _TEXTS[kind][language]
    return Mail(to, subject, text.format(link=link))
