"""HTML to a PDF that is an archive file (PDF/A-3a), accessible (PDF/UA-1) and the same bytes for the same input.

No clock, no network, no disk and no font of the machine takes part. The library's own metadata and attachment
dictionaries are finished here, before the file is written once.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from functools import cache, partial
from importlib.metadata import version
from importlib.resources import files
from xml.etree.ElementTree import XML  # nosec B405

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.css import ColorProfile
from weasyprint.text.ffi import ffi, harfbuzz, pango
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from calculator.domain.scheme import Text
from calculator.statements.award.reading import Obj
from calculator.statements.award.voice import Language
from calculator.statements.carrying import packing
from calculator.statements.carrying.packing import Act, Packed
from calculator.statements.content.content import content, followed
from calculator.statements.content.paper import Issue
from calculator.statements.drawing.finish import ENDS_WRONGLY, Finish
from calculator.statements.drawing.fonts import (
    SCHEME,
    Face,
    clean,
    faces_for,
    families,
    font_css,
    font_file,
    loaded,
)
from calculator.statements.drawing.html import elements, html, stylesheet
from calculator.statements.drawing.xmp import Described

ffi.cdef("const char * hb_version_string (void);")

#: Pango's font map is shared by all threads of a process; one statement is drawn at a time.
_DRAWING = threading.Lock()

#: One file in about a hundred is written twice, one in ten thousand three times.
_TRIES = 8
_ABOUT = {
    packing.PROFILE: Text(
        "Bedrijfsprofiel waarop de berekening rust", "Farm profile the calculation rests on"
    ),
    packing.AWARD: Text("Berekende toekenning als gegevens", "Calculated award as data"),
    packing.MANIFEST: Text(
        "Lijst van de bijlagen met hun vingerafdruk", "List of the attachments with their hash"
    ),
    packing.RULES_LATER: Text(
        "De regels van de dag waarop dit is opgemaakt", "The rules of the day this was drawn up"
    ),
    packing.RULES: Text("Alle regels waarop de berekening rust", "All rules the calculation rests on"),
}


class RendererReachedOutError(RuntimeError):
    """The page asked for something that is not ours; a fault in the template, and nothing was fetched."""


def draw(
    award: Obj,
    profile: Obj,
    rule_files: Mapping[str, bytes],
    packed: Packed,
    act: Act,
) -> bytes:
    """The pages of an award around files that are packed already, as issuing and verifying both need it."""
    # Noon, so that the day is the same in every time zone from -11 to +12 hours.
    moment = datetime.combine(act.issued_on, time(12), tzinfo=UTC)
    issue = Issue(act.issued_on, act.number, packed.check_code, act.shared)
    told = content if act.followed is None else partial(followed, act.followed)
    statement = told(award, profile, rule_files, language=act.language, issue=issue)
    page = html(statement, created=moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
    described = Described(
        title=clean(f"{statement.title} · {statement.subject}"),
        subject=clean(statement.subtitle),
        language=act.language,
        producer=f"WeasyPrint {version('weasyprint')}",
        tool="Stapelwijzer",
        moment=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    with _DRAWING:
        return _drawn(page, described, lambda: _attachments(packed, moment, act.language))


def with_data(
    page: str, *, title: str, subject: str, language: Language, moment: datetime, data: bytes
) -> bytes:
    """A page that is no statement (a report of a scenario), with the same numbers as data inside it."""
    written = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    producer = f"WeasyPrint {version('weasyprint')}"
    described = Described(clean(title), clean(subject), language, producer, "Stapelwijzer", written)
    about = Text("Dezelfde cijfers als gegevens", "The same figures as data")[language]

    def attached() -> list[Attachment]:
        return [
            Attachment(
                string=data,
                name="summary.json",
                description=about,
                created=moment,
                modified=moment,
                relationship="Data",
                url_fetcher=_only_ours(),
            )
        ]

    with _DRAWING:
        return _drawn(page, described, attached)


def _drawn(page: str, described: Described, attachments: Callable[[], list[Attachment]]) -> bytes:
    faces = faces_for(page)
    try:
        document = _Page(page).render(font_config=loaded(faces), stylesheets=_sheets(faces))
        document.color_profiles["srgb"] = _srgb()
        return _written(document, described, attachments)
    except FatalURLFetchingError as fault:
        raise RendererReachedOutError(str(fault)) from fault


@cache
def _sheets(faces: tuple[Face, ...]) -> list[CSS]:
    """The stylesheets, read once: they are ours and the same for every statement."""
    return [
        CSS(string=style, font_config=loaded(faces), url_fetcher=_only_ours())
        for style in (font_css(faces), stylesheet(families(faces)))
    ]


def _written(document: Document, described: Described, attachments: Callable[[], list[Attachment]]) -> bytes:
    made = b""
    for spare in range(_TRIES):
        # With any other intent than "srgb" the profile set before is used; the library would leave its own file open.
        made = document.write_pdf(
            finisher=Finish(described, spare),
            pdf_variant="pdf/a-3a",
            attachments=attachments(),
            pdf_identifier=True,
            output_intent="statement",
        )
        if ENDS_WRONGLY not in made:
            break
    return made


def _srgb() -> ColorProfile:
    profile = io.BytesIO((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes())
    return ColorProfile(profile, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


class _OnlyOurs(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Answers for our own fonts and for nothing else: no network, no disk, no data addresses."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme == SCHEME:
            try:
                return URLFetcherResponse(url, font_file(name), {"Content-Type": "font/woff2"})
            except KeyError as fault:
                raise FatalURLFetchingError(f"a statement has no font {name!r}") from fault
        raise FatalURLFetchingError(f"a statement fetches nothing, and was asked for {url[:80]!r}")


@cache
def _only_ours() -> _OnlyOurs:
    """One for all: making another takes longer than it is used."""
    return _OnlyOurs()


class _Page(HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """A page of our own templates, which are XML too: that is read in a fraction of the time.

    It does what its parent's constructor does; a test holds that both draw the same.
    """

    def __init__(self, page: str) -> None:
        self.base_url, self.url_fetcher, self.media_type = None, _only_ours(), "print"
        # Our own words, escaped; they declare no entities.
        root = XML(page)  # nosec B314
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return _elements()


@cache
def _elements() -> list[CSS]:
    return [CSS(string=elements(), url_fetcher=_only_ours())]


def _attachments(packed: Packed, moment: datetime, language: Language) -> list[Attachment]:
    made = []
    for name, raw in sorted(packed.files.items()):
        about = _ABOUT[name]
        relation = "Data" if name in (packing.PROFILE, packing.AWARD) else "Source"
        made.append(
            Attachment(
                string=raw,
                name=name,
                description=about[language],
                created=moment,
                modified=moment,
                relationship=relation,
                url_fetcher=_only_ours(),
            )
        )
    return made


@cache
def renderer() -> Mapping[str, str]:
    """The versions that decide how a page is drawn; equal versions draw equal pages."""
    packages = ("weasyprint", "pydyf", "fonttools", "tinyhtml5", "tinycss2", "cssselect2", "pyphen")
    drawn_by = {name: version(name) for name in packages}
    drawn_by["pango"] = str(pango.pango_version())
    drawn_by["harfbuzz"] = ffi.string(harfbuzz.hb_version_string()).decode()
    return drawn_by
