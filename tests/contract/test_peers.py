"""What partners get is understood by programs that are not ours: AsyncAPI's parser, Ajv, and the SDKs of CloudEvents and of
Standard Webhooks.
"""

import json
import time
from datetime import datetime
from typing import Any

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_structured_event

from gateway.asyncapi import document, schema
from gateway.asyncapi.examples import example
from gateway.catalog import events
from services.partnerships.delivery.webhook import signing
from shared.envelope import CONTENT_TYPE
from tests.contract.node import ask

OLD, NEW, OTHER = (signing.as_text(letter * 32) for letter in (b"o", b"n", b"x"))
EXTENSIONS = ("version", "area")
TOLD = [told for told in events().values() if told.kind.shared != "never"]


@pytest.fixture(scope="module")
def asyncapi() -> dict[str, Any]:
    return document()


@pytest.fixture(scope="module")
def requests() -> list[dict[str, Any]]:
    """An example of each type, as it is posted."""
    return [{"headers": {"content-type": CONTENT_TYPE}, "body": json.dumps(example(told))} for told in TOLD]


def test_asyncapis_parser_accepts_the_document(asyncapi):
    answer = ask("asyncapi", asyncapi)
    assert answer["faults"] == []
    assert (answer["version"], answer["messages"]) == ("3.0.0", len(asyncapi["components"]["messages"]))


def test_asyncapis_parser_would_say_what_is_wrong(asyncapi):
    answer = ask("asyncapi", {**asyncapi, "channels": {"webhook": {"messages": {"x": {"$ref": "#/components/messages/x"}}}}})
    assert answer["faults"] != []


def test_ajv_accepts_every_example_by_its_schema():
    pairs = [(schema(told), schema(told)["examples"]) for told in events().values()]
    assert ask("schemas", {"draft": 2020, "pairs": pairs}) == [[[]]] * len(pairs)


def test_ajv_accepts_every_message_by_its_payload(asyncapi):
    messages = asyncapi["components"]["messages"].values()
    shared = {"$id": "https://toono.example/", "components": {"schemas": asyncapi["components"]["schemas"]}}
    pairs = [({**shared, **one["payload"], "$id": f"https://toono.example/{one['name']}"},
              [one["examples"][0]["payload"], {**one["examples"][0]["payload"], "id": 7}]) for one in messages]  # fmt: skip
    assert ask("schemas", {"draft": 7, "pairs": pairs}) == [[[], ["data/id must be string"]]] * len(pairs)


def test_the_sdk_for_python_reads_every_event(requests):
    for told, request in zip(TOLD, requests, strict=True):
        event, sent = from_structured_event(HTTPMessage(request["headers"], request["body"].encode())), example(told)
        assert (event.get_id(), event.get_type(), event.get_source()) == (sent["id"], told.type, sent["source"])
        assert (event.get_subject(), event.get_dataschema()) == (sent.get("subject"), sent["dataschema"])
        assert event.get_time() == datetime.fromisoformat(sent["time"])
        assert [event.get_extension(name) for name in EXTENSIONS] == [sent.get(name) for name in EXTENSIONS]
        assert event.get_data() == sent["data"]


def test_the_sdk_for_javascript_reads_every_event(requests):
    read = ask("events", requests)
    assert read == [example(told) for told in TOLD]


@pytest.mark.parametrize(
    ("verifier", "verdicts"), [(NEW, [True, True, False]), (OLD, [False, True, False]), (OTHER, [False] * 3)]
)
def test_standard_webhooks_for_javascript_verifies_what_we_sign(requests, verifier, verdicts):
    body, now = requests[0]["body"], time.time()
    signed = [((NEW,), now), ((NEW, OLD), now), ((NEW, OLD), now - 400)]
    attempts = [signing.headers(secrets=secrets, id="an-id", body=body.encode(), now=at) for secrets, at in signed]
    told = {"secret": verifier, "requests": [{"headers": headers, "body": body} for headers in attempts]}
    assert ask("signatures", told) == verdicts


def test_standard_webhooks_for_javascript_makes_the_published_signature():
    told = {"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "at": 1614265330,
            "body": '{"test": 2432232314}'}  # fmt: skip
    assert ask("sign", told) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
