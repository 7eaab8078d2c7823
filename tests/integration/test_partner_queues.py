"""The forwarder's side of a partner's queue: how many a full one took, and what goes back when one is removed unread."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from services.partnerships.delivery.feed import Told
from services.partnerships.delivery.queues import channel
from services.partnerships.delivery.queues.admin import PREFIX, VHOST, Admin
from services.partnerships.delivery.queues.channel import Queues
from services.partnerships.delivery.queues.places import Places
from shared import broker
from tests.integration.jars import changed

ROOM = 10


def events(*sequences: int) -> list[Told]:
    return [Told(number, f"fact-{number}", {"id": f"fact-{number}"}) for number in sequences]


@pytest.fixture
def queues(platform) -> Iterator[tuple[Queues, str]]:
    """The partners' vhost, and a short queue there."""
    environment = json.loads((platform.folder / "environment.json").read_text())
    Admin(environment["TOONO_RABBIT_ADMIN_URI"]).prepare("toono")
    found, name = Queues(platform.endpoints["amqp"]), f"{PREFIX}{uuid.uuid4()}"
    with changed(channel, LIMITED={**channel.LIMITED, "x-max-length": ROOM}):
        found.declare(name)
        yield found, name
        found.remove(name)
    found.close()


@pytest.fixture
def places(mongo) -> Iterator[Any]:
    yield Places(mongo["toono_test_places"])
    mongo.drop_database("toono_test_places")


def test_a_full_queue_takes_what_it_can_and_goes_on_when_it_is_read(platform, queues):
    mine, name = queues
    taken = [mine.put(name, events(*range(200)))]
    while taken[-1] == 200 and len(taken) < 20:  # the broker may take more than there is room for before it says so
        taken.append(mine.put(name, events(*range(200))))
    assert ROOM <= sum(taken) < 200 * len(taken)
    assert mine.put(name, events(1, 2)) == 0
    reader = broker.connect(platform.endpoints["amqp"].rstrip("/") + f"/{VHOST}", name="tests")
    while reader.channel(1).basic_get(name, no_ack=True):
        pass
    assert mine.put(name, events(3, 4)) == 2
    reader.close()


def test_a_removed_queue_tells_what_lay_in_it_unread(queues):
    mine, name = queues
    assert mine.put(name, events(1, 2, 3)) == 3
    assert mine.remove(name) == 3


@pytest.mark.parametrize(("unread", "cursor"), [(0, 9), (1, 7), (2, 6), (3, 4), (99, 4)])
def test_what_was_unread_is_forwarded_again(places, unread, cursor):
    assert places.of("s") is None
    assert places.begin("s", after=4).cursor == places.of("s").cursor == 4
    places.move("s", to=9, sent=[5, 7, 8])
    places.go_back("s", unread=unread)
    assert places.of("s").cursor == cursor


def test_requests_are_answered_once_and_a_replay_goes_on_where_it_was(places):
    places.begin("s", after=0)
    places.go_through("s", 40)
    assert places.of("s").again == 40
    places.answer("s", 1)
    assert (places.of("s").answered, places.of("s").again) == (1, 0)
