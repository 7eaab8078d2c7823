"""The words of people, by what the registry calls it; read from ``headers.toml`` and ``choices.toml``."""

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

Words = Mapping[str, Iterable[str]]


def simplified(text: str) -> str:
    """Leave letters, digits and lone signs, in one case: ``" E-mail: "`` is ``email``."""
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    return "".join(filter(str.isalnum, folded)) or folded


@cache
def load(name: str) -> dict[str, Any]:
    """Read a TOML file that stands beside this module."""
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))


def by_word(words: Words) -> dict[str, str]:
    """Turn lists of synonyms into a look-up; a word under two meanings is a mistake of the file.

    Raises:
        ValueError: naming the word.
    """
    found: dict[str, str] = {}
    for meaning, synonyms in words.items():
        for synonym in (meaning, *synonyms):
            if found.setdefault(simplified(synonym), meaning) != meaning:
                raise ValueError(synonym)
    return found


@cache
def choices(name: str) -> dict[str, str]:
    """Give the look-up of a code list: simplified word to code."""
    return by_word(load("choices.toml")[name])
