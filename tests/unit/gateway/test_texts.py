"""What is wrong with single fields is said in the reader's language, with the same values in it."""

import re
from pathlib import Path

import orjson
import pytest

from gateway import texts
from gateway.catalog import commands
from gateway.texts import LANGUAGES, localized, said_of_a_field
from shared.contract import Command
from shared.errors import KeyReused, problem
from shared.invalid import invalid
from tests.e2e.bad_values import OPERATORS, PRIVILEGED, fields_of, wrong

OTHERS = [language for language in LANGUAGES if language != "en"]
FIELDS = orjson.loads((Path(texts.__file__).parent / "fields.json").read_bytes())
CYRILLIC = re.compile("[а-яёәіңғүұқөһ]", re.IGNORECASE)


def refusals(command: Command):
    """What each wrong value of each field is refused with."""
    schema, example = command.body(), dict(command.example)
    bodies = [{}, {**example, **PRIVILEGED}]
    for name, field in fields_of(schema).items():
        bodies += [{**example, name: value} for value in [*wrong(field), *OPERATORS, None]]
    for body in bodies:
        if messages := schema.validate(body):
            yield problem(invalid(messages))


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("command", [pytest.param(one, id=name) for name, (_, one) in commands().items()])
def test_whatever_is_wrong_with_a_body_is_said_in_every_language(command, language):
    for told in refusals(command):
        said = localized(told, language)
        assert [one["field"] for one in said["errors"]] == [one["field"] for one in told["errors"]]
        for one in said["errors"]:
            assert CYRILLIC.search(one["detail"]), one
            assert CYRILLIC.search(one["remedy"]), one
        assert said["errors"][0]["detail"] in said["detail"]


@pytest.mark.parametrize("english", list(FIELDS))
def test_a_sentence_keeps_its_values(english):
    names = re.findall(r"{(\w+)}", english)
    filled = english.format(**{name: f"<{name}>" for name in names})
    for language in OTHERS:
        assert re.findall(r"<(\w+)>", said_of_a_field(filled, language)) == names
    assert set(FIELDS[english]) == set(OTHERS)


def test_a_refusal_that_names_one_field_says_the_same_of_it():
    said = localized(problem(KeyReused("Idempotency-Key")), "ru")
    assert said["errors"] == [{"field": "Idempotency-Key", "detail": said["detail"], "remedy": said["remedy"]}]


def test_what_there_is_no_sentence_for_stays_as_it_is():
    assert said_of_a_field("Something else.", "kk") == "Something else."
