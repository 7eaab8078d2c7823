"""What the delivery process tells of itself, after good and bad deliveries, without a word about whom."""

import pytest
import urllib3
from prometheus_client.parser import text_string_to_metric_families

from tests.client import wait_until
from tests.e2e.test_journey_webhook import echo, opened
from tests.integration.endpoints import Reply, endpoint

pytest_plugins = ["tests.e2e.subscribing"]
LABELS = {
    "toono_deliveries_total": {"subscriber", "outcome"},
    "toono_delivery_duration_seconds_count": set(),
    "toono_delivery_oldest_pending_age_seconds": {"subscriber"},
    "toono_subscription_state": {"subscriber", "state"},
}


@pytest.fixture
def told(platform):
    """``told(name, **labels)``: a metric's value as the process exposes it now; None if there is none."""
    url = platform.endpoints["metrics"]["delivery"]

    def ask(name, **labels):
        text = urllib3.request("GET", url).data.decode()
        samples = [one for family in text_string_to_metric_families(text) for one in family.samples if one.name == name]
        assert all(set(one.labels) == LABELS[name] for one in samples)
        return next((one.value for one in samples if labels.items() <= one.labels.items()), None)

    return ask


def subscribed(town, contact, url):
    path, _ = opened(town, contact, url)
    wait_until(lambda: contact.get(path).body["status"] == "active", 20)
    return path, path.rpartition("/")[2]


def test_good_deliveries_are_counted_and_timed(town, contact, told):
    with endpoint() as one:
        one.rule = echo
        _, id_ = subscribed(town, contact, one.url)
        before = told("toono_delivery_duration_seconds_count")
        town.give("raise_need", by=town.manager)
        wait_until(lambda: told("toono_deliveries_total", subscriber=id_, outcome="ok") == 1, 20)
        assert told("toono_delivery_duration_seconds_count") > before
        wait_until(lambda: told("toono_subscription_state", subscriber=id_, state="active") == 1, 20)
        wait_until(lambda: told("toono_delivery_oldest_pending_age_seconds", subscriber=id_) == 0, 20)


def test_bad_ones_too_and_how_long_the_oldest_waits(town, contact, told):
    with endpoint() as one:
        one.rule = echo
        path, id_ = subscribed(town, contact, one.url)
        one.rule = lambda _request: Reply(500)
        town.give("raise_need", by=town.manager)
        wait_until(lambda: told("toono_deliveries_total", subscriber=id_, outcome="status"), 20)
        wait_until(lambda: (told("toono_delivery_oldest_pending_age_seconds", subscriber=id_) or 0) > 0, 20)
        assert contact.post(f"{path}/pause", {"reason": "a test"}).status < 300
        wait_until(lambda: told("toono_subscription_state", subscriber=id_, state="paused") == 1, 20)
        assert told("toono_subscription_state", subscriber=id_, state="active") is None
        assert told("toono_delivery_oldest_pending_age_seconds", subscriber=id_) is None
        assert contact.post(f"{path}/end", {"reason": "a test"}).status < 300
        wait_until(lambda: told("toono_subscription_state", subscriber=id_, state="paused") is None, 20)


def test_of_a_queue_too(town, contact, told, databases):
    answer = town.give("open_subscription", by=contact, way="amqp", event_types=["toono.feedback.need"])
    wait_until(lambda: databases["toono_partnerships"]["queue_places"].find_one({"_id": answer["id"]}), 20)
    wait_until(lambda: told("toono_subscription_state", subscriber=answer["id"], state="active") == 1, 20)
    wait_until(lambda: told("toono_delivery_oldest_pending_age_seconds", subscriber=answer["id"]) == 0, 20)
    town.give("raise_need", by=town.manager)
    wait_until(lambda: told("toono_deliveries_total", subscriber=answer["id"], outcome="ok") == 1, 20)
