"""Lines deliver from a log to endpoints, over real HTTP and a real MongoDB."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from services.partnerships.delivery.webhook import schedule
from services.partnerships.delivery.webhook.attempts import EXCERPT
from tests.integration.delivering import PATIENCE, SECRET, centers, until
from tests.integration.endpoints import Reply, endpoint, hostile


@pytest.fixture
def patient(delivery, monkeypatch):  # noqa: ARG001  # which has waits of its own
    """Nothing is given up while a test looks."""
    monkeypatch.setattr(schedule, "WAITS", (0.2,) * 1000)


def test_every_event_arrives_once_signed_and_is_noted(delivery, begun):
    with endpoint() as one:
        subscription = begun(one.url)
        ids = delivery.log.append(centers(250))
        until(lambda: len(delivery.attempts(subscription)) == 250)
    assert sorted(one.ids) == sorted(ids)
    assert all(Webhook(SECRET).verify(request.body, request.headers)["id"] == request.id for request in one.requests)
    assert all(request.headers["content-type"] == "application/cloudevents+json" for request in one.requests)
    noted = delivery.attempts(subscription)[0]
    assert (noted["status"], noted["error"], noted["next_at"]) == (204, None, None)
    assert {attempt["event_id"] for attempt in delivery.attempts(subscription)} == set(ids)
    assert 0 < noted["seconds"] < 5
    assert delivery.waiting(subscription) == []


def test_a_new_subscription_begins_at_the_end_of_the_log(delivery, begun):
    delivery.log.append(centers(5))
    with endpoint() as one:
        begun(one.url)
        ids = delivery.log.append(centers(1))
        until(lambda: one.ids)
    assert one.ids == ids


class TestRetries:
    def test_what_was_refused_is_tried_again_under_its_id_and_holds_nothing(self, delivery, begun):
        with endpoint() as one:
            one.rule = lambda request: Reply(
                500 if one.ids.count(request.id) < 3 and request.event["subject"] == "center-1" else 204
            )
            subscription = begun(one.url)
            ids = delivery.log.append(centers(4))
            until(lambda: one.ids.count(ids[1]) == 3 and not delivery.waiting(subscription))
        assert one.taken == set(ids)
        tries = [attempt for attempt in delivery.attempts(subscription) if attempt["event_id"] == ids[1]]
        assert [attempt["status"] for attempt in tries] == [500, 500, 204]
        assert tries[0]["next_at"] > tries[0]["at"]
        assert all(Webhook(SECRET).verify(request.body, request.headers) for request in one.requests)

    def test_what_is_refused_for_ever_is_given_up_and_told_so(self, delivery, begun):
        with endpoint() as one:
            one.rule = lambda request: Reply(400 if request.event["subject"] == "center-0" else 204, body=b"no" * 2000)
            subscription = begun(one.url)
            delivery.log.append(centers(2))
            until(lambda: any(entry["given_up_at"] for entry in delivery.waiting(subscription)))
            (entry,) = delivery.waiting(subscription)
            tried = [attempt for attempt in delivery.attempts(subscription) if attempt["event_id"] == entry["event_id"]]
        assert (entry["reason"], entry["due"], len(tried)) == ("refused", None, len(schedule.WAITS) + 1)
        assert tried[-1]["next_at"] is None
        assert tried[0]["answer"] == ("no" * 2000)[:EXCERPT]

    @pytest.mark.parametrize("status", [429, 503])
    def test_an_endpoint_that_asks_for_rest_gets_it(self, delivery, begun, status):
        with endpoint() as one:
            one.rule = lambda _request: Reply(status, {"Retry-After": "2"}) if len(one.requests) == 1 else Reply()
            begun(one.url)
            ids = delivery.log.append(centers(3))
            until(lambda: one.taken == set(ids) and len(one.requests) == 4)
        assert one.requests[1].at - one.requests[0].at >= 2


class TestCircuit:
    def test_an_endpoint_that_is_away_is_only_probed_and_the_log_waits(self, delivery, begun):
        with endpoint() as one:
            one.rule = lambda _request: Reply(500)
            subscription = begun(one.url)
            ids = delivery.log.append(centers(500))
            until(lambda: len(one.requests) >= 12)
            assert len(delivery.waiting(subscription)) < 20
            assert len(one.requests) < 40
            one.rule = lambda _request: Reply()
            until(lambda: one.taken == set(ids) and not delivery.waiting(subscription))
        until(lambda: {one["event_id"] for one in delivery.attempts(subscription) if one["error"] is None} == set(ids))

    def test_events_that_it_cannot_bear_do_not_keep_the_circuit_open(self, delivery, begun):
        with endpoint() as one:
            one.rule = lambda request: Reply(500 if request.event["subject"] == "bad" else 204)
            subscription = begun(one.url)
            ids = delivery.log.append(["bad"] * 8 + ["good"] * 100)
            until(lambda: set(ids[8:]) <= {a["event_id"] for a in delivery.attempts(subscription) if a["status"] == 204})
            until(lambda: all(entry["given_up_at"] for entry in delivery.waiting(subscription)))
        assert [entry["sequence"] for entry in delivery.waiting(subscription)] == list(range(1, 9))

    @pytest.mark.usefixtures("patient")
    def test_after_days_of_nothing_but_failure_it_is_disabled_and_catches_up_later(self, delivery, begun):
        with endpoint() as one:
            one.rule = lambda _request: Reply(500)
            subscription = begun(one.url)
            ids = delivery.log.append(centers(1))
            until(lambda: delivery.database["webhook_lines"].find_one({"_id": subscription.id})["failing_since"])
            assert not delivery.disabled_
            long_ago = datetime.now(UTC) - timedelta(days=5)
            delivery.database["webhook_lines"].update_one({"_id": subscription.id}, {"$set": {"failing_since": long_ago}})
            until(lambda: delivery.disabled_)
            assert delivery.disabled_ == [(subscription.id, "failing")]
            ids += delivery.log.append(centers(150))
            one.rule = lambda _request: Reply()
            delivery.change(subscription, receives=True)
            until(lambda: one.taken == set(ids))
            until(lambda: not delivery.waiting(subscription))

    def test_one_success_ends_the_days_of_failure(self, delivery, begun, monkeypatch):
        monkeypatch.setattr(schedule, "WAITS", (PATIENCE,) * 5)  # what fails is not tried again before it is looked at
        with endpoint() as one:
            one.rule = lambda request: Reply(500 if request.event["subject"] == "center-0" else 204)
            subscription = begun(one.url)
            delivery.log.append(centers(1))
            line = delivery.database["webhook_lines"]
            until(lambda: line.find_one({"_id": subscription.id})["failing_since"])
            delivery.log.append(["center-1"])
            until(lambda: line.find_one({"_id": subscription.id})["failing_since"] is None)

    def test_gone_disables_at_once(self, delivery, begun):
        with endpoint() as one:
            one.rule = lambda _request: Reply(410)
            subscription = begun(one.url)
            ids = delivery.log.append(centers(1))
            until(lambda: delivery.disabled_)
            assert delivery.disabled_ == [(subscription.id, "gone")]
            assert len(one.requests) == 1
            one.rule = lambda _request: Reply()
            delivery.change(subscription, receives=True)
            until(lambda: one.ids == ids * 2)


class TestOrder:
    @pytest.mark.usefixtures("patient")
    def test_a_failure_holds_its_aggregate_and_nothing_else(self, delivery, begun):
        refused, order = {"on": True}, list[tuple[str, int]]()

        def rule(request) -> Reply:
            subject, sequence = request.event["subject"], request.event["_id"]
            if subject == "center-1" and refused["on"]:
                return Reply(500)
            order.append((subject, sequence))
            return Reply()

        with endpoint() as one:
            one.rule = rule
            subscription = begun(one.url, ordered=True)
            for _ in range(5):
                delivery.log.append(centers(4))
            until(lambda: len(order) == 15)
            until(lambda: len(delivery.waiting(subscription)) == 5)
            assert [entry["reason"] for entry in delivery.waiting(subscription)] == ["status"] + 4 * ["held"]
            refused["on"] = False
            until(lambda: len(order) == 20 and not delivery.waiting(subscription))
        assert len(set(order)) == 20
        for subject in centers(4):
            sequences = [sequence for about, sequence in order if about == subject]
            assert sequences == sorted(sequences)

    def test_what_was_given_up_lets_the_next_go(self, delivery, begun):
        with endpoint() as one:
            one.rule = lambda request: Reply(400 if request.event["_id"] == 1 else 204)
            subscription = begun(one.url, ordered=True)
            ids = delivery.log.append(["center-1"] * 3)
            until(lambda: one.ids[-2:] == ids[1:])
            until(lambda: len(delivery.waiting(subscription)) == 1)
            assert delivery.waiting(subscription)[0]["given_up_at"]

    @pytest.mark.usefixtures("patient")
    def test_without_order_nothing_is_held_any_more(self, delivery, begun):
        with endpoint() as one:
            one.rule = lambda request: Reply(500 if request.event["_id"] == 1 else 204)
            subscription = begun(one.url, ordered=True)
            ids = delivery.log.append(["center-1"] * 3)
            until(lambda: len(delivery.waiting(subscription)) == 3)
            delivery.change(subscription, ordered=False)
            until(lambda: set(ids[1:]) <= one.taken)


def test_an_endpoint_that_hangs_delays_no_other(delivery, begun):
    over = threading.Event()
    with hostile(lambda _connection: over.wait(15)) as url, endpoint() as good:
        begun(url)
        begun(good.url)
        ids = delivery.log.append(centers(300))
        until(lambda: good.taken == set(ids), 14)
        over.set()
