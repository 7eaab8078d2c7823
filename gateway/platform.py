"""What every resource works with: the catalog, the read model, the services, and who may see what."""

from dataclasses import dataclass
from typing import Any

from pymongo.database import Database

from gateway.access import Caller, Place, caller_of
from gateway.config import Gateway
from gateway.services import Services
from gateway.tries import Tries
from gateway.views.areas import Areas
from gateway.views.database import NAME, connect
from gateway.views.fresh import Fresh
from gateway.views.generations import ReadModel
from shared.errors import Forbidden, NotFound
from shared.repair.database import operations

Document = dict[str, Any]


@dataclass(frozen=True)
class Platform:
    """One for each gateway process, made after the fork."""

    settings: Gateway
    database: ReadModel
    fresh: Fresh
    areas: Areas
    services: Services
    tries: Tries
    operations: Database[Document]

    @classmethod
    def open(cls, settings: Gateway) -> "Platform":
        """Connect to the read model and the services."""
        client = connect(settings.mongo_uri)
        database = ReadModel(client[NAME])
        fresh = Fresh(database)
        urls = {
            "registry": settings.registry_url, "programs": settings.programs_url,
            "partnerships": settings.partnerships_url, "feedback": settings.feedback_url,
            "delivery": settings.delivery_url,
        }  # fmt: skip
        called = Services(urls, settings.service_key)
        return cls(settings, database, fresh, Areas(database, fresh), called, Tries(), operations(client))

    def caller(self, authorization: str | None) -> Caller:
        """Who asks."""
        return caller_of(authorization, self.settings.token_key)

    def find(self, kind: str, id: str) -> Document | None:  # noqa: A002
        """The newest state of an aggregate."""
        return self.fresh.find(kind, id)

    def admit(
        self,
        caller: Caller,
        permission: str,
        *,
        kind: str,
        id: str,  # noqa: A002
        state: Document | None,
        field: str | None = None,
    ) -> None:
        """Let the caller through if one of its grants covers this thing.

        Raises:
            Forbidden: none of its roles may do this anywhere.
            NotFound: there is no such thing, or not for this caller: the two look alike.
        """
        grants = caller.grants_for(permission)
        if not grants:
            raise Forbidden
        if any(grant.national for grant in grants):
            return
        if state is not None:
            place = place_of(kind, state)
            above = self.areas.above(place.area_id) if place.area_id else []
            if any(grant.covers(place, above) for grant in grants):
                return
        raise NotFound(field, kind=kind, id=id)


def place_of(kind: str, state: Document) -> Place:
    """Where a thing is. A case that has gone up is no longer its center's to see."""
    gone_up = kind == "case" and state.get("held_by") != "center"
    return Place(
        area_id=state.get("area_id"),
        center_id=None if gone_up else state.get("id") if kind == "center" else state.get("center_id"),
        partner_id=state.get("id") if kind == "partner" else state.get("partner_id"),
    )
