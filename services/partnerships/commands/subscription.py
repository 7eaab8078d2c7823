"""What can be asked of subscriptions."""

from datetime import timedelta
from typing import Any

from services.partnerships.commands.places import areas_above, lineages
from services.partnerships.model import Agreement, Subscription
from services.partnerships.model.breadth import refuse_outside
from services.partnerships.model.subscription import PUSHED
from shared.events import instant, moment
from shared.store import Work

OVERLAP = timedelta(hours=24)  # in which both secrets sign


def open_subscription(work: Work, *, agreement_id: str, way: str, **asked: Any) -> Subscription:
    """Subscribe a system of the partner."""
    agreement = work.get(Agreement, agreement_id)
    _refuse_outside(work, agreement, asked)
    secret = _secret(work, way) if way in PUSHED else None
    made = Subscription.open(id=work.new_id(), agreement=agreement, way=way, secret=secret, at=work.now, **asked)
    return work.add(made)


def revise_subscription(work: Work, *, subscription_id: str, **asked: Any) -> Subscription:
    """Ask for something else."""
    subscription = work.get(Subscription, subscription_id)
    agreement = work.get(Agreement, subscription.agreement_id)
    _refuse_outside(work, agreement, asked)
    subscription.revise(agreement=agreement, at=work.now, **asked)
    return subscription


def rotate_secret(work: Work, *, subscription_id: str) -> Subscription:
    """Sign with a new secret, and for a day with the old one too."""
    subscription = work.get(Subscription, subscription_id)
    kept = work.unseal(subscription).get("secrets", [])
    until = instant(moment(work.now) + OVERLAP)
    subscription.rotate(secret=_secret(work, subscription.way), kept=kept, until=until, at=work.now)
    return subscription


def challenge_endpoint(work: Work, *, subscription_id: str) -> Subscription:
    """Have the endpoint of a pending webhook challenged again; nothing happens if it has answered already."""
    return _asking(work, subscription_id, "challenge")


def ping_subscription(work: Work, *, subscription_id: str) -> Subscription:
    """Have a test event sent."""
    return _asking(work, subscription_id, "ping")


def replay_subscription(work: Work, *, subscription_id: str, **which: Any) -> Subscription:
    """Have events sent again."""
    return _asking(work, subscription_id, "replay", **{name: value for name, value in which.items() if value is not None})


def pause_subscription(work: Work, *, subscription_id: str, reason: str) -> Subscription:
    """Have nothing sent for a time."""
    subscription = work.get(Subscription, subscription_id)
    subscription.pause(at=work.now, reason=reason)
    return subscription


def resume_subscription(work: Work, *, subscription_id: str) -> Subscription:
    """Have events sent again."""
    subscription = work.get(Subscription, subscription_id)
    subscription.resume(at=work.now)
    return subscription


def end_subscription(work: Work, *, subscription_id: str, reason: str) -> Subscription:
    """End it for good."""
    subscription = work.get(Subscription, subscription_id)
    subscription.end(at=work.now, reason=reason)
    return subscription


def _asking(work: Work, subscription_id: str, what: str, **told: Any) -> Subscription:
    subscription = work.get(Subscription, subscription_id)
    subscription.ask(what, at=work.now, **told)
    return subscription


def _secret(work: Work, way: str) -> str:
    """What signs for a webhook, or the password of a queue's user."""
    secret = work.derive(way, prefix="whsec_" if way == "webhook" else "")
    work.tell(secret=secret)
    return secret


def _refuse_outside(work: Work, agreement: Agreement, asked: dict[str, Any]) -> None:
    areas = lineages(work, asked.get("area_ids", []), "area_ids")
    centers = {
        id_: areas_above(work, work.known("center", id_, field="center_ids")["area_id"], "center_ids")
        for id_ in asked.get("center_ids", [])
    }
    refuse_outside(agreement, areas, centers)
