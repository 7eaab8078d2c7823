"""What a service's published language is written in: its commands, its aggregates' public states, and their fields."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from types import ModuleType
from typing import Any, ClassVar, Literal

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from shared.events import instant

LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?\Z")
UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Body(Schema):
    """A request body. Fields that it does not name are refused."""

    class Meta:
        """Refuse what is not named."""

        unknown = RAISE


class Nothing(Body):
    """The body of a change that needs nothing."""


class Line(fields.String):
    """A line of text without control characters, 1 to `longest` characters."""

    def __init__(self, longest: int = 200, shortest: int = 1, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(validate=validate.Length(shortest, longest), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if CONTROL.search(text):
            raise ValidationError("Contains control characters. Remove them.")
        return text.strip()


class Reason(Body):
    """The body of a change that needs nothing but its reason."""

    reason = Line(500, required=True, metadata={"description": "Why; people will read it."})


class Id(fields.String):
    """The id of an aggregate: a UUID in lower case. `of` names the kind that it refers to."""

    def __init__(self, of: str | None = None, **kwargs: Any) -> None:
        self.of = of
        kwargs["metadata"] = {"format": "uuid", **kwargs.get("metadata", {})}
        super().__init__(validate=validate.Regexp(UUID, error="Not an id. Ids are UUIDs in lower case."), **kwargs)


class Text(fields.Dict):
    """Text that people read, by BCP 47 language: ``{"kk": "…", "en": "…"}``; at least one language."""

    def __init__(self, longest: int = 200, **kwargs: Any) -> None:
        keys = fields.String(validate=validate.Regexp(LANGUAGE, error="Not a BCP 47 language, such as kk or mn-Cyrl."))
        super().__init__(keys=keys, values=Line(longest), validate=validate.Length(1, 12), **kwargs)


class Point(fields.Nested):
    """A GeoJSON point (RFC 7946): longitude first, in degrees of WGS 84."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(PointBody, **kwargs)


class Degrees(fields.Float):
    """A number of degrees; text that looks like one is refused."""

    def _validated(self, value: Any) -> float:
        if isinstance(value, bool | str):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class Position(fields.Tuple):
    """Longitude and latitude, as a list, which is what the database gives back."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        return list(super()._deserialize(value, attr, data, **kwargs))


class PointBody(Body):
    """The members of a GeoJSON point."""

    type = fields.String(required=True, validate=validate.Equal("Point"))
    coordinates = Position(
        (
            Degrees(validate=validate.Range(-180, 180), allow_nan=False),
            Degrees(validate=validate.Range(-90, 90), allow_nan=False),
        ),
        required=True,
        metadata={"description": "Longitude, latitude."},
    )


class Code(fields.String):
    """A code of a code list; an unknown one is refused."""

    def __init__(self, codes: Mapping[str, Any] | tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(validate=validate.OneOf(list(codes), error="Unknown code. Known are: {choices}."), **kwargs)


class Day(fields.String):
    """A calendar date, ``YYYY-MM-DD`` (ISO 8601)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["metadata"] = {"format": "date", **kwargs.get("metadata", {})}
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        try:
            return date.fromisoformat(text if DAY.match(text) else "").isoformat()
        except ValueError:
            raise ValidationError("Not a date. Write it as 2026-03-01.") from None


class Instant(fields.String):
    """A moment with its offset from UTC (RFC 3339); kept in UTC with milliseconds."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["metadata"] = {"format": "date-time", **kwargs.get("metadata", {})}
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        try:
            found = datetime.fromisoformat(text)
            if found.tzinfo is None:
                raise ValidationError("The offset from UTC is missing, as in 2026-03-01T08:15:00+05:00.")
            return instant(found.astimezone(UTC))
        except (ValueError, OverflowError):
            raise ValidationError("Not a moment. Write it as 2026-03-01T08:15:00+05:00.") from None


class Amount(fields.String):
    """A decimal amount as text, above zero, at most 15 digits before and 2 after the point."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        try:
            amount = Decimal(text)
        except InvalidOperation:
            amount = Decimal(0)
        if not re.fullmatch(r"\d{1,15}(\.\d{1,2})?", text, re.ASCII) or amount <= 0:
            raise ValidationError('Not an amount. Write it as text, as in "1500.00".')
        return f"{amount:.2f}"


