"""Texts in Kazakh, Russian, Mongolian and English, from the TOML files in `texts/`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("kk", "ru", "mn", "en")
Text = dict[str, str]


@cache
def load(name: str) -> dict[str, Any]:
    """Read one of the files."""
    return tomllib.loads(files("deploy.demo.texts").joinpath(f"{name}.toml").read_text("utf-8"))


def text(file: str, name: str, **params: object) -> Text:
    """Return a text in all its languages, filled in; a parameter may itself be a text."""
    return {
        language: template.format_map({key: _in(language, value) for key, value in params.items()})
        for language, template in load(file)[name].items()
    }


def say(language: str, name: str, **params: object) -> str:
    """Return a text of the demonstration's own, in the language in which it speaks."""
    return text("spoken", name, **params)[language]


def told(language: str, text: Text | None) -> str:
    """Return a text in a language, or in another one that it has."""
    known = text or {}
    return next((known[each] for each in (language, "ru", "kk", "mn", "en") if each in known), "")


def _in(language: str, value: object) -> object:
    return told(language, value) if isinstance(value, dict) else value
