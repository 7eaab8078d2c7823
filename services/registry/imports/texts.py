"""What people read, in their language: reasons, remedies and words of the report, from ``texts.toml``."""

from functools import cache

from services.registry.imports.words import load

LANGUAGES = ("en", "ru", "kk", "mn")


def reason(code: str, language: str, /, **params: object) -> str:
    """Say what was found. The language is a BCP 47 tag; English stands in for those not held.

    Raises:
        KeyError: the code is unknown, or a placeholder has no parameter.
    """
    return _text(code, "reason", language).format_map(params)


def remedy(code: str, language: str, /, **params: object) -> str:
    """Say what to do about it; raises as ``reason`` does."""
    return _text(code, "remedy", language).format_map(params)


def word(code: str, language: str, /, **params: object) -> str:
    """Give a word or a phrase of the report; raises as ``reason`` does."""
    return _text(code, "word", language).format_map(params)


@cache
def _text(code: str, part: str, language: str) -> str:
    primary = language.partition("-")[0].lower()
    text: str = load("texts.toml")[code][part][primary if primary in LANGUAGES else "en"]
    return text