class Whole(fields.Integer):
    """A whole number within bounds; text and fractions are refused."""

    def __init__(self, lowest: int = 0, highest: int = 1_000_000_000, **kwargs: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(lowest, highest), **kwargs)

    def _validated(self, value: Any) -> int:
        if isinstance(value, bool | str):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class Truth(fields.Boolean):
    """True or false, and nothing that merely resembles them."""

    truthy: ClassVar[set[Any]] = {True}  # type: ignore[misc]
    falsy: ClassVar[set[Any]] = {False}  # type: ignore[misc]

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:  # noqa: ARG002
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


Labels = Mapping[str, Mapping[str, str]]  # by code, by language
Shared = Literal["agreed", "approved", "never"]  # when facts go to outside systems; approved ones tell of single persons


@dataclass(frozen=True)
class Command:
    """One use case, as the gateway offers it and the owning service carries it out.

    `scope` names what the caller's grant is checked against, each as ``kind:parameter``: ``center:center_id`` means the
    center whose id is the path's or body's `center_id`; empty means that only a grant on the whole country will do.
    """

    name: str  # of the service's method, as in "suspend_center"
    method: str
    path: str  # below /v1, as in "/centers/{center_id}/suspend"
    body: type[Schema]
    kind: str  # of the aggregate that it answers with
    permission: str
    scope: tuple[str, ...] = ()
    creates: bool = False  # answers 201 with Location
    matches: bool = False  # needs If-Match
    public: bool = False  # anybody may, without a token
    reads: bool = False  # answers with sealed values and changes nothing but the journal
    opens: str = ""  # the field of the body that names what a secret beside it opens; wrong tries are limited
    batch: bool = True  # may stand in a batch
    takes_file: bool = False  # the request's body is a file, and what the body schema describes stands in the query
    summary: str = ""
    example: Mapping[str, Any] = field(default_factory=dict)
    secrets: type[Schema] | None = None  # what the answer to the first asking tells besides the state


def code_lists(*modules: ModuleType) -> dict[str, Labels]:
    """The code lists of modules: their constants that are labels by code, under their names in lower case."""
    return {
        name.lower(): value
        for module in modules
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, dict) and all(isinstance(one, dict) and "en" in one for one in value.values())
    }


@dataclass(frozen=True)
class Kind:
    """An aggregate as others see it: its public state, its events, and how it is listed."""

    name: str  # "center"
    plural: str  # "centers"; its collection, and its path in kebab case
    state: type[Schema]
    events: tuple[str, ...]  # past tense, as in "suspended"
    example: Mapping[str, Any]
    filters: tuple[str, ...] = ("status",)
    texts: tuple[str, ...] = ()  # Text fields that a text filter looks into
    listed: bool = True  # offered under /v1/<plural>
    public: tuple[str, ...] = ()  # fields that anybody may see; none: not public
    version: int = 1  # of the state's schema; a higher one needs a step in services/upcasts.py
    shared: Shared = "agreed"
    shared_fields: tuple[str, ...] = ()  # of approved ones: what outside systems are told at most


@dataclass(frozen=True)
class Contract:
    """All that a service publishes."""

    service: str
    commands: tuple[Command, ...]
    kinds: tuple[Kind, ...]
    codes: Mapping[str, Labels] = field(default_factory=dict)  # the code lists by their names

    @cached_property
    def by_name(self) -> dict[str, Command]:
        """The commands by their names."""
        return {command.name: command for command in self.commands}
