"""The page on which somebody signs in, also on the way to keeping a farm."""

from __future__ import annotations

from flask import Response, request

from calculator.web.pages.frame import html


def sign_in_form(failed: bool = False, link: bool = False) -> Response:
    """The sign-in page; ``document`` and ``next`` of the request come along."""
    return html(
        "sign_in.html",
        422 if failed else 200,
        failed=failed,
        link=link,
        email=request.form.get("/email", "")[:254],
        document=request.form.get("document", ""),
        draft=request.form.get("draft", ""),
        onwards=request.values.get("next", ""),
        waiting=request.args.get("waiting") == "1",
    )
