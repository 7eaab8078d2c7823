"""The proposal of a center in pydantic, by the rules of the registry's contract; and the center that comes of it."""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.registry.codes import CONNECTIVITY, HOST_TYPES
from shared.contract import LANGUAGE, UUID

PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
FOUNDED = r"^\d{4}(-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?$"
EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"


def _as_rust(pattern: re.Pattern[str]) -> str:
    """For pydantic's engine, in which $ is the very end."""
    return pattern.pattern.replace(r"\Z", "$")


HOST_PATTERN, CONNECTIVITY_PATTERN = f"^({'|'.join(HOST_TYPES)})$", f"^({'|'.join(CONNECTIVITY)})$"

Line = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True, pattern=PLAIN)]
ShortLine = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True, pattern=PLAIN)]
Id = Annotated[str, StringConstraints(pattern=_as_rust(UUID))]
Language = Annotated[str, StringConstraints(pattern=_as_rust(LANGUAGE))]
Text = Annotated[dict[Language, Line], Field(min_length=1, max_length=12)]
Count = Annotated[int, Field(ge=0, le=10_000, strict=True)]


class Body(BaseModel):
    """Fields that are not named are refused."""

    model_config = ConfigDict(extra="forbid")


class Point(Body):
    """A GeoJSON point."""

    type: Literal["Point"]
    coordinates: tuple[Annotated[float, Field(ge=-180, le=180)], Annotated[float, Field(ge=-90, le=90)]]


class Contacts(Body):
    """How to reach the center."""

    phone: ShortLine | None = None
    email: Annotated[str, StringConstraints(max_length=200, pattern=EMAIL)] | None = None


class Ict(Body):
    """Devices and connection."""

    devices: Count | None = None
    connectivity: Annotated[str, StringConstraints(pattern=CONNECTIVITY_PATTERN)] | None = None


class ProposeCenter(Body):
    """A new center."""

    code: ShortLine
    area_id: Id
    name: Text
    point: Point | None = None
    catchment: Annotated[list[Id], Field(max_length=100)] = []
    host_type: Annotated[str, StringConstraints(pattern=HOST_PATTERN)] | None = None
    operator: Text | None = None
    contacts: Contacts = Contacts()
    languages: Annotated[list[Language], Field(max_length=20)] = []
    opening_hours: Annotated[list[Line], Field(max_length=20)] = []
    rooms: Annotated[int, Field(ge=0, le=1000, strict=True)] | None = None
    ict: Ict = Ict()
    accessible: Annotated[bool, Field(strict=True)] | None = None
    founded_on: Annotated[str, StringConstraints(pattern=FOUNDED)] | None = None


class Order(BaseModel):
    """A command on its way from the gateway, which has validated and signed it, to the service."""

    key: str
    body: dict[str, Any]
    fingerprint: str
    correlation: str
    actor: dict[str, Any]


REST: dict[str, Any] = {"status": "proposed", "verified_on": None, "flags": [], "merged_into": None, "ended_because": None}
FIELDS = (
    "version", "status", "area_id", "code", "name", "point", "catchment", "host_type", "operator", "contacts", "languages",
    "opening_hours", "rooms", "ict", "accessible", "founded_on", "verified_on", "flags", "merged_into", "ended_because",
)  # fmt: skip
