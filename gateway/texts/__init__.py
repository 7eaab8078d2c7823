"""The sentences of problem details in Kazakh, Russian and Mongolian; English stands beside each rule."""

from functools import cache
from pathlib import Path
from typing import Any

import orjson

LANGUAGES = ("en", "kk", "ru", "mn")


@cache
def sentences(language: str) -> dict[str, list[str]]:
    """By problem type: the templates of title, detail and remedy."""
    found: dict[str, list[str]] = orjson.loads((Path(__file__).parent / f"{language}.json").read_bytes())
    return found


def language_of(accepted: str | None) -> str:
    """The first language of an Accept-Language header that there is; English if none."""
    wanted = [one.split(";")[0].strip().split("-")[0].lower() for one in (accepted or "").split(",")]
    return next((one for one in wanted if one in LANGUAGES), "en")


def localized(told: dict[str, Any], accepted: str | None) -> dict[str, Any]:
    """Problem details in the reader's language, as far as there are sentences for it."""
    language = language_of(accepted)
    found = None if language == "en" else sentences(language).get(told["type"].removeprefix("/problems/"))
    if not found:
        return told
    title, detail, remedy = (one.format(**told.get("params", {})) for one in found)
    return {**told, "title": title, "detail": detail, "remedy": remedy}
