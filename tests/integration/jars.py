"""A small domain to try the plumbing with: jars of beans, and what is done with them."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from shared.errors import Conflict
from shared.events import Aggregate
from shared.store import Cause, Reply, Store, Work

NOW = datetime(2026, 3, 1, 8, 15, tzinfo=UTC)
AREA = "0190b3a0-0000-7000-8000-000000000001"


class JarClosed(Conflict):
    """Nothing goes into a closed jar."""

    text = "The jar is closed."


@dataclass(kw_only=True)
class Jar(Aggregate):
    """A jar of beans, with a note that nobody may read."""

    KIND = "jar"
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {"open": ("closed",), "closed": ()}
    SEALED = frozenset({"note"})
    UNIQUE = ("code",)

    code: str
    beans: int = 0
    note: str | None = None


def opened(work: Work, code: str, note: str | None = None) -> Jar:
    """Open a new jar."""
    jar = work.add(Jar(id=work.new_id(), status="open", area_id=AREA, code=code, note=note))
    jar.record("opened", at=work.now)
    return jar


def filled(work: Work, id: str, beans: int = 1) -> Jar:  # noqa: A002
    """Put beans into a jar."""
    jar = work.get(Jar, id)
    if jar.status == "closed":
        raise JarClosed
    jar.beans += beans
    jar.record("filled", at=work.now, beans=beans)
    return jar


def closed(work: Work, id: str) -> Jar:  # noqa: A002
    """Close a jar."""
    jar = work.get(Jar, id)
    jar.move("closed", at=work.now)
    return jar


def because(key: str | None = None, name: str = "fill", **more: Any) -> Cause:
    """A cause of its own, or the one with this key."""
    now = datetime.now(UTC)
    told = {"now": now.replace(microsecond=now.microsecond // 1000 * 1000), "today": "2026-03-01", "fingerprint": "one", **more}
    return Cause(key=key or uuid.uuid4().hex, name=name, **told)


def do(store: Store, use: Callable[..., Any], *args: Any, cause: Cause | None = None, **more: Any) -> Reply:
    """Have it carried out; the reply."""
    reply = store.carry_out(cause or because(), lambda work: use(work, *args), **more)
    assert reply is not None
    return reply


def open_jar(store: Store, **more: Any) -> str:
    """A new jar's id."""
    return do(store, opened, uuid.uuid4().hex, **more).id


def entries(store: Store) -> list[dict[str, Any]]:
    """The journal, in the order in which it was recorded."""
    return list(store.journal.find().sort([("recorded_at", 1), ("version", 1)]))


@contextmanager
def changed(place: Any, **values: Any) -> Iterator[None]:
    """Other values for a module's constants, for a while."""
    before = {name: getattr(place, name) for name in values}
    vars(place).update(values)
    try:
        yield
    finally:
        vars(place).update(before)
