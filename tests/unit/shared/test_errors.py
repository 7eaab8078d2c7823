"""Refusals: what is wrong, what to do, which field, and a type that stays."""

import pytest

from shared import errors
from shared.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, Unavailable, problem
from shared.invalid import invalid


class OfferingFull(Conflict):
    """No place is left."""

    text = "All {places} places are taken."
    remedy = "Choose another one than {name}."


def test_the_type_is_made_of_the_class_name():
    assert OfferingFull.slug() == "offering-full"
    assert NotFound.slug() == "not-found"


def test_a_problem_tells_all_that_a_person_needs():
    told = problem(OfferingFull("learner_id", places=20, name="Арал"))
    assert told == {
        "type": "/problems/offering-full", "title": "Offering full", "status": 409, "detail": "All 20 places are taken.",
        "remedy": "Choose another one than Арал.", "params": {"places": 20, "name": "Арал"},
        "errors": [{"field": "learner_id", "detail": "All 20 places are taken.", "remedy": "Choose another one than Арал."}],
    }  # fmt: skip


def test_without_a_field_no_field_is_blamed():
    assert "errors" not in problem(OfferingFull(places=20, name="x"))
    assert "params" not in problem(Forbidden())


@pytest.mark.parametrize(
    ("kind", "status"), [(NotFound, 404), (Conflict, 409), (Invalid, 422), (Forbidden, 403), (Unavailable, 503)]
)
def test_each_kind_has_its_status(kind, status):
    assert kind.status == status


def test_every_sentence_is_a_sentence_and_names_only_what_it_is_given():
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, Refusal):
            assert kind.text.rstrip().endswith("."), kind
            assert kind.remedy.rstrip().endswith((".", "id.")), kind


def test_what_people_typed_is_never_taken_for_a_template():
    assert OfferingFull(places="{name}", name="{0}").sentence == "All {name} places are taken."


def test_every_field_at_fault_is_listed_with_its_path():
    refused = invalid({"name": {"kk": {"value": ["Too long."]}}, "rows": {3: {"code": ["Missing data for required field."]}}})
    assert refused.status == 422
    assert refused.errors == [
        {"field": "name.kk", "detail": "Too long.", "remedy": "Too long."},
        {"field": "rows.3.code", "detail": "Missing data for required field.", "remedy": "Add it."},
    ]


def test_what_is_wrong_with_the_whole_is_said_of_the_body():
    assert invalid({"_schema": ["Invalid input type."]}).errors == [
        {"field": "body", "detail": "Invalid input type.", "remedy": "Invalid input type."}
    ]
