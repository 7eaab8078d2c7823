"""What a partner asks of its line besides the events: to prove the endpoint, to be pinged, to be sent events again.

Each is carried out once, when the line comes to it; what was asked under a number is not done again after a restart.
"""

import hmac
import secrets
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson
from pymongo.database import Database

from services.partnerships.delivery.own import own_event
from services.partnerships.delivery.webhook import attempts
from services.partnerships.delivery.webhook.answer import Answer
from services.partnerships.delivery.webhook.progress import Progress
from services.partnerships.delivery.webhook.sending import Sending
from services.partnerships.delivery.webhook.subscribed import Document, Feed, Outcomes, Subscribed
from services.partnerships.delivery.webhook.waiting import Entry, Waiting

PAGE = 500  # events that are asked for again at a time


class Requests:
    """Carries out what the partner of one subscription has asked for."""

    def __init__(self, sending: Sending, *, database: Database[Document], feed: Feed, outcomes: Outcomes) -> None:
        self._sending, self._feed, self._outcomes = sending, feed, outcomes
        self._waiting, self._progress = Waiting(database), Progress(database)
        self._attempts = attempts.collection(database)

    def carry_out(self, subscribed: Subscribed, *, answered: int) -> bool:
        """Do what was asked for after the request with this number; tells whether there was any."""
        new = [one for one in subscribed.requests if one["number"] > answered]
        for request in new:
            if request["what"] == "replay":
                self._replay(subscribed, request)
            else:
                self._tell(subscribed, request)
            self._progress.note_answered(subscribed.id, request["number"])
        return bool(new)

    def _tell(self, subscribed: Subscribed, request: Document) -> None:
        """Send a signed event of our own: a ping, or a challenge that the endpoint has to echo."""
        token = secrets.token_urlsafe(16)
        challenges = request["what"] == "challenge"
        event = own_event(subscribed.id, request, {"challenge": token} if challenges else {})
        at = time.time()
        answer = self._sending.one(id=event["id"], body=orjson.dumps(event))
        if challenges and answer.is_success and not echoes(answer, token):
            answer = replace(answer, error="no-echo")
        self._attempts.insert_one(
            attempts.attempt(subscription=subscribed.id, event=event["id"], type=event["type"], at=at, answer=answer, due=None)
        )
        if challenges and answer.is_success:
            self._outcomes.proved(subscribed.id)

    def _replay(self, subscribed: Subscribed, request: Document) -> None:
        """Have events wait to be sent at once; or go back to a cursor."""
        if request.get("after") is not None:
            self._progress.set_cursor(subscribed.id, int(request["after"]))
            return
        which = {name: request.get(name) for name in ("ids", "since", "until")}
        after, following = -1, 0
        while following > after:
            after = following
            page = self._feed.again(subscribed, **which, after=after, limit=PAGE)
            self._waiting.put([_asked(subscribed.id, one) for one in page.told])
            following = page.upto


def echoes(answer: Answer, token: str) -> bool:
    """Tell whether an answer proves that the endpoint has read the challenge: ``{"challenge": "<the same>"}``."""
    try:
        said = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return False
    told = said.get("challenge") if isinstance(said, dict) else None
    return isinstance(told, str) and hmac.compare_digest(told.encode(), token.encode())


def _asked(subscription: str, told: Any) -> Entry:
    return Entry(
        subscription_id=subscription, sequence=told.sequence, event_id=told.id, subject=told.document.get("subject"),
        due=datetime.now(UTC), reason="asked",
    )  # fmt: skip
