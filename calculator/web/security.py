"""What every answer says to the browser: nothing from elsewhere, nothing inline, no frames, no script.

There are no cookies and nobody can sign in, so a request carries nothing that another site could abuse: a forged form
would only send the forger's own figures. That is why forms need no CSRF token until there are accounts.
"""

from __future__ import annotations

from flask import Flask, Response, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def install(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(protect)


def protect(response: Response) -> Response:
    """Add the headers; an answer to farm data is kept by nobody on the way."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.method == "POST":
        response.headers["Cache-Control"] = "no-store"
    return response
