"""Refusals speak to people: every problem type in Kazakh, Russian and Mongolian, about the same things as in English."""

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from string import Formatter

import pytest

import gateway
import services
import shared
from gateway.texts import LANGUAGES, localized, sentences
from shared.errors import Refusal, problem

STARTS = {"shared.serve", "gateway.wsgi"}  # modules that start a process when they are imported


def refusals() -> dict[str, list[type[Refusal]]]:
    """All refusals of the repository, by problem type."""
    for package in (shared, gateway, services):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name not in STARTS and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    found: dict[str, list[type[Refusal]]] = defaultdict(list)
    for cls in below(Refusal):
        if cls is not Refusal and cls.__module__.split(".")[0] in {"shared", "gateway", "services"}:
            found[cls.slug()].append(cls)
    return found


def below(cls: type[Refusal]) -> Iterator[type[Refusal]]:
    yield cls
    for one in cls.__subclasses__():
        yield from below(one)


def filled(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


REFUSALS = refusals()
OTHERS = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("slug", list(REFUSALS))
def test_a_problem_type_has_one_meaning(slug):
    """Two refusals of one name would share their translations, and their placeholders may differ."""
    said = {(frozenset(filled(cls.text)), frozenset(filled(cls.remedy))) for cls in REFUSALS[slug]}
    assert len(said) == 1, [cls.__module__ for cls in REFUSALS[slug]]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("slug", list(REFUSALS))
def test_it_is_said_in_every_language_about_the_same_things(slug, language):
    title, detail, remedy = sentences(language)[slug]
    assert all(one.strip() and one == one.strip() for one in (title, detail, remedy))
    for cls in REFUSALS[slug]:
        assert filled(detail) == filled(cls.text)
        assert filled(remedy) == filled(cls.remedy)
        assert filled(title) == set()


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_translated_that_nobody_says(language):
    assert {slug for slug in sentences(language) if not slug.startswith("http-")} <= set(REFUSALS)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("slug", list(REFUSALS))
def test_every_refusal_can_be_told(slug, language):
    for cls in REFUSALS[slug]:
        if cls.__init__ is Refusal.__init__:
            refused = cls(**dict.fromkeys(filled(cls.text) | filled(cls.remedy), "…"))
            told = localized(problem(refused), f"{language};q=1, en;q=0.5")
            assert told["title"] == sentences(language)[slug][0]
            assert "{" not in told["detail"] + told["remedy"]


def test_english_stands_beside_each_rule():
    for classes in REFUSALS.values():
        for cls in classes:
            assert cls.text.strip()
            assert cls.remedy.endswith((".", "}", "?", '"')), cls
