"""A partner's system: an agreement with the ministry that opens one type of events, and subscriptions under it."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.benchmarks import seeds
from tests.benchmarks.platform import Platform
from tests.benchmarks.stage import Spoiled

FIELDS = ["id", "version", "status", "area_id", "center_id", "title", "topic"]


@dataclass(frozen=True)
class Partner:
    """What it may receive, and by which token it asks."""

    platform: Platform
    agreement: str
    type: str
    token: str

    @classmethod
    def agree(cls, platform: Platform, type: str) -> "Partner":  # noqa: A002
        """A new partner, whose agreement is in force."""
        described: dict[str, Any] = {
            "name": {"en": "Library network"},
            "organisation_type": "22",
            "area_id": None,
            "area_ids": [],
        }
        partner = seeds.post(platform, "/v1/partners", {"code": f"P-{uuid.uuid4().hex[:8]}", **described})["id"]
        seeds.post(platform, f"/v1/partners/{partner}/verify", {})
        today = datetime.now(UTC).date()
        terms = {
            "party": {"kind": "ministry"}, "purpose": {"en": "A benchmark"}, "sectors": ["11230"], "role": "4",
            "starts_on": str(today - timedelta(days=9)), "ends_on": str(today + timedelta(days=9)),
            "data_scope": {"event_types": [type], "area_ids": [], "field_names": FIELDS},
        }  # fmt: skip
        agreement = seeds.post(platform, f"/v1/partners/{partner}/agreements", terms)["id"]
        seeds.post(platform, f"/v1/agreements/{agreement}/negotiate", {})
        _sign(platform, agreement)
        seeds.post(platform, f"/v1/agreements/{agreement}/activate", {})
        return cls(platform, agreement, type, platform.token_of("partner_technical_contact", partner=partner))

    def subscribe(self, way: str, **more: str) -> str:
        """A new subscription's id."""
        asked = {"name": {"en": "A benchmark"}, "way": way, "event_types": [self.type], **more}
        made = seeds.post(self.platform, f"/v1/agreements/{self.agreement}/subscriptions", asked, token=self.token)
        return str(made["id"])

    def proved(self) -> int:
        """How many of its subscriptions are active."""
        subscriptions = self.platform.mongo["toono_partnerships"]["subscription"]
        return subscriptions.count_documents({"agreement_id": self.agreement, "status": "active"})


def _sign(platform: Platform, agreement: str) -> None:
    headers = {"Authorization": f"Bearer {platform.token}", "Idempotency-Key": uuid.uuid4().hex, "If-Match": '"2"'}
    answer = seeds.POOL.request("POST", f"{platform.gateway}/v1/agreements/{agreement}/sign", json={}, headers=headers)
    if answer.status != 200:
        raise Spoiled(f"not signed: {answer.data[:300]!r}")
