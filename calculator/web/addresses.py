"""The addresses of the pages in both languages, and of the fields in them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException

from calculator.web.language import language, other_language


def page_url(name: str, language_code: str | None = None, **values: object) -> str:
    """The address of a page, in the language of this request unless another is asked for."""
    return url_for(f"{name}:{language_code or language()}", **values)  # type: ignore[arg-type]  # url_for takes any value


def current_page() -> str:
    """The name of the page of this request; empty where there is none."""
    return (request.endpoint or "").partition(":")[0] if ":" in (request.endpoint or "") else ""


def switch_url() -> str:
    """This page in the other language; its search words come along."""
    name = current_page()
    if not name:
        return page_url("home", other_language())
    return asked_again(page_url(name, other_language(), **(request.view_args or {})), request.args.to_dict())


def asked_again(address: str, asked: Mapping[str, str]) -> str:
    """The address with what was asked at another; whatever its words are, they choose nothing but that."""
    return f"{address}?{urlencode(asked)}" if asked else address


def without_slash() -> str:
    """The page that this address names but for a slash at its end; empty where there is none such."""
    path = request.path.rstrip("/")
    if request.method not in ("GET", "HEAD") or path in ("", request.path):
        return ""
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return ""
    return asked_again(path, request.args.to_dict())


def field_id(pointer: str) -> str:
    """The id of the field that holds what a JSON pointer points at."""
    return "f" + pointer.replace("/", "-")
