"""A file of areas or centers on its way into the registry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from shared.events import Aggregate


@dataclass(kw_only=True)
class Import(Aggregate):
    """An imported file: what becomes of it, and of each of its rows.

    Rows are told in the facts' change, as `rows`; the state holds the counts.
    """

    KIND = "import"
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "received": ("applying", "refused"),
        "applying": ("finished", "refused"),
        "finished": (),
        "refused": (),
    }
    PRIVATE = frozenset({"file_id", "mending_id", "asked_by"})
    INDEXED = ("status",)

    of: str
    filename: str
    language: str
    dry_run: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    progress: dict[str, int] = field(default_factory=dict)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    refused_because: dict[str, Any] | None = None
    file_id: str | None = None
    mending_id: str | None = None
    asked_by: dict[str, Any] | None = None

    @classmethod
    def receive(cls, *, at: str, **told: Any) -> "Import":
        """Take a file in."""
        imported = cls(status="received", **told)
        imported.record("received", at=at)
        return imported

    def judge(self, *, counts: dict[str, int], warnings: list[dict[str, Any]], at: str) -> None:
        """Every row has its verdict; what is accepted is carried out from here on."""
        self.counts, self.warnings = counts, warnings
        self.progress = {"done": 0, "of": counts["rows"]}
        self.move("applying", "judged", at=at)

    def go_on(self, *, rows: list[dict[str, Any]], at: str) -> None:
        """Some more rows are settled."""
        self.progress = {**self.progress, "done": self.progress["done"] + len(rows)}
        self.record("progressed", at=at, rows=rows)

    def finish(self, *, counts: dict[str, int], mending_id: str | None, at: str) -> None:
        """All rows are settled; `mending_id` is the file of those to mend."""
        self.counts, self.mending_id = counts, mending_id
        self.move("finished", at=at)

    def refuse(self, *, because: dict[str, Any], at: str) -> None:
        """The file cannot be read as a table."""
        self.refused_because = because
        self.move("refused", at=at)
