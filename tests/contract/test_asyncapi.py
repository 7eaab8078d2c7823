"""The document of the events lists every type that may be shared, with an example that its schemas accept; so does the API."""

import json
from typing import Any

import falcon
import falcon.testing
import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from gateway.asyncapi import document, schema
from gateway.asyncapi.messages import NEEDS, PERSONS
from gateway.catalog import Told, events, kinds
from gateway.problems import refuse
from gateway.resources.documents import AsyncApi, EventSchema
from services.partnerships.contract.delivery import CHALLENGE, EXAMPLES, PING, WITHDRAWN
from services.partnerships.delivery.scope import NEVER, PERSONAL
from services.partnerships.model.scope import PEOPLE
from shared.envelope import decode, schema_path
from shared.errors import Refusal

EVENTS = [pytest.param(told, id=type_) for type_, told in events().items()]
SHARED = [pytest.param(told, id=type_) for type_, told in events().items() if told.kind.shared != "never"]


@pytest.fixture(scope="session")
def asyncapi() -> dict[str, Any]:
    return document()


def payload_schema(asyncapi: dict[str, Any], type_: str) -> Draft7Validator:
    payload = asyncapi["components"]["messages"][type_]["payload"]
    return Draft7Validator({**payload, "components": asyncapi["components"]}, format_checker=Draft7Validator.FORMAT_CHECKER)


def data_schema(told: Told) -> Draft202012Validator:
    return Draft202012Validator(schema(told), format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_it_lists_every_type_that_may_be_shared_and_no_other(asyncapi):
    shared = {told.type for told in events().values() if told.kind.shared != "never"}
    assert set(asyncapi["components"]["messages"]) == shared | set(EXAMPLES)
    of_channels = {name: set(channel["messages"]) for name, channel in asyncapi["channels"].items()}
    told = shared | {WITHDRAWN}
    assert of_channels == {"webhook": told | {CHALLENGE, PING}, "feed": told, "queue": told}


def test_the_contracts_say_of_every_kind_what_delivery_makes_of_it():
    named = {name: kind for name, (_, kind) in kinds().items()}
    assert {name for name, kind in named.items() if kind.shared == "never"} == NEVER
    assert {name for name, kind in named.items() if kind.shared == "approved"} == PEOPLE & set(named)
    for name in PEOPLE & set(named):
        assert set(named[name].shared_fields) == PERSONAL[name]


@pytest.mark.parametrize("told", SHARED)
def test_types_about_single_persons_say_what_they_need(asyncapi, told):
    message = asyncapi["components"]["messages"][told.type]
    is_tagged = {"name": PERSONS} in message["tags"]
    assert is_tagged == (message.get("description") == NEEDS) == bool(told.kind.shared_fields) == (told.kind.name in PEOPLE)


@pytest.mark.parametrize("told", SHARED)
def test_the_example_of_a_message_is_an_event_that_its_payload_accepts(asyncapi, told):
    (example,) = asyncapi["components"]["messages"][told.type]["examples"]
    event = decode(json.dumps(example["payload"]).encode())
    assert (event.type, event.service, event.kind) == (told.type, told.service, told.kind.name)
    assert list(payload_schema(asyncapi, told.type).iter_errors(example["payload"])) == []
    if told.kind.shared_fields:
        assert set(example["payload"]["data"]["state"]) <= set(told.kind.shared_fields) <= set(told.kind.state().fields)


@pytest.mark.parametrize("type_", EXAMPLES)
def test_what_delivery_itself_tells_is_described_too(asyncapi, type_):
    (example,) = asyncapi["components"]["messages"][type_]["examples"]
    found, event = payload_schema(asyncapi, type_), example["payload"]
    assert (event["subject"], event["data"]) == (EXAMPLES[type_]["subject"], EXAMPLES[type_]["data"])
    assert list(found.iter_errors(event)) == []
    assert found.is_valid({**event, "data": {}}) == (event["data"] == {})


@pytest.mark.parametrize("told", EVENTS)
def test_the_example_of_a_schema_is_accepted_whole_and_in_part(told):
    found, written = data_schema(told), schema(told)
    Draft202012Validator.check_schema(written)
    (example,) = written["examples"]
    fields = example["state"].items()
    for state in (dict(fields), *({name: value} for name, value in fields), {"added later": 1}):
        assert list(found.iter_errors({"state": state, "change": {"added later": 1}})) == []
    assert example["state"].get("id", "") == told.kind.example.get("id", "")


@pytest.mark.parametrize("told", EVENTS)
def test_a_schema_refuses_what_the_contract_refuses(told):
    found, state = data_schema(told), {"id": 7}
    if "id" in told.kind.state().fields:
        assert not found.is_valid({"state": state, "change": {}})
    assert not found.is_valid({"state": {}})


class TestServed:
    app = falcon.App()
    app.add_error_handler(Refusal, refuse)
    app.add_route("/asyncapi.json", AsyncApi())
    app.add_route("/schemas/{type}/{version}", EventSchema())
    client = falcon.testing.TestClient(app)

    def test_it_is_the_document(self, asyncapi):
        answer = self.client.simulate_get("/asyncapi.json")
        assert answer.headers["content-type"] == "application/json"
        assert answer.json == asyncapi

    @pytest.mark.parametrize("told", EVENTS)
    def test_every_type_has_its_schema_where_its_events_say(self, told):
        answer = self.client.simulate_get(schema_path(told.type))
        assert answer.headers["content-type"] == "application/schema+json"
        assert answer.headers["cache-control"].startswith("public")
        assert answer.json == schema(told)
        assert answer.json["$id"] == schema_path(told.type)

    @pytest.mark.parametrize("path", ["/asyncapi.json", "/schemas/toono.registry.center.closed/1"])
    def test_whoever_holds_it_gets_nothing(self, path):
        tag = self.client.simulate_get(path).headers["etag"]
        again = self.client.simulate_get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")

    @pytest.mark.parametrize("path", ["toono.registry.center.closed/2", "toono.registry.center.flew/1", "x/1", "%00/1"])
    def test_there_is_no_other(self, path):
        assert self.client.simulate_get(f"/schemas/{path}").status_code == 404
