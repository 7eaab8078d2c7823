"""What becomes of subscriptions without anybody asking: delivery has seen something, or the agreement has."""

from services.partnerships.model import Agreement, Subscription
from shared.store import Work


def verify_subscription(work: Work, *, subscription_id: str) -> Subscription:
    """Note that the endpoint has answered its challenge; delivery's to say."""
    subscription = work.get(Subscription, subscription_id)
    subscription.verify(at=work.now)
    return subscription


def disable_subscription(work: Work, *, subscription_id: str, reason: str) -> Subscription:
    """Give up an endpoint that only fails; delivery's to say."""
    subscription = work.get(Subscription, subscription_id)
    subscription.disable(at=work.now, reason=reason)
    return subscription


def follow_agreement(work: Work, agreement: Agreement) -> Agreement:
    """Stop the subscriptions of an agreement that is no longer in force, in the transaction in which that ends."""
    reason = agreement.ended_because or agreement.suspended_because or agreement.status
    for one in work.find(Subscription, agreement_id=agreement.id):
        if agreement.status in Agreement.IN_FORCE:
            one.go_on(at=work.now)
        elif agreement.status == "suspended":
            one.stop(at=work.now, reason=reason)
        elif one.status != "ended":
            one.end(at=work.now, reason=reason)
    return agreement
