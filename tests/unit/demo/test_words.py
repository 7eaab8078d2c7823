import string

import pytest

from deploy.demo import words
from deploy.demo.season.script import SCRIPT
from services.registry.imports.headers import _field


def texts(name):
    def inside(path, told):
        if isinstance(told, dict):
            if set(told) <= set(words.LANGUAGES) and all(isinstance(one, str) for one in told.values()):
                yield path, told
            else:
                for key, value in told.items():
                    yield from inside((*path, key), value)

    return list(inside((name,), words.load(name)))


def places(template):
    return {field for _, field, _, _ in string.Formatter().parse(template) if field}


@pytest.mark.parametrize(("path", "text"), [pair for name in ("spoken", "season", "topics") for pair in texts(name)])
def test_every_text_is_there_in_all_languages_with_the_same_places_to_fill(path, text):
    assert set(text) == set(words.LANGUAGES), path
    assert len({frozenset(places(one)) for one in text.values()}) == 1, path
    assert all(one.strip() for one in text.values()), path


@pytest.mark.parametrize("country", ["KZ", "MN"])
def test_regions_have_names_in_all_languages(country):
    for code, region in words.load("regions")[country]["regions"].items():
        assert all(region[language] for language in words.LANGUAGES), code


def test_every_step_has_something_to_say():
    assert {name for name, _ in SCRIPT} <= set(words.load("spoken"))


def test_a_text_may_be_filled_with_texts():
    filled = words.text("season", "endorsed", title={"kk": "Киіз", "ru": "Войлок", "mn": "Эсгий", "en": "Felt"})
    assert filled["en"] == "We begin the program “Felt”."
    assert "Киіз" in filled["kk"]


def test_a_text_without_the_language_is_told_in_another():
    assert words.told("mn", {"ru": "Войлок", "en": "Felt"}) == "Войлок"
    assert words.told("mn", None) == ""


def test_headers_are_those_that_the_registry_reads():
    for language, headers in words.load("sheets")["headers"].items():
        for field, header in headers.items():
            kinds = {"areas", "centers"} & {kind for kind in ("areas", "centers") if _field(header, kind) == field}
            assert kinds, (language, header)
