"""One command or reaction under way: what it has loaded, and what it will leave."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import uuid_utils

from shared.envelope import Event
from shared.errors import Forbidden, NotFound, NotYetKnown
from shared.events import Aggregate, instant
from shared.store.cause import Cause, Derived, derive

if TYPE_CHECKING:
    from shared.store.store import Store

A = TypeVar("A", bound=Aggregate)
Document = dict[str, Any]


class OtherArea(Forbidden):
    """The thing lies in another area than the one for which the caller's grant was checked."""

    text = "The {kind} {id} lies in another area than the one your grant was checked for."
    remedy = "Read it again; it may have been moved. Then send the request again."


class Work:
    """Loads aggregates, takes new ones in, and knows who asks and when. Nothing is saved before the function returns."""

    def __init__(self, store: "Store", cause: Cause, staged: dict[tuple[str, str], Document] | None = None) -> None:
        self.cause = cause
        self.now = instant(cause.now)
        self.today = cause.today
        self.loaded: dict[tuple[str, str], Aggregate] = {}
        self.told: dict[str, Any] = {}
        self.noted: dict[str, Any] = {}
        self.learned: dict[tuple[str, str], tuple[Document | None, Document]] = {}
        self.erased: list[str] = []
        self.no_effect: str | None = None
        self._store = store
        self._chosen_id = cause.new_id
        self._staged = staged if staged is not None else {}

    @property
    def country(self) -> str | None:
        """The country that this installation serves (ISO 3166-1 alpha-2)."""
        return self._store.country

    @property
    def actor(self) -> dict[str, Any]:
        """Who asks; without an id for the public, and for a reaction."""
        return self.cause.actor or {"id": None}

    def new_id(self) -> str:
        """A fresh UUIDv7 (RFC 9562); the first one is the client's own if it made one while offline."""
        chosen, self._chosen_id = self._chosen_id, None
        return chosen or str(uuid_utils.uuid7())

    def get(self, cls: type[A], id: str, field: str | None = None) -> A:  # noqa: A002
        """The aggregate with this id.

        Raises:
            NotFound: there is none; `field` names the part of the request that it came from.
        """
        found = self.find_one(cls, id)
        if found is None:
            raise NotFound(field, kind=cls.KIND, id=id)
        return found

    def find_one(self, cls: type[A], id: str) -> A | None:  # noqa: A002
        """The aggregate with this id, or None."""
        if (cls.KIND, id) in self.loaded:
            return self.loaded[cls.KIND, id]  # type: ignore[return-value]
        document = self._staged.get((cls.KIND, id)) or self._store.load(cls.KIND, id)
        if document is None:
            return None
        self._staged[cls.KIND, id] = document  # the next command of the group need not ask again
        return self._load(cls, document)

    def find(self, cls: type[A], **equal: Any) -> list[A]:
        """All aggregates whose fields equal these; a list means one of its values."""
        query = {("_id" if k == "id" else k): {"$in": v} if isinstance(v, list) else v for k, v in equal.items()}
        documents = {d["_id"]: d for d in self._store.collection(cls).find(query).sort("_id")}
        for (kind, id_), staged in self._staged.items():
            if kind == cls.KIND:
                documents.pop(id_, None)
                if _matches(staged, equal):
                    documents[id_] = staged
        found = [self.loaded.get((cls.KIND, d["_id"])) or self._load(cls, d) for d in documents.values()]
        fresh = [a for (kind, id_), a in self.loaded.items() if kind == cls.KIND and id_ not in documents]
        return [a for a in [*found, *fresh] if _matches(a.document(), equal)]  # type: ignore[misc]

    def add(self, aggregate: A) -> A:
        """Take in a new aggregate."""
        self.loaded[aggregate.KIND, aggregate.id] = aggregate
        self._admit(aggregate.KIND, aggregate.id, aggregate.area_id)
        return aggregate

    def known(self, kind: str, id: str, field: str | None = None) -> Document:  # noqa: A002
        """The newest public state heard of another service's aggregate.

        Raises:
            NotYetKnown: no fact of it has arrived.
        """
        found = self.find_known(kind, id)
        if found is None:
            raise NotYetKnown(field, kind=kind, id=id)
        return found

    def find_known(self, kind: str, id: str) -> Document | None:  # noqa: A002
        """The newest public state heard of another service's aggregate, or None."""
        learned = self.learned.get((kind, id))
        found = learned[1] if learned else self._store.load(f"known_{kind}", id)
        if found:
            self._admit(kind, id, found.get("area_id"))
        return found

    def learn(self, event: Event) -> Document:
        """Take in what an event tells of another service's aggregate, and return the newest state known of it.

        The copy's `turn` is counted on with the effect, so that of two reactions to the same aggregate at the same time the
        later one decides again upon what the earlier one has left, also where it would have changed nothing.
        """
        key = (event.kind, str(event.subject))
        held = self._store.known(event.kind).find_one({"_id": event.subject})
        newest = dict(held or {})
        if held is None or held["version"] < (event.version or 0):
            fields = self._store.knows.get(event.kind) or event.state
            newest |= {name: event.state.get(name) for name in fields}
            newest |= {"_id": event.subject, "version": event.version}
        newest["turn"] = newest.get("turn", 0) + 1
        self.learned[key] = (held, newest)
        return newest

    def admit_again(self) -> None:
        """Let a command be answered again only where its caller may still go, though nothing is loaded for it.

        Raises:
            OtherArea: something has moved since the caller's grant was checked.
        """
        for named in self.cause.scope:
            kind, _, id_ = named.partition(":")
            own = kind in self._store.kinds
            found = self._staged.get((kind, id_)) or self._store.load(kind if own else f"known_{kind}", id_)
            if found and "area_id" in found:
                self._admit(kind, id_, found["area_id"])

    def moot(self, why: str) -> None:
        """Note that this reaction has no effect, and why."""
        self.no_effect = why

    def derive(self, label: str, digits: int | None = None, prefix: str = "") -> Derived:
        """A secret that repeating the command makes again."""
        return derive(self._store.server_key, self.cause.key, label, digits, prefix)

    def tell(self, **secrets: Any) -> None:
        """Hand these to the caller, and to nobody else."""
        self.told.update(secrets)

    def note(self, **known: Any) -> None:
        """Hand these to the caller too: no secrets, so they are kept, to be told again when the command is repeated."""
        self.noted.update(known)

    def keep_file(self, content: bytes) -> str:
        """Keep a file; returns its id."""
        return self._store.keep_file(content)

    def read_file(self, id: str) -> bytes:  # noqa: A002
        """The content of a kept file."""
        return self._store.read_file(id)

    def unseal(self, aggregate: Aggregate) -> Document:
        """The sealed values of an aggregate; empty once erased."""
        return self._store.unseal(aggregate)

    def erase(self, aggregate: Aggregate) -> None:
        """Destroy the key of the aggregate's sealed values when this is saved."""
        self.erased.append(f"{aggregate.KIND}:{aggregate.id}")

    def each_loaded(self) -> Iterable[Aggregate]:
        """All that was loaded or added."""
        return self.loaded.values()

    def _load(self, cls: type[A], document: Document) -> A:
        aggregate = cls.load(document)
        aggregate.box = document.get("box")
        aggregate.recorded_at = document.get("recorded_at")
        self.loaded[cls.KIND, aggregate.id] = aggregate
        self._admit(cls.KIND, aggregate.id, aggregate.area_id)
        return aggregate

    def _admit(self, kind: str, id_: str, area: str | None) -> None:
        seen = self.cause.scope.get(f"{kind}:{id_}", area)
        if seen != area:
            raise OtherArea(kind=kind, id=id_)


def _matches(document: Document, equal: dict[str, Any]) -> bool:
    def same(name: str, wanted: Any) -> bool:
        value = document.get("_id" if name == "id" and "id" not in document else name)
        values = value if isinstance(value, list) else [value]
        return any(v in wanted for v in values) if isinstance(wanted, list) else wanted in values

    return all(same(name, wanted) for name, wanted in equal.items())


Use = Callable[[Work], Any]
