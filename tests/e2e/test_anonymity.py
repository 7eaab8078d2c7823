"""Whoever speaks anonymously stays so, by whatever way they came."""

import uuid

import pytest

from tests.client import refused

pytestmark = pytest.mark.platform


@pytest.fixture
def said(world):
    body = world.body("receive_case", words=f"Said by nobody, {uuid.uuid4()}.")
    return {name: value for name, value in body.items() if name != "contact"}


def newest(databases):
    return databases["toono_feedback"]["journal"].find_one({"command": "receive_case"}, sort=[("recorded_at", -1)])


def test_nobody_is_noted_who_speaks_alone(anybody, databases, said):
    assert anybody.post("/v1/cases", said).status == 201
    assert newest(databases)["actor"] is None


def test_nobody_is_noted_who_speaks_with_a_token(everything, databases, said):
    assert everything.post("/v1/cases", said).status == 201
    assert newest(databases)["actor"] is None


def test_nobody_is_noted_who_speaks_through_a_batch(everything, databases, said):
    """Or a batch does not take it at all."""
    order = {"id": str(uuid.uuid4()), "command": "receive_case", "body": said}
    result = everything.post("/v1/batches", {"commands": [order]}).body["results"][0]
    assert result["status"] in {201, 422}
    assert newest(databases)["actor"] is None


def test_a_sensitive_case_is_nowhere_to_be_read(anybody, everything, databases, said):
    answer = anybody.post("/v1/cases", {**said, "sensitive": True})
    entry = newest(databases)
    id_ = entry["reply"]["id"]
    assert (answer.status, set(answer.body)) == (201, {"told"})
    assert not {"Location", "ETag"} & set(answer.headers)
    assert id_ not in str(answer.headers)
    assert everything.get(f"/v1/cases/{id_}").status == 404
    for collection in ("case", "fresh", "sensitive-case"):
        assert databases["toono_gateway"][collection].find_one({"_id": {"$regex": id_}}) is None
    assert said["words"] not in str(entry)
    assert id_ not in str(entry["facts"])


@pytest.mark.parametrize("key", ["1", "case-1", "0" * 32, "00000000-0000-0000-0000-000000000000"])
def test_a_receipt_is_for_its_owner_alone(anybody, said, key, databases):
    """Nobody can say anything under a key that somebody else might hit upon, and then be told their receipt."""
    before = newest(databases)["_id"]
    refused(anybody.post("/v1/cases", said, key=key), 400, names="Idempotency-Key")
    assert newest(databases)["_id"] == before
