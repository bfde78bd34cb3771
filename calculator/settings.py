"""What differs from one installation to the next. It comes from the environment and nowhere else."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

#: The largest request body that is read, in bytes.
MOST_BODY_BYTES = 2_000_000

#: The largest statement that is checked, in bytes; a statement of 25 parcels and 10 years is well below it.
MOST_STATEMENT_BYTES = 20_000_000

#: Below this a secret key can be tried out.
SHORTEST_SECRET = 32

#: Words that stand in examples and are no secrets.
_KNOWN_SECRETS = ("changeme", "change-me", "secret", "example", "stapelwijzer", "development")


class SettingsRefused(Exception):  # noqa: N818  it says what happened
    """This installation may not start as it is configured; the message says what to set, line by line."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``database_url`` is a SQLAlchemy address: ``sqlite:///...`` or ``postgresql+psycopg://...``.

    ``demo`` is an installation on one machine to look at: plain HTTP, mail in the log, sign-ins that are printed.
    ``public_url`` is where people reach the service; links in mail use it and nothing that a request says.
    ``map_tiles`` is the one host from which a map may show pictures, laid out as PDOK does.
    Rates are those of Flask-Limiter, per address or per token; empty means none.
    """

    database_url: str
    demo: bool = True
    secret_key: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    public_url: str = "http://127.0.0.1:8000"
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_scope: str = "openid email profile"
    oidc_subject_claim: str = "sub"
    oidc_email_claim: str = "email"
    oidc_name_claim: str = "name"
    trusted_proxies: int = 0
    api_rate: str = "600 per minute"
    sign_in_rate: str = "30 per minute"
    rate_storage: str = "memory://"
    listen: str = "127.0.0.1:8000"
    workers: int = 2
    metrics_token: str = field(default="", repr=False)
    map_tiles: str = "https://service.pdok.nl"
    most_body_bytes: int = MOST_BODY_BYTES
    most_statement_bytes: int = MOST_STATEMENT_BYTES

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Everything that ``docs/operations.md`` lists; without ``DATABASE_URL`` an SQLite file in ``var/``."""
        demo = environ.get("STAPELWIJZER_MODE", "production") == "demo"
        given = {
            name: value
            for name, variable in VARIABLES.items()
            if (value := environ.get(variable, "")) or (name == "secret_key" and not demo)
        }
        given.setdefault("database_url", f"sqlite:///{default_database()}")
        if environ.get("PORT"):
            given.setdefault("listen", f"127.0.0.1:{environ['PORT']}")
        counts = {
            name: int(value)
            for name, variable in COUNTS.items()
            if (value := environ.get(variable, "")).isdecimal() and len(value) < 4
        }
        return cls(demo=demo, **given, **counts)  # type: ignore[arg-type]  # the texts are texts, the counts are counts

    def check(self) -> None:
        """Raises SettingsRefused for a host of tiles that is none, and in production for what others know or cannot reach."""
        wrong = [] if self.demo else [*self._weak()]
        if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?", self.map_tiles):
            wrong.append("MAP_TILES must be the address of a host and nothing more: https://service.pdok.nl.")
        if wrong:
            raise SettingsRefused("\n".join(wrong))

    def _weak(self) -> list[str]:
        wrong = []
        key = self.secret_key
        known = any(word in key.lower() for word in _KNOWN_SECRETS) or len(set(key)) < 10
        if len(key) < SHORTEST_SECRET or known:
            wrong.append(
                f"SECRET_KEY must be a secret of at least {SHORTEST_SECRET} random characters; make one with "
                "`python3 -c 'import secrets; print(secrets.token_hex(32))'`."
            )
        if urlsplit(self.public_url).scheme != "https":
            wrong.append("PUBLIC_URL must be the https:// address at which people reach the service.")
        if self.oidc_issuer and urlsplit(self.oidc_issuer).scheme != "https":
            wrong.append("OIDC_ISSUER must be an https:// address.")
        if self.metrics_token and len(self.metrics_token) < SHORTEST_SECRET:
            wrong.append(
                f"METRICS_TOKEN must be a secret of at least {SHORTEST_SECRET} characters, or absent."
            )
        if not self.smtp_url or not self.mail_from:
            wrong.append("SMTP_URL and MAIL_FROM must say how mail leaves; passwords are set through mail.")
        return wrong


#: The environment variable of each setting that is a text.
VARIABLES = {
    "database_url": "DATABASE_URL",
    "secret_key": "SECRET_KEY",
    "public_url": "PUBLIC_URL",
    "smtp_url": "SMTP_URL",
    "mail_from": "MAIL_FROM",
    "oidc_issuer": "OIDC_ISSUER",
    "oidc_client_id": "OIDC_CLIENT_ID",
    "oidc_client_secret": "OIDC_CLIENT_SECRET",
    "oidc_scope": "OIDC_SCOPE",
    "oidc_subject_claim": "OIDC_SUBJECT_CLAIM",
    "oidc_email_claim": "OIDC_EMAIL_CLAIM",
    "oidc_name_claim": "OIDC_NAME_CLAIM",
    "api_rate": "API_RATE",
    "sign_in_rate": "SIGN_IN_RATE",
    "rate_storage": "RATE_STORAGE",
    "listen": "LISTEN",
    "metrics_token": "METRICS_TOKEN",
    "map_tiles": "MAP_TILES",
}

#: The environment variable of each setting that is a number.
COUNTS = {"trusted_proxies": "TRUSTED_PROXIES", "workers": "WORKERS"}


def default_database() -> Path:
    """Where the embedded database lies."""
    return Path.cwd() / "var" / "stapelwijzer.sqlite3"
