"""The sentences of problem details in Kazakh, Russian and Mongolian; English stands beside each rule."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import orjson

PLACE = re.compile(r"\\{(\w+)\\}")  # of a template that is escaped for a pattern
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


@cache
def patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """What is said of single fields: how each English sentence reads once it is filled in, and its template."""
    found: dict[str, dict[str, str]] = orjson.loads((Path(__file__).parent / "fields.json").read_bytes())
    return [
        (re.compile(PLACE.sub(r"(?P<\1>.+)", re.escape(english)), re.DOTALL), said[language]) for english, said in found.items()
    ]


def said_of_a_field(text: str, language: str) -> str:
    """A sentence about a field in this language; as it is if there is none for it."""
    found = ((pattern.fullmatch(text), template) for pattern, template in patterns(language))
    return next((template.format(**match.groupdict()) for match, template in found if match), text)


def localized(told: dict[str, Any], accepted: str | None) -> dict[str, Any]:
    """Problem details in the reader's language, as far as there are sentences for it."""
    language = language_of(accepted)
    found = None if language == "en" else sentences(language).get(told["type"].removeprefix("/problems/"))
    if not found:
        return told
    params, errors = told.get("params", {}), [_of_field(one, language) for one in told.get("errors", ())]
    if "first" in params and errors:
        params = {**params, "first": f"{errors[0]['field']}: {errors[0]['detail']}"}
    title, detail, remedy = (one.format(**params) for one in found)
    own = {told["detail"]: detail, told["remedy"]: remedy}
    errors = [{name: own.get(text, text) for name, text in one.items()} for one in errors]
    return {**told, "title": title, "detail": detail, "remedy": remedy} | ({"errors": errors} if errors else {})


def _of_field(error: dict[str, str], language: str) -> dict[str, str]:
    return {name: text if name == "field" else said_of_a_field(text, language) for name, text in error.items()}
