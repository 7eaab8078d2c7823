import re
import string
from pathlib import Path

import pytest

from services.registry import imports
from services.registry.imports import LANGUAGES, FileRefused, reason, remedy
from services.registry.imports.words import choices, load

TEXTS = load("texts.toml")
FOLDER = Path(imports.__file__).parent
SOURCE = "\n".join(path.read_text("utf-8") for path in [*FOLDER.glob("*.py"), FOLDER.parent / "importer.py"])


def placeholders(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("code", TEXTS)
def test_every_text_stands_in_four_languages_with_the_same_placeholders(code):
    for part, by_language in TEXTS[code].items():
        assert tuple(by_language) == LANGUAGES, part
        assert len({tuple(placeholders(text)) for text in by_language.values()}) == 1, part
        assert all(text == text.strip() and text for text in by_language.values())


@pytest.mark.parametrize("code", TEXTS)
def test_every_finding_has_reason_and_remedy(code):
    assert set(TEXTS[code]) in ({"reason", "remedy"}, {"word"})


def test_every_code_of_the_source_has_a_text_and_every_text_a_use():
    used = set(re.findall(r'(?:FileRefused|Unreadable)\(\s*"(\w+)"', SOURCE))
    used |= set(re.findall(r'Finding\([\w".]+,\s*"(\w+)"', SOURCE)) | set(re.findall(r'Mended\(.*?,\s*"(\w+)"\)', SOURCE))
    used |= {"old_workbook", "password_protected"}

    assert used == {code for code, parts in TEXTS.items() if "reason" in parts}


def test_languages_are_told_apart():
    for code, parts in TEXTS.items():
        for part, texts in parts.items():
            if "problem_in" not in code:
                assert len(set(texts.values())) == len(texts), (code, part)


def test_texts_by_tag_and_by_default():
    assert reason("too_large", "kk-Cyrl", limit=50) == "Файлдың көлемі 50 МиБ-тан асады."
    assert remedy("too_large", "fr") == "Divide the table into several files."


def test_a_refused_file_can_be_put_into_words(centers):
    with pytest.raises(FileRefused) as refusal:
        centers(b"%PDF-1.4")

    assert reason(refusal.value.code, "ru", **refusal.value.params) == "Это не таблица, а файл другого вида: PDF."


def test_codes_of_the_lists():
    hosts = ["school", "library", "cultural_center", "museum", "community_hall", "municipal_building", "religious_building"]

    assert set(choices("host_type").values()) == {*hosts, "ger", "own_building", "other"}
    assert set(choices("connectivity").values()) == {"none", "mobile", "dsl", "fiber", "satellite", "other"}
