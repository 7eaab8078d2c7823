"""Aggregates and the facts that they leave behind. Standard library only: every model builds on this and nothing else.

Instants are RFC 3339 strings in UTC with exactly three decimals (``2026-03-01T08:15:00.000Z``), so that they sort as
text and read the same in the database, in an event and on the wire. Calendar dates are ``YYYY-MM-DD``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from shared.errors import ChangeNotPossible


def instant(moment: datetime) -> str:
    """The moment, an aware datetime, as an RFC 3339 string in UTC with milliseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def moment(text: str) -> datetime:
    """The aware datetime behind an instant."""
    return datetime.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to one aggregate, with its public state afterwards. It never changes."""

    kind: str  # of aggregate: "center"
    name: str  # past tense: "suspended"
    subject: str | None  # the aggregate's id; none where even that may not be told
    version: int | None  # of the aggregate, after the change
    time: str  # instant at which it happened in the world
    area: str | None  # id of the area that it belongs to
    state: dict[str, Any]
    change: dict[str, Any]


def _own(value: Any) -> Any:
    """A copy of a plain JSON value; `deepcopy` takes three times as long."""
    if isinstance(value, dict):
        return {name: _own(one) for name, one in value.items()}
    return [_own(one) for one in value] if isinstance(value, list) else value


@dataclass(kw_only=True)
class Aggregate:
    """What is loaded, decides and is saved as one. Subclasses are dataclasses whose fields are plain JSON values.

    `LIFE` draws the life-cycle: from each status, those that may follow. `PRIVATE` fields stay in the owning service,
    `SEALED` ones are encrypted there besides; neither is ever in a fact.
    """

    KIND: ClassVar[str]
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    PRIVATE: ClassVar[frozenset[str]] = frozenset()
    SEALED: ClassVar[frozenset[str]] = frozenset()
    UNIQUE: ClassVar[tuple[str, ...]] = ()  # fields of which no two aggregates may share a value
    INDEXED: ClassVar[tuple[str, ...]] = ()  # fields that `Work.find` looks for
    SCHEMA: ClassVar[int] = 1  # version of the public state's schema
    opaque: ClassVar[bool] = False  # its facts hide what caused them
    _names: ClassVar[tuple[str, ...]]
    _public_names: ClassVar[tuple[str, ...]]

    id: str
    version: int = 0
    status: str = ""
    area_id: str | None = None

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The fields that are stored."""
        if "_names" not in cls.__dict__:
            cls._names = tuple(one.name for one in fields(cls))
        return cls._names

    @classmethod
    def public_names(cls) -> tuple[str, ...]:
        """The fields that others see."""
        if "_public_names" not in cls.__dict__:
            cls._public_names = tuple(name for name in cls.names() if name not in cls.PRIVATE | cls.SEALED)
        return cls._public_names

    def __post_init__(self) -> None:
        """Begin with no fact recorded."""
        self.facts: list[Fact] = []
        self.loaded_version = self.version
        self.recorded_at: datetime | None = None  # when its last entry was, kept so that order never runs backwards
        self.box: bytes | None = None  # its sealed values as stored

    def record(self, name: str, *, at: str, **change: Any) -> None:
        """Count the change, and keep it as a fact with the public state that it leaves."""
        self.version += 1
        told = {key: _own(value) for key, value in change.items() if value is not None}
        self.facts.append(Fact(self.KIND, name, self.id, self.version, at, self.area_id, self.state(), told))

    def move(self, status: str, *names: str, at: str, **change: Any) -> None:
        """Go on to `status` if the life-cycle allows it, and record it (by default under the status' own name)."""
        self.require(status)
        self.status = status
        self.record(names[0] if names else status.replace("_", "-"), at=at, **change)

    def require(self, status: str, only_from: str | None = None) -> None:
        """Refuse unless the life-cycle leads from here to `status`; if told, only when it is `only_from` now."""
        possible = self.LIFE.get(self.status, ())
        if status not in possible or (only_from and self.status != only_from):
            raise ChangeNotPossible(kind=self.KIND, status=self.status, wanted=status, possible=", ".join(possible) or "nothing")

    def correct(self, *, at: str, reason: str, changes: Mapping[str, Any]) -> None:
        """Put right what was recorded wrongly. The correction is a fact like any other; where nothing differs there is none."""
        before = {name: getattr(self, name) for name in changes if getattr(self, name) != changes[name]}
        for name, value in changes.items():
            setattr(self, name, value)
        if before:
            self.record("corrected", at=at, reason=reason, corrected=sorted(before))

    def state(self) -> dict[str, Any]:
        """The public state: what events carry and readers see."""
        return {name: _own(getattr(self, name)) for name in self.public_names()}

    def document(self) -> dict[str, Any]:
        """All fields, to be stored; the id under ``_id``."""
        stored = {name: getattr(self, name) for name in self.names()}
        stored["_id"] = stored.pop("id")
        return stored

    @classmethod
    def load(cls, document: Mapping[str, Any]) -> Self:
        """The aggregate behind a stored document; fields of another version of this code are passed over."""
        known = {name: _own(document[name]) for name in cls.names() if name in document}
        return cls(id=document["_id"], **known)
