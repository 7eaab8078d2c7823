import base64
import time

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from services.partnerships.delivery.webhook import signing

OLD, NEW = signing.as_text(b"o" * 32), signing.as_text(b"n" * 32)


def test_the_published_vector_is_reproduced():
    made = signing.headers(
        secrets=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        body=b'{"test": 2432232314}',
        now=1614265330.9,
    )
    assert made == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@pytest.mark.parametrize("secret", [OLD, NEW])
def test_while_a_secret_is_replaced_a_verifier_with_either_is_content(secret):
    body = '{"name": "Арал ауданы"}'.encode()
    made = signing.headers(secrets=[NEW, OLD], id="1", body=body, now=time.time())
    assert Webhook(secret).verify(body, made) == {"name": "Арал ауданы"}


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "body"])
def test_nothing_that_is_signed_can_be_changed(name):
    body = b'{"a": 1}'
    made = signing.headers(secrets=[NEW], id="1", body=body, now=time.time())
    changed = {**made, name: str(int(made["webhook-timestamp"]) - 1) if name == "webhook-timestamp" else "2"}
    with pytest.raises(WebhookVerificationError):
        Webhook(NEW).verify(b'{"a": 2}' if name == "body" else body, changed)


def test_nothing_is_sent_unsigned():
    with pytest.raises(signing.NoSecret):
        signing.headers(secrets=[], id="1", body=b"", now=0)


@pytest.mark.parametrize("secret", ["whsec_", "whsec_" + base64.b64encode(b"x" * 23).decode(), "whsec_ä", "not base64!"])
def test_a_spoilt_secret_signs_nothing(secret):
    with pytest.raises(signing.SpoiltSecret):
        signing.headers(secrets=[secret], id="1", body=b"", now=0)
