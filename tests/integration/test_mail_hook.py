"""Who is told that an endpoint was disabled: everybody by a fact, and the operator's mail system once, if it listens."""

import socket

import orjson
import pytest

from services.partnerships.contract import agreement, subscription
from services.partnerships.delivery.outcomes import Outcomes
from services.partnerships.model import Agreement, Subscription
from tests.integration.endpoints import Reply, endpoint
from tests.integration.jars import do, entries

AT = "2026-06-01T08:00:00.000Z"
ASKED = {name: value for name, value in subscription.ASKED.items() if name != "way"}


@pytest.fixture
def partnerships(store):
    return store([Agreement, Subscription])


@pytest.fixture
def webhook(partnerships) -> str:
    """A subscription whose endpoint is proved; its id."""
    state = {name: value for name, value in agreement.STATE.items() if name != "id"}
    under = Agreement.load({**state, "_id": agreement.STATE["id"]})

    def subscribed(work):
        asked = {**ASKED, "endpoint": "https://partner.example/events"}
        one = Subscription.open(id=work.new_id(), agreement=under, way="webhook", secret="whsec_x", at=AT, **asked)
        one.verify(at=AT)
        return work.add(one)

    return do(partnerships, subscribed).id


def facts(store) -> list[str]:
    return [fact["type"].rsplit(".", 1)[1] for entry in entries(store) for fact in entry["facts"]]


def test_the_mail_system_is_told_once_who_was_disabled_and_why(partnerships, webhook):
    with endpoint() as hook:
        outcomes = Outcomes(partnerships, "Asia/Almaty", mail_hook=hook.url)
        outcomes.disabled(webhook, "gone")
        outcomes.disabled(webhook, "gone")
    (told,) = [orjson.loads(request.body) for request in hook.requests]
    assert (told["subscription_id"], told["reason"]) == (webhook, "gone")
    assert facts(partnerships)[-1] == "disabled"


@pytest.mark.parametrize("trouble", ["away", "refuses"])
def test_a_mail_system_in_trouble_keeps_nothing_from_being_disabled(partnerships, webhook, trouble):
    with endpoint() as hook, socket.create_server(("127.0.0.1", 0)) as closed:
        hook.rule = lambda _request: Reply(500)
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        closed.close()
        Outcomes(partnerships, "Asia/Almaty", mail_hook=hook.url if trouble == "refuses" else nobody).disabled(webhook, "failing")
    assert facts(partnerships).count("disabled") == 1
