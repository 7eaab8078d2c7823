"""What a case shows of itself, and when: the rules of access-privacy.md on cases, in one place.

::

    veiled ───── triaged ─────▶ open ──── withdrawn ────▶ veiled
       │                          │
       └──── found sensitive ─────┴──▶ sensitive, for good

Veiled, a case tells its id, its version, the region, and whether it is closed; every ending that it meets there is told as
the same ``closed``. Open, it tells its state. When it is found sensitive it leaves that same ``closed`` behind and is not
heard of again: what follows is told as ``sensitive-case.recorded``, of which nobody can say what case it belongs to.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from shared.errors import ChangeNotPossible
from shared.events import Aggregate, Fact

SENSITIVE_KIND = "sensitive-case"


@dataclass(kw_only=True)
class Veiled(Aggregate):
    """An aggregate that tells nothing of itself before somebody has looked at it, nor after it was found sensitive.

    `area_id` is what it tells: the region while veiled. `last_told` is the state that it left behind when it was found
    sensitive, empty if it was sensitive from the start.
    """

    ENDED: ClassVar[frozenset[str]] = frozenset()

    region_id: str | None = None
    veiled: bool = True
    sensitive: bool = False
    last_told: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin unopened: a sensitive one stays shut until a focal point, or the person, opens it."""
        super().__post_init__()
        self.confided = False

    @property
    def opaque(self) -> bool:  # type: ignore[override]
        """Whether its facts hide what caused them."""
        return self.veiled or self.sensitive

    @property
    def ended(self) -> bool:
        """Whether it has come to an end."""
        return self.status in self.ENDED

    @property
    def shut(self) -> bool:
        """Whether it answers like any veiled case that has come to an end."""
        return not self.confided if self.sensitive else self.veiled and self.ended

    def confide(self) -> None:
        """Open it to somebody who may know that it is sensitive, for this one use."""
        self.confided = True

    def require(self, status: str, only_from: str | None = None) -> None:
        """Refuse what the life-cycle does not draw; what is shut refuses everything, and always in the same words."""
        if self.shut:
            raise ChangeNotPossible(kind=self.KIND, status="closed", wanted=status, possible="nothing")
        super().require(status, only_from)

    def require_in(self, wanted: str, *statuses: str) -> None:
        """Refuse what leaves the status as it is, unless that is one of these."""
        if self.shut or self.status not in statuses:
            status, possible = ("closed", ()) if self.shut else (self.status, self.LIFE[self.status])
            raise ChangeNotPossible(kind=self.KIND, status=status, wanted=wanted, possible=", ".join(possible) or "nothing")

    def record(self, name: str, *, at: str, **change: Any) -> None:
        """Count the change, and tell of it what may be told."""
        if self.sensitive:
            self.version += 1
            self.facts.append(Fact(SENSITIVE_KIND, "recorded", None, None, at, None, {}, {}))
        elif self.veiled:
            super().record("closed" if self.ended else name, at=at)
        else:
            super().record(name, at=at, **change)

    def vanish(self, *, at: str) -> None:
        """Leave behind what any case leaves that ends under the veil, and be sensitive from then on."""
        self.veil()
        self.version += 1
        self.last_told = self._outline("closed")
        self.facts.append(Fact(self.KIND, "closed", self.id, self.version, at, self.area_id, self.last_told, {}))
        self.sensitive = True

    def veil(self) -> None:
        """Tell no more than the region from now on."""
        self.veiled, self.area_id = True, self.region_id

    def state(self) -> dict[str, Any]:
        """What may be told of it now."""
        if self.sensitive:
            return dict(self.last_told)
        if self.veiled:
            return self._outline("closed" if self.ended else self.status)
        return self.plain()

    def plain(self) -> dict[str, Any]:
        """The public state once it is open."""
        raise NotImplementedError

    def _outline(self, status: str) -> dict[str, Any]:
        return {"id": self.id, "version": self.version, "status": status, "area_id": self.area_id}
