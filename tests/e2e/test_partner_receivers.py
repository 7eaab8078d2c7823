"""A partner's engineer runs the examples against a town: what comes is what the catalogue says, for programs of others too."""

import json
from typing import Any

import pytest
import requests
from cloudevents.core.bindings.http import HTTPMessage, from_structured_event
from jsonschema import Draft7Validator, Draft202012Validator

from shared.envelope import CONTENT_TYPE
from tests.client import wait_until
from tests.contract.node import ask
from tests.e2e.subscribing import Puller
from tests.receiver import RECEIVERS, Receiver

pytest_plugins = ["tests.e2e.subscribing"]
pytestmark = pytest.mark.platform


@pytest.fixture
def system(subscribe, puller) -> Puller:
    """A system that pulls what the example is to pull."""
    found: Puller = puller(subscribe())
    return found


@pytest.mark.parametrize("program", RECEIVERS)
def test_the_examples_pull_every_event_once_also_over_a_restart(program, tmp_path, token, town, system):
    key = token("partner_system", partner=town.ids["partner"])
    receiver = Receiver(
        program, tmp_path, TOONO_URL=town.ministry.url, TOONO_SUBSCRIPTION=system.path.split("/")[-1], TOONO_TOKEN=key
    )
    for command, past in (("raise_need", "raised"), ("validate_need", "validated")):
        need = town.give(command, by=town.manager)["id"]
        wait_until(lambda need=need, past=past: system.has(need, past))
        with receiver.runs("feed"):
            wait_until(lambda: len(receiver.kept) == len(system.got), 20)
            wait_until(lambda: (system.api.get(f"{system.path}/cursor").body["cursor"] or 0) >= system.cursor, 20)
    assert receiver.kept == [one["id"] for one in system.got]


@pytest.fixture
def told(town, subscribe, puller, agree) -> list[dict[str, Any]]:
    """What a subscription to several kinds is told, persons among them."""
    kinds = ["toono.registry.center", "toono.feedback.need", "toono.programs.learner"]
    fields = ["id", "version", "status", "area_id", "center_id", "name", "title", "point", "sex", "age_band", "topic"]
    agree(event_types=kinds, field_names=fields, people=True)
    system = puller(subscribe(event_types=kinds))
    need = town.give("raise_need", by=town.manager)["id"]
    learner = town.give("register_learner", by=town.manager)["id"]
    wait_until(lambda: system.has(need, "raised") and system.has(learner, "registered"))
    return system.got


def test_what_is_told_is_what_the_catalogue_says(told, gateway_url):
    asyncapi = requests.get(f"{gateway_url}/asyncapi.json", timeout=10).json()
    for event in told:
        schema = requests.get(event["dataschema"], timeout=10).json()
        assert list(Draft202012Validator(schema).iter_errors(event["data"])) == []
        payload = asyncapi["components"]["messages"][event["type"]]["payload"]
        described = Draft7Validator({**payload, "components": asyncapi["components"]})
        assert list(described.iter_errors(event)) == []


def test_the_sdks_of_cloudevents_read_what_is_told(told):
    sent = [{"headers": {"content-type": CONTENT_TYPE}, "body": json.dumps(event)} for event in told]
    assert ask("events", sent) == told
    for event, request in zip(told, sent, strict=True):
        read = from_structured_event(HTTPMessage(request["headers"], request["body"].encode()))
        assert (read.get_id(), read.get_type(), read.get_data()) == (event["id"], event["type"], event["data"])
