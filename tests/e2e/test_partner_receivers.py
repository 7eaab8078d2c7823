"""A partner's engineer runs the examples against a town: what comes is what the catalogue says, for programs of others too."""

import contextlib
import json
import os
import re
import signal
import subprocess
from functools import partial

import pytest
import requests
from cloudevents.core.bindings.http import HTTPMessage, from_structured_event
from jsonschema import Draft7Validator, Draft202012Validator

from shared.envelope import CONTENT_TYPE
from tests.client import Api, wait_until
from tests.contract.node import ask
from tests.receiver import FOLDER, RECEIVERS, Receiver, answers, free_port

pytest_plugins = ["tests.e2e.subscribing"]
pytestmark = pytest.mark.platform
READ = {"toono.registry.center.entered": 1, "toono.partnerships.delivery.ping": 2}  # pulled; posted, and from the queue


@pytest.fixture
def system(subscribe, puller):
    """A system that pulls what the example is to pull."""
    return puller(subscribe())


@pytest.mark.parametrize("program", RECEIVERS)
def test_the_examples_pull_every_event_once_also_over_a_restart(program, tmp_path, token, town, system):
    key = token("partner_system", partner=town.ids["partner"])
    receiver = Receiver(
        program, tmp_path, TOONO_URL=town.ministry.url, TOONO_SUBSCRIPTION=system.path.split("/")[-1], TOONO_TOKEN=key
    )
    for command, past in (("raise_need", "raised"), ("validate_need", "validated")):
        need = town.give(command, by=town.manager)["id"]
        wait_until(partial(system.has, need, past))
        with receiver.runs("feed"):
            wait_until(lambda: len(receiver.kept) == len(system.got), 20)
            wait_until(lambda: (system.api.get(f"{system.path}/cursor").body["cursor"] or 0) >= system.cursor, 20)
    assert receiver.kept == [one["id"] for one in system.got]


@pytest.mark.parametrize("program", RECEIVERS)
def test_the_examples_are_posted_every_event_once_they_have_proved_to_be_the_partners(program, tmp_path, town, contact):
    port = free_port()
    opened = town.give("open_subscription", by=contact, way="webhook", endpoint=f"http://127.0.0.1:{port}/events",
                       event_types=["toono.feedback.need"])  # fmt: skip
    path = f"/v1/subscriptions/{opened['id']}"
    receiver = Receiver(program, tmp_path, TOONO_SECRET=opened["told"]["secret"], PORT=str(port))
    with receiver.runs("webhook"):
        wait_until(lambda: answers(port), 20)
        assert contact.post(f"{path}/challenge-endpoint", {}).status == 200
        wait_until(lambda: contact.get(path).body["status"] == "active", 20)
        assert receiver.kept == []
        need = town.give("raise_need", by=town.manager)["id"]
        wait_until(lambda: contact.get(f"{path}/deliveries").body["items"][0]["type"] == "toono.feedback.need.raised", 20)
        wait_until(lambda: receiver.kept, 20)
        assert contact.post(f"{path}/replay", {"after": 0}).status == 200
        wait_until(lambda: _times(contact, path, receiver.kept[0]) >= 2, 20)
        assert contact.post(f"{path}/ping", {}).status == 200
        wait_until(lambda: len(receiver.kept) >= 2, 20)
    assert len(receiver.kept) == len(set(receiver.kept)) == 2
    assert need


def _times(contact: Api, path: str, event: str) -> int:
    """How often an event was sent."""
    return len(contact.get(f"{path}/deliveries", event_id=event).body["items"])


def _has_read(said: str) -> bool:
    return all(said.count(one) >= times for one, times in READ.items())


def test_the_readme_leads_to_events_by_all_ways(platform, world, tmp_path):  # noqa: ARG001  # something is there
    """Every line of it in one shell, as a reader would have it; what the receivers print is waited for."""
    lines = re.findall(r"^```sh\n(.*?)```$", (FOLDER / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    script, said = "set -euo pipefail\n" + "\n".join(lines), tmp_path / "said"
    environment = {**platform.environment, "TMPDIR": str(tmp_path)}
    with said.open("wb") as out, subprocess.Popen(  # noqa: S603  # lines of ours
        ["bash", "-c", f"{script}\nwait"], cwd=FOLDER, env=environment, stdout=out, stderr=out, start_new_session=True,  # noqa: S607
    ) as process:  # fmt: skip
        try:
            wait_until(
                lambda: process.poll() is not None or all(said.read_text().count(one) >= times for one, times in READ.items()),
                180,
            )
            assert process.poll() is None, said.read_text()
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    assert re.fullmatch(r"(toono(\.[a-z]+){3} [0-9a-f-]{36}\n)+", said.read_text())


@pytest.fixture
def told(town, subscribe, puller, agree):
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
    headers, bodies = {"content-type": CONTENT_TYPE}, [json.dumps(event) for event in told]
    assert ask("events", [{"headers": headers, "body": body} for body in bodies]) == told
    for event, body in zip(told, bodies, strict=True):
        read = from_structured_event(HTTPMessage(headers, body.encode()))
        assert (read.get_id(), read.get_type(), read.get_data()) == (event["id"], event["type"], event["data"])
