"""The published language of subscriptions."""

from typing import Any
from urllib.parse import urlsplit

from marshmallow import ValidationError, fields, validate, validates_schema

from services.partnerships.contract.agreement import EVENT_TYPE, FIELD
from services.partnerships.contract.examples import AGREEMENT, AREA, CENTER, PARTNER, SUBSCRIPTION, WHY
from shared.contract import Body, Code, Command, Id, Instant, Kind, Line, Nothing, Reason, Text, Truth, Whole

STATUSES = ("pending", "active", "paused", "disabled", "stopped", "ended")
WAYS = ("webhook", "feed", "amqp")
MOST = 200
AGAIN = 1000  # events that are asked for by their ids at once


class Endpoint(Line):
    """An https address that events are posted to; without a name and password, and without a fragment."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(500, **kwargs)

    def _deserialize(self, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(*args, **kwargs)
        try:
            parts = urlsplit(text)
            sound = parts.scheme in {"https", "http"} and parts.hostname and parts.port != 0
        except ValueError:
            sound = False
        if not sound or not text.isascii() or " " in text or parts.username is not None or parts.fragment:
            raise ValidationError("Not an address to post to, such as https://partner.example/events.")
        return text


def _types(**kwargs: Any) -> fields.Field[Any]:
    named = fields.String(validate=validate.Regexp(EVENT_TYPE, error="Not an event type, such as toono.programs.session.held."))
    return fields.List(named, validate=validate.Length(1, MOST), **kwargs)


def _names(**kwargs: Any) -> fields.Field[Any]:
    named = fields.String(validate=validate.Regexp(FIELD, error="Not the name of a field."))
    return fields.List(named, validate=validate.Length(max=MOST), **kwargs)


def _ids(kind: str, **kwargs: Any) -> fields.Field[Any]:
    return fields.List(Id(kind), validate=validate.Length(max=MOST), **kwargs)


class ReviseSubscription(Body):
    """What is asked for; what is left out stays. A new endpoint has to answer a challenge before anything is sent to it."""

    name = Text(120)
    endpoint = Endpoint(metadata={"description": "Of a webhook: where events are posted to, over https."})
    event_types = _types(metadata={"description": "Event types, or prefixes of whole parts, within the agreement's."})
    area_ids = _ids("area", metadata={"description": "Only from these areas and below them; empty for all that is opened."})
    center_ids = _ids("center", metadata={"description": "Only from these centers; empty for all."})
    program_ids = _ids("program", metadata={"description": "Only of these programs; empty for all."})
    field_names = _names(metadata={"description": "Only these fields of the state; empty for all that are opened."})
    ordered = Truth(metadata={"description": "In order per aggregate: a failure holds back what follows of that aggregate."})


class OpenSubscription(ReviseSubscription):
    """What a system of the partner asks to be told, and how it receives it."""

    name = Text(120, required=True)
    way = Code(
        WAYS, required=True, metadata={"description": "webhook: posted to you; feed: pulled by you; amqp: a queue of yours."}
    )
    endpoint = Endpoint(load_default=None, allow_none=True, metadata={"description": "Of a webhook, and of no other way."})
    event_types = _types(required=True)
    area_ids = _ids("area", load_default=list)
    center_ids = _ids("center", load_default=list)
    program_ids = _ids("program", load_default=list)
    field_names = _names(load_default=list)
    ordered = Truth(load_default=False)

    @validates_schema(skip_on_field_errors=True)
    def _name_the_endpoint(self, body: dict[str, Any], **_: Any) -> None:
        if (body["way"] == "webhook") is (body["endpoint"] is None):
            raise ValidationError("Give the endpoint of a webhook; the other ways have none.", "endpoint")


class AskReplay(Body):
    """What is to be sent again: events by their ids, or those of a time, or all after a cursor."""

    ids = fields.List(Id(), validate=validate.Length(1, AGAIN), load_default=None, allow_none=True)
    since = Instant(load_default=None, allow_none=True, metadata={"description": "From this moment on."})
    until = Instant(load_default=None, allow_none=True, metadata={"description": "Up to, but without, this moment."})
    after = Whole(0, 10**15, load_default=None, allow_none=True, metadata={"description": "A cursor."})

    @validates_schema(skip_on_field_errors=True)
    def _say_what(self, body: dict[str, Any], **_: Any) -> None:
        given = [body.get("ids") is not None, bool(body.get("since") or body.get("until")), body.get("after") is not None]
        if given.count(True) != 1:
            raise ValidationError("Give ids, or since and until, or after; one of the three.", "ids")


class FirstSecret(Body):
    """What signs a webhook's events (Standard Webhooks), or opens a queue. It is told now, and for 24 h to who repeats this."""

    secret = fields.String(metadata={"description": "Of a webhook whsec_ and 32 bytes in base64; of a queue its password."})


