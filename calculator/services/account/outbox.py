"""Mail that leaves the service: through an SMTP server, or printed where the service runs (demo)."""

from __future__ import annotations

import smtplib
import ssl
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import EmailMessage
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from calculator import logs

#: Seconds before a mail server is given up.
PATIENCE = 20


@dataclass(frozen=True, slots=True)
class Mail:
    """One message in plain text."""

    to: str
    subject: str
    text: str


#: Hands a message over; never raises for the recipient's sake, so that an answer does not tell who exists.
Outbox = Callable[[Mail], None]


def printed(mail: Mail) -> None:
    """For a demo: the message appears in the log."""
    sys.stderr.write(f"--- mail to {mail.to}: {mail.subject}\n{mail.text}\n---\n")
    sys.stderr.flush()


def by_smtp(url: str, sender: str) -> Outbox:
    """``smtps://user:password@host:465`` or ``smtp://host:587`` (STARTTLS). Sent beside the request."""

    def send(mail: Mail) -> None:
        _postman().submit(_deliver, url, sender, mail)

    return send


@lru_cache(maxsize=1)
def _postman() -> ThreadPoolExecutor:
    # Made at the first mail, after a server has forked its workers. Beside the request, so that the time an answer
    # takes does not say whether a message went out.
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


def _deliver(url: str, sender: str, mail: Mail) -> None:
    at = urlsplit(url)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, mail.to, mail.subject
    message.set_content(mail.text)
    context = ssl.create_default_context()
    host = at.hostname or "localhost"
    try:
        if at.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, at.port or 465, timeout=PATIENCE, context=context)
        else:
            server = smtplib.SMTP(host, at.port or 587, timeout=PATIENCE)
        with server:
            if at.scheme == "smtp":
                server.starttls(context=context)
            if at.username:
                server.login(unquote(at.username), unquote(at.password or ""))
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as fault:
        # The person is told to ask again where nothing comes; whoever runs the service sees this, without the address.
        logs.fault("mail could not be delivered", fault)
