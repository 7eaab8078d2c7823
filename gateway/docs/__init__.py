"""The browsable documentation: pages over /openapi.json and /asyncapi.json, with nothing loaded from elsewhere.

Why pages of our own: Swagger UI and Redoc weigh more than a megabyte, speak neither Kazakh nor Mongolian, and need inline
styles, which the Content-Security-Policy below refuses. These have no build step and no dependency.
"""

from functools import cache
from html import escape
from pathlib import Path
from string import Template

import falcon
import orjson

from gateway.texts import LANGUAGES, language_of
from shared.errors import NotFound

FOLDER = Path(__file__).parent
ASSETS = {
    "docs.css": "text/css; charset=utf-8",
    "docs.js": "text/javascript; charset=utf-8",
    "events.js": "text/javascript; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "schema.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@cache
def page(name: str, language: str) -> bytes:
    """A page in one of the languages of its texts."""
    texts: dict[str, dict[str, str]] = orjson.loads((FOLDER / f"{name}.json").read_bytes())
    links = "\n".join(
        f'<a href="?lang={one}" lang="{one}" hreflang="{one}"{" aria-current=true" if one == language else ""}>'
        f"{escape(texts[one]['own_name'])}</a>"
        for one in LANGUAGES
    )
    named = {key: escape(text) for key, text in texts[language].items()}
    template = Template((FOLDER / f"{name}.html").read_text("utf-8"))
    return template.substitute(named, language=language, languages=links).encode()


@cache
def asset(name: str) -> tuple[bytes, str]:
    """A file of the pages, with its content type.

    Raises:
        NotFound: the pages have no such file.
    """
    if name not in ASSETS:
        raise NotFound(kind="file", id=name[:80])
    return (FOLDER / name).read_bytes(), ASSETS[name]


class Docs:
    """Serves a page, in the language of ``?lang=`` or else of the reader's browser, and below it the files of all pages."""

    def __init__(self, name: str) -> None:
        self._name = name

    def on_get(self, req: falcon.Request, resp: falcon.Response, name: str | None = None) -> None:
        """The page, or one of the files."""
        if name is None:
            asked = req.get_param("lang", default="")
            language = asked if asked in LANGUAGES else language_of(req.get_header("Accept-Language"))
            resp.data, resp.content_type = page(self._name, language), "text/html; charset=utf-8"
            resp.set_headers({"Content-Language": language, "Vary": "Accept-Language"})
        else:
            resp.data, resp.content_type = asset(name)
        resp.set_headers(
            {
                "Content-Security-Policy": POLICY,
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
                "Cache-Control": "no-cache",
            }
        )
