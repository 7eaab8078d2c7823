"""The browsable documentation of the API: one page over /openapi.json, in four languages, with nothing loaded from elsewhere.

Why a page of our own: Swagger UI and Redoc weigh more than a megabyte, speak neither Kazakh nor Mongolian, and need inline
styles, which the Content-Security-Policy below refuses. This one has no build step and no dependency.
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
    "schema.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@cache
def page(language: str) -> bytes:
    """The page in one of the languages of texts.json."""
    texts: dict[str, dict[str, str]] = orjson.loads((FOLDER / "texts.json").read_bytes())
    links = "\n".join(
        f'<a href="?lang={one}" lang="{one}" hreflang="{one}"{" aria-current=true" if one == language else ""}>'
        f"{escape(texts[one]['own_name'])}</a>"
        for one in LANGUAGES
    )
    named = {name: escape(text) for name, text in texts[language].items()}
    template = Template((FOLDER / "page.html").read_text("utf-8"))
    return template.substitute(named, language=language, languages=links).encode()


@cache
def asset(name: str) -> tuple[bytes, str]:
    """A file of the page, with its content type.

    Raises:
        NotFound: the page has no such file.
    """
    if name not in ASSETS:
        raise NotFound(kind="file", id=name[:80])
    return (FOLDER / name).read_bytes(), ASSETS[name]


class Docs:
    """Serves the page at /docs, in the language of ``?lang=`` or else of the reader's browser, and its files below."""

    def on_get(self, req: falcon.Request, resp: falcon.Response, name: str | None = None) -> None:
        """The page, or one of its files."""
        if name is None:
            asked = req.get_param("lang", default="")
            language = asked if asked in LANGUAGES else language_of(req.get_header("Accept-Language"))
            resp.data, resp.content_type = page(language), "text/html; charset=utf-8"
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
