"""What lines do when the partner asks for something, or has changed something."""

from standardwebhooks import Webhook

from services.partnerships.delivery.webhook import signing
from tests.integration.delivering import REVISED, SECRET, centers, until
from tests.integration.endpoints import Reply, endpoint

OTHER = signing.as_text(b"t" * 32)


class TestAsked:
    def test_a_challenge_is_proved_by_its_echo_only(self, delivery, begun):
        echo = {"on": False}

        def rule(request) -> Reply:
            data = request.event["data"]
            said = data["challenge"] if echo["on"] else "nothing of the kind"
            return Reply(200, body=f'{{"challenge": "{said}"}}'.encode())

        with endpoint() as one:
            one.rule = rule
            subscription = begun(one.url, receives=False, requests=({"number": 1, "what": "challenge"},))
            delivery.log.append(centers(3))
            until(lambda: delivery.attempts(subscription))
            assert delivery.attempts(subscription)[0]["error"] == "no-echo"
            assert not delivery.proved_
            echo["on"] = True
            delivery.change(subscription, requests=({"number": 1, "what": "challenge"}, {"number": 2, "what": "challenge"}))
            until(lambda: delivery.proved_ == [subscription.id])
            assert Webhook(SECRET).verify(one.requests[-1].body, one.requests[-1].headers)
        assert {request.event["type"] for request in one.requests} == {"toono.partnerships.delivery.challenge"}

    def test_a_ping_is_sent_once(self, delivery, begun):
        with endpoint() as one:
            subscription = begun(one.url, requests=({"number": 1, "what": "ping"},))
            until(lambda: delivery.attempts(subscription))
            ids = delivery.log.append(centers(1))
            until(lambda: ids[0] in one.taken)
        assert [request.event["type"].split(".")[-1] for request in one.requests] == ["ping", "revised"]

    def test_events_are_sent_again_by_id_and_from_a_cursor(self, delivery, begun):
        with endpoint() as one:
            subscription = begun(one.url)
            ids = delivery.log.append(centers(6))
            until(lambda: sorted(one.ids) == sorted(ids))
            asked = [{"number": 1, "what": "replay", "ids": [ids[4], ids[1]]}]
            delivery.change(subscription, requests=tuple(asked))
            until(lambda: sorted(one.ids[6:]) == sorted([ids[1], ids[4]]))
            delivery.change(subscription, requests=(*asked, {"number": 2, "what": "replay", "after": 3}))
            until(lambda: sorted(one.ids[8:]) == sorted(ids[3:]))

    def test_what_it_may_not_see_any_more_is_not_sent_again(self, delivery, begun):
        with endpoint() as one:
            one.rule = lambda _request: Reply(500)
            subscription = begun(one.url)
            delivery.log.append(centers(1))
            until(lambda: delivery.waiting(subscription))
            delivery.change(subscription, hidden=frozenset({REVISED}))
            until(lambda: not delivery.waiting(subscription))


class TestChanges:
    def test_a_new_secret_signs_from_then_on_beside_the_old(self, delivery, begun):
        with endpoint() as one:
            subscription = begun(one.url)
            delivery.change(subscription, secrets=(OTHER, SECRET))
            until(lambda: delivery.log.append(centers(1)) and OTHER and one.requests and both(one.requests[-1]))

    def test_nothing_is_sent_once_the_agreement_has_ended(self, delivery, begun):
        with endpoint() as one, endpoint() as other:
            subscription, witness = begun(one.url), begun(other.url)
            delivery.log.append(centers(1))
            until(lambda: one.requests and other.requests)
            delivery.change(subscription, receives=False)
            until(lambda: delivery.log.append(centers(1)) and len(other.requests) > 40)
            last = delivery.log.append(centers(1))
            until(lambda: last[0] in other.taken)
            assert last[0] not in one.taken
            assert witness

    def test_a_new_endpoint_takes_over(self, delivery, begun):
        with endpoint() as one, endpoint() as other:
            subscription = begun(one.url)
            first = delivery.log.append(centers(3))
            until(lambda: one.taken == set(first))
            delivery.change(subscription, endpoint=other.url)
            until(lambda: delivery.log.append(centers(1)) and other.requests)
            assert other.taken.isdisjoint(one.taken)


def both(request) -> bool:
    """Whether both secrets have signed."""
    if " " not in request.headers["webhook-signature"]:
        return False
    return all(Webhook(secret).verify(request.body, request.headers) for secret in (SECRET, OTHER))