class NextSecret(FirstSecret):
    """What signs from now on, and for 24 hours the one before too; or a queue's password, which replaces the old one."""


class SubscriptionState(Body):
    """A subscription as its partner sees it."""

    id = Id(required=True)
    version = Whole(required=True)
    status = Code(STATUSES, required=True)
    area_id = Id("area", required=True, allow_none=True)
    partner_id = Id("partner", required=True)
    agreement_id = Id("agreement", required=True)
    center_id = Id("center", required=True, allow_none=True)
    name = Text(120, required=True)
    way = Code(WAYS, required=True)
    endpoint = fields.String(required=True, allow_none=True)
    event_types = _types(required=True)
    area_ids = _ids("area", required=True)
    center_ids = _ids("center", required=True)
    program_ids = _ids("program", required=True)
    field_names = _names(required=True)
    ordered = Truth(required=True)
    because = fields.String(allow_none=True, metadata={"description": "Why it is paused, disabled, stopped or ended."})


ASKED = {
    "name": {"kk": "Кітапхана желісі", "en": "Library network"},
    "way": "feed",
    "endpoint": None,
    "event_types": ["toono.programs.session.held"],
    "area_ids": [],
    "center_ids": [],
    "program_ids": [],
    "field_names": [],
    "ordered": False,
}
STATE = {
    **ASKED,
    "id": SUBSCRIPTION,
    "version": 1,
    "status": "active",
    "area_id": AREA,
    "partner_id": PARTNER,
    "agreement_id": AGREEMENT,
    "center_id": CENTER,
    "because": None,
}


def _change(name: str, body: type[Body], summary: str, example: dict[str, Any], **more: Any) -> Command:
    path = f"/subscriptions/{{subscription_id}}/{name.removesuffix('_subscription').replace('_', '-')}"
    return Command(name, "POST", path, body, "subscription", "subscription.manage", ("subscription:subscription_id",),
                   summary=summary, example=example, **more)  # fmt: skip


COMMANDS = (
    Command("open_subscription", "POST", "/agreements/{agreement_id}/subscriptions", OpenSubscription, "subscription",
            "subscription.manage", ("agreement:agreement_id",), creates=True, secrets=FirstSecret,
            summary="Subscribe a partner's system to events", example=ASKED),
    Command("revise_subscription", "PATCH", "/subscriptions/{subscription_id}", ReviseSubscription, "subscription",
            "subscription.manage", ("subscription:subscription_id",), matches=True, summary="Ask for other events",
            example={"ordered": True}),
    _change("rotate_secret", Nothing, "Sign with a new secret, and for 24 hours with the old one too", {}, secrets=NextSecret),
    _change("challenge_endpoint", Nothing, "Have the endpoint challenged again, unless it has proved to be the partner's", {}),
    _change("ping_subscription", Nothing, "Have a signed test event sent", {}),
    _change("replay_subscription", AskReplay, "Have events sent again", {"after": 0}),
    _change("pause_subscription", Reason, "Have nothing sent for a time", WHY),
    _change("resume_subscription", Nothing, "Have events sent again after a pause, or after it was disabled", {}),
    _change("end_subscription", Reason, "End a subscription for good", WHY),
)  # fmt: skip

KIND = Kind(
    "subscription",
    "subscriptions",
    SubscriptionState,
    (
        "opened",
        "verified",
        "revised",
        "secret-rotated",
        "paused",
        "disabled",
        "resumed",
        "stopped",
        "continued",
        "ended",
        "challenge-asked",
        "ping-asked",
        "replay-asked",
    ),
    STATE,
    filters=("status", "partner_id", "agreement_id", "way"),
    texts=("name",),
)
