"""The lines of a running platform: over its store, its log and its subscriptions."""

from datetime import UTC, datetime

from services.partnerships.delivery.feed import Feed
from services.partnerships.delivery.log import Log
from services.partnerships.delivery.outcomes import Outcomes
from services.partnerships.delivery.subscriber import Subscriber, Subscribers
from services.partnerships.delivery.webhook.addresses import networks
from services.partnerships.delivery.webhook.channel import trust
from services.partnerships.delivery.webhook.guard import Guard
from services.partnerships.delivery.webhook.lines import Lines, Surroundings
from services.partnerships.delivery.webhook.settings import Webhooks
from shared.store import Store


def webhooks(store: Store, *, log: Log, feed: Feed, subscribers: Subscribers, time_zone: str) -> Lines:
    """Return what brings events to the endpoints of partners."""
    chosen = Webhooks.read()
    surroundings = Surroundings(
        database=store.database,
        feed=feed,
        outcomes=Outcomes(store, time_zone, mail_hook=chosen.mail_hook),
        guard=Guard(loopback=bool(chosen.webhook_loopback), refused=networks(chosen.webhook_refused)),
        trust=trust(chosen.webhook_trust or None),
        newest=log.end,
        newest_at=log.end_at,
        grown=log.wait,
    )

    def standing() -> list[Subscriber]:
        return subscribers.standing("webhook", now=datetime.now(UTC))

    return Lines(standing, surroundings)
