"""Bad queries, batches, files, dates and repeated keys: refused with the field and the remedy, nothing changed."""

import uuid
from typing import Any

import pytest

from gateway.catalog import commands, kinds, path_of
from gateway.resources.imports import LARGEST
from shared.contract import Kind
from tests.client import refused
from tests.world import day

pytestmark = [pytest.mark.platform, pytest.mark.usefixtures("unchanged")]
LISTS = [pytest.param(kind, id=name) for name, (_, kind) in kinds().items() if kind.listed]
NASTY = ('{"$ne":""}', "$ne", "a.b", "\\", "(", ".*", "\x00", "\u202e", "'; drop", "%", "x" * 3000)
BACKWARDS: list[tuple[str, str, dict[str, Any]]] = [
    ("propose_agreement_with_center", "ends_on", {"starts_on": day(30), "ends_on": day(10)}),
    ("plan_offering", "ends_on", {"starts_on": day(30), "ends_on": day(10), "decision_id": None}),
    ("recode_area", "since", {"since": "2001-01-01"}),
    ("move_area", "since", {"since": "2001-01-01"}),
    ("verify_center", "on", {"on": day(2)}),
    ("pledge_contribution", "pledged_on", {"pledged_on": day(2)}),
    ("convene_meeting", "quorum_percent", {"quorum_percent": 101}),
    ("record_decision", "decided_on", {"decided_on": "2001-01-01"}),
    ("act_on_decision", "acted_on", {"acted_on": day(2)}),
    ("register_learner", "birth_date", {"birth_year": 1990, "birth_date": "1991-01-01"}),
    ("revise_offering", "ends_on", {"ends_on": "2001-01-01"}),
    ("schedule_session", "day", {"starts_at": "2026-03-03T09:00:00Z", "day": "2026-03-09"}),
]


@pytest.mark.parametrize("kind", LISTS)
def test_lists_take_no_operators(kind: Kind, everything):
    path = path_of(kind)
    for name in ("status[$ne]", "$where", "area_id.$gt", "_id", "fields"):
        refused(everything.get(path, **{name: "x"}), 400, names=first_part(name), why=name)
    for name in (*kind.filters, "q"):
        for value in NASTY:
            answer = everything.get(path, **{name: value})
            assert answer.status in {200, 400}, (name, value, answer.body)
            assert answer.status == 400 or answer.body["items"] == [] or name == "q", (name, value)
    for name, value in {"after": '{"$gt":""}', "limit": "0", "area": '{"$ne":""}'}.items():
        refused(everything.get(path, **{name: value}), 400, names=name, why=value)


def first_part(name: str) -> str:
    return name.replace("[", ".").split(".")[0]


@pytest.mark.parametrize(("name", "at_fault", "dates"), BACKWARDS)
def test_dates_that_cannot_be_are_refused(name, at_fault, dates, everything, world):
    command = commands()[name][1]
    match = world.read(command.kind).etag if command.matches else None
    answer = everything.request(
        command.method, world.path(command), body=world.body(name, **dates), key=name + day(0), match=match
    )
    refused(answer, 422, names=at_fault)


@pytest.mark.parametrize("body", [{}, {"commands": []}, {"commands": {}}, {"commands": [{}] * 1001}])
def test_a_batch_that_is_none_is_refused(body, everything):
    refused(everything.post("/v1/batches", body), 422, names="commands")


def test_what_is_wrong_in_a_batch_is_told_one_by_one(everything, world):
    good = {"id": "x", "command": "register_center", "path": {"center_id": world.ids["center"]}, "body": {}}
    bad = [
        7, {}, {**good, "id": ""}, {**good, "command": "no_such"}, {**good, "path": {}}, {**good, "body": []},
        {**good, "path": {"center_id": {"$ne": ""}}}, {**good, "body": {"$set": 1}},
        {**good, "new_id": "7"}, {**good, "surprise": 1},
        {**good, "command": "erase_learner", "path": {"learner_id": world.ids["learner"]}},
    ]  # fmt: skip
    answer = everything.post("/v1/batches", {"commands": bad})
    assert answer.status == 200
    for item, result in zip(bad, answer.body["results"], strict=True):
        assert 400 <= result["status"] < 500, (item, result)
        assert result["problem"]["remedy"]


def test_a_file_that_cannot_be_taken_is_refused(everything):
    path, table = "/v1/imports", b"code,name\n1,x\n"

    def upload(raw: bytes, key: str | None = "fresh", **query: str) -> Any:
        given = str(uuid.uuid4()) if key == "fresh" else key
        return everything.request("POST", path, raw=raw, media="text/csv", key=given, fields=query)

    refused(upload(b"", kind="areas"), 400, names="body")
    refused(upload(table, kind="learners"), 422, names="kind")
    refused(upload(table), 422, names="kind")
    refused(upload(table, kind="areas", filename="x" * 300), 422, names="filename")
    refused(upload(table, kind="areas", dry_run="maybe"), 400, names="dry_run")
    refused(upload(table, kind="areas", language="xx"), 422, names="language")
    refused(upload(table, kind="areas", surprise="1"), 400, names="surprise")
    refused(upload(table, kind="areas", key=None), 400, names="Idempotency-Key")
    refused(upload(b"x" * (LARGEST + 1), kind="areas"), 413)


def test_who_does_not_read_the_refusal_is_not_kept_waiting(everything, world):
    """A body that was refused unread does not stand in the way of the next request on its connection."""
    anybody = everything.to("no token")
    for _ in range(200):
        refused(anybody.post("/v1/centers", world.body("propose_center")), 401)


def test_a_body_in_chunks_is_not_taken_for_none(everything, world):
    """Without a Content-Length (RFC 9112, section 7.1) it is read, or refused; it is never passed over."""
    chunks = iter([b'{"surprise"', b": 1}"])
    headers = {
        "Authorization": f"Bearer {everything.token}",
        "Content-Type": "application/json",
        "Idempotency-Key": str(uuid.uuid4()),
    }
    path = f"{everything.url}/v1/needs/{world.ids['need']}/validate"
    answer = everything.pool.request("POST", path, body=chunks, headers=headers, chunked=True)
    assert answer.status in {411, 422}
    path, table = f"{everything.url}/v1/imports?kind=areas", iter([b"code,name\n", b"1,x\n"])
    assert everything.pool.request("POST", path, body=table, headers=headers, chunked=True).status == 411
