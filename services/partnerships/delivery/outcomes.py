"""What delivery notes of a subscription, as commands of its own: kept like any other, with who, when and why."""

from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import urllib3

from services.partnerships.commands.standing import disable_subscription, verify_subscription
from services.partnerships.model import Subscription
from shared.errors import Refusal, Unavailable
from shared.logs import log
from shared.store import Cause, Store
from shared.store.cause import command_key

PATIENCE = 5.0  # seconds for the mail hook
ACTOR = {"id": "delivery"}


class Outcomes:
    """Commits what became of an endpoint. The fact is the notice; `mail_hook` is a URL that is told besides."""

    def __init__(self, store: Store, time_zone: str, *, mail_hook: str = "") -> None:
        self._store, self._mail_hook = store, mail_hook
        self._zone = ZoneInfo(time_zone)

    def proved(self, subscription: str) -> None:
        """The endpoint has echoed its challenge."""
        self._note(subscription, "verify_subscription", partial(verify_subscription, subscription_id=subscription))

    def disabled(self, subscription: str, reason: str) -> None:
        """Nothing more is sent: the endpoint is `gone`, or for five days it has been `failing`."""
        do = partial(disable_subscription, subscription_id=subscription, reason=reason)
        if self._note(subscription, "disable_subscription", do) and self._mail_hook:
            self._tell(subscription, reason)

    def _note(self, subscription: str, name: str, do: Any) -> bool:
        """Once for each version of the subscription; one that has moved on meanwhile is left as it is, and False."""
        found = self._store.collection(Subscription).find_one({"_id": subscription}, {"version": 1}) or {"version": 0}
        now = datetime.now(UTC)
        cause = Cause(
            key=command_key("delivery", name, f"{subscription} {found['version']}"),
            name=name,
            now=now.replace(microsecond=now.microsecond // 1000 * 1000),
            today=now.astimezone(self._zone).date().isoformat(),
            actor=ACTOR,
        )
        try:
            self._store.carry_out(cause, do)
        except Unavailable:
            raise
        except Refusal as refused:
            log(__name__, "outcome not noted", 30, command=name, subscription=subscription, why=refused.slug())
            return False
        return True

    def _tell(self, subscription: str, reason: str) -> None:
        """Have the operator's mail system write to the partner; it knows whom."""
        told = {"subscription_id": subscription, "reason": reason, "at": datetime.now(UTC).isoformat()}
        try:
            urllib3.request("POST", self._mail_hook, json=told, timeout=PATIENCE, retries=2)
        except urllib3.exceptions.HTTPError as error:
            log(__name__, "the mail hook was not told", 40, subscription=subscription, why=type(error).__name__)
